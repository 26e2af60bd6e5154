import type { Budget, Decoded } from '../decoder.ts';
import { kindCode, type NodeColumns } from '../node-columns.ts';
import type { NodeReader } from '../node-table.ts';
import type { WarningList } from '../warning-list.ts';
import { type BinaryProblem, BinaryReading } from './binary-reading.ts';

export { type BinaryProblem, failureAt } from './binary-reading.ts';

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
 * recurses. What is not the cursor's is with `BinaryReading`.
 */
export class BinaryReader {
  // Declared only, and set by the constructor: a field that a class of many subclasses defines
  // takes V8 a fifth of a microsecond.
  declare readonly bytes: Uint8Array;
  /** Not beyond the budget, and so maybe before the end of the payload. */
  declare readonly end: number;
  declare at: number;
  /** Readers that many messages go through ask it themselves, which spares V8 a search a step. */
  declare protected readonly reading: BinaryReading;

  constructor(
    name: string,
    bytes: Uint8Array,
    budget: Budget,
    start = 0,
    payloadEnd = bytes.length,
    columns?: NodeColumns,
  ) {
    this.reading = new BinaryReading(name, bytes, budget, start, payloadEnd, columns);
    this.bytes = bytes;
    this.end = this.reading.end;
    this.at = start;
  }

  get columns(): NodeColumns {
    return this.reading.columns;
  }
  get warnings(): WarningList {
    return this.reading.warnings;
  }
  get problem(): BinaryProblem | undefined {
    return this.reading.problem;
  }

  /** Strings that look like text, and strings that do not, for recognising. */
  get textCount(): number {
    return this.reading.textCount;
  }
  set textCount(count: number) {
    this.reading.textCount = count;
  }
  get oddTextCount(): number {
    return this.reading.oddTextCount;
  }
  /** Keys that are texts, and others. */
  get textKeyCount(): number {
    return this.reading.textKeyCount;
  }
  set textKeyCount(count: number) {
    this.reading.textKeyCount = count;
  }
  get otherKeyCount(): number {
    return this.reading.otherKeyCount;
  }
  set otherKeyCount(count: number) {
    this.reading.otherKeyCount = count;
  }

  /** The open container, -1 outside. */
  protected get container(): number {
    return this.reading.container;
  }
  protected set container(node: number) {
    this.reading.container = node;
  }
  protected get depth(): number {
    return this.reading.depth;
  }
  protected get keyOffset(): number {
    return this.reading.keyOffset;
  }
  protected set keyOffset(offset: number) {
    this.reading.keyOffset = offset;
  }
  protected set keyLength(length: number) {
    this.reading.keyLength = length;
  }
  /** For several formats in one tree: which reader the nodes have. */
  protected set nodeReader(reader: number) {
    this.reading.nodeReader = reader;
  }

  /** The result, with the tree as far as it was read. */
  decoded(readers: readonly [NodeReader, ...NodeReader[]]): Decoded {
    this.closeAll();
    return this.reading.decoded(readers);
  }

  /** Ends the reading; returns false, so that steps can pass it on. */
  fail(text: string, at = this.at): false {
    return this.reading.fail(text, at);
  }

  /** Ends the reading because the budget is used up. */
  protected stop(text: string): false {
    return this.reading.stop(text, this.at);
  }

  /** Whether `wanted` bytes are there from `at`; else fails: `bin8 wants 200 bytes, 12 left`. */
  has(wanted: number, what: string, at = this.at, start = this.at): boolean {
    return at + wanted <= this.end || this.reading.has(wanted, what, at, start, this.at);
  }

  /** Adds a value without children that ends at `end`, and moves there. */
  protected addLeaf(kind: number, start: number, end: number, type: number): boolean {
    if (!this.reading.addLeaf(kind, start, end, type, this.at)) return false;
    this.at = end;
    return true;
  }

  /** Adds a container that begins at `start` and makes it the open one. */
  protected openContainer(kind: number, start: number, type: number): boolean {
    return this.reading.openContainer(kind, start, type, this.at);
  }

  /** Ends the open container at the cursor. */
  protected closeContainer(): void {
    this.reading.closeContainer(this.at);
  }

  protected closeAll(): void {
    this.at = Math.min(this.at, this.end);
    while (this.container >= 0) this.closeContainer();
  }

  /** Remembers the key of the node that comes next, and warns if its object had it before. */
  protected takeKey(start: number, end: number): void {
    this.reading.takeKey(start, end);
  }

  /** Warns of invalid UTF-8, and counts what looks like text. Returns whether it does. */
  protected checkText(start: number, end: number): boolean {
    return this.reading.checkText(start, end);
  }

  /** Gives a node a key that does not stand in the payload as it is shown. */
  setKey(node: number, key: string): void {
    this.reading.setKey(node, key);
  }
  /** Gives a node a text that does not stand in the payload as it is shown. */
  setText(node: number, text: string): void {
    this.reading.setText(node, text);
  }
  /** Gives a node a type word that its reader cannot tell. */
  setType(node: number, type: string): void {
    this.reading.setType(node, type);
  }
}
