export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Which rows a list draws. What is wanted, if at least all that is in sight has been fetched; until then what was
 * fetched before, so that nobody sees an empty list while its scrollbar is dragged.
 * @param wanted what is in sight and some more
 * @param loaded what has been fetched
 */
export function drawnRows(wanted: RowRange, inSight: RowRange, loaded: RowRange): RowRange {
  const loadedEnd = loaded.first + loaded.count;
  const isAllThere = inSight.first >= loaded.first && inSight.first + inSight.count <= loadedEnd;
  if (!isAllThere) return loaded;
  const first = Math.max(wanted.first, loaded.first);
  return { first, count: Math.min(wanted.first + wanted.count, loadedEnd) - first };
}
