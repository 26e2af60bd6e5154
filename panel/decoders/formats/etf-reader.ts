import type { Budget } from '../decoder.ts';
import { decodeUtf8, findInvalidUtf8 } from '../utf8.ts';
import { BinaryReader, codes } from './binary-reader.ts';
import { containerHead, etfHead, etfWords, isAtom, layoutAt } from './etf-layout.ts';
import { uintAt } from './numbers.ts';

/** More digits than this are shown as bytes: to write them as a decimal takes quadratic time. */
const maxBigBytes = 4096;

/**
 * Reads a term of the Erlang external term format. Terms whose parts nobody wants to see one by
 * one (pids, references, funs) are one node; their parts are skipped, without recursion.
 */
export class EtfReader extends BinaryReader {
  constructor(bytes: Uint8Array, budget: Budget) {
    super('etf', bytes, budget);
  }

  /** Reads one term from `start` to the end. */
  readTerm(start: number): void {
    this.at = start;
    if (!this.readTree()) return;
    if (this.at < this.end) this.fail('unexpected data after the term');
    else if (this.end < this.bytes.length) this.stop(`more than ${this.end} bytes, the limit,`);
  }

  private readTree(): boolean {
    const levels: number[] = [];
    let left = 1;
    for (;;) {
      while (left === 0) {
        const outer = levels.pop();
        if (outer === undefined) return true;
        this.closeContainer();
        left = outer;
      }
      if (levels.length > 0) {
        const isMap = this.columns.kind(this.container) === codes.object;
        if (isMap && !this.readKey()) return false;
        if (left === 1 && this.isProperEnd()) {
          left = 0;
          continue;
        }
      }
      left -= 1;
      const count = this.readOne();
      if (count === 'failed') return false;
      if (count === 'leaf') continue;
      levels.push(left);
      left = count;
    }
  }

  /** The nil behind the last item of a list is its end, and no item. */
  private isProperEnd(): boolean {
    const start = this.columns.offset(this.container);
    const isList = this.bytes[start] === 108;
    if (!isList || this.columns.childCount(this.container) < uintAt(this.bytes, start + 1, 4)) {
      return false;
    }
    if (this.at >= this.end || this.bytes[this.at] !== 106) return false;
    this.at += 1;
    return true;
  }

  private readKey(): boolean {
    const start = this.at;
    const end = this.endOf(start);
    if (end < 0) return false;
    const tag = this.bytes[start] ?? 0;
    if (isAtom(tag) || tag === 109) {
      if (this.checkText(start + etfHead(tag), end)) this.textKeyCount += 1;
    } else this.otherKeyCount += 1;
    this.takeKey(start, end);
    this.at = end;
    return true;
  }

  private readOne(): 'leaf' | 'failed' | number {
    const start = this.at;
    if (!this.has(1, 'a term')) return 'failed';
    const tag = this.bytes[start] ?? 0;
    const head = containerHead(tag);
    if (head > 0) {
      if (!this.has(head, etfWords.get(tag) ?? '')) return 'failed';
      const count = uintAt(this.bytes, start + 1, head - 1);
      if (!this.openContainer(tag === 116 ? codes.object : codes.array, start, tag))
        return 'failed';
      this.at = start + head;
      // A list has its tail behind its items.
      return tag === 108 ? count + 1 : count;
    }
    if (tag === 106) {
      if (!this.openContainer(codes.array, start, tag)) return 'failed';
      this.at = start + 1;
      return 0;
    }
    const end = this.endOf(start);
    if (end < 0) return 'failed';
    if (tag === 109) this.checkText(start + 5, end);
    return this.addLeaf(this.kindOf(tag, start, end), start, end, tag) ? 'leaf' : 'failed';
  }

  private kindOf(tag: number, start: number, end: number): number {
    if (isAtom(tag)) return atomKind(decodeUtf8(this.bytes, start + etfHead(tag), end));
    switch (tag) {
      case 70:
      case 97:
      case 98:
      case 99:
        return codes.number;
      case 110:
      case 111:
        return end - start <= maxBigBytes ? codes.number : codes.bytes;
      case 107:
        return codes.string;
      case 109:
        // Elixir's strings are binaries, and so are Discord's.
        return findInvalidUtf8(this.bytes, start + 5, end) < 0 ? codes.string : codes.bytes;
      case 77:
        return codes.bytes;
      default:
        return codes.name;
    }
  }

  /** Where a term of any kind ends, or -1 after a failure. */
  private endOf(start: number): number {
    const open = [{ terms: 1, tail: 0 }];
    let at = start;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (top.terms === 0) {
        if (!this.has(top.tail, 'a term', at, start)) return -1;
        at += top.tail;
        open.pop();
        continue;
      }
      top.terms -= 1;
      if (!this.has(1, 'a term', at, at)) return -1;
      const tag = this.bytes[at] ?? 0;
      const word = etfWords.get(tag);
      if (word === undefined) {
        this.fail(`tag ${tag}, which is none,`, at);
        return -1;
      }
      const head = etfHead(tag);
      if (!this.has(head, word, at, at)) return -1;
      const { body, terms, tail } = layoutAt(this.bytes, at);
      if (!this.has(body, word, at + head, at)) return -1;
      at += head + body;
      if (terms + tail > 0) open.push({ terms, tail });
    }
    return at;
  }
}

const atomKinds: ReadonlyMap<string, number> = new Map([
  ['true', codes.boolean],
  ['false', codes.boolean],
  ['nil', codes.null],
  ['null', codes.null],
  ['undefined', codes.undefined],
]);

/** The atoms that stand for what other formats have a type for. */
function atomKind(atom: string): number {
  return atomKinds.get(atom) ?? codes.name;
}
