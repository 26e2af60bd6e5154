import type { RowSummary } from '../engine/engine-contract.ts';
import { createRowSlots } from './row-slots.ts';

/** Positions in a list. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** What stands in the place of a range. */
export interface DrawnRows {
  /** Rows at the beginning that are still on their way, as places without anything. */
  readonly gap: number;
  readonly rows: readonly RowSummary[];
  /** Which element of the screen a row has. */
  readonly slotOf: (position: number) => number;
}

/**
 * Decides what to draw of a range while its rows are on their way. As long as one in sight is missing,
 * the rows that are there stay where they are: old ones for a moment, rather than none.
 * @returns takes the range, the part of it that is in sight, and the rows that were fetched
 */
export function createDrawnRows(): (
  range: Range,
  inSight: Range,
  start: number,
  fetched: readonly RowSummary[],
) => DrawnRows {
  const slots = createRowSlots();
  let drawn: DrawnRows = { gap: 0, rows: [], slotOf: (position) => position };
  return ({ first, count }, inSight, start, fetched) => {
    const isThere =
      start <= inSight.first && start + fetched.length >= inSight.first + inSight.count;
    if (!isThere && drawn.rows.length > 0) return drawn;
    const from = Math.max(0, first - start);
    const rows = fetched.slice(from, Math.max(from, first + count - start));
    drawn = { gap: Math.max(0, start - first), rows, slotOf: slots.arrange(first, count) };
    return drawn;
  };
}
