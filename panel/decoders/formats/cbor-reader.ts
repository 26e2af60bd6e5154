import type { Budget } from '../decoder.ts';
import { BinaryReader, codes } from './binary-reader.ts';
import { argumentAt, headLength, indefinite } from './cbor-layout.ts';

/** Type numbers of nodes are first bytes, but 0 means that there is no word. */
export const zeroType = 0x1c;
export const sequenceType = 0x1d;

/** Longer bignums are shown as bytes: to write them as a decimal takes quadratic time. */
const maxBignumBytes = 4096;
/** How many items a container wants that a break ends. */
const untilBreak = -1;
/** What became of an item that is no container. */
const leaf = -2;
const failed = -3;

/**
 * By depth, how many items, of a map pairs, the containers around the open one still want. One for
 * all payloads, since no payload is read while another one is.
 */
const wanted: number[] = [];

/** The kinds of values without tags, by their first byte. */
const kindOfInitial = Uint8Array.from({ length: 256 }, (_, initial) => {
  const major = initial >> 5;
  if (major < 2 || (initial >= 0xf9 && initial <= 0xfb)) return codes.number;
  if (major === 2) return codes.bytes;
  if (major === 3) return codes.string;
  if (initial === 0xf4 || initial === 0xf5) return codes.boolean;
  if (initial === 0xf6) return codes.null;
  return initial === 0xf7 ? codes.undefined : codes.name;
});

/** Reads CBOR into columns, in one pass and without recursion. */
export class CborReader extends BinaryReader {
  constructor(bytes: Uint8Array, budget: Budget) {
    super('cbor', bytes, budget);
  }

  /** Reads one item, and fails when something follows. */
  readOnly(): void {
    if (!this.readDocument()) return;
    if (this.at < this.end) this.fail('unexpected data after the value');
    else this.stopAtLimit();
  }

  /** Reads a CBOR sequence (RFC 8742) as items of one array. */
  readSequence(): void {
    this.openContainer(codes.array, 0, sequenceType);
    while (this.at < this.end && this.readDocument());
    this.stopAtLimit();
  }

  private stopAtLimit(): void {
    if (this.problem === undefined && this.end < this.bytes.length) {
      this.stop(`more than ${this.end} bytes, the limit,`);
    }
  }

  private readDocument(): boolean {
    const { reading } = this;
    const outside = reading.depth;
    let isInMap = false;
    /** Items, of a map pairs, that the open container still wants. */
    let left = 1;
    for (;;) {
      while (left === 0) {
        if (reading.depth === outside) return true;
        reading.closeContainer(this.at);
        left = wanted[reading.depth] ?? 0;
        isInMap = reading.depth > outside && reading.isInObject;
      }
      if (left === untilBreak && this.bytes[this.at] === 0xff && this.at < this.end) {
        this.at += 1;
        left = 0;
        continue;
      }
      if (this.at >= this.end) return this.failShort(left, reading.depth > outside);
      if (isInMap && !this.readKey()) return false;
      if (left > 0) left -= 1;
      const count = this.readItem();
      if (count === failed) return false;
      if (count === leaf) continue;
      wanted[reading.depth - 1] = left;
      left = count;
      isInMap = reading.isInObject;
    }
  }

  private failShort(left: number, isInside: boolean): false {
    if (this.end < this.bytes.length) return this.stop(`more than ${this.end} bytes, the limit,`);
    if (!isInside) return this.fail('expected a value');
    const start = this.columns.offset(this.container);
    if (left === untilBreak) return this.fail(`expected a value or the break of byte ${start}`);
    const isMap = this.columns.kind(this.container) === codes.object;
    const pairs = left === 1 ? '1 more pair' : `${left} more pairs`;
    const items = left === 1 ? '1 more item' : `${left} more items`;
    return this.fail(
      `expected ${isMap ? pairs : items} of the ${isMap ? 'map' : 'array'} at byte ${start}`,
    );
  }

  private readKey(): boolean {
    const start = this.at;
    const isText = (this.bytes[start] ?? 0) >> 5 === 3;
    const end = isText ? this.endOfLeaf(start) : this.skipItem(start);
    if (end < 0) return false;
    const { reading } = this;
    if (isText && this.checkTextItem(start, end)) reading.textKeyCount += 1;
    else reading.otherKeyCount += 1;
    reading.takeKey(start, end);
    this.at = end;
    if (end < this.end) return true;
    if (this.end < this.bytes.length) return this.stop(`more than ${this.end} bytes, the limit,`);
    return this.fail(`expected the value of the key at byte ${start}`);
  }

  /** Reads an item or opens a container; returns how many items that wants, `leaf` or `failed`. */
  private readItem(): number {
    const start = this.at;
    const item = (this.bytes[start] ?? 0) >> 5 === 6 ? this.skipTags(start) : start;
    if (item < 0) return failed;
    const initial = this.bytes[item] ?? 0;
    const major = initial >> 5;
    const type = start === item ? initial || zeroType : (this.bytes[start] ?? 0);
    if (major !== 4 && major !== 5) {
      const end = this.endOfLeaf(item);
      if (end < 0) return failed;
      if (major === 3) this.checkTextItem(item, end);
      const kind = start === item ? kindOfInitial[initial] : this.kindOfTagged(start, item, end);
      if (!this.reading.addLeaf(kind ?? codes.name, start, end, type, start)) return failed;
      this.at = end;
      return leaf;
    }
    if (!this.hasHead(item)) return failed;
    const kind = major === 5 ? codes.object : codes.array;
    if (!this.reading.openContainer(kind, start, type, start)) return failed;
    this.at = item + headLength(initial);
    return (initial & 0x1f) === indefinite ? untilBreak : argumentAt(this.bytes, item);
  }

  /** The first item behind the tags at `start`, or -1 after a failure. */
  private skipTags(start: number): number {
    let item = start;
    while ((this.bytes[item] ?? 0) >> 5 === 6 && item < this.end) {
      if ((this.bytes[item] ?? 0) === 0xdf) return this.failAt('a tag without a number', item);
      if (!this.hasHead(item)) return -1;
      item += headLength(this.bytes[item] ?? 0);
    }
    return this.has(1, 'the content of a tag', item, start) ? item : -1;
  }

  private kindOfTagged(start: number, item: number, end: number): number {
    const initial = this.bytes[item] ?? 0;
    const major = initial >> 5;
    const tag = argumentAt(this.bytes, lastTagBefore(this.bytes, start, item));
    if (tag === 0 && major === 3) return codes.date;
    if (tag === 1 && (major < 2 || (initial >= 0xf9 && initial <= 0xfb))) return codes.date;
    const isBignum = (tag === 2 || tag === 3) && major === 2 && end - item <= maxBignumBytes;
    return isBignum ? codes.number : (kindOfInitial[initial] ?? codes.name);
  }

  /** Where an item without items in it ends, or -1 after a failure. */
  private endOfLeaf(item: number): number {
    if (!this.hasHead(item)) return -1;
    const initial = this.bytes[item] ?? 0;
    const major = initial >> 5;
    const head = headLength(initial);
    if (major === 2 || major === 3) return this.endOfString(item);
    if (initial === 0xff) return this.failAt('a break where a value should be', item);
    if (initial === 0xf8 && (this.bytes[item + 1] ?? 0) < 32) {
      return this.failAt('a simple value below 32 in two bytes', item);
    }
    if (major < 2 && (initial & 0x1f) === indefinite) {
      return this.failAt('an integer without a number', item);
    }
    return item + head;
  }

  private endOfString(item: number): number {
    const initial = this.bytes[item] ?? 0;
    const word = initial >> 5 === 2 ? 'the byte string' : 'the text';
    if ((initial & 0x1f) !== indefinite) {
      const start = item + headLength(initial);
      const length = argumentAt(this.bytes, item);
      const end = start + length;
      return end <= this.end || this.has(length, word, start, item) ? end : -1;
    }
    let at = item + 1;
    while (this.has(1, `${word} without a break`, at, item)) {
      const chunk = this.bytes[at] ?? 0;
      if (chunk === 0xff) return at + 1;
      if (chunk >> 5 !== initial >> 5 || (chunk & 0x1f) === indefinite) {
        return this.failAt(`expected a chunk or the break of ${word} at byte ${item}`, at);
      }
      if (!this.hasHead(at)) return -1;
      at = this.endOfString(at);
      if (at < 0) return -1;
    }
    return -1;
  }

  private checkTextItem(item: number, end: number): boolean {
    if (((this.bytes[item] ?? 0) & 0x1f) !== indefinite) {
      return this.reading.checkText(item + headLength(this.bytes[item] ?? 0), end);
    }
    let isText = true;
    // Each chunk must be valid UTF-8 by itself (RFC 8949, section 3.2.3).
    for (let at = item + 1; at < end - 1; ) {
      const start = at + headLength(this.bytes[at] ?? 0);
      at = start + argumentAt(this.bytes, at);
      isText = this.checkText(start, at) && isText;
    }
    return isText;
  }

  /** Where an item of any type ends, or -1 after a failure. */
  private skipItem(start: number): number {
    const levels: number[] = [];
    let left = 1;
    let at = start;
    for (;;) {
      while (left === 0) {
        const outer = levels.pop();
        if (outer === undefined) return at;
        left = outer;
      }
      if (left === untilBreak && this.bytes[at] === 0xff && at < this.end) {
        at += 1;
        left = 0;
        continue;
      }
      if (!this.has(1, 'a key', at, start)) return -1;
      at = this.skipTags(at);
      if (at < 0) return -1;
      if (left > 0) left -= 1;
      const initial = this.bytes[at] ?? 0;
      if (initial >> 5 !== 4 && initial >> 5 !== 5) {
        at = this.endOfLeaf(at);
        if (at < 0) return -1;
        continue;
      }
      if (!this.hasHead(at)) return -1;
      levels.push(left);
      const pairs = initial >> 5 === 5 ? 2 : 1;
      left = (initial & 0x1f) === indefinite ? untilBreak : pairs * argumentAt(this.bytes, at);
      at += headLength(initial);
    }
  }

  private hasHead(at: number): boolean {
    const head = headLength(this.bytes[at] ?? 0);
    if (head === 0) return this.fail('a reserved length', at);
    return at + head <= this.end || this.has(head, 'a head', at, at);
  }

  private failAt(text: string, at: number): number {
    this.fail(text, at);
    return -1;
  }
}

function lastTagBefore(bytes: Uint8Array, start: number, item: number): number {
  let tag = start;
  for (let at = start; at < item; at += headLength(bytes[at] ?? 0)) tag = at;
  return tag;
}
