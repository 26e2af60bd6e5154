import type { Budget, Decoded, DecodeFailure } from '../decoder.ts';
import { kindCode, NodeColumns } from '../node-columns.ts';
import {
  createNodeTable,
  type Literals,
  type NodeReader,
  type NodeTable,
  noWords,
} from '../node-table.ts';
import { manyBytes, skipPlain } from '../plain-word.ts';
import { SeenKeys } from '../seen-keys.ts';
import { findInvalidUtf8 } from '../utf8.ts';
import { WarningList } from '../warning-list.ts';

export interface BinaryProblem {
  /** What is wrong, without the position. */
  readonly text: string;
  readonly at: number;
  /** The budget is used up; what was read so far may well be right. */
  readonly isLimit: boolean;
}

const objectCode = kindCode('object');

/**
 * What the reading of one payload has come to: the tree, what is odd, and the one problem that ends
 * it. One class for all formats, whose readers are classes of their own: V8 keeps the shapes of
 * four classes at a place of the code and searches for those of more, which made a MessagePack of
 * 95 bytes six times as slow once other formats had been looked for in it.
 */
export class BinaryReading {
  readonly columns: NodeColumns;
  readonly warnings = new WarningList();
  problem: BinaryProblem | undefined;
  textCount = 0;
  oddTextCount = 0;
  textKeyCount = 0;
  otherKeyCount = 0;
  container = -1;
  depth = 0;
  keyOffset = 0;
  keyLength = 0;
  nodeReader = 0;
  /** Not beyond the budget, and so maybe before the end of the payload. */
  readonly end: number;
  private readonly name: string;
  private readonly bytes: Uint8Array;
  private readonly budget: Budget;
  private readonly payloadEnd: number;
  private readonly seenKeys: SeenKeys;
  private keys: string[] | undefined;
  private texts: string[] | undefined;
  private types: string[] | undefined;

  constructor(
    name: string,
    bytes: Uint8Array,
    budget: Budget,
    start: number,
    payloadEnd: number,
    columns: NodeColumns | undefined,
  ) {
    this.name = name;
    this.bytes = bytes;
    this.budget = budget;
    this.payloadEnd = payloadEnd;
    this.end = Math.min(payloadEnd, budget.maxBytes);
    this.columns = columns ?? new NodeColumns(Math.min((this.end - start) / 8, 65_536));
    this.seenKeys = new SeenKeys(bytes, this.columns, 'plain');
  }

  /** Whether what comes next stands in an object, and so behind a key. */
  get isInObject(): boolean {
    return this.columns.kind(this.container) === objectCode;
  }

  /** The result, with the tree as far as it was read. */
  decoded(readers: readonly [NodeReader, ...NodeReader[]]): Decoded {
    const table = this.table(readers);
    if (this.problem === undefined && table !== undefined) {
      return { ok: true, table, warnings: this.warnings.all() };
    }
    const failure = failureAt(this.name, this.problem ?? nothing, this.payloadEnd);
    return table === undefined ? failure : { ...failure, table };
  }

  private table(readers: readonly [NodeReader, ...NodeReader[]]): NodeTable | undefined {
    if (this.columns.nodeCount === 0) return undefined;
    return createNodeTable(this.bytes, this.columns, readers, this.literals);
  }

  private get literals(): Literals | undefined {
    const { keys, texts, types } = this;
    if (keys === undefined && texts === undefined && types === undefined) return undefined;
    return { keys: keys ?? noWords, texts: texts ?? noWords, types: types ?? noWords };
  }

  fail(text: string, at: number): false {
    this.problem ??= { text, at: Math.min(at, this.end), isLimit: false };
    return false;
  }

  stop(text: string, at: number): false {
    this.problem ??= { text, at: Math.min(at, this.end), isLimit: true };
    return false;
  }

  /** Whether `wanted` bytes are there from `at`; else fails at `start`, or stops at `cursor`. */
  has(wanted: number, what: string, at: number, start: number, cursor: number): boolean {
    if (at + wanted <= this.end) return true;
    if (this.end < this.payloadEnd && at + wanted <= this.payloadEnd) {
      return this.stop(`more than ${this.end} bytes, the limit,`, cursor);
    }
    const left = Math.max(0, this.payloadEnd - at);
    const unit = wanted === 1 ? '1 byte' : `${wanted} bytes`;
    return this.fail(`${what} wants ${unit}, ${left} left`, start);
  }

  hasRoom(at: number): boolean {
    const { nodeCount } = this.columns;
    if (nodeCount >= this.budget.maxNodes) {
      return this.stop(`more than ${this.budget.maxNodes} values, the limit,`, at);
    }
    if ((nodeCount & 0xfff) === 0xfff && this.budget.isOverdue?.() === true) {
      return this.stop('reading takes too long, it stopped', at);
    }
    return true;
  }

  addLeaf(kind: number, start: number, end: number, type: number, at: number): boolean {
    if (!this.hasRoom(at)) return false;
    this.columns.addLeaf(
      kind,
      this.container,
      start,
      end,
      this.keyOffset,
      this.keyLength,
      type,
      this.nodeReader,
    );
    this.keyLength = 0;
    return true;
  }

  openContainer(kind: number, start: number, type: number, at: number): boolean {
    if (!this.hasRoom(at)) return false;
    if (this.depth >= this.budget.maxDepth) {
      return this.stop(`nested deeper than ${this.budget.maxDepth} levels, the limit,`, at);
    }
    this.container = this.columns.open(
      kind,
      this.container,
      start,
      this.keyOffset,
      this.keyLength,
      type,
      this.nodeReader,
    );
    this.keyLength = 0;
    this.depth += 1;
    return true;
  }

  closeContainer(at: number): void {
    this.columns.close(this.container, at);
    this.container = this.columns.parent(this.container);
    this.depth -= 1;
  }

  takeKey(start: number, end: number): void {
    this.keyOffset = start;
    this.keyLength = end - start;
    if (!this.seenKeys.hasSeen(this.columns.nodeCount, this.container, start, end)) return;
    this.warnings.add('duplicate-key', start, end - start, () => {
      return `${this.name}: a key is there more than once, at byte ${start}`;
    });
  }

  checkText(start: number, end: number): boolean {
    const { bytes } = this;
    let at = end - start < manyBytes ? start : skipPlain(bytes, start, end);
    let isOdd = false;
    for (; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) break;
      if (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) isOdd = true;
    }
    if (at < end) {
      const invalidAt = findInvalidUtf8(bytes, at, end);
      if (invalidAt >= 0) {
        isOdd = true;
        this.warnings.add('invalid-utf8', invalidAt, 1, () => {
          return `${this.name}: invalid UTF-8 at byte ${invalidAt}`;
        });
      }
    }
    if (isOdd) this.oddTextCount += 1;
    else this.textCount += 1;
    return !isOdd;
  }

  setKey(node: number, key: string): void {
    this.keys ??= [];
    this.keys[node] = key;
  }
  setText(node: number, text: string): void {
    this.texts ??= [];
    this.texts[node] = text;
  }
  setType(node: number, type: string): void {
    this.types ??= [];
    this.types[node] = type;
  }
}

const nothing: BinaryProblem = { text: 'expected a value', at: 0, isLimit: false };

/** A failure in words: `msgpack: bin8 wants 200 bytes, 12 left, at byte 5`. */
export function failureAt(
  name: string,
  { text, at }: Pick<BinaryProblem, 'text' | 'at'>,
  payloadEnd: number,
): DecodeFailure {
  const where = at >= payloadEnd ? `at byte ${at}, where the payload ends` : `at byte ${at}`;
  const comma = text.endsWith(',') ? '' : ',';
  return { ok: false, reason: `${name}: ${text}${comma} ${where}`, at };
}
