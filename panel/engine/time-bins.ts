import type { EngineCalls, Timeline, TimelineLane } from './engine-contract.ts';
import { finestBinMs, TimeLane } from './time-lane.ts';

const mostBinsOfAll = 16_384;
const mostBinsOfSocket = 8192;
const leastBinsOfSocket = 16;
/** All sockets together: 4 MiB. Beyond it they all get coarser, and none loses a message. */
const binBudget = 131_072;

/**
 * Messages by time, of each socket and of all, kept while messages are added. Its memory depends on the
 * number of sockets, not of messages, and questions look at bins only.
 */
export class TimeBins {
  #all = new TimeLane(mostBinsOfAll);
  readonly #lanes = new Map<number, TimeLane>();
  #mostBins = mostBinsOfSocket;
  #socketBins = 0;

  get byteLength(): number {
    let bytes = this.#all.firstMs <= this.#all.lastMs ? this.#all.byteLength : 0;
    for (const lane of this.#lanes.values()) bytes += lane.byteLength;
    return bytes;
  }

  /** Counts a message. Returns how many bins were written. */
  add(socket: number, isSent: boolean, atMs: number, size: number): number {
    let lane = this.#lanes.get(socket);
    if (lane === undefined) {
      lane = new TimeLane(this.#mostBins);
      this.#lanes.set(socket, lane);
      this.#socketBins += lane.binCount;
    }
    const before = lane.binCount;
    const written = this.#all.add(isSent, atMs, size) + lane.add(isSent, atMs, size);
    this.#socketBins += lane.binCount - before;
    return this.#socketBins > binBudget ? written + this.#economise() : written;
  }

  clear(): void {
    this.#all = new TimeLane(mostBinsOfAll);
    this.#lanes.clear();
    this.#mostBins = mostBinsOfSocket;
    this.#socketBins = 0;
  }

  /** Counts of what was sent and received between two times; null for the first and the last. */
  answer({ fromMs, toMs, bins, lanes }: EngineCalls['timeline']['ask']): Timeline {
    const { firstMs, lastMs } = this.#all;
    if (firstMs > lastMs) return { firstMs: null, lastMs: null, lanes: [] };
    const from = Math.max(firstMs, fromMs ?? firstMs);
    const to = Math.min(lastMs, toMs ?? lastMs);
    if (to < from) return { firstMs, lastMs, lanes: lanes.map(emptyLane) };
    const wanted = Math.max(1, Math.min(bins, mostBinsOfAll));
    // By the times that were asked for, or a border of the log in sight would make the bins finer.
    const askedMs = (toMs ?? lastMs) - (fromMs ?? firstMs);
    const widthMs = binWidth(askedMs / wanted);
    return {
      firstMs,
      lastMs,
      lanes: lanes.map((sockets) => this.#count(sockets, from, to, widthMs)),
    };
  }

  #count(
    sockets: readonly number[] | null,
    fromMs: number,
    toMs: number,
    leastWidthMs: number,
  ): TimelineLane {
    const { parts, widthMs } =
      sockets === null
        ? this.#partsOfAll(fromMs, toMs, leastWidthMs)
        : this.#partsOf(sockets, fromMs, toMs, leastWidthMs);
    const firstBin = Math.floor(fromMs / widthMs);
    const length = Math.floor(toMs / widthMs) - firstBin + 1;
    const counts: TimelineLane = {
      sockets,
      firstBin,
      widthMs,
      sent: new Float64Array(length),
      received: new Float64Array(length),
      sentBytes: new Float64Array(length),
      receivedBytes: new Float64Array(length),
    };
    for (const part of parts) part.addTo(counts);
    return counts;
  }

  /** All messages: from the bins of all, unless those of the sockets in sight are finer. A file of last week makes the first coarse. */
  #partsOfAll(fromMs: number, toMs: number, leastWidthMs: number) {
    if (this.#all.widthMs > leastWidthMs) {
      const fine = this.#partsOf(this.#lanes.keys(), fromMs, toMs, leastWidthMs);
      if (fine.widthMs < this.#all.widthMs) return fine;
    }
    return { parts: [this.#all], widthMs: Math.max(leastWidthMs, this.#all.widthMs) };
  }

  /** The lanes of some sockets that have messages between two times, and the width that suits them all. */
  #partsOf(sockets: Iterable<number>, fromMs: number, toMs: number, leastWidthMs: number) {
    const parts: TimeLane[] = [];
    let widthMs = leastWidthMs;
    for (const socket of sockets) {
      const lane = this.#lanes.get(socket);
      if (!lane?.overlaps(fromMs, toMs)) continue;
      parts.push(lane);
      widthMs = Math.max(widthMs, lane.widthMs);
    }
    return { parts, widthMs };
  }

  /** Halves what each socket may have until all fit, down to a least that a socket's entry costs anyway. */
  #economise(): number {
    let written = 0;
    while (this.#socketBins > binBudget && this.#mostBins > leastBinsOfSocket) {
      this.#mostBins /= 2;
      this.#socketBins = 0;
      for (const lane of this.#lanes.values()) {
        written += lane.limit(this.#mostBins);
        this.#socketBins += lane.binCount;
      }
    }
    return written;
  }
}

/** The least width of a bin that is not below a length of time. */
function binWidth(leastMs: number): number {
  let widthMs = finestBinMs;
  while (widthMs < leastMs) widthMs *= 2;
  return widthMs;
}

const emptyLane = (sockets: readonly number[] | null): TimelineLane => ({
  ...{ sockets, firstBin: 0, widthMs: finestBinMs },
  ...{ sent: new Float64Array(0), received: new Float64Array(0) },
  ...{ sentBytes: new Float64Array(0), receivedBytes: new Float64Array(0) },
});
