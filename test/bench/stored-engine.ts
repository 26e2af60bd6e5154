// Ten million messages, five gigabytes: more than memory holds. The engine alone, with the budget that it has by
// itself and a real file, in a process of its own.
import { bundleRegexWorker } from '../panel/engine/query/node-worker.ts';
import { newBench, type RandomReads, usedBytes } from './engine-by-size.ts';
import { rareWord } from './messages.ts';
import { type Rounds, roundsOf } from './statistics.ts';

export interface StoredTask {
  readonly messages: number;
  readonly messageBytes: number;
}

export interface StoredEngine extends StoredTask {
  /** Heap and array buffers, garbage collected: at the end, and the most that there was since half of the messages. */
  readonly memoryBytes: number;
  readonly peakBytes: number;
  readonly diskBytes: number;
  readonly forgottenMessages: number;
  /** µs for one more message, of each hundredth of the way before anything was on the disk, and of all after it. */
  readonly appendInMemoryUs: Rounds;
  readonly appendToDiskUs: Rounds;
  /** µs for 40 rows of a window at a random position, most of them on the disk. */
  readonly windowUs: RandomReads;
  readonly filterFirstRowsMs: number;
  readonly filterCompleteMs: number;
  readonly found: number;
}

const parts = 100;

export async function main(
  { messages, messageBytes }: StoredTask,
  say: (measured: StoredEngine) => void,
): Promise<void> {
  const bench = newBench(await bundleRegexWorker(), messageBytes);
  const emptyBytes = await usedBytes();
  const inMemory: number[] = [];
  const toDisk: number[] = [];
  let peakBytes = 0;
  for (let part = 0; part < parts; part++) {
    const count = messages / parts;
    const us = ((await bench.append(count)) * 1000) / count;
    (bench.latest().diskBytes === 0 ? inMemory : toDisk).push(us);
    if (part >= parts / 2) peakBytes = Math.max(peakBytes, (await usedBytes()) - emptyBytes);
  }
  const memoryBytes = (await usedBytes()) - emptyBytes;
  const { diskBytes, forgottenMessages } = bench.latest();
  const windowUs = await bench.randomReads(messages, (start) =>
    bench.engine.answer('rows', { view: bench.latest().view.view, start, count: 40 }, 0),
  );
  const { firstRowsMs, completeMs, found } = await bench.searches(rareWord, 1);
  say({
    messages,
    messageBytes,
    memoryBytes,
    peakBytes,
    diskBytes,
    forgottenMessages,
    appendInMemoryUs: roundsOf(inMemory),
    appendToDiskUs: roundsOf(toDisk),
    windowUs,
    filterFirstRowsMs: firstRowsMs.median,
    filterCompleteMs: completeMs.median,
    found,
  });
  // The regex worker would keep the process.
  process.exit();
}
