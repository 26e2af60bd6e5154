import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** The button or box of a row that is meant, by its `data-act`. */
interface Place {
  readonly row: number;
  readonly act: string;
  /** How many rows there were, where the focus is to wait until there are others. */
  readonly whileRows: number | null;
}

/**
 * Where the focus goes when rows of a list (`[data-row]`) have been added, moved or taken away:
 * without this it would be lost, and with it the place of who works by keyboard.
 */
export function useRowFocus(box: RefObject<HTMLElement | null>): (place: Place) => void {
  const wanted = useRef<Place | null>(null);
  useLayoutEffect(() => {
    const place = wanted.current;
    if (place === null || box.current === null) return;
    const rows = box.current.querySelectorAll('[data-row]');
    if (rows.length === place.whileRows) return;
    wanted.current = null;
    const row = rows[Math.min(place.row, rows.length - 1)];
    const target =
      row?.querySelector<HTMLElement>(`[data-act=${place.act}]:not(:disabled)`) ??
      row?.querySelector<HTMLElement>('button:not(:disabled)') ??
      box.current.querySelector<HTMLElement>('button');
    target?.focus();
  });
  return (place) => {
    wanted.current = place;
  };
}
