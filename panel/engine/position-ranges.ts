/** Both ends are inside. Lists of them are in order, and none touches the next. */
export interface PositionRange {
  readonly from: number;
  readonly to: number;
}
export type PositionRanges = readonly PositionRange[];

/** The ranges and all positions of one more. */
export function withRange(ranges: PositionRanges, added: PositionRange): PositionRanges {
  let { from, to } = added;
  const before: PositionRange[] = [];
  const after: PositionRange[] = [];
  for (const range of ranges) {
    if (range.to < from - 1) before.push(range);
    else if (range.from > to + 1) after.push(range);
    else {
      from = Math.min(from, range.from);
      to = Math.max(to, range.to);
    }
  }
  return [...before, { from, to }, ...after];
}

/** The ranges but for one position. */
export function withoutPosition(ranges: PositionRanges, position: number): PositionRanges {
  return ranges.flatMap(({ from, to }) => {
    if (position < from || position > to) return [{ from, to }];
    return [
      { from, to: position - 1 },
      { from: position + 1, to },
    ].filter((rest) => rest.from <= rest.to);
  });
}

export const hasPosition = (ranges: PositionRanges, position: number): boolean =>
  ranges.some(({ from, to }) => position >= from && position <= to);

export const countPositions = (ranges: PositionRanges): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
