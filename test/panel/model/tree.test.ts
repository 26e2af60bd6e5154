import { describe, expect, it } from 'vitest';
import { createTree, type Tree } from '../../../panel/model/tree.ts';
import { sent } from '../engine/recorded.ts';
import { createRecordedEngine } from './recorded-engine.ts';

/** The tree of a message of JSON, as it is when it was just opened. */
async function treeOf(value: unknown) {
  const recorded = createRecordedEngine();
  recorded.record((packer) => sent(packer, 1, 0, JSON.stringify(value)));
  const message = await recorded.engine.ask('message', { row: 0 });
  const root = message?.decoded.layers[0]?.root;
  if (root === undefined || root === null) throw new Error('the message was not decoded');
  const tree = createTree(recorded.engine, 0, root);
  await recorded.settle();
  return { ...recorded, tree };
}

/** The lines as text: key or index, `-` where open, `+` where closed, and depth as indent. */
const linesOf = ({ lines }: Tree): string[] =>
  lines.value.map((line) => {
    const indent = ' '.repeat(line.depth);
    if (line.kind === 'more') return `${indent}… ${line.count} from ${line.start}`;
    const { key, index, childCount, text } = line.row;
    const name = key ?? (index >= 0 ? `[${index}]` : 'root');
    return `${indent}${name}${childCount > 0 ? (line.isOpen ? ' -' : ' +') : ` ${text}`}`;
  });
const range = (count: number): number[] => [...Array(count).keys()];

describe('a tree', () => {
  it('is open where it is small', async () => {
    const { tree } = await treeOf({ a: { b: [1] }, c: 2 });
    expect(linesOf(tree)).toEqual(['root -', ' a -', '  b +', ' c 2']);
  });

  it('is closed below its first level where it is large', async () => {
    const { tree } = await treeOf({ large: range(21), small: range(2) });
    expect(linesOf(tree)).toEqual(['root -', ' large +', ' small -', '  [0] 0', '  [1] 1']);
    const wide = await treeOf(Object.fromEntries(range(101).map((n) => [`k${n}`, [n]])));
    expect(
      wide.tree.lines.value.filter((line) => line.kind === 'node' && line.isOpen),
    ).toHaveLength(1);
  });

  it('opens and closes where it is told, with all that is open inside', async () => {
    const { tree } = await treeOf({ a: { b: [1] }, c: 2 });
    await tree.open(2);
    expect(linesOf(tree)).toEqual(['root -', ' a -', '  b -', '   [0] 1', ' c 2']);
    tree.close(1);
    expect(linesOf(tree)).toEqual(['root -', ' a +', ' c 2']);
    await tree.open(1);
    expect(linesOf(tree)).toEqual(['root -', ' a -', '  b +', ' c 2']);
    tree.close(0);
    expect(linesOf(tree)).toEqual(['root +']);
  });

  it('does nothing for a scalar, for what is open or closed already, and beyond its end', async () => {
    const { tree, asked } = await treeOf({ a: 1 });
    const lines = tree.lines.value;
    const questions = asked('nodes').length;
    for (const at of [0, 1, 9, -1]) await tree.open(at);
    for (const at of [1, 9, -1]) tree.close(at);
    await tree.more(0);
    expect(tree.lines.value).toBe(lines);
    expect(asked('nodes')).toHaveLength(questions);
  });

  it('fetches many children in pages', async () => {
    const { tree, asked } = await treeOf(range(450));
    expect(tree.lines.value).toHaveLength(202);
    expect(linesOf(tree).at(-1)).toBe(' … 250 from 200');
    await tree.more(201);
    expect(linesOf(tree).at(-1)).toBe(' … 50 from 400');
    await tree.more(401);
    expect(linesOf(tree).slice(1)).toEqual(range(450).map((n) => ` [${n}] ${n}`));
    expect(asked('nodes')).toHaveLength(3);
  });

  it('opens once when it is told twice at once', async () => {
    const { tree, settle } = await treeOf({ a: { b: { c: 1 } } });
    await Promise.all([tree.open(2), tree.open(2)]);
    await settle();
    expect(linesOf(tree)).toEqual(['root -', ' a -', '  b -', '   c 1']);
  });

  it('does not open what was closed away meanwhile', async () => {
    const { tree, hold } = await treeOf({ a: { b: { c: 1 } } });
    const held = hold('nodes');
    const opening = tree.open(2);
    tree.close(0);
    await held.letGo();
    await opening;
    expect(linesOf(tree)).toEqual(['root +']);
  });

  it('of a scalar is one line', async () => {
    const { tree } = await treeOf([]);
    expect(linesOf(tree)).toHaveLength(1);
  });
});
