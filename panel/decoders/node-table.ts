import type { NodeColumns } from './node-columns.ts';

export const nodeKinds = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const;

export type NodeKind = (typeof nodeKinds)[number];

/**
 * The annotated tree that every decoder returns, read lazily from a flat table, so that a 50 MB
 * payload costs no object per node. Node 0 is the root. Nodes are numbered in document order:
 * a parent before its children, a child before its next sibling. Byte ranges are ranges of the
 * decoded payload, quotes and brackets included.
 */
export interface NodeTable {
  readonly nodeCount: number;
  kind(node: number): NodeKind;
  /** The key under which the node stands in its object, `undefined` for items and for the root. */
  key(node: number): string | undefined;
  /**
   * The value of a scalar as text: a string without quotes and escapes, a number as it was
   * written. Empty for a container, whose preview is the view's job. At most `maxChars` UTF-16
   * units (one more where the last code point needs two), and no more bytes are read than that.
   */
  text(node: number, maxChars?: number): string;
  byteOffset(node: number): number;
  byteLength(node: number): number;
  /** -1 when the node has no key. */
  keyByteOffset(node: number): number;
  /** 0 when the node has no key. */
  keyByteLength(node: number): number;
  /** -1 when there is none. */
  firstChild(node: number): number;
  /** -1 when there is none. */
  nextSibling(node: number): number;
  childCount(node: number): number;
  /** -1 for the root. */
  parent(node: number): number;
}

/** How a format reads the key and the text of a node from its payload, on demand. */
export interface NodeReader {
  key(byteOffset: number, byteLength: number): string;
  text(kind: NodeKind, byteOffset: number, byteLength: number, maxChars: number): string;
}

/** Shows finished columns as a table. The columns must hold at least one node. */
export function createNodeTable(columns: NodeColumns, reader: NodeReader): NodeTable {
  const cell = (column: ArrayLike<number>, node: number): number => {
    const value = node < columns.nodeCount ? column[node] : undefined;
    if (value === undefined) throw new RangeError(`no node ${node} in ${columns.nodeCount}`);
    return value;
  };
  const kind = (node: number): NodeKind => nodeKinds[cell(columns.kinds, node)] ?? 'null';
  const parent = (node: number): number => cell(columns.parents, node);
  const hasKey = (node: number): boolean => cell(columns.keyLengths, node) > 0;
  return {
    nodeCount: columns.nodeCount,
    kind,
    parent,
    key: (node) =>
      hasKey(node)
        ? reader.key(cell(columns.keyOffsets, node), cell(columns.keyLengths, node))
        : undefined,
    text: (node, maxChars = Number.POSITIVE_INFINITY) =>
      reader.text(
        kind(node),
        cell(columns.offsets, node),
        cell(columns.lengths, node),
        Math.max(0, maxChars),
      ),
    byteOffset: (node) => cell(columns.offsets, node),
    byteLength: (node) => cell(columns.lengths, node),
    keyByteOffset: (node) => (hasKey(node) ? cell(columns.keyOffsets, node) : -1),
    keyByteLength: (node) => cell(columns.keyLengths, node),
    firstChild: (node) => (cell(columns.childCounts, node) > 0 ? node + 1 : -1),
    nextSibling: (node) => {
      const above = parent(node);
      const next = cell(columns.subtreeEnds, node);
      return above >= 0 && next < cell(columns.subtreeEnds, above) ? next : -1;
    },
    childCount: (node) => cell(columns.childCounts, node),
  };
}
