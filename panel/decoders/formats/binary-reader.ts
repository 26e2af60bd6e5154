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

/** Reading stops here when a payload is only looked at: to recognise it must stay cheap. */
export const recognitionBudget: Budget = { maxNodes: 10_000, maxDepth: 100, maxBytes: 65_536 };

export const codes = {
  object: kindCode('object'),
  array: kindCode('array'),
  string: kindCode('string'),
  number: kindCode('number'),
  boolean: kindCode('boolean'),
  null: kindCode('null'),
  bytes: kindCode('bytes'),
  date: kindCode('date'),
  name: kindCode('name'),
  undefined: kindCode('undefined'),
} as const;

/**
 * What readers of binary value formats share: a cursor, the tree in columns, the budget, and the
 * one problem that ends the reading. Containers that are open are the stack, so that no format
 * recurses.
 */
export class BinaryReader {
  readonly bytes: Uint8Array;
  /** Not beyond the budget, and so maybe before the end of the payload. */
  readonly end: number;
  at: number;
  readonly columns: NodeColumns;
  readonly warnings = new WarningList();
  problem: BinaryProblem | undefined;
  /** Strings that look like text, and strings that do not, for recognising. */
  textCount = 0;
  oddTextCount = 0;
  /** Keys that are texts, and others. */
  textKeyCount = 0;
  otherKeyCount = 0;
  /** The open container, -1 outside. */
  protected container = -1;
  protected depth = 0;
  protected keyOffset = 0;
  protected keyLength = 0;
  /** For several formats in one tree: which reader the nodes have. */
  protected nodeReader = 0;
  private readonly name: string;
  private readonly budget: Budget;
  private readonly payloadEnd: number;
  private seenKeys: SeenKeys | undefined;
  private keys: string[] | undefined;
  private texts: string[] | undefined;
  private types: string[] | undefined;

  constructor(
    name: string,
    bytes: Uint8Array,
    budget: Budget,
    start = 0,
    payloadEnd = bytes.length,
    columns?: NodeColumns,
  ) {
    this.name = name;
    this.bytes = bytes;
    this.budget = budget;
    this.at = start;
    this.payloadEnd = payloadEnd;
    this.end = Math.min(payloadEnd, budget.maxBytes);
    this.columns = columns ?? new NodeColumns(Math.min((this.end - start) / 8, 65_536));
  }

  /** The result, with the tree as far as it was read. */
  decoded(readers: readonly [NodeReader, ...NodeReader[]]): Decoded {
    this.closeAll();
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

  /** Ends the reading; returns false, so that steps can pass it on. */
  fail(text: string, at = this.at): false {
    this.problem ??= { text, at: Math.min(at, this.end), isLimit: false };
    return false;
  }

  /** Ends the reading because the budget is used up. */
  protected stop(text: string): false {
    this.problem ??= { text, at: Math.min(this.at, this.end), isLimit: true };
    return false;
  }

  /** Whether `wanted` bytes are there from `at`; else fails: `bin8 wants 200 bytes, 12 left`. */
  has(wanted: number, what: string, at = this.at, start = this.at): boolean {
    if (at + wanted <= this.end) return true;
    if (this.end < this.payloadEnd && at + wanted <= this.payloadEnd) {
      return this.stop(`more than ${this.end} bytes, the limit,`);
    }
    const left = Math.max(0, this.payloadEnd - at);
    return this.fail(
      `${what} wants ${wanted} ${wanted === 1 ? 'byte' : 'bytes'}, ${left} left`,
      start,
    );
  }

  /** Whether there is room for one more node. */
  protected hasRoom(): boolean {
    const { nodeCount } = this.columns;
    if (nodeCount >= this.budget.maxNodes) {
      return this.stop(`more than ${this.budget.maxNodes} values, the limit,`);
    }
    if ((nodeCount & 0xfff) === 0xfff && this.budget.isOverdue?.() === true) {
      return this.stop('reading takes too long, it stopped');
    }
    return true;
  }

  /** Adds a value without children that ends at `end`, and moves there. */
  protected addLeaf(kind: number, start: number, end: number, type: number): boolean {
    if (!this.hasRoom()) return false;
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
    this.at = end;
    return true;
  }

  /** Adds a container that begins at `start` and makes it the open one. */
  protected openContainer(kind: number, start: number, type: number): boolean {
    if (!this.hasRoom()) return false;
    if (this.depth >= this.budget.maxDepth) {
      return this.stop(`nested deeper than ${this.budget.maxDepth} levels, the limit,`);
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

  /** Ends the open container at the cursor. */
  protected closeContainer(): void {
    this.columns.close(this.container, this.at);
    this.container = this.columns.parent(this.container);
    this.depth -= 1;
  }

  protected closeAll(): void {
    this.at = Math.min(this.at, this.end);
    while (this.container >= 0) this.closeContainer();
  }

  /** Remembers the key of the node that comes next, and warns if its object had it before. */
  protected takeKey(start: number, end: number): void {
    this.keyOffset = start;
    this.keyLength = end - start;
    this.seenKeys ??= new SeenKeys(this.bytes, this.columns, 'plain');
    if (!this.seenKeys.hasSeen(this.columns.nodeCount, this.container, start, end)) return;
    this.warnings.add('duplicate-key', start, end - start, () => {
      return `${this.name}: a key is there more than once, at byte ${start}`;
    });
  }

  /** Warns of invalid UTF-8, and counts what looks like text. Returns whether it does. */
  protected checkText(start: number, end: number): boolean {
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

  /** Gives a node a key that does not stand in the payload as it is shown. */
  setKey(node: number, key: string): void {
    this.keys ??= [];
    this.keys[node] = key;
  }
  /** Gives a node a text that does not stand in the payload as it is shown. */
  setText(node: number, text: string): void {
    this.texts ??= [];
    this.texts[node] = text;
  }
  /** Gives a node a type word that its reader cannot tell. */
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
