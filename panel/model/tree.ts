import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { TreeRow } from '../engine/engine-contract.ts';

/** A row of the tree that is in sight: a node, or the promise of more children. */
export type TreeLine =
  | {
      readonly kind: 'node';
      readonly row: TreeRow;
      readonly depth: number;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'more';
      readonly parent: number;
      readonly start: number;
      readonly count: number;
      readonly depth: number;
    };

/** The decoded payload as lines, of which containers open and close. Children are fetched when asked for. */
export interface Tree {
  readonly lines: ReadonlySignal<readonly TreeLine[]>;
  open(at: number): Promise<void>;
  close(at: number): void;
  /** Fetches the children that a `more` line stands for. */
  more(at: number): Promise<void>;
}

const pageSize = 200;
/** Containers this small are open from the start. */
const openAtFirst = 100;

export function createTree(engine: EngineClient, messageRow: number, root: TreeRow): Tree {
  const lines = signal<readonly TreeLine[]>([{ kind: 'node', row: root, depth: 0, isOpen: false }]);

  const fetchChildren = async (
    parent: number,
    start: number,
    total: number,
    depth: number,
  ): Promise<TreeLine[]> => {
    const rows = await engine.ask('nodes', {
      row: messageRow,
      node: parent,
      start,
      count: pageSize,
    });
    const fetched: TreeLine[] = rows.map((row) => ({ kind: 'node', row, depth, isOpen: false }));
    const end = start + rows.length;
    if (rows.length > 0 && end < total)
      fetched.push({ kind: 'more', parent, start: end, count: total - end, depth });
    return fetched;
  };
  /** Replaces the line at a place, if it is still the same line, and puts others behind it. */
  const replace = (line: TreeLine, by: readonly TreeLine[]): void => {
    const at = lines.peek().indexOf(line);
    if (at >= 0) lines.value = lines.peek().toSpliced(at, 1, ...by);
  };

  const tree: Tree = {
    lines,
    async open(at) {
      const line = lines.peek()[at];
      if (line?.kind !== 'node' || line.isOpen || line.row.childCount === 0) return;
      const children = await fetchChildren(line.row.node, 0, line.row.childCount, line.depth + 1);
      replace(line, [{ ...line, isOpen: true }, ...children]);
    },
    close(at) {
      const line = lines.peek()[at];
      if (line?.kind !== 'node' || !line.isOpen) return;
      const rest = lines.peek().slice(at + 1);
      const inside = rest.findIndex(({ depth }) => depth <= line.depth);
      lines.value = lines
        .peek()
        .toSpliced(at, 1 + (inside < 0 ? rest.length : inside), { ...line, isOpen: false });
    },
    async more(at) {
      const line = lines.peek()[at];
      if (line?.kind !== 'more') return;
      replace(
        line,
        await fetchChildren(line.parent, line.start, line.start + line.count, line.depth),
      );
    },
  };
  void openSmall(tree, root);
  return tree;
}

/** Opens the root, and what is small in it. */
async function openSmall(tree: Tree, root: TreeRow): Promise<void> {
  await tree.open(0);
  if (root.childCount > openAtFirst) return;
  for (let at = tree.lines.peek().length - 1; at > 0; at--) {
    const line = tree.lines.peek()[at];
    if (
      line?.kind === 'node' &&
      line.depth === 1 &&
      line.row.childCount > 0 &&
      line.row.childCount <= 20 &&
      tree.lines.peek().length < openAtFirst
    )
      await tree.open(at);
  }
}
