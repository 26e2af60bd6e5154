import { type NodeKind, nodeKinds } from './node-table.ts';

const kindCodes = new Map(nodeKinds.map((kind, code) => [kind, code]));

/** The number under which a kind stands in the `kinds` column. */
export function kindCode(kind: NodeKind): number {
  return kindCodes.get(kind) ?? 0;
}

/**
 * The typed arrays behind a node table, written in one pass in document order. They grow by
 * doubling. 29 bytes a node; links are not stored: the first child follows its parent, the next
 * sibling follows the subtree.
 */
export class NodeColumns {
  nodeCount = 0;
  kinds: Uint8Array;
  parents: Int32Array;
  offsets: Uint32Array;
  lengths: Uint32Array;
  keyOffsets: Uint32Array;
  /** 0 means no key: the quotes or the header of a real key take at least one byte. */
  keyLengths: Uint32Array;
  /** One past the last node of the subtree. */
  subtreeEnds: Uint32Array;
  childCounts: Uint32Array;

  constructor(expectedNodes: number) {
    const capacity = Math.max(16, Math.floor(expectedNodes));
    this.kinds = new Uint8Array(capacity);
    this.parents = new Int32Array(capacity);
    this.offsets = new Uint32Array(capacity);
    this.lengths = new Uint32Array(capacity);
    this.keyOffsets = new Uint32Array(capacity);
    this.keyLengths = new Uint32Array(capacity);
    this.subtreeEnds = new Uint32Array(capacity);
    this.childCounts = new Uint32Array(capacity);
  }

  /** Adds a node below `parent` (-1 for the root) and returns its number. */
  open(
    kind: number,
    parent: number,
    byteOffset: number,
    keyOffset: number,
    keyLength: number,
  ): number {
    const node = this.nodeCount;
    if (node === this.kinds.length) this.grow();
    this.nodeCount = node + 1;
    this.kinds[node] = kind;
    this.parents[node] = parent;
    this.offsets[node] = byteOffset;
    this.keyOffsets[node] = keyOffset;
    this.keyLengths[node] = keyLength;
    if (parent >= 0) this.childCounts[parent] = (this.childCounts[parent] ?? 0) + 1;
    return node;
  }

  /** Ends a node at `endOffset`, after all nodes of its subtree. */
  close(node: number, endOffset: number): void {
    this.lengths[node] = endOffset - (this.offsets[node] ?? 0);
    this.subtreeEnds[node] = this.nodeCount;
  }

  private grow(): void {
    const capacity = this.kinds.length * 2;
    this.kinds = copyInto(new Uint8Array(capacity), this.kinds);
    this.parents = copyInto(new Int32Array(capacity), this.parents);
    this.offsets = copyInto(new Uint32Array(capacity), this.offsets);
    this.lengths = copyInto(new Uint32Array(capacity), this.lengths);
    this.keyOffsets = copyInto(new Uint32Array(capacity), this.keyOffsets);
    this.keyLengths = copyInto(new Uint32Array(capacity), this.keyLengths);
    this.subtreeEnds = copyInto(new Uint32Array(capacity), this.subtreeEnds);
    this.childCounts = copyInto(new Uint32Array(capacity), this.childCounts);
  }
}

function copyInto<Column extends { set(from: ArrayLike<number>): void }>(
  to: Column,
  from: ArrayLike<number>,
): Column {
  to.set(from);
  return to;
}
