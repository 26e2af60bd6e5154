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

/** What became of a value. */
type Step = 'leaf' | 'failed' | number;

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
    const levels: number[] = [];
    /** How many values, of a map pairs, the open container still wants. */
    let left = 1;
    for (;;) {
      while (left === 0) {
        const outer = levels.pop();
        if (outer === undefined) return true;
        this.closeContainer();
        left = outer;
      }
      if (this.at >= this.end) return this.failShort(left, levels.length > 0);
      const isInMap = levels.length > 0 && this.columns.kind(this.container) === codes.object;
      if (isInMap && !this.readKey()) return false;
      left -= 1;
      const step = this.readValue();
      if (step === 'failed') return false;
      if (step === 'leaf') continue;
      levels.push(left);
      left = step;
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
    const start = this.at;
    const lead = this.bytes[start] ?? 0;
    const family = msgpackFamily(lead);
    const end = family === 'str' ? this.endOfBytes(start, lead) : this.skipValue();
    if (end < 0) return false;
    if (family === 'str') {
      const isText = this.checkText(start + msgpackHead(lead), end);
      if (isText) this.textKeyCount += 1;
      else this.otherKeyCount += 1;
    } else this.otherKeyCount += 1;
    this.takeKey(start, end);
    this.at = end;
    if (end < this.end) return true;
    if (this.end < this.bytes.length) return this.stop(`more than ${this.end} bytes, the limit,`);
    return this.fail(`expected the value of the key at byte ${start}`);
  }

  private readValue(): Step {
    const start = this.at;
    const lead = this.bytes[start] ?? 0;
    if (lead < 0x80 || lead >= 0xe0) {
      return this.addLeaf(codes.number, start, start + 1, fixintType) ? 'leaf' : 'failed';
    }
    const family = msgpackFamily(lead);
    switch (family) {
      case 'map':
      case 'array': {
        const head = msgpackHead(lead);
        if (!this.has(head, msgpackWord(lead))) return 'failed';
        const kind = family === 'map' ? codes.object : codes.array;
        if (!this.openContainer(kind, start, lead)) return 'failed';
        this.at = start + head;
        return msgpackCount(this.bytes, start);
      }
      case 'str':
      case 'bin': {
        const end = this.endOfBytes(start, lead);
        if (end < 0) return 'failed';
        if (family === 'str') this.checkText(start + msgpackHead(lead), end);
        const kind = family === 'str' ? codes.string : codes.bytes;
        return this.addLeaf(kind, start, end, lead) ? 'leaf' : 'failed';
      }
      case 'ext': {
        const end = this.endOfBytes(start, lead);
        if (end < 0) return 'failed';
        const isDate = msgpackExtType(this.bytes, start) === -1 && isTimestamp(this.bytes, start);
        return this.addLeaf(isDate ? codes.date : codes.bytes, start, end, lead)
          ? 'leaf'
          : 'failed';
      }
      case 'unused':
        this.fail('0xc1 is never used');
        return 'failed';
      default: {
        const head = msgpackHead(lead);
        if (!this.has(head, msgpackWord(lead))) return 'failed';
        const kind =
          family === 'number' ? codes.number : family === 'nil' ? codes.null : codes.boolean;
        return this.addLeaf(kind, start, start + head, lead) ? 'leaf' : 'failed';
      }
    }
  }

  /** Where a string, bin or ext that begins at `start` ends, or -1 after a failure. */
  private endOfBytes(start: number, lead: number): number {
    const head = msgpackHead(lead);
    if (!this.has(head, msgpackWord(lead), start, start)) return -1;
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
