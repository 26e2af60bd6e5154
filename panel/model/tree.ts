import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { NodeStep, TreeRow } from '../engine/engine-contract.ts';

/** A row of the tree that is in sight: a node, or the promise of more children. */
export type TreeLine =
  | {
      readonly kind: 'node';
      readonly row: TreeRow;
      readonly depth: number;
      readonly isOpen: boolean;
      /** What the value in a string or in bytes was decoded as; null for a node of the tree itself. */
      readonly decodedAs: string | null;
    }
  | {
      readonly kind: 'more';
      readonly layer: number;
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
  /** Opens a container and all that is in it, as far as `maxExpanded` lines go. Returns whether that was all. */
  expandAll(at: number): Promise<boolean>;
  /** Opens what is around a node, and returns the place of its line, -1 when it cannot be shown. */
  reveal(layer: number, steps: readonly NodeStep[]): Promise<number>;
}

const pageSize = 200;
/** Containers this small are open from the start. */
const openAtFirst = 100;
/** More lines than that nobody reads, and each is an object. */
export const maxExpanded = 5_000;

export function createTree(engine: EngineClient, messageRow: number, root: TreeRow): Tree {
  const lines = signal<readonly TreeLine[]>([lineOf(root, 0, null)]);

  const fetchPage = async (
    layer: number,
    parent: number,
    start: number,
    depth: number,
  ): Promise<TreeLine[]> => {
    const question = { row: messageRow, layer, node: parent, start, count: pageSize };
    const rows = await engine.ask('nodes', question);
    return rows.map((row) => lineOf(row, depth, null));
  };
  const fetchChildren = async (
    layer: number,
    parent: number,
    start: number,
    total: number,
    depth: number,
  ): Promise<TreeLine[]> => {
    const fetched = await fetchPage(layer, parent, start, depth);
    const end = start + fetched.length;
    if (fetched.length > 0 && end < total)
      fetched.push({ kind: 'more', layer, parent, start: end, count: total - end, depth });
    return fetched;
  };
  /** What a string or bytes hold, as one more line below them. */
  const fetchInside = async ({ layer, node }: TreeRow, depth: number): Promise<TreeLine[]> => {
    const layers = await engine.ask('openNode', { row: messageRow, layer, node });
    const innermost = layers.findLast(({ root, failure }) => root !== null && failure === null);
    const shown = innermost ?? layers.at(-1);
    if (shown === undefined || shown.root === null) return [];
    const labels = layers.map(({ label, protocol }) => protocol?.label ?? label);
    return [lineOf(shown.root, depth, labels.join(' › '))];
  };
  /** Replaces the line at a place, if it is still the same line, and puts others behind it. */
  const replace = (line: TreeLine, by: readonly TreeLine[]): boolean => {
    const at = lines.peek().indexOf(line);
    if (at >= 0) lines.value = lines.peek().toSpliced(at, 1, ...by);
    return at >= 0;
  };

  const tree: Tree = {
    lines,
    async open(at) {
      const line = lines.peek()[at];
      if (line?.kind !== 'node' || line.isOpen || !canOpen(line.row)) return;
      const { layer, node, childCount } = line.row;
      const depth = line.depth + 1;
      const children =
        childCount > 0
          ? await fetchChildren(layer, node, 0, childCount, depth)
          : await fetchInside(line.row, depth);
      replace(line, [{ ...line, isOpen: true }, ...children]);
    },
    close(at) {
      const line = lines.peek()[at];
      if (line?.kind !== 'node' || !line.isOpen) return;
      const end = endOf(lines.peek(), at);
      lines.value = lines.peek().toSpliced(at, end - at, { ...line, isOpen: false });
    },
    async more(at) {
      const line = lines.peek()[at];
      if (line?.kind !== 'more') return;
      const { layer, parent, start, count, depth } = line;
      replace(line, await fetchChildren(layer, parent, start, start + count, depth));
    },
    async expandAll(at) {
      const first = lines.peek()[at];
      if (first?.kind !== 'node') return true;
      let end = at + 1;
      for (let place = at; place < end; place += 1) {
        if (lines.peek().length > maxExpanded) return false;
        const line = lines.peek()[place];
        if (line?.kind === 'node' && line.row.childCount > 0) await tree.open(place);
        else if (line?.kind === 'more') {
          await tree.more(place);
          place -= 1;
        }
        end = endOf(lines.peek(), at);
      }
      return true;
    },
    async reveal(layer, steps) {
      const places = lines.peek();
      let at = places.findIndex(
        (line) => line.kind === 'node' && line.row.layer === layer && line.row.node === 0,
      );
      for (const step of steps.slice(1)) {
        if (at < 0) return -1;
        await tree.open(at);
        at = await findChild(at, step);
      }
      return at;
    },
  };

  /** The line of a child, fetched on its own when its page is not there. */
  const findChild = async (at: number, { node, position }: NodeStep): Promise<number> => {
    const parent = lines.peek()[at];
    if (parent?.kind !== 'node') return -1;
    const { layer } = parent.row;
    const placeOf = (): number =>
      lines
        .peek()
        .findIndex(
          (line) => line.kind === 'node' && line.row.layer === layer && line.row.node === node,
        );
    if (placeOf() >= 0) return placeOf();
    const gap = lines
      .peek()
      .find(
        (line) =>
          line.kind === 'more' &&
          line.layer === layer &&
          line.parent === parent.row.node &&
          position >= line.start &&
          position < line.start + line.count,
      );
    if (gap?.kind !== 'more') return -1;
    const start = Math.max(gap.start, position - (position % pageSize));
    const page = await fetchPage(layer, gap.parent, start, gap.depth);
    const before = { ...gap, count: start - gap.start };
    const end = start + page.length;
    const after = { ...gap, start: end, count: gap.start + gap.count - end };
    replace(gap, [
      ...(before.count > 0 ? [before] : []),
      ...page,
      ...(after.count > 0 ? [after] : []),
    ]);
    return placeOf();
  };

  void openSmall(tree, root);
  return tree;
}

const lineOf = (row: TreeRow, depth: number, decodedAs: string | null): TreeLine => ({
  kind: 'node',
  row,
  depth,
  isOpen: false,
  decodedAs,
});

/** Whether there is something below a node. */
export const canOpen = (row: TreeRow): boolean => row.childCount > 0 || row.opensAs !== null;

/** Where the lines below a line end. */
function endOf(lines: readonly TreeLine[], at: number): number {
  const depth = lines[at]?.depth ?? 0;
  let end = at + 1;
  while (end < lines.length && (lines[end]?.depth ?? 0) > depth) end += 1;
  return end;
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
