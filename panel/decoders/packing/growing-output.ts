import { copyBack } from './copy-back.ts';

/**
 * What an unpacker writes: grows as needed up to a limit, and copies from what it already holds.
 * Once full it keeps what fits.
 */
export class GrowingOutput {
  isFull = false;
  #bytes: Uint8Array;
  #length = 0;
  readonly #maxLength: number;

  constructor(expected: number, maxLength: number) {
    this.#maxLength = maxLength;
    this.#bytes = new Uint8Array(Math.min(maxLength, Math.max(256, expected)));
  }

  get length(): number {
    return this.#length;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  append(part: Uint8Array): void {
    const count = this.#reserve(part.length);
    this.#bytes.set(count < part.length ? part.subarray(0, count) : part, this.#length);
    this.#length += count;
  }

  /** Copies what was written `distance` bytes before; the two may overlap. False: not so far back. */
  copy(distance: number, count: number): boolean {
    if (distance === 0 || distance > this.#length) return false;
    const fits = this.#reserve(count);
    copyBack(this.#bytes, this.#length, distance, fits);
    this.#length += fits;
    return true;
  }

  repeat(byte: number, count: number): void {
    const fits = this.#reserve(count);
    this.#bytes.fill(byte, this.#length, this.#length + fits);
    this.#length += fits;
  }

  /** How many of so many bytes there is room for. */
  #reserve(more: number): number {
    const fits = Math.min(more, this.#maxLength - this.#length);
    if (fits < more) this.isFull = true;
    const needed = this.#length + fits;
    if (needed > this.#bytes.length) {
      const size = Math.min(this.#maxLength, Math.max(needed, this.#bytes.length * 2));
      const grown = new Uint8Array(size);
      grown.set(this.bytes());
      this.#bytes = grown;
    }
    return fits;
  }
}
