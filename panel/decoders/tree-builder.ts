import type { Budget } from './decoder.ts';
import { formatHex } from './hex.ts';
import { jsonNodeReader } from './json-node-reader.ts';
import { type JsonProblem, readJson } from './json-reader.ts';
import { kindCode, NodeColumns } from './node-columns.ts';
import type { NodeKind } from './node-kind.ts';
import { createNodeTable, type Literals, type NodeReader, type NodeTable } from './node-table.ts';
import { decodeUtf8, decodeUtf8Prefix } from './utf8.ts';

/** Strings are UTF-8 as they stand, bytes are bytes, everything else has a literal text. */
export const plainNodeReader: NodeReader = {
  key: (bytes, offset, length) => decodeUtf8(bytes, offset, offset + length),
  text: (bytes, kind, offset, length, maxChars) =>
    kind === 'bytes'
      ? formatHex(bytes.subarray(offset, offset + Math.min(length, Math.ceil(maxChars / 3))))
      : decodeUtf8Prefix(bytes, offset, offset + length, maxChars),
  content: (bytes, _kind, offset, length) => bytes.subarray(offset, offset + length),
};

/**
 * Builds the tree of a protocol by hand: fields with names of their own, values as words, parts
 * of the payload as JSON. Formats with many nodes write to the columns themselves.
 */
export class TreeBuilder {
  readonly bytes: Uint8Array;
  readonly columns: NodeColumns;
  readonly readers: [NodeReader, ...NodeReader[]] = [plainNodeReader];
  readonly #budget: Budget;
  readonly #keys: string[] = [];
  readonly #texts: string[] = [];
  readonly #types: string[] = [];
  #parent = -1;
  #depth = 0;

  constructor(bytes: Uint8Array, budget: Budget, expectedNodes = 16) {
    this.bytes = bytes;
    this.#budget = budget;
    this.columns = new NodeColumns(expectedNodes);
  }

  /** Whether the budget of nodes, depth or time is used up: stop, and fail with what is there. */
  get isFull(): boolean {
    const { nodeCount } = this.columns;
    return (
      nodeCount >= this.#budget.maxNodes ||
      this.#depth >= this.#budget.maxDepth ||
      ((nodeCount & 0xff) === 0xff && this.#budget.isOverdue?.() === true)
    );
  }
  /** The container that is open, -1 for none. */
  get parent(): number {
    return this.#parent;
  }

  /** Opens an object or array; what follows stands in it until `end`. */
  begin(kind: 'object' | 'array', at: number, key?: string, type?: string): number {
    const node = this.#open(kind, at, key, type);
    this.#parent = node;
    this.#depth += 1;
    return node;
  }

  /** Closes the container that is open. */
  end(endOffset: number): void {
    this.columns.close(this.#parent, endOffset);
    this.#parent = this.columns.parent(this.#parent);
    this.#depth -= 1;
  }

  /** Closes all that is open, for a partial tree. */
  endAll(endOffset: number): void {
    while (this.#parent >= 0) this.end(endOffset);
  }

  /** A value whose text is not in the payload as it is shown. */
  add(
    kind: NodeKind,
    at: number,
    byteLength: number,
    key: string | undefined,
    text: string,
    type?: string,
  ): number {
    const node = this.#open(kind, at, key, type);
    this.columns.close(node, at + byteLength);
    this.#texts[node] = text;
    return node;
  }

  /** A range of the payload as UTF-8 text. */
  addString(at: number, byteLength: number, key?: string, type?: string): number {
    const node = this.#open('string', at, key, type);
    this.columns.close(node, at + byteLength);
    return node;
  }

  /** A range of the payload as bytes. */
  addBytes(at: number, byteLength: number, key?: string, type?: string): number {
    const node = this.#open('bytes', at, key, type);
    this.columns.close(node, at + byteLength);
    return node;
  }

  /** A range of the payload as JSON. A problem's tree holds what could be read. */
  addJson(start: number, end: number, key?: string): JsonProblem | undefined {
    const reader = this.readerNumber(jsonNodeReader);
    const node = this.columns.nodeCount;
    const place = { columns: this.columns, parent: this.#parent, reader };
    const { problem } = readJson(this.bytes, start, this.#budget, end, place);
    if (key !== undefined && this.columns.nodeCount > node) this.#keys[node] = key;
    return problem;
  }

  /** The number of a reader in the columns, for formats that add their nodes themselves. */
  readerNumber(reader: NodeReader): number {
    const known = this.readers.indexOf(reader);
    return known >= 0 ? known : this.readers.push(reader) - 1;
  }

  /** Gives a node that was added to the columns directly a key that is not in the payload. */
  name(node: number, key: string): void {
    this.#keys[node] = key;
  }

  /** Says what a node is in the format's own words. */
  setType(node: number, type: string): void {
    this.#types[node] = type;
  }

  /** All containers must be closed, and one node must be there. */
  table(): NodeTable {
    return createNodeTable(this.bytes, this.columns, this.readers, this.literals);
  }

  get literals(): Literals {
    return { keys: this.#keys, texts: this.#texts, types: this.#types };
  }

  #open(kind: NodeKind, at: number, key: string | undefined, type: string | undefined): number {
    const node = this.columns.open(kindCode(kind), this.#parent, at, 0, 0);
    if (key !== undefined) this.#keys[node] = key;
    if (type !== undefined) this.#types[node] = type;
    return node;
  }
}
