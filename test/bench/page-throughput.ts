// How many messages a page gets through in a second, in five set-ups: a browser for each, all started before
// the first round and measured in turns, so that what else the machine does falls on all.
import type { Frame } from 'puppeteer';
import { statusText } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { type Bed, closeAll, comesToRest, openBed, type SetUp, setUps } from './browsers.ts';
import { recordOf } from './record-of.ts';
import { type Rounds, ratios, roundsOf } from './statistics.ts';
import { statusCounts } from './status-counts.ts';

export const traffics = ['receive', 'echo'] as const;
export type Traffic = (typeof traffics)[number];

export interface Throughput {
  /** Messages per second. An echo counts twice: it is sent and it is received. */
  readonly perSecond: Record<Traffic, Record<SetUp, Rounds>>;
  /** Throughput of a set-up as a part of another's, round by round. */
  readonly closedToBare: Record<Traffic, Rounds>;
  readonly socketsToConsole: Record<Traffic, Rounds>;
  readonly socketsToNetwork: Record<Traffic, Rounds>;
  /** Turns after which a browser was busy for so long that the next one began nevertheless. */
  readonly restless: number;
  readonly loss: Loss;
}

export interface Loss {
  /** Messages that page and server exchanged while the Sockets tab was open. */
  readonly exchanged: number;
  readonly recorded: number;
  /** Not recorded, but counted and said so. */
  readonly dropped: number;
  /** Neither recorded nor counted: lost without a word. */
  readonly unaccounted: number;
}

export interface ThroughputTask {
  readonly origin: string;
  readonly rounds: number;
  readonly messages: number;
  readonly say: (line: string) => void;
}

export async function measureThroughput({
  origin,
  rounds,
  messages,
  say,
}: ThroughputTask): Promise<Throughput> {
  const beds: Bed[] = [];
  try {
    // One after the other: five browsers that start at once starve each other into timeouts.
    for (const setUp of setUps) beds.push(await openBed(setUp, origin));
    const host = new URL(origin).host;
    const results = new Map<string, number[]>();
    const bedOf = (setUp: SetUp): Bed => {
      const bed = beds.find((each) => each.setUp === setUp);
      if (bed === undefined) throw new Error(`no browser was opened for ${setUp}`);
      return bed;
    };
    let exchanged = 0;
    let restless = 0;
    // The first round warms up and is not counted.
    for (let round = -1; round < rounds; round++) {
      const count = Math.ceil(messages / (round < 0 ? 20 : 2));
      for (const traffic of traffics) {
        const tookMs = new Map<SetUp, number>();
        for (const setUp of turns(round)) {
          const bed = bedOf(setUp);
          const ms = await bed.page.evaluate(pages[traffic], { host, count });
          if (bed.driver !== null) {
            exchanged += traffic === 'receive' ? count + 2 : 2 * count;
            await hasAccountedFor(bed.driver.panel, exchanged);
          }
          if (!(await comesToRest(bed))) restless++;
          tookMs.set(setUp, (tookMs.get(setUp) ?? 0) + ms);
        }
        for (const [setUp, ms] of tookMs) {
          const values = results.get(`${traffic} ${setUp}`) ?? [];
          results.set(`${traffic} ${setUp}`, values);
          const counted = 2 * count * (traffic === 'echo' ? 2 : 1);
          if (round >= 0) values.push((counted * 1000) / ms);
        }
        say(`page throughput, ${traffic}: round ${round + 1} of ${rounds}`);
      }
    }
    const rows = (traffic: Traffic, setUp: SetUp): number[] =>
      results.get(`${traffic} ${setUp}`) ?? [];
    const share = (of: SetUp, to: SetUp): Record<Traffic, Rounds> =>
      recordOf(traffics, (traffic) => roundsOf(ratios(rows(traffic, of), rows(traffic, to))));
    return {
      perSecond: recordOf(traffics, (traffic) =>
        recordOf(setUps, (setUp) => roundsOf(rows(traffic, setUp))),
      ),
      closedToBare: share('closed', 'bare'),
      socketsToConsole: share('sockets', 'console'),
      socketsToNetwork: share('sockets', 'network'),
      restless,
      loss: await lossOf(beds, exchanged),
    };
  } finally {
    await closeAll(beds);
  }
}

/**
 * Each set-up has two turns in a round, those that are compared in the order one, other, other, one: what grows
 * faster or slower meanwhile falls on both alike. Who is one changes from round to round.
 */
function turns(round: number): SetUp[] {
  const pair = (one: SetUp, other: SetUp): SetUp[] =>
    round % 2 === 0 ? [one, other, other, one] : [other, one, one, other];
  return [...pair('bare', 'closed'), ...pair('console', 'sockets'), 'network', 'network'];
}

/** Waits until the panel has recorded or counted as dropped what was exchanged, or shows that it will not. */
export async function hasAccountedFor(panel: Frame, exchanged: number): Promise<void> {
  let last = -1;
  let sameSinceMs = performance.now();
  await until(
    async () => {
      const { recorded, dropped } = statusCounts(await statusText(panel));
      if (recorded + dropped !== last) sameSinceMs = performance.now();
      last = recorded + dropped;
      // A loss must be reported, not waited for.
      return last >= exchanged || performance.now() - sameSinceMs > 5000;
    },
    { what: `the panel has accounted for ${exchanged} messages`, timeoutMs: 120_000 },
  );
}

async function lossOf(beds: readonly Bed[], exchanged: number): Promise<Loss> {
  const panel = beds.find(({ driver }) => driver !== null)?.driver?.panel;
  if (panel === undefined) throw new Error('no browser has the Sockets tab open');
  return lossIn(panel, exchanged);
}

/** What became, in a panel, of so many messages. */
export async function lossIn(panel: Frame, exchanged: number): Promise<Loss> {
  const { recorded, dropped } = statusCounts(await statusText(panel));
  return { exchanged, recorded, dropped, unaccounted: exchanged - recorded - dropped };
}

interface PageTask {
  readonly host: string;
  readonly count: number;
}

/** What a page does to get through so many messages. Both run in the page and answer with the ms from the first message to the last. */
export const pages = {
  receive: ({ host, count }: PageTask) =>
    new Promise<number>((done, fail) => {
      const socket = new WebSocket(`ws://${host}/flood?count=${count}&size=64`);
      let received = 0;
      let units = 0;
      let startedMs = 0;
      socket.onerror = () => fail(new Error('the server of the benchmark cannot be reached'));
      socket.onopen = () => socket.send('go');
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        if (received === 0) startedMs = performance.now();
        // What pages do; the first who reads it pays for the making of the string.
        units += data.length;
        if (++received <= count || units === 0) return;
        const tookMs = performance.now() - startedMs;
        socket.onclose = () => done(tookMs);
        socket.close();
      };
    }),
  echo: ({ host, count }: PageTask) =>
    new Promise<number>((done, fail) => {
      const socket = new WebSocket(`ws://${host}/echo`);
      const underWay = 100;
      const message = 'x'.repeat(64);
      let sent = 0;
      let received = 0;
      let startedMs = 0;
      const send = (): void => {
        if (sent === count) return;
        sent++;
        socket.send(message);
      };
      socket.onerror = () => fail(new Error('the server of the benchmark cannot be reached'));
      socket.onopen = () => {
        startedMs = performance.now();
        for (let number = 0; number < underWay; number++) send();
      };
      socket.onmessage = () => {
        send();
        if (++received < count) return;
        const tookMs = performance.now() - startedMs;
        socket.onclose = () => done(tookMs);
        socket.close();
      };
    }),
} satisfies Record<Traffic, (task: PageTask) => Promise<number>>;
