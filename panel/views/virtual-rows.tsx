import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { nextOffset, scrollMap } from '../model/scroll-map.ts';
import './virtual-rows.css';

/** Rows drawn above and below those in sight, so that scrolling does not outrun them. */
const spareRows = 12;

export interface RowRange {
  readonly first: number;
  readonly count: number;
}

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
  readonly render: (range: RowRange) => ComponentChildren;
  /** Told after each change of what is in sight. */
  readonly onRange?: (range: RowRange) => void;
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
  /** As it was after the last frame, and as it should be. */
  const scrollTop = useRef(0);
  const wanted = useRef(0);
  const frame = useRef(0);

  const map = scrollMap(rowCount, rowHeight, height);
  const shown = sticksToEnd && isAtEnd.current ? map.maxOffset : Math.min(offset, map.maxOffset);
  const first = Math.max(0, Math.floor(shown / rowHeight) - spareRows);
  const count = Math.min(rowCount - first, Math.ceil(height / rowHeight) + 2 * spareRows);

  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    setHeight(element.clientHeight);
    return () => observer.disconnect();
  }, []);

  // The scrollbar follows the offset, not the other way round. Once a frame: to read or set a bar's place makes
  // the browser lay out, and at full speed there are several drawings in a frame. By then a frame's scroll
  // events are over, so what the user has scrolled is known and is not undone.
  wanted.current = map.scrollTopOf(shown);
  useLayoutEffect(() => {
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      const element = viewport.current;
      if (element === null) return;
      if (Math.abs(element.scrollTop - wanted.current) >= 1) element.scrollTop = wanted.current;
      scrollTop.current = element.scrollTop;
    });
  });
  useLayoutEffect(() => () => cancelAnimationFrame(frame.current), []);

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
            transform: `translateY(${map.scrollTopOf(shown) + first * rowHeight - shown}px)`,
          }}
        >
          {height > 0 && render({ first, count })}
        </div>
      </div>
    </div>
  );
}
