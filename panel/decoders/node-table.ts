import type { NodeColumns } from './node-columns.ts';
import { type NodeKind, nodeKinds } from './node-kind.ts';

/**
 * The annotated tree that every decoder returns, read lazily from flat columns, so that a 50 MB
 * payload costs no object per node. Node 0 is the root. Nodes are numbered in document order:
 * a parent before its children, a child before its next sibling. Byte ranges are ranges of the
 * bytes that this decoder was given, headers, quotes and brackets included.
 */
export interface NodeTable {
  readonly nodeCount: number;
  kind(node: number): NodeKind;
  /** The format's own word for what stands there: `uint16`, `ext 5`, `tag 32`. */
  type(node: number): string | undefined;
  /** The key under which the node stands in its object, `undefined` for items and for the root. */
  key(node: number): string | undefined;
  /**
   * The value of a scalar as text: a string without quotes and escapes, a number as it was
   * written, bytes as hex pairs. Empty for a container, whose preview is the view's job. At most
   * `maxChars` UTF-16 units (one more where the last code point needs two), and no more bytes are
   * read than that.
   */
  text(node: number, maxChars?: number): string;
  /** What a string (in UTF-8) or bytes hold, without header, quotes and escapes. Others: nothing. */
  content(node: number): Uint8Array;
  byteOffset(node: number): number;
  byteLength(node: number): number;
  /** -1 when the node has no key in the payload. */
  keyByteOffset(node: number): number;
  /** 0 when the node has no key in the payload. */
  keyByteLength(node: number): number;
  /** -1 when there is none. */
  firstChild(node: number): number;
  /** -1 when there is none. */
  nextSibling(node: number): number;
  childCount(node: number): number;
  /** -1 for the root. */
  parent(node: number): number;
}

/** How a format reads what its nodes hold, on demand, from the bytes that were decoded. */
export interface NodeReader {
  key(bytes: Uint8Array, byteOffset: number, byteLength: number): string;
  text(
    bytes: Uint8Array,
    kind: NodeKind,
    byteOffset: number,
    byteLength: number,
    maxChars: number,
  ): string;
  /** Asked for strings and bytes only. */
  content(bytes: Uint8Array, kind: NodeKind, byteOffset: number, byteLength: number): Uint8Array;
  /**
   * The word for a type number other than 0; not asked where the builder has given a word. The
   * bytes are there for words that say more than a number below 256 can: `ext 42`.
   */
  typeName?(type: number, bytes: Uint8Array, byteOffset: number, byteLength: number): string;
}

/** By node: what does not stand in the payload as it is shown, names of fields, words for numbers. */
export interface Literals {
  readonly keys: Words;
  readonly texts: Words;
  readonly types: Words;
}

/** An array that may have holes: for the few nodes of most protocols a map takes five times as long. */
export type Words = readonly (string | undefined)[];

export const noWords: Words = Object.freeze([]);
const noLiterals: Literals = { keys: noWords, texts: noWords, types: noWords };

/**
 * Shows finished columns as a table. The columns must hold at least one node. `readers` are
 * numbered as in the columns.
 */
export function createNodeTable(
  bytes: Uint8Array,
  columns: NodeColumns,
  readers: readonly [NodeReader, ...NodeReader[]],
  literals: Literals = noLiterals,
): NodeTable {
  return new ColumnTable(bytes, columns, readers, literals);
}

/** A class, since a closure for each question would take as long as to read a small message. */
class ColumnTable implements NodeTable {
  readonly nodeCount: number;
  private readonly bytes: Uint8Array;
  private readonly columns: NodeColumns;
  private readonly readers: readonly [NodeReader, ...NodeReader[]];
  private readonly literals: Literals;

  constructor(
    bytes: Uint8Array,
    columns: NodeColumns,
    readers: readonly [NodeReader, ...NodeReader[]],
    literals: Literals,
  ) {
    this.nodeCount = columns.nodeCount;
    this.bytes = bytes;
    this.columns = columns;
    this.readers = readers;
    this.literals = literals;
  }

  kind(node: number): NodeKind {
    return nodeKinds[this.columns.kind(this.checked(node))] ?? 'null';
  }
  type(node: number): string | undefined {
    const { columns, literals } = this;
    const type = columns.type(this.checked(node));
    const literal = literals.types[node];
    if (literal !== undefined || type === 0) return literal;
    const reader = this.readerOf(node);
    return reader.typeName?.(type, this.bytes, columns.offset(node), columns.length(node));
  }
  key(node: number): string | undefined {
    const literal = this.literals.keys[node];
    if (literal !== undefined) return literal;
    const length = this.columns.keyLength(this.checked(node));
    if (length === 0) return undefined;
    return this.readerOf(node).key(this.bytes, this.columns.keyOffset(node), length);
  }
  text(node: number, maxChars = Number.POSITIVE_INFINITY): string {
    const wanted = Math.max(0, maxChars);
    const literal = this.literals.texts[this.checked(node)];
    if (literal !== undefined) return literal.length > wanted ? cut(literal, wanted) : literal;
    const offset = this.columns.offset(node);
    const length = this.columns.length(node);
    return this.readerOf(node).text(this.bytes, this.kind(node), offset, length, wanted);
  }
  content(node: number): Uint8Array {
    const kind = this.kind(node);
    if (kind !== 'string' && kind !== 'bytes') return new Uint8Array(0);
    const literal = this.literals.texts[node];
    if (literal !== undefined && kind === 'string') return new TextEncoder().encode(literal);
    const offset = this.columns.offset(node);
    return this.readerOf(node).content(this.bytes, kind, offset, this.columns.length(node));
  }

  byteOffset(node: number): number {
    return this.columns.offset(this.checked(node));
  }
  byteLength(node: number): number {
    return this.columns.length(this.checked(node));
  }
  keyByteOffset(node: number): number {
    const hasKey = this.columns.keyLength(this.checked(node)) > 0;
    return hasKey ? this.columns.keyOffset(node) : -1;
  }
  keyByteLength(node: number): number {
    return this.columns.keyLength(this.checked(node));
  }

  firstChild(node: number): number {
    return this.columns.childCount(this.checked(node)) > 0 ? node + 1 : -1;
  }
  nextSibling(node: number): number {
    const { columns } = this;
    const above = columns.parent(this.checked(node));
    const next = columns.subtreeEnd(node);
    return above >= 0 && next < columns.subtreeEnd(above) ? next : -1;
  }
  childCount(node: number): number {
    return this.columns.childCount(this.checked(node));
  }
  parent(node: number): number {
    return this.columns.parent(this.checked(node));
  }

  private readerOf(node: number): NodeReader {
    return this.readers[this.columns.reader(node)] ?? this.readers[0];
  }

  private checked(node: number): number {
    if (node >= 0 && node < this.columns.nodeCount) return node;
    throw new RangeError(`no node ${node} in ${this.columns.nodeCount}`);
  }
}

/** Never ends in half a surrogate pair. */
function cut(text: string, maxChars: number): string {
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxChars + 1 : maxChars);
}
