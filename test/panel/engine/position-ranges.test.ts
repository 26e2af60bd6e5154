import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countPositions,
  hasPosition,
  type PositionRanges,
  withoutPosition,
  withRange,
} from '../../../panel/engine/position-ranges.ts';

const positionsOf = (ranges: PositionRanges): number[] =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));

describe('ranges of positions', () => {
  it('join when they touch or overlap, and stay apart otherwise', () => {
    const two = withRange([{ from: 2, to: 4 }], { from: 8, to: 9 });
    expect(two).toEqual([
      { from: 2, to: 4 },
      { from: 8, to: 9 },
    ]);
    expect(withRange(two, { from: 5, to: 7 })).toEqual([{ from: 2, to: 9 }]);
    expect(withRange(two, { from: 0, to: 0 })).toHaveLength(3);
  });

  it('are what a set of numbers would be, after any additions and removals, in order and without touching', () => {
    const step = fc.oneof(
      fc.record({ from: fc.nat(40), length: fc.nat(10) }),
      fc.record({ without: fc.nat(50) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let ranges: PositionRanges = [];
        const set = new Set<number>();
        for (const each of steps) {
          if ('without' in each) {
            ranges = withoutPosition(ranges, each.without);
            set.delete(each.without);
          } else {
            const to = each.from + each.length;
            ranges = withRange(ranges, { from: each.from, to });
            for (let at = each.from; at <= to; at++) set.add(at);
          }
        }
        expect(positionsOf(ranges)).toEqual([...set].sort((a, b) => a - b));
        expect(countPositions(ranges)).toBe(set.size);
        for (let at = 0; at <= 51; at++) expect(hasPosition(ranges, at)).toBe(set.has(at));
        for (const [index, range] of ranges.entries())
          expect(range.from).toBeGreaterThan((ranges[index - 1]?.to ?? -2) + 1);
      }),
    );
  });
});
