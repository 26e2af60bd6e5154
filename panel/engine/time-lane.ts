/** ms; a power of two, so that bins of any width have borders that finer ones share. */
export const finestBinMs = 0.125;
const leastBins = 32;
/** Sent and received messages, sent and received bytes, side by side: a message touches one place. */
const fields = 4;
/** Times beyond those that a Date can hold cannot be shown; @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
const farthestMs = 8.64e15;

/** Counts per bin. Bin `index` begins at `(firstBin + index) * widthMs`, epoch ms. */
export interface BinnedCounts {
  readonly firstBin: number;
  readonly widthMs: number;
  readonly sent: Float64Array;
  readonly received: Float64Array;
  readonly sentBytes: Float64Array;
  readonly receivedBytes: Float64Array;
}

/**
 * What was sent and received in each bin of time. The bins are a ring, so that a time before the first
 * costs no more than one after the last. When a time falls outside, the lane gets more bins, or, when
 * it may not, bins of twice the width: some fifty times in its life at most, whatever is added.
 */
export class TimeLane {
  #bins = new Float64Array(leastBins * fields);
  #binCount = leastBins;
  #mostBins: number;
  #widthMs = finestBinMs;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;

  constructor(mostBins: number) {
    this.#mostBins = mostBins;
  }

  get widthMs(): number {
    return this.#widthMs;
  }
  get binCount(): number {
    return this.#binCount;
  }
  get byteLength(): number {
    return this.#bins.byteLength;
  }

  overlaps(fromMs: number, toMs: number): boolean {
    return this.firstMs <= toMs && this.lastMs >= fromMs;
  }

  /** Counts a message. Returns how many bins were written. */
  add(isSent: boolean, atMs: number, size: number): number {
    if (!(Math.abs(atMs) <= farthestMs)) return 0;
    const firstMs = Math.min(this.firstMs, atMs);
    const lastMs = Math.max(this.lastMs, atMs);
    const moved = this.#makeRoom(firstMs, lastMs);
    this.firstMs = firstMs;
    this.lastMs = lastMs;
    const at = this.#placeOf(Math.floor(atMs / this.#widthMs));
    this.#bins[at + (isSent ? 0 : 1)] = this.#field(at, isSent ? 0 : 1) + 1;
    this.#bins[at + (isSent ? 2 : 3)] = this.#field(at, isSent ? 2 : 3) + size;
    return moved + 1;
  }

  /** From now on the lane has at most this many bins. Returns how many were written. */
  limit(mostBins: number): number {
    this.#mostBins = mostBins;
    return this.#binCount > mostBins ? this.#makeRoom(this.firstMs, this.lastMs) : 0;
  }

  /** Adds what lies in some bins, which are no finer than the lane's own, to counts that begin at zero. */
  addTo(counts: BinnedCounts): void {
    if (this.lastMs < this.firstMs) return;
    const { firstBin, widthMs, sent, received, sentBytes, receivedBytes } = counts;
    const ratio = widthMs / this.#widthMs;
    const from = Math.max(firstBin * ratio, Math.floor(this.firstMs / this.#widthMs));
    const last = Math.min(
      (firstBin + sent.length) * ratio - 1,
      Math.floor(this.lastMs / this.#widthMs),
    );
    for (let bin = from; bin <= last; bin++) {
      const at = this.#placeOf(bin);
      const index = Math.floor(bin / ratio) - firstBin;
      sent[index] = (sent[index] as number) + this.#field(at, 0);
      received[index] = (received[index] as number) + this.#field(at, 1);
      sentBytes[index] = (sentBytes[index] as number) + this.#field(at, 2);
      receivedBytes[index] = (receivedBytes[index] as number) + this.#field(at, 3);
    }
  }

  #makeRoom(firstMs: number, lastMs: number): number {
    let widthMs = this.#widthMs;
    let binCount = Math.min(this.#binCount, this.#mostBins);
    while (Math.floor(lastMs / widthMs) - Math.floor(firstMs / widthMs) >= binCount) {
      if (binCount < this.#mostBins) binCount *= 2;
      else widthMs *= 2;
    }
    if (widthMs === this.#widthMs && binCount === this.#binCount) return 0;
    return this.#rebuild(binCount, widthMs);
  }

  #rebuild(binCount: number, widthMs: number): number {
    const old = this.#bins;
    const oldFirst = Math.floor(this.firstMs / this.#widthMs);
    const oldLast = Math.floor(this.lastMs / this.#widthMs);
    const oldPlaces: number[] = [];
    for (let bin = oldFirst; bin <= oldLast; bin++) oldPlaces.push(this.#placeOf(bin));
    const ratio = widthMs / this.#widthMs;
    this.#bins = new Float64Array(binCount * fields);
    this.#binCount = binCount;
    this.#widthMs = widthMs;
    for (const [index, place] of oldPlaces.entries()) {
      const at = this.#placeOf(Math.floor((oldFirst + index) / ratio));
      for (let field = 0; field < fields; field++)
        this.#bins[at + field] = this.#field(at, field) + (old[place + field] as number);
    }
    return oldPlaces.length;
  }

  #placeOf(bin: number): number {
    // Bins before 1970 have numbers below zero.
    return (((bin % this.#binCount) + this.#binCount) % this.#binCount) * fields;
  }

  #field(at: number, field: number): number {
    // Places come from #placeOf, which stays inside.
    return this.#bins[at + field] as number;
  }
}
