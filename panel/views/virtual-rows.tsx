import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { drawnRows, type RowRange } from '../model/drawn-rows.ts';
import { nextOffset, scrollMap, wheelPx } from '../model/scroll-map.ts';
import './virtual-rows.css';

/** Rows drawn above and below those in sight, so that scrolling does not outrun them. */
const spareRows = 12;

/** What the owner of a list can have it do. */
export interface VirtualRowsControl {
  /** Moves no farther than it takes for the row to be seen. */
  scrollTo(position: number): void;
  /** Puts a row that is out of sight into the middle. */
  scrollToMiddle(position: number): void;
  scrollToEnd(): void;
  /** From the top of the list's box, px. */
  topOf(position: number): number;
  readonly rowsInSight: number;
}

export interface VirtualRowsProps {
  readonly rowCount: number;
  /** Changes when other rows are shown, even if they are as many: `onRange` is then told anew. */
  readonly epoch?: number;
  /** px */
  readonly rowHeight: number;
  /** Whether the list stays at its end while it grows, until the user scrolls away. */
  readonly sticksToEnd?: boolean;
  /** Where rows are fetched: those that are there. Left out: all. */
  readonly loaded?: RowRange;
  /** Rows that have come in above what is in sight, all in all since `epoch` changed. */
  readonly shift?: number;
  readonly role?: 'rowgroup' | 'presentation';
  readonly render: (range: RowRange) => ComponentChildren;
  /** Told after each change of what is in sight, with the first row that is, or null at the end. */
  readonly onRange?: (range: RowRange, firstInSight: number | null) => void;
  readonly onAtEnd?: (isAtEnd: boolean) => void;
  readonly control?: { current: VirtualRowsControl | null };
}

/** A scrolling list that draws only the rows in sight, of any number. */
export function VirtualRows({
  rowCount,
  epoch = 0,
  rowHeight,
  sticksToEnd = false,
  loaded,
  shift = 0,
  role = 'rowgroup',
  render,
  onRange,
  onAtEnd,
  control,
}: VirtualRowsProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const offset = useRef(0);
  const [, redraw] = useState(0);
  const isAtEnd = useRef(sticksToEnd);
  /** The bar's place as far as it is known: a scroll event tells of each change. */
  const scrollTop = useRef(0);
  const shifted = useRef({ epoch, shift });

  const map = scrollMap(rowCount, rowHeight, height);
  if (shifted.current.epoch !== epoch) shifted.current = { epoch, shift };
  offset.current += (shift - shifted.current.shift) * rowHeight;
  shifted.current = { epoch, shift };
  const sticks = sticksToEnd && isAtEnd.current;
  // Kept: when the list is let go of, it stays where it was seen last.
  if (sticks) offset.current = map.maxOffset;
  const shown = Math.min(offset.current, map.maxOffset);

  const firstInSight = Math.floor(shown / rowHeight);
  const endInSight = Math.min(rowCount, Math.ceil((shown + height) / rowHeight));
  const first = Math.max(0, firstInSight - spareRows);
  const count = Math.min(rowCount - first, Math.ceil(height / rowHeight) + 2 * spareRows);
  const drawn = drawnRows(
    { first, count },
    { first: firstInSight, count: Math.max(0, endInSight - firstInSight) },
    loaded ?? { first, count },
  );

  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    setHeight(element.clientHeight);
    return () => observer.disconnect();
  }, []);

  // The scrollbar follows the offset, not the other way round. Drawn in a frame's callback (draw-pace.ts): the
  // frame's scroll events are over, so what the user has scrolled is known and is not undone.
  const wanted = map.scrollTopOf(shown);
  useLayoutEffect(() => {
    const element = viewport.current;
    // To ask a bar for its place makes the browser lay out; what it is to be may be where it is.
    if (element === null || Math.abs(scrollTop.current - wanted) < 1) return;
    element.scrollTop = wanted;
    scrollTop.current = element.scrollTop;
  });

  useLayoutEffect(() => {
    onRange?.({ first, count }, sticks ? null : firstInSight);
  }, [first, count, firstInSight, sticks, rowCount, epoch]);

  const moveTo = (next: number): void => {
    const within = Math.min(Math.max(0, next), map.maxOffset);
    // Half a row of tolerance: zoomed pages give fractions of pixels.
    const reaches = within >= map.maxOffset - rowHeight / 2;
    if (reaches !== isAtEnd.current) {
      isAtEnd.current = reaches;
      onAtEnd?.(reaches);
    }
    offset.current = within;
    redraw((times) => times + 1);
  };

  // A wheel would move a scaled bar by as many px as it should move the list, and its animation would go on from
  // there; so the list is moved instead. Listened to only where it is needed: such a listener has the browser
  // wait for it before it scrolls.
  const move = useRef(moveTo);
  move.current = moveTo;
  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null || !map.isScaled) return;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      move.current(offset.current + wheelPx(event, rowHeight, element.clientHeight));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [map.isScaled, rowHeight]);

  if (control !== undefined) {
    control.current = {
      rowsInSight: Math.max(1, Math.floor(height / rowHeight) - 1),
      topOf: (position) => position * rowHeight - shown,
      scrollTo(position) {
        const top = position * rowHeight;
        if (top < shown) moveTo(top);
        else if (top + rowHeight > shown + height) moveTo(top + rowHeight - height);
      },
      scrollToMiddle(position) {
        const top = position * rowHeight;
        if (top < shown || top + rowHeight > shown + height)
          moveTo(Math.round((top - height / 2) / rowHeight) * rowHeight);
      },
      scrollToEnd: () => moveTo(map.maxOffset),
    };
  }

  const drawnHeight = drawn.count * rowHeight;
  const place = wanted + drawn.first * rowHeight - shown;
  const before = Math.min(Math.max(0, place), Math.max(0, map.scrollHeight - drawnHeight));
  // What is drawn stays in sight wherever the browser scrolls by itself before the next drawing.
  const slack = drawnHeight - height;
  return (
    <div
      ref={viewport}
      class="virtual-rows"
      role={role}
      onScroll={(event) => {
        const { scrollTop: now, scrollHeight, clientHeight } = event.currentTarget;
        if (Math.abs(now - scrollTop.current) < 1) return;
        // The end of the bar is the end of the list, also where the browser has moved the bar there by itself,
        // as it does when the list becomes higher: what is drawn does not know that height yet.
        if (sticks && now >= scrollHeight - clientHeight - 1) {
          scrollTop.current = now;
          return;
        }
        const next = nextOffset(map, shown, scrollTop.current, now, height);
        scrollTop.current = now;
        moveTo(next);
      }}
    >
      <div
        class="virtual-rows-spacer"
        role="presentation"
        style={{ blockSize: `${map.scrollHeight}px` }}
      >
        <div role="presentation" style={{ blockSize: `${before}px` }} />
        <div
          class={slack >= 0 ? 'virtual-rows-window clings' : 'virtual-rows-window'}
          role="presentation"
          style={{ blockSize: `${drawnHeight}px`, insetBlock: slack >= 0 ? `${-slack}px` : 'auto' }}
        >
          {height > 0 && render(drawn)}
        </div>
      </div>
    </div>
  );
}
