// Browsers lay out elements only up to a height (Firefox: none at all above 17.8 million px). A list
// that is higher gets a scrollbar of this height, and positions on it are scaled.
const maxScrollHeight = 8_000_000;

/** The scrolling of a list of rows of one height. All lengths in px, of the whole list unless named otherwise. */
export interface ScrollMap {
  /** What the element that makes the scrollbar is high. */
  readonly scrollHeight: number;
  readonly isScaled: boolean;
  /** The farthest offset. */
  readonly maxOffset: number;
  offsetOf(scrollTop: number): number;
  scrollTopOf(offset: number): number;
}

export function scrollMap(rowCount: number, rowHeight: number, viewportHeight: number): ScrollMap {
  const height = rowCount * rowHeight;
  const scrollHeight = Math.min(height, maxScrollHeight);
  const maxOffset = Math.max(0, height - viewportHeight);
  const maxScrollTop = Math.max(0, scrollHeight - viewportHeight);
  const ratio = maxScrollTop === 0 ? 1 : maxOffset / maxScrollTop;
  const within = (value: number, most: number): number => Math.min(Math.max(0, value), most);
  return {
    scrollHeight,
    isScaled: height > maxScrollHeight,
    maxOffset,
    offsetOf: (scrollTop) => within(scrollTop * ratio, maxOffset),
    scrollTopOf: (offset) => within(offset, maxOffset) / ratio,
  };
}

/**
 * Where a list is after its scrollbar has moved. A short move (wheel, arrow) is taken as pixels of the
 * list, so that it stays exact to the row however many rows a pixel of the bar stands for; a long one
 * (dragging) is taken as a place on the bar.
 */
export function nextOffset(
  map: ScrollMap,
  offset: number,
  oldScrollTop: number,
  scrollTop: number,
  viewportHeight: number,
): number {
  if (!map.isScaled) return map.offsetOf(scrollTop);
  const move = scrollTop - oldScrollTop;
  // At an end of the bar the rest of a wheel's turn is lost, so the list goes to its end too.
  if (scrollTop <= 0) return 0;
  if (scrollTop >= map.scrollHeight - viewportHeight) return map.maxOffset;
  if (Math.abs(move) < viewportHeight) return Math.min(Math.max(0, offset + move), map.maxOffset);
  return map.offsetOf(scrollTop);
}
