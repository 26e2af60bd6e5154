import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowList } from '../../../panel/engine/row-list.ts';

interface Row {
  readonly time: number;
  readonly isMessage: boolean;
}

/** A list over rows that are given as an array, counting how often times are looked at. */
function listOver(rows: readonly Row[]) {
  const looks = { time: 0, kind: 0 };
  const list = new RowList(
    (row) => {
      looks.time++;
      return rows[row]?.time ?? Number.NaN;
    },
    (row) => {
      looks.kind++;
      return rows[row]?.isMessage === true;
    },
  );
  return { list, looks };
}

const contents = (list: RowList): number[] =>
  Array.from({ length: list.length }, (_, position) => list.at(position));
const messagesAt = (...times: number[]): Row[] => times.map((time) => ({ time, isMessage: true }));

/** Few times, so that many are equal. */
const rowsOf = fc.array(
  fc.record({ time: fc.integer({ min: 0, max: 8 }), isMessage: fc.boolean() }),
  { maxLength: 60 },
);
/** Rows, and how many of them come at a time. */
const arrivals = fc.tuple(rowsOf, fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1 }));

function listAfter([rows, sizes]: [readonly Row[], readonly number[]]): RowList {
  const { list } = listOver(rows);
  let from = 0;
  for (let turn = 0; from < rows.length; turn++) {
    const size = turn < sizes.length ? (sizes[turn] ?? 1) : rows.length - from;
    const end = Math.min(rows.length, from + size);
    list.add(Array.from({ length: end - from }, (_, index) => from + index));
    from = end;
  }
  return list;
}

describe('the rows of a view', () => {
  it('are a stable sort by time, however they arrive', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const [rows] = all;
        const wanted = rows.map((_, row) => row).sort((a, b) => timeAt(a) - timeAt(b));
        function timeAt(row: number): number {
          return rows[row]?.time ?? 0;
        }
        expect(contents(listAfter(all))).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('count the messages and tell where each row stands, as counting by hand does', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const [rows] = all;
        const list = listAfter(all);
        const order = contents(list);
        const messages = order.filter((row) => rows[row]?.isMessage);
        expect(list.messageCount).toBe(messages.length);
        for (let position = 0; position <= order.length; position++) {
          const before = order.slice(0, position).filter((row) => rows[row]?.isMessage);
          expect(list.messagesBefore(position)).toBe(before.length);
        }
        for (const row of rows.keys()) expect(list.positionOf(row)).toBe(order.indexOf(row));
        for (const [index, row] of messages.entries())
          expect(list.positionOfMessage(index)).toBe(order.indexOf(row));
      }),
    );
  });

  it('do not have a position for a row that the view leaves out', () => {
    const { list } = listOver(messagesAt(1, 2, 2, 3));
    list.add([0, 1, 3]);
    expect(list.positionOf(2)).toBe(-1);
    expect([0, 1, 3].map((row) => list.positionOf(row))).toEqual([0, 1, 2]);
  });
});

describe('adding rows', () => {
  it('that come in order touches only them, whatever is there', () => {
    const rows = messagesAt(...Array.from({ length: 20_010 }, (_, index) => index));
    const { list, looks } = listOver(rows);
    list.add(Array.from({ length: 20_000 }, (_, index) => index));
    looks.time = 0;
    looks.kind = 0;
    const added = [20_000, 20_001, 20_002];
    expect(list.add(added)).toBe(3);
    // Each new row, and the last one that was there.
    expect(looks).toEqual({ time: 4, kind: 3 });
  });

  it('of the same time as the last one counts as in order', () => {
    const { list } = listOver(messagesAt(5, 5, 5));
    list.add([0]);
    expect(list.add([1, 2])).toBe(2);
    expect(contents(list)).toEqual([0, 1, 2]);
  });

  it('that come late touches only what is newer than they', () => {
    const times = Array.from({ length: 10_000 }, (_, index) => index);
    const { list, looks } = listOver(messagesAt(...times, 9_989.5));
    list.add(times);
    looks.time = 0;
    looks.kind = 0;
    expect(list.add([10_000])).toBe(11);
    expect(looks.kind).toBe(11);
    // A binary search and the merge of the eleven.
    expect(looks.time).toBeLessThan(60);
    expect(contents(list).slice(-11)).toEqual([10_000, ...times.slice(-10)]);
  });

  it('of no number changes nothing', () => {
    const { list } = listOver(messagesAt(1));
    list.add([0]);
    expect(list.add([])).toBe(0);
    expect(contents(list)).toEqual([0]);
  });

  it('keeps the places of events right when late rows push them on', () => {
    const { list } = listOver([
      { time: 1, isMessage: false },
      { time: 3, isMessage: true },
      { time: 4, isMessage: false },
      { time: 2, isMessage: true },
    ]);
    list.add([0, 1, 2]);
    list.add([3]);
    expect(contents(list)).toEqual([0, 3, 1, 2]);
    expect([0, 1, 2, 3, 4].map((at) => list.messagesBefore(at))).toEqual([0, 0, 1, 2, 2]);
  });
});
