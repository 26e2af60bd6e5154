export const columnIds = ['direction', 'time', 'socket', 'type', 'size', 'content'] as const;
export type ColumnId = (typeof columnIds)[number];

/** How the columns of the list stand. */
export interface ColumnLayout {
  /** All of them, shown or not. */
  readonly order: readonly ColumnId[];
  readonly hidden: readonly ColumnId[];
  /** px, of those that were resized. */
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
}

export const defaultColumns: ColumnLayout = { order: columnIds, hidden: [], widths: {} };

/** px: of a list that has room, and of a narrow one. */
const defaultWidths: Readonly<Record<ColumnId, readonly [wide: number, narrow: number]>> = {
  direction: [24, 22],
  time: [104, 96],
  socket: [150, 66],
  type: [80, 62],
  size: [68, 56],
  content: [300, 160],
};
export const leastWidth = 20;
export const mostWidth = 2000;

export const shownColumns = ({ order, hidden }: ColumnLayout): readonly ColumnId[] =>
  order.filter((id) => !hidden.includes(id));

/** The column that takes what room the others leave. */
export function flexibleColumn(layout: ColumnLayout): ColumnId | undefined {
  const shown = shownColumns(layout);
  return shown.includes('content') ? 'content' : shown.at(-1);
}

/** A column that takes the place of its neighbour, as many shown ones on as `by` says. */
export function moveColumn(layout: ColumnLayout, id: ColumnId, by: number): ColumnLayout {
  const shown = shownColumns(layout);
  const from = shown.indexOf(id);
  const to = Math.min(Math.max(0, from + by), shown.length - 1);
  const neighbour = shown[to];
  if (from < 0 || neighbour === undefined || to === from) return layout;
  const others = layout.order.filter((each) => each !== id);
  const at = others.indexOf(neighbour) + (to > from ? 1 : 0);
  return { ...layout, order: [...others.slice(0, at), id, ...others.slice(at)] };
}

/** Shows a column that is hidden, or hides one; the last one stays. */
export function toggleColumn(layout: ColumnLayout, id: ColumnId): ColumnLayout {
  if (layout.hidden.includes(id))
    return { ...layout, hidden: layout.hidden.filter((each) => each !== id) };
  if (shownColumns(layout).length === 1) return layout;
  return { ...layout, hidden: [...layout.hidden, id] };
}

/** @param width px, or null for the default */
export function resizeColumn(
  layout: ColumnLayout,
  id: ColumnId,
  width: number | null,
): ColumnLayout {
  const { [id]: _, ...others } = layout.widths;
  if (width === null) return { ...layout, widths: others };
  const within = Math.round(Math.min(mostWidth, Math.max(leastWidth, width)));
  return { ...layout, widths: { ...others, [id]: within } };
}

/** The shown columns as tracks of a CSS grid. Where there is not enough room all of them give way. */
export function gridTracks(layout: ColumnLayout, isNarrow: boolean): string {
  const flexible = flexibleColumn(layout);
  return shownColumns(layout)
    .map((id) =>
      id === flexible
        ? 'minmax(0, 1fr)'
        : `minmax(${leastWidth}px, ${layout.widths[id] ?? defaultWidths[id][isNarrow ? 1 : 0]}px)`,
    )
    .join(' ');
}

export function isColumnLayout(value: unknown): value is ColumnLayout {
  if (typeof value !== 'object' || value === null) return false;
  const { order, hidden, widths } = value as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(order) &&
    order.length === columnIds.length &&
    columnIds.every((id) => order.includes(id)) &&
    Array.isArray(hidden) &&
    hidden.length < columnIds.length &&
    hidden.every((id) => columnIds.includes(id)) &&
    typeof widths === 'object' &&
    widths !== null &&
    Object.entries(widths).every(
      ([id, width]) =>
        columnIds.some((each) => each === id) &&
        typeof width === 'number' &&
        width >= leastWidth &&
        width <= mostWidth,
    )
  );
}
