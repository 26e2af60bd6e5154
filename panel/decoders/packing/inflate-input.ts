import type { HuffmanTable } from './huffman-table.ts';
import type { Inflated } from './inflate.ts';

/** The input of an inflater, bit by bit, and how it ends. */
export class InflateInput {
  protected readonly bytes: Uint8Array;
  protected readonly end: number;
  protected at: number;
  /** Bits that were taken from the bytes and are not used yet, the next one lowest. */
  protected hold = 0;
  protected bits = 0;
  protected result: Inflated['end'] | null = null;
  protected problem = '';

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** The next symbol of a code, or -1 where there is none. */
  protected symbol({ entries, bits }: HuffmanTable): number {
    this.fill(bits);
    const entry = entries[this.hold & ((1 << bits) - 1)] ?? 0;
    const used = entry & 15;
    if (used === 0 || used > this.bits) {
      this.failCode(this.bits, bits);
      return -1;
    }
    this.hold >>>= used;
    this.bits -= used;
    return entry >> 4;
  }

  /** The next bits as a number, or -1 when there are not as many. */
  protected take(count: number): number {
    this.fill(count);
    if (this.bits < count) {
      this.cut();
      return -1;
    }
    const taken = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.bits -= count;
    return taken;
  }

  /** Goes to the next whole byte, as stored blocks want it. */
  protected alignToByte(): void {
    this.at -= this.bits >> 3;
    this.hold = 0;
    this.bits = 0;
  }

  /** No code begins with the bits that are there: none at all, or the input ends within it. */
  protected failCode(bits: number, longest: number): void {
    if (bits < longest && this.at >= this.end) this.cut();
    else this.fail('bits that no code begins with');
  }

  protected fail(problem: string): void {
    this.result = 'corrupt';
    this.problem = problem;
  }

  protected cut(): void {
    this.at = this.end;
    this.hold = 0;
    this.bits = 0;
    this.result = 'cut';
  }

  private fill(count: number): void {
    while (this.bits < count && this.at < this.end) {
      this.hold |= (this.bytes[this.at] ?? 0) << this.bits;
      this.at += 1;
      this.bits += 8;
    }
  }
}
