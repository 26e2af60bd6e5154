// What a page's thread does with one message, by whose code runs: this explains what the throughput only shows.
import type { CDPSession, Protocol } from 'puppeteer';
import { openBed, type SetUp, setUps } from '../browsers.ts';
import { hasAccountedFor, pages, type Traffic, traffics } from '../page-throughput.ts';
import { recordOf } from '../record-of.ts';

/** `browser` is all that is no script: events, strings, sockets, messages between processes. */
export const owners = ['page', 'recorder', 'relay', 'garbage', 'browser'] as const;
export type Owner = (typeof owners)[number];

export interface PageProfile {
  readonly setUp: SetUp;
  readonly traffic: Traffic;
  /** µs of a message, by whose code ran. */
  readonly perMessageUs: Readonly<Record<Owner, number>>;
}

/** µs between two looks at the stack. */
const samplingUs = 100;

/** @param messages of each traffic in each set-up */
export async function profilePages(
  origin: string,
  messages: number,
  say: (line: string) => void,
): Promise<PageProfile[]> {
  const profiles: PageProfile[] = [];
  const host = new URL(origin).host;
  for (const setUp of setUps) {
    const bed = await openBed(setUp, origin);
    try {
      const devtools = await bed.page.createCDPSession();
      await devtools.send('Profiler.enable');
      await devtools.send('Profiler.setSamplingInterval', { interval: samplingUs });
      let exchanged = 0;
      for (const traffic of traffics) {
        // An echo counts twice: it is sent and it is received.
        const each = traffic === 'echo' ? 2 : 1;
        const act = (count: number) => bed.page.evaluate(pages[traffic], { host, count });
        const warmUp = Math.ceil(messages / 10);
        await act(warmUp);
        const profile = await profileWhile(devtools, () => act(messages));
        const timeUs = timeByOwner(profile);
        profiles.push({
          setUp,
          traffic,
          perMessageUs: recordOf(owners, (owner) => timeUs[owner] / (messages * each)),
        });
        if (bed.driver !== null) {
          exchanged += (warmUp + messages) * each + (traffic === 'receive' ? 4 : 0);
          await hasAccountedFor(bed.driver.panel, exchanged);
        }
      }
    } finally {
      await bed.browser.close();
    }
    say(`profile of a page, ${setUp}`);
  }
  return profiles;
}

async function profileWhile(
  devtools: CDPSession,
  act: () => Promise<unknown>,
): Promise<Protocol.Profiler.Profile> {
  await devtools.send('Profiler.start');
  await act();
  const { profile } = await devtools.send('Profiler.stop');
  return profile;
}

/** µs of a profile by whose code ran; what the thread was idle is nobody's. */
export function timeByOwner({
  nodes,
  samples = [],
  timeDeltas = [],
}: Protocol.Profiler.Profile): Record<Owner, number> {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id);
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  /** Built-ins have no address: their time is that of who has called them. */
  const ownerOf = (id: number | undefined): Owner | null => {
    const frame = id === undefined ? undefined : frames.get(id);
    if (frame === undefined || frame.functionName === '(root)') return 'browser';
    if (frame.functionName === '(idle)') return null;
    if (frame.functionName === '(program)') return 'browser';
    if (frame.functionName === '(garbage collector)') return 'garbage';
    if (paidAnyway.has(frame.functionName) && frame.url === '') return 'page';
    if (frame.url.includes('/injected/recorder')) return 'recorder';
    if (frame.url.includes('/extension/relay')) return 'relay';
    return frame.url === '' && id !== undefined && !isOfEvaluation(frame)
      ? ownerOf(parents.get(id))
      : 'page';
  };
  const timeUs = recordOf(owners, () => 0);
  samples.forEach((id, index) => {
    const owner = ownerOf(id);
    // The delta before a sample is the time since the one before.
    if (owner !== null) timeUs[owner] += timeDeltas[index + 1] ?? 0;
  });
  return timeUs;
}

/** What the page would have done without Sockets too, though it is the recorder that calls it: to send, and to make a message's text. */
const paidAnyway = new Set(['send', 'get data']);

/** What DevTools evaluates in a page is the page's, and may have no address either; built-ins have no lines. */
const isOfEvaluation = ({ lineNumber }: Protocol.Runtime.CallFrame): boolean => lineNumber >= 0;
