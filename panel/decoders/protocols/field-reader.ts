import type { Budget, Decoded, Inner, MessageFacts } from '../decoder.ts';
import { jsonNodeReader } from '../json-node-reader.ts';
import { readJson } from '../json-reader.ts';
import type { NodeKind } from '../node-kind.ts';
import type { NodeTable } from '../node-table.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { decodeUtf8Prefix, findInvalidUtf8, utf8SequenceLength } from '../utf8.ts';
import { WarningList } from '../warning-list.ts';

/** What a protocol says about a message, beside its tree. */
export interface Meaning {
  readonly facts?: MessageFacts;
  /** Left out of the result when the message could not be read to its end. */
  readonly inner?: Inner;
}

/** A word for a number: `PUBLISH` for 3; undefined for one that means nothing. */
export type Naming = (value: number) => string | undefined;

/**
 * Reads a message field by field, from front to back, and writes each into a tree. The first
 * problem stays: every read after it adds nothing and returns 0 or '', so that a protocol is
 * written as a list of its fields, without a check behind each.
 */
export class FieldReader {
  readonly bytes: Uint8Array;
  readonly tree: TreeBuilder;
  readonly warnings = new WarningList();
  readonly budget: Budget;
  at = 0;
  /** Nothing is read from here on: the end of the payload, or of the packet that is being read. */
  limit: number;
  problem: { readonly text: string; readonly at: number } | null = null;
  /** Whether the problem is the budget and not the payload. */
  isOverBudget = false;
  #depth = 0;
  #table: NodeTable | undefined;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.bytes = bytes;
    this.budget = budget;
    this.limit = bytes.length;
    this.tree = new TreeBuilder(bytes, budget);
  }

  get left(): number {
    return this.limit - this.at;
  }
  /** Whether there is more to read: false after a problem, so that loops end. */
  get hasMore(): boolean {
    return this.problem === null && this.at < this.limit;
  }
  get byte(): number {
    return this.bytes[this.at] ?? 0;
  }

  fail(text: string, at = this.at): void {
    this.problem ??= { text, at };
  }

  /** Whether `byteLength` bytes of `what` are there, and a node more may be added. */
  wants(byteLength: number, what: string): boolean {
    if (this.problem !== null) return false;
    if (byteLength > this.left) {
      const unit = byteLength === 1 ? '1 byte' : `${byteLength} bytes`;
      this.fail(`${what} wants ${unit}, ${this.left} left`);
      return false;
    }
    return this.isWithinBudget(this.at + byteLength);
  }

  /** An unsigned integer of 1 to 8 bytes, the highest byte first; beyond 2^53 only its text is exact. */
  uint(key: string, size: number, naming?: Naming): number {
    return this.#integer(key, size, false, naming);
  }
  /** The lowest byte first. */
  uintLittle(key: string, size: number, naming?: Naming): number {
    return this.#integer(key, size, true, naming);
  }
  uint8(key: string, naming?: Naming): number {
    return this.#integer(key, 1, false, naming);
  }

  #integer(key: string, size: number, isLittle: boolean, naming: Naming | undefined): number {
    const type = `uint${size * 8}`;
    if (!this.wants(size, `${key} (${type})`)) return 0;
    const value = integerAt(this.bytes, this.at, size, isLittle);
    const name = naming?.(value);
    const text = size > 6 ? exactText(this.bytes, this.at, size, isLittle) : String(value);
    if (name === undefined) this.add('number', size, key, text, type);
    else this.add('name', size, key, name, `${type} ${value}`);
    return value;
  }

  /** Adds a value of the next `byteLength` bytes whose text is not there as it is shown. */
  add(
    kind: NodeKind,
    byteLength: number,
    key: string | undefined,
    text: string,
    type?: string,
  ): void {
    if (!this.wants(byteLength, key ?? 'value')) return;
    this.tree.add(kind, this.at, byteLength, key, text, type);
    this.at += byteLength;
  }

  /** Adds something that is about the message, or that stands elsewhere in it. */
  note(
    kind: NodeKind,
    key: string | undefined,
    text: string,
    type?: string,
    at = this.at,
    length = 0,
  ): void {
    if (this.problem === null && this.isWithinBudget(this.at))
      this.tree.add(kind, at, length, key, text, type);
  }

  blob(key: string | undefined, byteLength: number, type?: string): Uint8Array {
    if (!this.wants(byteLength, key ?? 'value')) return new Uint8Array(0);
    this.tree.addBytes(this.at, byteLength, key, type);
    this.at += byteLength;
    return this.bytes.subarray(this.at - byteLength, this.at);
  }

  /** Text in UTF-8. Returns the beginning of it, of at most `maxChars`: a body may be large. */
  string(
    key: string | undefined,
    byteLength: number,
    type?: string,
    maxChars = Number.POSITIVE_INFINITY,
  ): string {
    if (!this.wants(byteLength, key ?? 'string')) return '';
    this.tree.addString(this.at, byteLength, key, type);
    this.checkUtf8(this.at, this.at + byteLength);
    this.at += byteLength;
    return decodeUtf8Prefix(this.bytes, this.at - byteLength, this.at, maxChars);
  }

  /** From here to `end` as JSON; returns the node. */
  json(end: number, key?: string): number {
    const node = this.tree.columns.nodeCount;
    if (!this.wants(end - this.at, key ?? 'JSON')) return node;
    const { columns, parent } = this.tree;
    const reader = this.tree.readerNumber(jsonNodeReader);
    const budget = { ...this.budget, maxDepth: this.budget.maxDepth - this.#depth };
    const reading = readJson(this.bytes, this.at, budget, end, { columns, parent, reader });
    if (key !== undefined && columns.nodeCount > node) this.tree.name(node, key);
    for (const { code, at, byteLength, message } of reading.warnings)
      this.warnings.add(code, at, byteLength, () => message);
    const { problem } = reading;
    if (problem !== undefined) this.fail(problem.text.replace(/,$/, ''), problem.at);
    else this.at = end;
    return node;
  }

  begin(kind: 'object' | 'array', key?: string, type?: string): void {
    if (this.problem !== null || !this.isWithinBudget(this.at)) return;
    this.tree.begin(kind, this.at, key, type);
    this.#depth += 1;
  }

  end(): void {
    if (this.problem !== null) return;
    this.tree.end(this.at);
    this.#depth -= 1;
  }

  /** Reads with a nearer limit, and complains about what is left of it. */
  within(byteLength: number, what: string, read: () => void): void {
    if (!this.wants(byteLength, what)) return;
    const { limit } = this;
    this.limit = this.at + byteLength;
    read();
    if (this.left > 0) this.fail(`${bytesOf(this.left)} left over in ${what}`);
    this.limit = limit;
  }

  warn(code: 'unusual' | 'not-canonical' | 'trailing-data', at: number, text: string): void {
    if (this.problem === null) this.warnings.add(code, at, 0, () => `${text}, at byte ${at}`);
  }

  checkUtf8(start: number, end: number): void {
    let at = findInvalidUtf8(this.bytes, start, end);
    while (at >= 0) {
      const found = at;
      const length = Math.abs(utf8SequenceLength(this.bytes, found, end));
      this.warnings.add('invalid-utf8', found, length, () => `invalid UTF-8 at byte ${found}`);
      at = findInvalidUtf8(this.bytes, found + length, end);
    }
  }

  /** The tree as far as it is whole, to look something up in it while it grows. */
  get table(): NodeTable {
    this.#table ??= this.tree.table();
    return this.#table;
  }

  finish(name: string, meaning: Meaning): Decoded {
    if (this.left > 0) this.fail(`${bytesOf(this.left)} left over`);
    this.tree.endAll(this.at);
    const { problem } = this;
    const hasTree = this.tree.columns.nodeCount > 0;
    if (problem === null && hasTree)
      return { ok: true, table: this.tree.table(), warnings: this.warnings.all(), ...meaning };
    const { text, at } = problem ?? { text: 'the payload is empty', at: 0 };
    const facts = meaning.facts === undefined ? {} : { facts: meaning.facts };
    const failure = { ok: false as const, reason: `${name}: ${text}, at byte ${at}`, at, ...facts };
    return hasTree ? { ...failure, table: this.tree.table() } : failure;
  }

  private isWithinBudget(end: number): boolean {
    if (end > this.budget.maxBytes) this.stop(`more than ${this.budget.maxBytes} bytes, the limit`);
    else if (this.tree.isFull) this.stop('larger, deeper or slower than the limit, it stopped');
    return this.problem === null;
  }

  /** Ends the reading because the budget is used up. */
  stop(text: string): void {
    this.isOverBudget = true;
    this.fail(text);
  }
}

/** Decodes by reading fields; `read` may stop anywhere, what it leaves is complained about. */
export function decodeFields(
  name: string,
  bytes: Uint8Array,
  budget: Budget,
  read: (fields: FieldReader) => Meaning,
): Decoded {
  const fields = new FieldReader(bytes, budget);
  const meaning = read(fields);
  return fields.finish(name, meaning);
}

export function integerAt(bytes: Uint8Array, at: number, size: number, isLittle = false): number {
  let value = 0;
  for (let index = 0; index < size; index += 1)
    value = value * 256 + (bytes[at + (isLittle ? size - 1 - index : index)] ?? 0);
  return value;
}

function exactText(bytes: Uint8Array, at: number, size: number, isLittle: boolean): string {
  const own = bytes.slice(at, at + size);
  if (isLittle) own.reverse();
  return own.reduce((value, byte) => value * 256n + BigInt(byte), 0n).toString();
}

export const bytesOf = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);
