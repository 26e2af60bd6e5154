import { describe, expect, it } from 'vitest';
import type { SelectAct } from '../../../panel/engine/engine-contract.ts';
import { RowList } from '../../../panel/engine/row-list.ts';
import { RowSelection } from '../../../panel/engine/row-selection.ts';
import { summariseSelected, walkSelected } from '../../../panel/engine/selected-rows.ts';
import { Session } from '../../../panel/engine/session.ts';
import { newRecorder, received, sent } from './recorded.ts';

/** A list of rows whose number is their time, unless said otherwise; each tenth is no message. */
function listOf(rows: number, timeOf: (row: number) => number = (row) => row) {
  let looks = 0;
  const list = new RowList(
    (row) => {
      looks++;
      return timeOf(row);
    },
    (row) => row % 10 !== 0,
  );
  for (let row = 0; row < rows; row++) list.add([row]);
  looks = 0;
  return { list, looks: () => looks };
}
type Kind = 'only' | 'toggle' | 'extend' | 'extendMore' | 'include';
const at = (kind: Kind, position: number): SelectAct => ({ kind, target: { position } });

describe('selecting rows', () => {
  it('starts with nothing, or with a row that was chosen in another view', () => {
    const { list } = listOf(10);
    expect(new RowSelection(list).state).toEqual({ row: -1, position: -1, count: 0 });
    expect(new RowSelection(list, 4).state).toEqual({ row: 4, position: 4, count: 1 });
  });

  it('draws a range from where it began, in both directions', () => {
    const selection = new RowSelection(listOf(100).list);
    selection.act(at('only', 50));
    selection.act(at('extend', 60));
    expect(selection.positions()).toEqual([{ from: 50, to: 60 }]);
    selection.act(at('extend', 40));
    expect(selection.positions()).toEqual([{ from: 40, to: 50 }]);
    expect(selection.state).toEqual({ row: 40, position: 40, count: 11 });
  });

  it('takes single rows in and out, and keeps the others', () => {
    const selection = new RowSelection(listOf(100).list);
    selection.act(at('only', 10));
    selection.act(at('extend', 14));
    selection.act(at('toggle', 12));
    selection.act(at('toggle', 20));
    selection.act(at('extendMore', 22));
    expect(selection.positions()).toEqual([
      { from: 10, to: 11 },
      { from: 13, to: 14 },
      { from: 20, to: 22 },
    ]);
    selection.act(at('extend', 21));
    expect(selection.positions()).toEqual([{ from: 20, to: 21 }]);
  });

  it('includes a row that a menu is opened on, and leaves alone what it is part of', () => {
    const selection = new RowSelection(listOf(100).list);
    selection.act(at('only', 10));
    selection.act(at('extend', 14));
    selection.act(at('include', 12));
    expect(selection.state).toEqual({ row: 14, position: 14, count: 5 });
    selection.act(at('include', 50));
    expect(selection.state).toEqual({ row: 50, position: 50, count: 1 });
  });

  it('finds the n-th message, without what is no message, and nothing beyond the last', () => {
    const selection = new RowSelection(listOf(100).list);
    // Rows 0 and 10 are no messages.
    selection.act({ kind: 'only', target: { message: 1 } });
    expect(selection.state.row).toBe(1);
    selection.act({ kind: 'only', target: { message: 10 } });
    expect(selection.state.row).toBe(11);
    selection.act({ kind: 'only', target: { message: 90 } });
    expect(selection.state.row).toBe(99);
    for (const message of [0, -1, 91]) selection.act({ kind: 'only', target: { message } });
    for (const position of [-1, 100]) selection.act(at('only', position));
    expect(selection.state.row).toBe(99);
  });

  it('keeps what is selected when rows come in before and inside of it', () => {
    const { list } = listOf(20, (row) => (row < 20 ? row * 10 : row === 20 ? 5 : 125));
    const selection = new RowSelection(list);
    selection.act(at('only', 10));
    selection.act(at('extend', 14));
    list.add([20]);
    expect(selection.positions()).toEqual([{ from: 11, to: 15 }]);
    list.add([21]);
    expect(selection.positions()).toEqual([{ from: 11, to: 16 }]);
    expect(selection.state).toEqual({ row: 14, position: 16, count: 6 });
  });

  it('of everything does not take in what comes later', () => {
    const { list } = listOf(20);
    const selection = new RowSelection(list);
    selection.act({ kind: 'all' });
    list.add([20, 21]);
    expect(selection.state.count).toBe(20);
    selection.act({ kind: 'none' });
    expect(selection.state).toEqual({ row: -1, position: -1, count: 0 });
  });

  it('touches a few dozen rows of a million, whatever is selected', () => {
    const { list, looks } = listOf(1_000_000);
    const selection = new RowSelection(list);
    selection.act(at('only', 3));
    selection.act(at('extend', 999_000));
    selection.act({ kind: 'all' });
    selection.act(at('toggle', 500_000));
    expect(selection.state.count).toBe(999_999);
    expect(selection.ranges).toHaveLength(2);
    expect(looks()).toBeLessThan(2000);
  });
});

describe('walking through what is selected', () => {
  const options = (pause: () => Promise<void>) => {
    let clock = 0;
    return { pause, now: () => (clock += 100) };
  };

  it('shows each row once and in order, in slices, also when rows come in between', async () => {
    const { list } = listOf(2000, (row) => (row < 2000 ? row * 10 : -row));
    const selection = new RowSelection(list);
    selection.act({ kind: 'all' });
    let late = 2000;
    let rests = 0;
    const rows: number[] = [];
    const pace = options(async () => {
      rests++;
      list.add([late++]);
    });
    await walkSelected(list, selection, pace, (row) => rows.push(row) > 0);
    expect(rows).toEqual(Array.from({ length: 2000 }, (_, row) => row));
    expect(rests).toBe(3);
  });

  it('ends when it is told to, and when it is cancelled', async () => {
    const { list } = listOf(2000);
    const selection = new RowSelection(list);
    selection.act({ kind: 'all' });
    let seen = 0;
    await walkSelected(
      list,
      selection,
      options(() => Promise.resolve()),
      () => ++seen < 5,
    );
    expect(seen).toBe(5);
    const cancelled = { ...options(() => Promise.resolve()), isCancelled: () => true };
    await expect(walkSelected(list, selection, cancelled, () => true)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });

  it('adds up directions and bytes of the messages', async () => {
    const session = new Session({
      onSocket: () => undefined,
      onPayload: () => undefined,
      onAnswer: () => undefined,
      onBatch: () => undefined,
    });
    session.addDocument({ id: 1, url: '', isTop: true, isImported: false });
    for (const batch of newRecorder().batches((packer) => {
      sent(packer, 1, 1, 'four');
      received(packer, 1, 2, 'seven!!');
      received(packer, 1, 3, '');
    }))
      session.append(1, batch);
    const list = new RowList(
      (row) => session.log.atMs(row),
      (row) => session.log.isMessage(row),
    );
    list.add(Array.from({ length: session.log.rowCount }, (_, row) => row));
    const selection = new RowSelection(list);
    selection.act({ kind: 'all' });
    const pace = options(() => Promise.resolve());
    expect(await summariseSelected(session.log, list, selection, pace)).toEqual({
      sent: 1,
      received: 2,
      bytes: 11,
    });
  });
});
