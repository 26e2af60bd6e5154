import { childrenOf } from '../../decoders/children.ts';
import type { NodeTable } from '../../decoders/node-table.ts';

const pageSize = 4096;

/** The innermost node whose value or key holds a byte; the root where no other does. */
export function nodeAtByte(table: NodeTable, byte: number): number {
  let node = 0;
  for (;;) {
    const child = childAtByte(table, node, byte);
    if (child < 0) return node;
    node = child;
  }
}

/** Children mostly stand in the order of their bytes, but not in every format: all are asked. */
function childAtByte(table: NodeTable, node: number, byte: number): number {
  const count = table.childCount(node);
  for (let start = 0; start < count; start += pageSize) {
    for (const child of childrenOf(table, node, start, pageSize)) {
      if (isWithin(table.byteOffset(child), table.byteLength(child), byte)) return child;
      if (isWithin(table.keyByteOffset(child), table.keyByteLength(child), byte)) return child;
    }
  }
  return -1;
}

const isWithin = (offset: number, length: number, byte: number): boolean =>
  byte >= offset && byte < offset + length;
