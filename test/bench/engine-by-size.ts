// What the engine does at each size, without a browser around it: the real engine with the real worker for
// regular expressions, in a process of its own, so that what it holds can be told from what others hold.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEngine, type Engine } from '../../panel/engine/engine.ts';
import type { EngineUpdate } from '../../panel/engine/engine-contract.ts';
import { pause } from '../../panel/engine/pause.ts';
import { createRegexHost } from '../../panel/engine/query/regex-host.ts';
import { bundleRegexWorker, createSpawner } from '../panel/engine/query/node-worker.ts';
import { newBatchSource, rareWord } from './messages.ts';
import { median, percentile, type Rounds, roundsOf } from './statistics.ts';
import { openTemporaryFile } from './temporary-file.ts';

export interface EngineTask {
  /** Growing: the same session is measured on its way up. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Regular expressions are not measured beyond this size: the full run has the time, the quick one not. */
  readonly largestForRegex: number;
}

export interface SizeMeasurement {
  readonly messages: number;
  /** µs per message, of the last tenth before this size: what one more message costs here. */
  readonly appendUs: Rounds;
  /** Growth of the process's heap and array buffers since the engine was empty, per message; garbage is collected before. */
  readonly memoryBytes: number;
  /** What the engine itself says that it holds, per message. */
  readonly heldBytes: number;
  readonly plain: SearchMeasurement;
  /** A plain word that is nowhere. */
  readonly absent: SearchMeasurement;
  readonly regex: SearchMeasurement | null;
  /** µs for the 40 rows of a window at a random position, of the unfiltered list. */
  readonly windowUs: RandomReads;
  /** µs for the decoded message of a random row. */
  readonly messageUs: RandomReads;
  /** µs for the timeline, of all or from a random time on, as wide as a panel. */
  readonly timelineUs: RandomReads;
}

export interface RandomReads {
  readonly median: number;
  readonly p95: number;
}

export interface SearchMeasurement {
  /** ms until the first rows could be drawn; NaN where none match. */
  readonly firstRowsMs: Rounds;
  readonly completeMs: Rounds;
  readonly found: number;
}

/** Of messages of up to 500 bytes, as many as fit into a batch. */
const messagesPerBatch = 400;
const chunksOfLastTenth = 10;
const windowRows = 40;
const timelineBins = 1200;
const randomReads = 200;

export async function main(
  { sizes, rounds, largestForRegex }: EngineTask,
  say: (measurement: SizeMeasurement) => void,
): Promise<void> {
  const regexCode = await bundleRegexWorker();
  // The first thousands of messages are read by code that is not compiled yet.
  const first = newBench(regexCode);
  await first.append(100_000);
  await first.search(rareWord);
  first.engine.obey({ kind: 'clear', isNavigation: true });

  const bench = newBench(regexCode);
  const emptyBytes = await usedBytes();
  let appended = 0;
  for (const size of sizes) {
    const lastTenth = Math.max(messagesPerBatch * chunksOfLastTenth, size / 10);
    await bench.append(size - lastTenth - appended);
    const appendUs: number[] = [];
    for (let chunk = 0; chunk < chunksOfLastTenth; chunk++) {
      const count = lastTenth / chunksOfLastTenth;
      appendUs.push(((await bench.append(count)) * 1000) / count);
    }
    appended = size;
    const memoryBytes = ((await usedBytes()) - emptyBytes) / size;
    const update = bench.latest();
    if (update.recordedMessages !== size)
      throw new Error(`the engine has ${update.recordedMessages} of ${size} messages`);
    const search = (filter: string) => bench.searches(filter, rounds);
    const plain = await search(rareWord);
    const absent = await search('nowhere-in-any-message');
    const regex =
      size <= largestForRegex
        ? await bench.searches(`/ne+dle/`, size >= 1_000_000 ? 1 : rounds)
        : null;
    await bench.search('');
    say({
      messages: size,
      appendUs: roundsOf(appendUs),
      memoryBytes,
      heldBytes: update.heldBytes / size,
      plain,
      absent,
      regex,
      windowUs: await bench.randomReads(size, (position) =>
        bench.engine.answer(
          'rows',
          { view: bench.latest().view.view, start: position, count: windowRows },
          0,
        ),
      ),
      messageUs: await bench.randomReads(size, (row) => bench.engine.answer('message', { row }, 0)),
      timelineUs: await bench.timelines(size),
    });
  }
  // The regex worker would keep the process.
  process.exit();
}

export interface Bench {
  readonly engine: Engine;
  latest(): EngineUpdate;
  /** ms that the engine took for so many more messages, making them not included. */
  append(messages: number): Promise<number>;
  /** ms until the first rows could be drawn, and until all were looked at. */
  search(filter: string): Promise<{ firstRowsMs: number; completeMs: number }>;
  searches(filter: string, rounds: number): Promise<SearchMeasurement>;
  randomReads(size: number, read: (position: number) => Promise<unknown>): Promise<RandomReads>;
  timelines(size: number): Promise<RandomReads>;
}

/** An engine as the panel has it, with messages of so many bytes. */
export function newBench(regexCode: string, messageBytes = 64): Bench {
  const { spawn } = createSpawner(regexCode);
  let latest: EngineUpdate | null = null;
  let onUpdate: (update: EngineUpdate) => void = () => undefined;
  const engine = createEngine({
    now: () => performance.now(),
    epochMs: () => performance.timeOrigin + performance.now(),
    pause,
    after: (ms, run) => setTimeout(run, ms),
    openSpillFile: async () => openTemporaryFile(),
    regexHost: createRegexHost({
      spawn,
      deadlineMs: 1000,
      setTimer: setTimeout,
      clearTimer: clearTimeout,
    }),
    tell(event) {
      // As on its way to the panel's thread.
      const news = structuredClone(event);
      if (news.kind !== 'update') return;
      latest = news;
      onUpdate(news);
    },
  });
  engine.obey({ kind: 'documentCame', document: 1, url: 'https://a.test/', isTop: true });
  const nextBatch = newBatchSource(messageBytes);
  let view = 0;
  let recorded = 0;

  const known = (): EngineUpdate => {
    if (latest === null) throw new Error('the engine has not said anything yet');
    return latest;
  };
  const until = (holds: (update: EngineUpdate) => boolean): Promise<number> =>
    new Promise((done) => {
      onUpdate = (update) => {
        if (!holds(update)) return;
        onUpdate = () => undefined;
        done(performance.now());
      };
    });
  const isComplete = (update: EngineUpdate): boolean =>
    update.view.view === view &&
    update.recordedMessages === recorded &&
    update.view.scannedRows === update.view.ofRows;

  const bench: Bench = {
    engine,
    latest: known,
    async append(messages) {
      let tookMs = 0;
      for (let left = messages; left > 0; left -= messagesPerBatch) {
        const batch = nextBatch(Math.min(left, messagesPerBatch));
        recorded += Math.min(left, messagesPerBatch);
        const fromMs = performance.now();
        // Reads the batch and, as far as 8 ms go, looks at its rows for the view.
        engine.obey({ kind: 'batch', document: 1, batch });
        tookMs += performance.now() - fromMs;
        // Updates and what is left of the view's work get their turn, as in the worker.
        if (left % (messagesPerBatch * 20) === 0) await pause();
      }
      if (latest === null || !isComplete(latest)) await until(isComplete);
      return tookMs;
    },
    async search(filter) {
      const fromMs = performance.now();
      const asked = ++view;
      engine.obey({ kind: 'view', view: asked, filter, sockets: null });
      const firstUpdateMs = await until(
        (update) => update.view.view === asked && (update.view.rowCount > 0 || isComplete(update)),
      );
      const hasRows = known().view.rowCount > 0;
      // The drawing needs the rows, not their number.
      await engine.answer('rows', { view: asked, start: 0, count: windowRows }, 0);
      const firstRowsMs = hasRows ? performance.now() - fromMs : Number.NaN;
      const completeMs = isComplete(known()) ? firstUpdateMs : await until(isComplete);
      const { problem } = known().view;
      if (problem !== null)
        throw new Error(`the filter "${filter}" has a problem: ${problem.kind}`);
      return { firstRowsMs, completeMs: completeMs - fromMs };
    },
    async searches(filter, rounds) {
      const measured = [];
      for (let round = 0; round < rounds; round++) measured.push(await bench.search(filter));
      return {
        firstRowsMs: roundsOf(measured.map(({ firstRowsMs }) => firstRowsMs)),
        completeMs: roundsOf(measured.map(({ completeMs }) => completeMs)),
        found: known().view.rowCount,
      };
    },
    async randomReads(size, read) {
      const took: number[] = [];
      for (let count = 0; count < randomReads; count++) {
        // Spread over the whole log, the same in each run.
        const position = (count * 7919 * 104_729) % size;
        const fromMs = performance.now();
        await read(position);
        took.push((performance.now() - fromMs) * 1000);
      }
      return { median: median(took), p95: percentile(took, 0.95) };
    },
    async timelines(size) {
      const ask = (fromMs: number | null) =>
        engine.answer('timeline', { fromMs, toMs: null, bins: timelineBins, lanes: [null] }, 0);
      const { firstMs, lastMs } = await ask(null);
      if (firstMs === null || lastMs === null) throw new Error('the timeline has no messages');
      return bench.randomReads(size, (position) =>
        ask(position === 0 ? null : firstMs + ((lastMs - firstMs) * position) / size),
      );
    },
  };
  return bench;
}

/** Bytes of heap and array buffers that are in use, without what waits to be collected. */
export async function usedBytes(): Promise<number> {
  await pause();
  collectGarbage();
  // What held buffers is gone after the first time, and they themselves after the second.
  await pause();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The flag is set from inside: nobody has to remember it. */
const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc');
  // What V8 calls so takes nothing that is needed here and returns nothing.
  return runInNewContext('gc') as () => void;
})();
