import './splitter.css';

export interface SplitterProps {
  readonly label: string;
  /** The separator's own direction: a horizontal one stands between an upper and a lower part. */
  readonly orientation: 'horizontal' | 'vertical';
  /** Share of the part before (or, with `isFromEnd`, after) the separator, 0 to 1. */
  readonly share: number;
  readonly isFromEnd?: boolean;
  readonly onShare: (share: number) => void;
}

const least = 0.08;
const most = 0.9;
const keyStep = 0.03;

/** A border between two parts that mouse and arrow keys move. */
export function Splitter({ label, orientation, share, isFromEnd = false, onShare }: SplitterProps) {
  const isHorizontal = orientation === 'horizontal';
  const set = (value: number): void => onShare(Math.min(most, Math.max(least, value)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const forward = isHorizontal ? 'ArrowDown' : 'ArrowRight';
    const back = isHorizontal ? 'ArrowUp' : 'ArrowLeft';
    const sign = isFromEnd ? -1 : 1;
    if (event.key === forward) set(share + sign * keyStep);
    else if (event.key === back) set(share - sign * keyStep);
    else if (event.key === 'Home') set(isFromEnd ? most : least);
    else if (event.key === 'End') set(isFromEnd ? least : most);
    else return;
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const area = handle.parentElement?.getBoundingClientRect();
    if (!handle.hasPointerCapture(event.pointerId) || area === undefined) return;
    const before = isHorizontal
      ? (event.clientY - area.top) / area.height
      : (event.clientX - area.left) / area.width;
    set(isFromEnd ? 1 - before : before);
  };
  return (
    <div
      class={`splitter splitter-${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={Math.round(least * 100)}
      aria-valuemax={Math.round(most * 100)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}
