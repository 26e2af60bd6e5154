import { type NodeKind, nodeKinds } from './node-kind.ts';

const kindCodes = new Map(nodeKinds.map((kind, code) => [kind, code]));

/** The number under which a kind stands in the columns. */
export function kindCode(kind: NodeKind): number {
  return kindCodes.get(kind) ?? 0;
}

/** Where a number of a node stands among its eight. */
const kindAt = 0;
const parentAt = 1;
const offsetAt = 2;
const lengthAt = 3;
const keyOffsetAt = 4;
const keyLengthAt = 5;
const subtreeEndAt = 6;
const childCountAt = 7;

/**
 * To make a typed array takes longer than to read a message of 100 bytes into it (measured with
 * MessagePack), so trees that are expected to be small take their cells from one array after the
 * other. A tree that is kept keeps no more than the array with its neighbours, 32 KiB.
 */
const sharedCells = 8192;
const maxSharedCells = 1024;
let shared = new Int32Array(sharedCells);
let sharedUsed = 0;

/**
 * The numbers behind a node table, written in one pass in document order: 32 bytes a node, side by
 * side in one typed array, since most payloads are small and each array costs more than its bytes.
 * Links are not stored: the first child follows its parent, the next sibling follows the subtree.
 */
export class NodeColumns {
  nodeCount = 0;
  private cells: Int32Array;
  /** Where the cells of node 0 begin: small trees share one array. */
  private base = 0;
  /** Where the cells end that are this tree's own. */
  private limit: number;

  constructor(expectedNodes: number) {
    const cellCount = Math.max(16, Math.floor(expectedNodes)) << 3;
    if (cellCount > maxSharedCells) {
      this.cells = new Int32Array(cellCount);
      this.limit = cellCount;
      return;
    }
    if (sharedUsed + cellCount > shared.length) {
      shared = new Int32Array(sharedCells);
      sharedUsed = 0;
    }
    this.cells = shared;
    this.base = sharedUsed;
    sharedUsed += cellCount;
    this.limit = sharedUsed;
  }

  /**
   * Adds a node below `parent` (-1 for the root) and returns its number. `type` and `reader` are
   * numbers below 256 by which the table finds a name of the format's own and a reader.
   */
  open(
    kind: number,
    parent: number,
    byteOffset: number,
    keyOffset: number,
    keyLength: number,
    type = 0,
    reader = 0,
  ): number {
    return this.add(kind, parent, byteOffset, 0, keyOffset, keyLength, type, reader);
  }

  /** Adds a node without children that ends at `endOffset`: `open` and `close` in one. */
  addLeaf(
    kind: number,
    parent: number,
    byteOffset: number,
    endOffset: number,
    keyOffset: number,
    keyLength: number,
    type = 0,
    reader = 0,
  ): number {
    const byteLength = endOffset - byteOffset;
    return this.add(kind, parent, byteOffset, byteLength, keyOffset, keyLength, type, reader);
  }

  private add(
    kind: number,
    parent: number,
    byteOffset: number,
    byteLength: number,
    keyOffset: number,
    keyLength: number,
    type: number,
    reader: number,
  ): number {
    const node = this.nodeCount;
    if (this.base + (node << 3) === this.limit) this.grow();
    const { cells, base } = this;
    const cell = base + (node << 3);
    this.nodeCount = node + 1;
    cells[cell] = kind | (type << 8) | (reader << 16);
    cells[cell + parentAt] = parent;
    cells[cell + offsetAt] = byteOffset;
    cells[cell + lengthAt] = byteLength;
    cells[cell + keyOffsetAt] = keyOffset;
    cells[cell + keyLengthAt] = keyLength;
    cells[cell + subtreeEndAt] = node + 1;
    cells[cell + childCountAt] = 0;
    if (parent >= 0) {
      const count = base + (parent << 3) + childCountAt;
      cells[count] = (cells[count] ?? 0) + 1;
    }
    return node;
  }

  /** Ends a node at `endOffset`, after all nodes of its subtree. */
  close(node: number, endOffset: number): void {
    const cell = this.base + (node << 3);
    this.cells[cell + lengthAt] = endOffset - (this.cells[cell + offsetAt] ?? 0);
    this.cells[cell + subtreeEndAt] = this.nodeCount;
  }

  /**
   * Notes a sign of a key, one of 32 bits, at an object that is open, and returns whether it was
   * there. The signs stand where the length of the object is when it has ended.
   */
  noteSign(node: number, sign: number): boolean {
    const cell = this.base + (node << 3) + lengthAt;
    const signs = this.cells[cell] ?? 0;
    this.cells[cell] = signs | sign;
    return (signs & sign) !== 0;
  }

  kind(node: number): number {
    return (this.cells[this.base + (node << 3) + kindAt] ?? 0) & 0xff;
  }
  type(node: number): number {
    return ((this.cells[this.base + (node << 3) + kindAt] ?? 0) >> 8) & 0xff;
  }
  reader(node: number): number {
    return ((this.cells[this.base + (node << 3) + kindAt] ?? 0) >> 16) & 0xff;
  }
  /** -1 for the root. */
  parent(node: number): number {
    return node < 0 ? -1 : (this.cells[this.base + (node << 3) + parentAt] ?? -1);
  }
  offset(node: number): number {
    return this.cells[this.base + (node << 3) + offsetAt] ?? 0;
  }
  length(node: number): number {
    return this.cells[this.base + (node << 3) + lengthAt] ?? 0;
  }
  keyOffset(node: number): number {
    return this.cells[this.base + (node << 3) + keyOffsetAt] ?? 0;
  }
  /** 0 means no key in the payload: the quotes or the header of a real key take at least one byte. */
  keyLength(node: number): number {
    return this.cells[this.base + (node << 3) + keyLengthAt] ?? 0;
  }
  /** One past the last node of the subtree. */
  subtreeEnd(node: number): number {
    return this.cells[this.base + (node << 3) + subtreeEndAt] ?? 0;
  }
  childCount(node: number): number {
    return this.cells[this.base + (node << 3) + childCountAt] ?? 0;
  }

  private grow(): void {
    const own = this.cells.subarray(this.base, this.limit);
    const cells = new Int32Array(own.length * 2);
    cells.set(own);
    this.cells = cells;
    this.base = 0;
    this.limit = cells.length;
  }
}
