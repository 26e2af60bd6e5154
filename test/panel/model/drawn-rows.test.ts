import { describe, expect, it } from 'vitest';
import type { RowSummary } from '../../../panel/engine/engine-contract.ts';
import { createDrawnRows } from '../../../panel/model/drawn-rows.ts';

// Nothing is read of a row but its position.
const rowsFrom = (first: number, count: number): RowSummary[] =>
  Array.from({ length: count }, (_, index) => ({ position: first + index }) as RowSummary);
const positions = ({ rows }: { rows: readonly RowSummary[] }): number[] =>
  rows.map(({ position }) => position);

describe('What is drawn of a list', () => {
  it('is the range, cut out of what was fetched', () => {
    const draw = createDrawnRows();
    const drawn = draw({ first: 12, count: 4 }, { first: 13, count: 2 }, 10, rowsFrom(10, 20));
    expect(positions(drawn)).toEqual([12, 13, 14, 15]);
    expect(drawn.gap).toBe(0);
  });

  it('leaves the place free of rows above those in sight that have not come', () => {
    const draw = createDrawnRows();
    const drawn = draw({ first: 4, count: 8 }, { first: 8, count: 2 }, 7, rowsFrom(7, 20));
    expect(drawn.gap).toBe(3);
    expect(positions(drawn)).toEqual([7, 8, 9, 10, 11]);
  });

  it('stays what it was until each row in sight is there: old rows, not none', () => {
    const draw = createDrawnRows();
    const before = draw({ first: 0, count: 6 }, { first: 0, count: 4 }, 0, rowsFrom(0, 6));
    const jumped = { range: { first: 500, count: 6 }, inSight: { first: 501, count: 4 } };
    expect(draw(jumped.range, jumped.inSight, 0, rowsFrom(0, 6))).toBe(before);
    expect(draw(jumped.range, jumped.inSight, 498, rowsFrom(498, 6))).toBe(before);
    expect(positions(draw(jumped.range, jumped.inSight, 500, rowsFrom(500, 6)))).toEqual([
      500, 501, 502, 503, 504, 505,
    ]);
  });

  it('is nothing where nothing is in sight any more, and what there is where nothing was before', () => {
    const draw = createDrawnRows();
    const none = { first: 0, count: 0 };
    expect(positions(draw({ first: 0, count: 6 }, { first: 0, count: 4 }, 0, []))).toEqual([]);
    draw({ first: 0, count: 2 }, { first: 0, count: 2 }, 0, rowsFrom(0, 2));
    expect(positions(draw(none, none, 0, rowsFrom(0, 2)))).toEqual([]);
  });
});
