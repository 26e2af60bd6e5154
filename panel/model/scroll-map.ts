// Browsers lay out elements only up to a height (Firefox: none at all above 17.8 million px). A list
// that is higher gets a scrollbar of this height, and positions on it are scaled.
const maxScrollHeight = 8_000_000;

/**
 * At its ends the bar of a scaled list moves as the list does, px for px: a step of an arrow or a finger near an end
 * would otherwise reach the end of the bar, and with it that of the list, thousands of rows too early.
 */
const exactPx = 20_000;

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
  const isScaled = height > maxScrollHeight;
  const maxOffset = Math.max(0, height - viewportHeight);
  const maxScrollTop = Math.max(0, scrollHeight - viewportHeight);
  const ratio = isScaled ? (maxOffset - 2 * exactPx) / (maxScrollTop - 2 * exactPx) : 1;
  const within = (value: number, most: number): number => Math.min(Math.max(0, value), most);
  return {
    scrollHeight,
    isScaled,
    maxOffset,
    offsetOf(scrollTop) {
      const top = within(scrollTop, maxScrollTop);
      if (!isScaled || top <= exactPx) return top;
      if (top >= maxScrollTop - exactPx) return maxOffset - (maxScrollTop - top);
      return exactPx + (top - exactPx) * ratio;
    },
    scrollTopOf(offset) {
      const top = within(offset, maxOffset);
      if (!isScaled || top <= exactPx) return top;
      if (top >= maxOffset - exactPx) return maxScrollTop - (maxOffset - top);
      return exactPx + (top - exactPx) / ratio;
    },
  };
}

/**
 * Where a list is after its scrollbar has moved. A short move (its arrows, its pages, a finger) is taken as pixels
 * of the list, so that it stays exact to the row however many rows a pixel of the bar stands for; a long one
 * (dragging) is taken as a place on the bar. The wheel of a scaled list does not come here: see virtual-rows.tsx.
 */
export function nextOffset(
  map: ScrollMap,
  offset: number,
  oldScrollTop: number,
  scrollTop: number,
  viewportHeight: number,
): number {
  const move = scrollTop - oldScrollTop;
  if (!map.isScaled || Math.abs(move) >= viewportHeight) return map.offsetOf(scrollTop);
  // At its end the bar takes less of a step than was meant.
  if (scrollTop <= 0) return 0;
  if (scrollTop >= map.scrollHeight - viewportHeight) return map.maxOffset;
  return Math.min(Math.max(0, offset + move), map.maxOffset);
}

/** How far a turn of the wheel moves a list, px. */
export function wheelPx(
  { deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>,
  rowHeight: number,
  viewportHeight: number,
): number {
  // DOM_DELTA_LINE and DOM_DELTA_PAGE: Firefox tells of lines with some mice.
  const unit = deltaMode === 1 ? rowHeight : deltaMode === 2 ? viewportHeight : 1;
  return deltaY * unit;
}
