import { copyBack } from './copy-back.ts';
import { fillHuffmanTable, type HuffmanTable, maxCodeBits } from './huffman-table.ts';
import { InflateInput } from './inflate-input.ts';
import {
  codeLengthOrder,
  distanceBase,
  distanceExtra,
  fixedDistances,
  fixedLiterals,
  lengthBase,
  lengthExtra,
} from './inflate-tables.ts';

export interface InflateOptions {
  readonly start?: number;
  readonly end?: number;
  /** What came out before, up to 32 KiB, for streams that go on. */
  readonly dictionary?: Uint8Array;
  readonly maxBytes: number;
  /** How much the format says that it unpacks to: a hint, which may be wrong. */
  readonly expectedBytes?: number;
  readonly isOverdue?: (() => boolean) | undefined;
}

export interface Inflated {
  readonly output: Uint8Array;
  /**
   * `finished`: after the last block; `between-blocks`: the input ends after a block that is not
   * the last; `cut`: the input ends within a block; `full` and `overdue`: given up.
   */
  readonly end: 'finished' | 'between-blocks' | 'cut' | 'corrupt' | 'full' | 'overdue';
  /** The byte after the last one that was used, or where it is wrong. */
  readonly at: number;
  /** What is wrong, '' where nothing is. */
  readonly problem: string;
}

/**
 * Unpacks DEFLATE data. By hand, since an inspector must know the byte where the data ends or is
 * wrong, and wants all that came out before that byte: libraries tell neither.
 * @see https://www.rfc-editor.org/rfc/rfc1951
 */
export function inflate(bytes: Uint8Array, options: InflateOptions): Inflated {
  return new Inflater(bytes, options).run();
}

/** Used again by every block, since filling them is most of the work for a short message. */
const literalEntries = new Uint16Array(1 << maxCodeBits);
const distanceEntries = new Uint16Array(1 << maxCodeBits);
const codeLengthEntries = new Uint16Array(1 << 7);
const lengths = new Uint8Array(288 + 32);

const bytesBetweenChecks = 65_536;

class Inflater extends InflateInput {
  readonly #dictionaryLength: number;
  readonly #maxLength: number;
  readonly #isOverdue: (() => boolean) | undefined;
  #output: Uint8Array;
  #length: number;
  #nextCheck: number;

  constructor(bytes: Uint8Array, options: InflateOptions) {
    super(bytes, options.start ?? 0, options.end ?? bytes.length);
    const dictionary = options.dictionary ?? new Uint8Array(0);
    this.#dictionaryLength = dictionary.length;
    this.#maxLength = dictionary.length + options.maxBytes;
    const inputBytes = this.end - this.at;
    const { expectedBytes = inputBytes * 4 } = options;
    // Not more than is likely: what the hint says may be a lie to use up memory.
    const expected = Math.max(256, Math.min(expectedBytes, inputBytes * 64));
    this.#output = new Uint8Array(Math.min(this.#maxLength, dictionary.length + expected));
    this.#output.set(dictionary);
    this.#length = dictionary.length;
    this.#nextCheck = this.#length + bytesBetweenChecks;
    this.#isOverdue = options.isOverdue;
  }

  run(): Inflated {
    while (this.result === null) this.#block();
    return {
      output: this.#output.subarray(this.#dictionaryLength, this.#length),
      end: this.result,
      at: Math.max(0, this.at - (this.bits >> 3)),
      problem: this.problem,
    };
  }

  #block(): void {
    if (this.at >= this.end && this.bits < 8 && this.hold === 0) {
      this.result = 'between-blocks';
      return;
    }
    if (this.#isOverdue?.() === true) {
      this.result = 'overdue';
      return;
    }
    const header = this.take(3);
    if (header < 0) return;
    const isLast = (header & 1) === 1;
    const type = header >> 1;
    if (type === 0) this.#stored();
    else if (type === 1) this.#codes(fixedLiterals, fixedDistances);
    else if (type === 2) this.#dynamic();
    else this.fail('a block of the type 3, which does not exist');
    if (isLast && this.result === null) this.result = 'finished';
  }

  #stored(): void {
    this.alignToByte();
    const { [this.at]: low = 0, [this.at + 1]: high = 0 } = this.bytes;
    const { [this.at + 2]: notLow = 0, [this.at + 3]: notHigh = 0 } = this.bytes;
    if (this.at + 4 > this.end) {
      this.cut();
      return;
    }
    const wanted = low | (high << 8);
    if (wanted !== ((notLow | (notHigh << 8)) ^ 0xffff)) {
      this.fail('the two lengths of a stored block differ');
      return;
    }
    this.at += 4;
    const there = Math.min(wanted, this.end - this.at);
    const fits = Math.min(there, this.#maxLength - this.#length);
    this.#reserve(fits);
    this.#output.set(this.bytes.subarray(this.at, this.at + fits), this.#length);
    this.#length += fits;
    this.at += fits;
    if (fits < there) this.result = 'full';
    else if (there < wanted) this.cut();
  }

  #dynamic(): void {
    const header = this.take(14);
    if (header < 0) return;
    const literalCount = (header & 31) + 257;
    const distanceCount = ((header >> 5) & 31) + 1;
    if (literalCount > 286 || distanceCount > 30) {
      this.fail('more codes than there are');
      return;
    }
    lengths.fill(0, 0, 19);
    for (let index = 0; index < (header >> 10) + 4; index += 1) {
      const length = this.take(3);
      if (length < 0) return;
      lengths[codeLengthOrder[index] ?? 0] = length;
    }
    const codeLengths = fillHuffmanTable(lengths, 0, 19, codeLengthEntries);
    if (codeLengths === null) {
      this.fail('the code of the code lengths is not whole');
      return;
    }
    const count = literalCount + distanceCount;
    if (!this.#readLengths(codeLengths, count)) return;
    const literals = fillHuffmanTable(lengths, 0, literalCount, literalEntries);
    const distances = fillHuffmanTable(lengths, literalCount, count, distanceEntries);
    if (literals === null || distances === null || lengths[256] === 0) {
      this.fail('the code of a block is not whole');
      return;
    }
    this.#codes(literals, distances);
  }

  #readLengths(table: HuffmanTable, count: number): boolean {
    let index = 0;
    while (index < count) {
      const symbol = this.symbol(table);
      if (symbol < 0) return false;
      if (symbol < 16) {
        lengths[index] = symbol;
        index += 1;
        continue;
      }
      const extra = this.take(symbol === 16 ? 2 : symbol === 17 ? 3 : 7);
      if (extra < 0) return false;
      const repeat = extra + (symbol === 18 ? 11 : 3);
      if (index + repeat > count || (symbol === 16 && index === 0)) {
        this.fail('a code length that repeats nothing, or beyond the end');
        return false;
      }
      lengths.fill(symbol === 16 ? (lengths[index - 1] ?? 0) : 0, index, index + repeat);
      index += repeat;
    }
    return true;
  }

  /** The symbols of one block up to its end. The loop that decides how fast all of this is. */
  #codes(literals: HuffmanTable, distances: HuffmanTable): void {
    const bytes = this.bytes;
    const end = this.end;
    const { entries } = literals;
    const mask = (1 << literals.bits) - 1;
    const distanceEntries = distances.entries;
    const distanceMask = (1 << distances.bits) - 1;
    let output = this.#output;
    let length = this.#length;
    let at = this.at;
    let hold = this.hold;
    let bits = this.bits;
    for (;;) {
      while (bits < 15 && at < end) {
        hold |= (bytes[at] as number) << bits;
        at += 1;
        bits += 8;
      }
      const entry = entries[hold & mask] as number;
      const used = entry & 15;
      if (used === 0 || used > bits) {
        this.#save(length, at, hold, bits);
        this.failCode(bits, literals.bits);
        return;
      }
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (length === output.length) {
          this.#save(length, at, hold, bits);
          if (!this.#reserve(1)) return;
          output = this.#output;
        }
        hold >>>= used;
        bits -= used;
        output[length] = symbol;
        length += 1;
        continue;
      }
      hold >>>= used;
      bits -= used;
      if (symbol === 256) {
        this.#save(length, at, hold, bits);
        return;
      }
      const code = symbol - 257;
      const extra = lengthExtra[code] ?? 0;
      // Length and distance together have up to 5 + 15 + 13 bits, too many for one number.
      while (bits < 20 && at < end) {
        hold |= (bytes[at] as number) << bits;
        at += 1;
        bits += 8;
      }
      const count = (lengthBase[code] as number) + (hold & ((1 << extra) - 1));
      const distanceEntry = distanceEntries[(hold >>> extra) & distanceMask] as number;
      const distanceUsed = extra + (distanceEntry & 15);
      if (code > 28 || distanceUsed === extra || distanceUsed > bits) {
        this.#save(length, at, hold, bits);
        if (code > 28) this.fail('a length that does not exist');
        else this.failCode(bits - extra, distances.bits);
        return;
      }
      hold >>>= distanceUsed;
      bits -= distanceUsed;
      const distanceCode = distanceEntry >> 4;
      const distanceBits = distanceExtra[distanceCode] ?? 0;
      while (bits < distanceBits && at < end) {
        hold |= (bytes[at] as number) << bits;
        at += 1;
        bits += 8;
      }
      const distance = (distanceBase[distanceCode] ?? 0) + (hold & ((1 << distanceBits) - 1));
      if (bits < distanceBits || distanceCode > 29 || distance > length) {
        this.#save(length, at, hold, bits);
        if (bits < distanceBits) this.cut();
        else if (distanceCode > 29) this.fail('a distance that does not exist');
        else this.fail(`bytes from ${distance} bytes before, which is before the beginning`);
        return;
      }
      hold >>>= distanceBits;
      bits -= distanceBits;
      let fits = count;
      if (length + count > output.length) {
        this.#save(length, at, hold, bits);
        fits = Math.min(count, this.#maxLength - length);
        this.#reserve(fits);
        output = this.#output;
      }
      copyBack(output, length, distance, fits);
      length += fits;
      if (fits < count) {
        this.#save(length, at, hold, bits);
        this.result = 'full';
        return;
      }
      if (length >= this.#nextCheck) {
        this.#nextCheck = length + bytesBetweenChecks;
        if (this.#isOverdue?.() === true) {
          this.#save(length, at, hold, bits);
          this.result = 'overdue';
          return;
        }
      }
    }
  }

  #save(length: number, at: number, hold: number, bits: number): void {
    this.#length = length;
    this.at = at;
    this.hold = hold;
    this.bits = bits;
  }

  /** Makes room for `more` bytes, or says that the limit is reached. */
  #reserve(more: number): boolean {
    const needed = this.#length + more;
    if (needed <= this.#output.length) return true;
    if (needed > this.#maxLength) {
      this.result = 'full';
      return false;
    }
    const size = Math.min(this.#maxLength, Math.max(needed, this.#output.length * 2));
    const output = new Uint8Array(size);
    output.set(this.#output.subarray(0, this.#length));
    this.#output = output;
    return true;
  }
}
