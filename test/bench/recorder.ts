// What the recorder costs the page, beside a browser without it: both run at the same time, round by
// round in turns, so that what else the machine does falls on both.
import type { Browser, CDPSession, Page } from 'puppeteer';
import { servePlayground } from '../playground/server.ts';
import { builtExtension, launchChromium } from '../support/browser.ts';

export interface Measurement {
  readonly what: 'send' | 'receive';
  readonly payload: 'text' | 'binary';
  readonly bytes: number;
  /** Medians over the rounds, µs per message. */
  readonly nativeUs: number;
  readonly recordedUs: number;
  /** Median of the differences between the two of a round, µs per message. */
  readonly addedUs: number;
  /** Largest minus smallest over the rounds. */
  readonly nativeSpreadUs: number;
  readonly recordedSpreadUs: number;
  /**
   * Bytes of JavaScript heap per message that are allocated with the recorder and not without. A difference,
   * because who reads an event first pays for the making of its string: with the recorder, the recorder.
   */
  readonly allocatedBytes: number;
}

const sizes = [64, 1024, 16 * 1024, 64 * 1024, 1024 * 1024];
/** Messages of one round: so many that a round takes long enough to be measured, and the server keeps up. */
const messagesOf = (bytes: number): number =>
  Math.max(8, Math.min(4000, Math.floor((16 * 1024 * 1024) / bytes)));

interface Bed {
  readonly browser: Browser;
  readonly page: Page;
  readonly devtools: CDPSession;
}

export async function benchRecorder({
  rounds,
  largest = Number.POSITIVE_INFINITY,
  say,
}: {
  rounds: number;
  /** Bytes of the largest messages. */
  largest?: number;
  say: (line: string) => void;
}): Promise<Measurement[]> {
  const playground = await servePlayground();
  const open = async (extension: string | null): Promise<Bed> => {
    const browser = await launchChromium({ extension });
    const page = await browser.newPage();
    await page.goto(`${playground.origin}/blank`);
    // Puppeteer has the page's thread report every message to it, which costs more than all that is measured.
    const { _client } = page as unknown as { _client(): CDPSession };
    await _client.call(page).send('Network.disable');
    const devtools = await page.createCDPSession();
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return { browser, page, devtools };
  };
  const native = await open(null);
  const recorded = await open(builtExtension);
  const host = new URL(playground.origin).host;
  try {
    const measurements: Measurement[] = [];
    for (const payload of ['text', 'binary'] as const) {
      for (const bytes of sizes.filter((size) => size <= largest)) {
        const count = messagesOf(bytes);
        const round = (bed: Bed) =>
          scriptTime(bed, () => bed.page.evaluate(sendMany, { host, payload, bytes, count })).then(
            (us) => us / count,
          );
        await round(native);
        await round(recorded);
        const [nativeUs, recordedUs] = await inTurns(
          rounds,
          () => round(native),
          () => round(recorded),
        );
        const allocatedBytes = await addedAllocation(
          () => allocation(native, () => round(native), count),
          () => allocation(recorded, () => round(recorded), count),
        );
        measurements.push(measured('send', payload, bytes, nativeUs, recordedUs, allocatedBytes));
        say(`send ${payload} ${bytes} B`);
      }
    }
    for (const bytes of sizes.slice(0, 3).filter((size) => size <= largest)) {
      const count = messagesOf(bytes);
      const round = (bed: Bed) =>
        scriptTime(bed, () => bed.page.evaluate(receiveMany, { host, bytes, count })).then(
          (us) => us / count,
        );
      await round(native);
      await round(recorded);
      const [nativeUs, recordedUs] = await inTurns(
        rounds,
        () => round(native),
        () => round(recorded),
      );
      const allocatedBytes = await addedAllocation(
        () => allocation(native, () => round(native), count),
        () => allocation(recorded, () => round(recorded), count),
      );
      measurements.push(measured('receive', 'text', bytes, nativeUs, recordedUs, allocatedBytes));
      say(`receive text ${bytes} B`);
    }
    return measurements;
  } finally {
    await native.browser.close();
    await recorded.browser.close();
    await playground.close();
  }
}

interface Task {
  readonly host: string;
  readonly payload: 'text' | 'binary';
  readonly bytes: number;
  readonly count: number;
}

/** Runs in the page. Ends when the browser has taken all. */
function sendMany({ host, payload, bytes, count }: Task): Promise<void> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://${host}/sink`);
    const message = payload === 'text' ? 'x'.repeat(bytes) : new Uint8Array(bytes);
    socket.onopen = () => {
      for (let sent = 0; sent < count; sent++) socket.send(message);
      const drain = (): void => {
        if (socket.bufferedAmount > 0) {
          setTimeout(drain, 5);
          return;
        }
        socket.onclose = () => done();
        socket.close();
      };
      drain();
    };
  });
}

/** Runs in the page. Ends with the last message. */
function receiveMany({ host, bytes, count }: Omit<Task, 'payload'>): Promise<void> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://${host}/flood?count=${count}&size=${bytes}`);
    let received = 0;
    let units = 0;
    socket.onopen = () => socket.send('go');
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      // What pages do; the first who reads it pays for the making of the string.
      units += data.length;
      if (++received <= count || units === 0) return;
      socket.onclose = () => done();
      socket.close();
    };
  });
}

/** The time, µs, that JavaScript ran on the page's thread. */
async function scriptTime({ devtools }: Bed, act: () => Promise<unknown>): Promise<number> {
  const read = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1e6;
  };
  const before = await read();
  await act();
  return (await read()) - before;
}

/** Median of the differences of some rounds, bytes per message. */
async function addedAllocation(
  native: () => Promise<number>,
  recorded: () => Promise<number>,
): Promise<number> {
  const rounds = 5;
  const [without, withRecorder] = await inTurns(rounds, native, recorded);
  return median(withRecorder.map((bytes, round) => bytes - (without[round] ?? 0)));
}

/** Bytes per message that scripts of the page's world allocate, sampled at every kilobyte. */
async function allocation(
  { devtools }: Bed,
  act: () => Promise<unknown>,
  count: number,
): Promise<number> {
  await devtools.send('HeapProfiler.startSampling', {
    samplingInterval: 1024,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await act();
  const { profile } = await devtools.send('HeapProfiler.stopSampling');
  interface Node {
    readonly selfSize: number;
    readonly children: readonly Node[];
  }
  const sizeOf = (node: Node): number =>
    node.children.reduce((sum, child) => sum + sizeOf(child), node.selfSize);
  return sizeOf(profile.head) / count;
}

async function inTurns(
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<[number[], number[]]> {
  const results: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Who goes first changes, so that neither always meets a warm server.
    const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) results[which].push(await (which === 0 ? first() : second()));
  }
  return results;
}

function measured(
  what: Measurement['what'],
  payload: Measurement['payload'],
  bytes: number,
  native: number[],
  recorded: number[],
  allocatedBytes: number,
): Measurement {
  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
  return {
    what,
    payload,
    bytes,
    allocatedBytes,
    nativeUs: median(native),
    recordedUs: median(recorded),
    addedUs: median(recorded.map((us, round) => us - (native[round] ?? 0))),
    nativeSpreadUs: spread(native),
    recordedSpreadUs: spread(recorded),
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
