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

/** What does not stand in the payload as it is shown: names of fields, words for numbers. */
export interface Literals {
  readonly keys: ReadonlyMap<number, string>;
  readonly texts: ReadonlyMap<number, string>;
  readonly types: ReadonlyMap<number, string>;
}

export const noLiterals: Literals = { keys: new Map(), texts: new Map(), types: new Map() };

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
  const checked = (node: number): number => {
    if (node >= 0 && node < columns.nodeCount) return node;
    throw new RangeError(`no node ${node} in ${columns.nodeCount}`);
  };
  const kind = (node: number): NodeKind => nodeKinds[columns.kind(checked(node))] ?? 'null';
  const readerOf = (node: number): NodeReader => readers[columns.reader(node)] ?? readers[0];
  const hasKey = (node: number): boolean => columns.keyLength(checked(node)) > 0;
  return {
    nodeCount: columns.nodeCount,
    kind,
    parent: (node) => columns.parent(checked(node)),
    type(node) {
      const type = columns.type(checked(node));
      const literal = literals.types.get(node);
      if (literal !== undefined || type === 0) return literal;
      return readerOf(node).typeName?.(type, bytes, columns.offset(node), columns.length(node));
    },
    key(node) {
      const literal = literals.keys.get(node);
      if (literal !== undefined) return literal;
      return hasKey(node)
        ? readerOf(node).key(bytes, columns.keyOffset(node), columns.keyLength(node))
        : undefined;
    },
    text(node, maxChars = Number.POSITIVE_INFINITY) {
      const wanted = Math.max(0, maxChars);
      const literal = literals.texts.get(checked(node));
      if (literal !== undefined) return literal.length > wanted ? cut(literal, wanted) : literal;
      const offset = columns.offset(node);
      return readerOf(node).text(bytes, kind(node), offset, columns.length(node), wanted);
    },
    content(node) {
      const kindOfNode = kind(node);
      if (kindOfNode !== 'string' && kindOfNode !== 'bytes') return new Uint8Array(0);
      const literal = literals.texts.get(node);
      if (literal !== undefined && kindOfNode === 'string')
        return new TextEncoder().encode(literal);
      const offset = columns.offset(node);
      return readerOf(node).content(bytes, kindOfNode, offset, columns.length(node));
    },
    byteOffset: (node) => columns.offset(checked(node)),
    byteLength: (node) => columns.length(checked(node)),
    keyByteOffset: (node) => (hasKey(node) ? columns.keyOffset(node) : -1),
    keyByteLength: (node) => columns.keyLength(checked(node)),
    firstChild: (node) => (columns.childCount(checked(node)) > 0 ? node + 1 : -1),
    nextSibling(node) {
      const above = columns.parent(checked(node));
      const next = columns.subtreeEnd(node);
      return above >= 0 && next < columns.subtreeEnd(above) ? next : -1;
    },
    childCount: (node) => columns.childCount(checked(node)),
  };
}

/** Never ends in half a surrogate pair. */
function cut(text: string, maxChars: number): string {
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxChars + 1 : maxChars);
}
