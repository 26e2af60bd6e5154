import type { NodeTable } from './node-table.ts';

const childrenPerMark = 64;

/** For each table and container: the node of child 0, 64, 128…, as far as anyone has asked. */
const marksOfTables = new WeakMap<NodeTable, Map<number, number[]>>();

/**
 * The children `start` to `start + count` (exclusive) of a container, fewer at its end. Random
 * pages of a large container are cheap: every 64th child is remembered once it was passed.
 */
export function childrenOf(table: NodeTable, node: number, start: number, count: number): number[] {
  const first = Math.max(0, start);
  const end = Math.min(start + count, table.childCount(node));
  const children: number[] = [];
  if (first >= end) return children;
  let child = childAt(table, node, first);
  while (child >= 0 && children.length < end - first) {
    children.push(child);
    child = table.nextSibling(child);
  }
  return children;
}

/** One child of a container by its position, -1 where there is none. */
export function childOf(table: NodeTable, node: number, position: number): number {
  const isThere = position >= 0 && position < table.childCount(node);
  return isThere ? childAt(table, node, position) : -1;
}

/** The position of a node among its parent's children, 0 for the root. */
export function childPosition(table: NodeTable, node: number): number {
  const parent = table.parent(node);
  if (parent < 0) return 0;
  const marks = marksOf(table, parent);
  extendMarks(table, marks, (last) => last > node);
  let low = 0;
  let high = marks.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    // Siblings are numbered in order, so the marks ascend.
    if ((marks[middle] ?? 0) <= node) low = middle;
    else high = middle;
  }
  let position = low * childrenPerMark;
  let child = marks[low] ?? -1;
  while (child >= 0 && child !== node) {
    position += 1;
    child = table.nextSibling(child);
  }
  return position;
}

function childAt(table: NodeTable, node: number, position: number): number {
  // Before the first mark there is nothing to remember: protocols look at the first items only.
  if (position < childrenPerMark) return walk(table, table.firstChild(node), position);
  const marks = marksOf(table, node);
  const markIndex = Math.floor(position / childrenPerMark);
  extendMarks(table, marks, () => marks.length > markIndex);
  return walk(table, marks[markIndex] ?? -1, position % childrenPerMark);
}

function marksOf(table: NodeTable, node: number): number[] {
  let marksOfNodes = marksOfTables.get(table);
  if (!marksOfNodes) {
    marksOfNodes = new Map();
    marksOfTables.set(table, marksOfNodes);
  }
  let marks = marksOfNodes.get(node);
  if (!marks) {
    marks = [table.firstChild(node)];
    marksOfNodes.set(node, marks);
  }
  return marks;
}

function extendMarks(
  table: NodeTable,
  marks: number[],
  isEnough: (lastMark: number) => boolean,
): void {
  let last = marks[marks.length - 1] ?? -1;
  while (last >= 0 && !isEnough(last)) {
    last = walk(table, last, childrenPerMark);
    if (last >= 0) marks.push(last);
  }
}

function walk(table: NodeTable, from: number, steps: number): number {
  let child = from;
  for (let step = 0; step < steps && child >= 0; step += 1) child = table.nextSibling(child);
  return child;
}
