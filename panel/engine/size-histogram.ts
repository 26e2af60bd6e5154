/** Sizes below this have a bucket each; above, each doubling of the size is cut into as many. */
const steps = 16;
const stepBits = 4;

/** A percentile is at most this part of its true value away from it: half a bucket. */
export const percentileError = 1 / (2 * steps);

/** Sizes in a range that doubles, for a picture. Both ends are inside. */
export interface SizeRange {
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly messages: number;
}

/** How often which size was seen: buckets that grow with the size, some hundred of them at most. */
export class SizeHistogram {
  #buckets = new Uint32Array(steps);
  #count = 0;
  leastBytes = Number.POSITIVE_INFINITY;
  mostBytes = 0;

  get byteLength(): number {
    return this.#buckets.byteLength;
  }

  add(size: number): void {
    const bucket = bucketOf(size);
    if (bucket >= this.#buckets.length) {
      const wider = new Uint32Array(2 ** Math.ceil(Math.log2(bucket + 1)));
      wider.set(this.#buckets);
      this.#buckets = wider;
    }
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1;
    this.#count++;
    if (size < this.leastBytes) this.leastBytes = size;
    if (size > this.mostBytes) this.mostBytes = size;
  }

  /** The least size that a share of the messages do not exceed, within `percentileError`; 0 without messages. */
  percentile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let passed = 0;
    for (const [bucket, messages] of this.#buckets.entries()) {
      passed += messages;
      if (passed < rank) continue;
      const middle = (leastOf(bucket) + leastOf(bucket + 1) - 1) / 2;
      return Math.round(Math.min(this.mostBytes, Math.max(this.leastBytes, middle)));
    }
    return 0;
  }

  /** From the first to the last range with messages: 0, 1, 2–3, 4–7 and so on. */
  ranges(): SizeRange[] {
    const ranges: SizeRange[] = [];
    for (const [bucket, messages] of this.#buckets.entries()) {
      if (messages === 0) continue;
      const doubling = doublingOf(leastOf(bucket));
      const first = ranges[0] === undefined ? doubling : doublingOf(ranges[0].fromBytes);
      for (let next = first + ranges.length; next <= doubling; next++)
        ranges.push({ ...rangeOf(next), messages: 0 });
      const index = doubling - first;
      const range = ranges[index] as SizeRange;
      ranges[index] = { ...range, messages: range.messages + messages };
    }
    return ranges;
  }
}

/** Sizes are whole numbers of 32 bits. */
function bucketOf(size: number): number {
  if (size < steps) return size;
  const doubling = 31 - Math.clz32(size);
  return (doubling - stepBits + 1) * steps + ((size >>> (doubling - stepBits)) & (steps - 1));
}

function leastOf(bucket: number): number {
  if (bucket < steps) return bucket;
  const doubling = Math.floor(bucket / steps) - 1;
  return (steps + (bucket % steps)) * 2 ** doubling;
}

const doublingOf = (size: number): number => (size < 1 ? 0 : Math.floor(Math.log2(size)) + 1);
const rangeOf = (doubling: number) =>
  doubling === 0
    ? { fromBytes: 0, toBytes: 0 }
    : { fromBytes: 2 ** (doubling - 1), toBytes: 2 ** doubling - 1 };
