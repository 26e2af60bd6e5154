import type { Budget } from '../decoder.ts';
import type { NodeColumns } from '../node-columns.ts';
import { BinaryReader, codes } from './binary-reader.ts';
import {
  msgpackCount,
  msgpackExtType,
  msgpackFamily,
  msgpackHead,
  msgpackWord,
} from './msgpack-layout.ts';
import { isTimestamp } from './msgpack-timestamp.ts';

/** Type numbers of nodes: the lead byte, but 0 means that there is no word, and fixint is 1. */
export const fixintType = 1;
export const sequenceType = 2;

/** What became of a value; a container is told by how many values it wants, 0 or more. */
const leaf = -1;
const failed = -2;

/**
 * By depth, how many values, of a map pairs, the containers around the open one still want. One
 * for all payloads, since no payload is read while another one is.
 */
const wanted: number[] = [];

/** Most strings, and so most of what is read, are these. */
const isFixstr = (lead: number): boolean => (lead & 0xe0) === 0xa0;

/** Reads MessagePack into columns, in one pass. */
export class MsgpackReader extends BinaryReader {
  constructor(bytes: Uint8Array, budget: Budget, columns?: NodeColumns) {
    super('msgpack', bytes, budget, 0, bytes.length, columns);
  }

  /** Reads one value, and fails when something follows. */
  readOnly(): void {
    if (this.readDocument() && this.at < this.end) this.fail('unexpected data after the value');
    else if (this.problem === undefined && this.end < this.bytes.length) {
      this.stop(`more than ${this.end} bytes, the limit,`);
    }
  }

  /** Reads values up to the end as items of one array. */
  readSequence(): void {
    this.openContainer(codes.array, 0, sequenceType);
    while (this.at < this.end && this.readDocument());
    if (this.problem === undefined && this.end < this.bytes.length) {
      this.stop(`more than ${this.end} bytes, the limit,`);
    }
  }

  private readDocument(): boolean {
    const { reading } = this;
    const outside = reading.depth;
    let isInMap = false;
    /** How many values, of a map pairs, the open container still wants. */
    let left = 1;
    for (;;) {
      while (left === 0) {
        if (reading.depth === outside) return true;
        reading.closeContainer(this.at);
        left = wanted[reading.depth] ?? 0;
        isInMap = reading.depth > outside && reading.isInObject;
      }
      if (this.at >= this.end) return this.failShort(left, reading.depth > outside);
      if (isInMap && !this.readKey()) return false;
      const count = this.readValue();
      if (count === failed) return false;
      if (count === leaf) {
        left -= 1;
        continue;
      }
      wanted[reading.depth - 1] = left - 1;
      left = count;
      isInMap = reading.isInObject;
    }
  }

  private failShort(left: number, isInside: boolean): false {
    if (!isInside) return this.fail('expected a value');
    const start = this.columns.offset(this.container);
    const word = msgpackWord(this.bytes[start] ?? 0);
    const pairs = left === 1 ? '1 more pair' : `${left} more pairs`;
    const values = left === 1 ? '1 more value' : `${left} more values`;
    if (this.end < this.bytes.length) return this.stop(`more than ${this.end} bytes, the limit,`);
    const count = word.includes('map') ? pairs : values;
    return this.fail(`expected ${count} of the ${word} at byte ${start}`);
  }

  private readKey(): boolean {
    const { reading, at: start } = this;
    const lead = this.bytes[start] ?? 0;
    const isString = msgpackFamily(lead) === 'str';
    const end = isString ? this.endOfBytes(start, lead) : this.skipValue();
    if (end < 0) return false;
    if (isString && reading.checkText(start + msgpackHead(lead), end)) reading.textKeyCount += 1;
    else reading.otherKeyCount += 1;
    reading.takeKey(start, end);
    this.at = end;
    if (end < this.end) return true;
    if (this.end < this.bytes.length) return this.stop(`more than ${this.end} bytes, the limit,`);
    return this.fail(`expected the value of the key at byte ${start}`);
  }

  /** Reads a value or opens a container; returns how many values that wants, `leaf` or `failed`. */
  private readValue(): number {
    const start = this.at;
    const lead = this.bytes[start] ?? 0;
    if (lead < 0x80 || lead >= 0xe0) return this.addUpTo(codes.number, start + 1, fixintType);
    const family = msgpackFamily(lead);
    switch (family) {
      case 'str': {
        const end = this.endOfBytes(start, lead);
        if (end < 0) return failed;
        this.reading.checkText(start + msgpackHead(lead), end);
        return this.addUpTo(codes.string, end, lead);
      }
      case 'map':
      case 'array': {
        const head = msgpackHead(lead);
        if (!this.hasHead(start, lead)) return failed;
        const kind = family === 'map' ? codes.object : codes.array;
        if (!this.reading.openContainer(kind, start, lead, start)) return failed;
        this.at = start + head;
        return msgpackCount(this.bytes, start);
      }
      case 'bin':
        return this.addUpTo(codes.bytes, this.endOfBytes(start, lead), lead);
      case 'ext': {
        const end = this.endOfBytes(start, lead);
        if (end < 0) return failed;
        const isDate = msgpackExtType(this.bytes, start) === -1 && isTimestamp(this.bytes, start);
        return this.addUpTo(isDate ? codes.date : codes.bytes, end, lead);
      }
      case 'unused':
        this.fail('0xc1 is never used');
        return failed;
      default: {
        const head = msgpackHead(lead);
        if (!this.hasHead(start, lead)) return failed;
        const kind =
          family === 'number' ? codes.number : family === 'nil' ? codes.null : codes.boolean;
        return this.addUpTo(kind, start + head, lead);
      }
    }
  }

  /** Adds what stands at the cursor and ends at `end`, which is -1 after a failure. */
  private addUpTo(kind: number, end: number, type: number): number {
    const { at } = this;
    if (end < 0 || !this.reading.addLeaf(kind, at, end, type, at)) return failed;
    this.at = end;
    return leaf;
  }

  private hasHead(start: number, lead: number): boolean {
    const head = msgpackHead(lead);
    return start + head <= this.end || this.has(head, msgpackWord(lead), start, start);
  }

  /** Where a string, bin or ext that begins at `start` ends, or -1 after a failure. */
  private endOfBytes(start: number, lead: number): number {
    if (isFixstr(lead)) {
      const end = start + 1 + (lead & 0x1f);
      if (end <= this.end) return end;
    }
    const head = msgpackHead(lead);
    if (!this.hasHead(start, lead)) return -1;
    const length = msgpackCount(this.bytes, start);
    const end = start + head + length;
    if (end <= this.end) return end;
    return this.has(length, msgpackWord(lead), start + head, start) ? end : -1;
  }

  /** Where a key of any type ends, or -1 after a failure. */
  private skipValue(): number {
    let pending = 1;
    let at = this.at;
    while (pending > 0) {
      if (at >= this.end) return this.has(1, 'a key', at) ? at : -1;
      const lead = this.bytes[at] ?? 0;
      const family = msgpackFamily(lead);
      pending -= 1;
      if (family === 'unused') return this.fail('0xc1 is never used', at) ? at : -1;
      if (family === 'map' || family === 'array') {
        if (!this.has(msgpackHead(lead), msgpackWord(lead), at, at)) return -1;
        pending += msgpackCount(this.bytes, at) * (family === 'map' ? 2 : 1);
        at += msgpackHead(lead);
      } else if (family === 'str' || family === 'bin' || family === 'ext') {
        at = this.endOfBytes(at, lead);
        if (at < 0) return -1;
      } else {
        if (!this.has(msgpackHead(lead), msgpackWord(lead), at, at)) return -1;
        at += msgpackHead(lead);
      }
    }
    return at;
  }
}
