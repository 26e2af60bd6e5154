import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Range } from '../model/drawn-rows.ts';
import { nextOffset, scrollMap } from '../model/scroll-map.ts';
import './virtual-rows.css';

/** Rows drawn above and below those in sight, so that scrolling does not outrun them. */
const spareRows = 12;

/** What the owner of a list can have it do. */
export interface VirtualRowsControl {
  scrollTo(position: number): void;
  scrollToEnd(): void;
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
  readonly role?: 'rowgroup' | 'presentation';
  /** Draws a range, a part of which is in sight. */
  readonly render: (range: Range, inSight: Range) => ComponentChildren;
  /** Told after each change of what is in sight. */
  readonly onRange?: (range: Range) => void;
  readonly onAtEnd?: (isAtEnd: boolean) => void;
  readonly control?: { current: VirtualRowsControl | null };
}

/** A scrolling list that draws only the rows in sight, of any number. */
export function VirtualRows({
  rowCount,
  epoch = 0,
  rowHeight,
  sticksToEnd = false,
  role = 'rowgroup',
  render,
  onRange,
  onAtEnd,
  control,
}: VirtualRowsProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [offset, setOffset] = useState(0);
  const isAtEnd = useRef(sticksToEnd);
  /** The bar's place as far as it is known: a scroll event tells of each change. */
  const scrollTop = useRef(0);

  const map = scrollMap(rowCount, rowHeight, height);
  const shown = sticksToEnd && isAtEnd.current ? map.maxOffset : Math.min(offset, map.maxOffset);
  const top = Math.floor(shown / rowHeight);
  const first = Math.max(0, top - spareRows);
  const count = Math.min(rowCount - first, Math.ceil(height / rowHeight) + 2 * spareRows);
  const inSight = {
    first: top,
    count: Math.min(rowCount, Math.ceil((shown + height) / rowHeight)) - top,
  };

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
    onRange?.({ first, count });
  }, [first, count, rowCount, epoch]);

  const moveTo = (next: number): void => {
    const within = Math.min(Math.max(0, next), map.maxOffset);
    // Half a row of tolerance: zoomed pages give fractions of pixels.
    const reaches = within >= map.maxOffset - rowHeight / 2;
    if (reaches !== isAtEnd.current) {
      isAtEnd.current = reaches;
      onAtEnd?.(reaches);
    }
    setOffset(within);
  };

  if (control !== undefined) {
    control.current = {
      rowsInSight: Math.max(1, Math.floor(height / rowHeight) - 1),
      scrollTo(position) {
        const top = position * rowHeight;
        if (top < shown) moveTo(top);
        else if (top + rowHeight > shown + height) moveTo(top + rowHeight - height);
      },
      scrollToEnd: () => moveTo(map.maxOffset),
    };
  }

  return (
    <div
      ref={viewport}
      class="virtual-rows"
      role={role}
      onScroll={(event) => {
        const now = event.currentTarget.scrollTop;
        if (Math.abs(now - scrollTop.current) < 1) return;
        const next = nextOffset(map, shown, scrollTop.current, now, height);
        scrollTop.current = now;
        moveTo(next);
      }}
    >
      <div
        class="virtual-rows-spacer"
        role="presentation"
        style={{ height: `${map.scrollHeight}px` }}
      >
        <div
          class="virtual-rows-window"
          role="presentation"
          style={{
            transform: `translateY(${wanted + first * rowHeight - shown}px)`,
          }}
        >
          {height > 0 && render({ first, count }, inSight)}
        </div>
      </div>
    </div>
  );
}
