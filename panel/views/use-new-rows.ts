import { useRef } from 'preact/hooks';
import type { ViewState } from '../engine/engine-contract.ts';

/** How many rows have come into a view since it was last followed at its end. */
export function useNewRows(state: ViewState, isFollowing: boolean): number {
  const left = useRef({ view: -1, rows: 0 });
  const { view, rowCount, scannedRows, ofRows } = state;
  // Rows that a new filter is still finding are not new, and after Clear there are fewer than before.
  const isOther = left.current.view !== view && scannedRows >= ofRows;
  if (isFollowing || isOther || rowCount < left.current.rows)
    left.current = { view, rows: rowCount };
  return left.current.view === view ? rowCount - left.current.rows : 0;
}
