import { useRef, useState } from 'preact/hooks';
import {
  type ColumnId,
  type ColumnLayout,
  type columnIds,
  flexibleColumn,
  moveColumn,
  resizeColumn,
  shownColumns,
} from '../model/columns.ts';
import type { Texts } from '../model/texts/texts.ts';
import type { MenuPlace } from './menu.tsx';
import './message-header.css';

export interface MessageHeaderProps {
  readonly texts: Texts;
  readonly columns: ColumnLayout;
  readonly onColumns: (columns: ColumnLayout) => void;
  readonly onMenu: (column: ColumnId, place: MenuPlace) => void;
  /** The user goes down to the rows. */
  readonly onLeave: () => void;
}

/** px that an arrow key resizes by. */
const keyStep = 8;
/** px that the mouse moves before a press is a drag. */
const dragThreshold = 5;

/** The names of the columns, which are moved and resized there. */
export function MessageHeader(props: MessageHeaderProps) {
  const { texts, columns, onColumns, onMenu, onLeave } = props;
  const shown = shownColumns(columns);
  const row = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState<ColumnId | undefined>();
  const [target, setTarget] = useState<ColumnId | null>(null);
  const drag = useRef<{ id: ColumnId; fromX: number; isMoving: boolean } | null>(null);
  /** The one that Tab comes to. */
  const current = reached !== undefined && shown.includes(reached) ? reached : shown[0];

  const cellOf = (id: ColumnId): HTMLElement | null =>
    row.current?.querySelector<HTMLElement>(`[data-column="${id}"]`) ?? null;
  const openMenu = (id: ColumnId, place?: MenuPlace): void => {
    const box = cellOf(id)?.getBoundingClientRect();
    if (box !== undefined) onMenu(id, place ?? { x: box.left, y: box.bottom });
  };
  const resizeBy = (id: ColumnId, px: number): void => {
    if (id !== flexibleColumn(columns))
      onColumns(resizeColumn(columns, id, (cellOf(id)?.offsetWidth ?? 0) + px));
  };
  const onKeyDown = (event: KeyboardEvent, id: ColumnId): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = shown.indexOf(id);
    if (step !== 0 && event.altKey) resizeBy(id, step * keyStep);
    else if (step !== 0 && event.shiftKey) onColumns(moveColumn(columns, id, step));
    else if (step !== 0) cellOf(shown[at + step] ?? id)?.focus();
    else if (event.key === 'Home') cellOf(shown[0] ?? id)?.focus();
    else if (event.key === 'End') cellOf(shown.at(-1) ?? id)?.focus();
    else if (event.key === 'ArrowDown') onLeave();
    else if (event.key === 'Escape' && drag.current !== null) stopDragging();
    else if (['Enter', ' ', 'ContextMenu'].includes(event.key) || isMenuKey(event)) openMenu(id);
    else return;
    event.preventDefault();
    // The list around it has arrow keys of its own.
    event.stopPropagation();
  };

  const stopDragging = (): void => {
    drag.current = null;
    setTarget(null);
  };
  /** The column whose place the dragged one would take. */
  const columnAt = (x: number): ColumnId | null =>
    shown.find((id) => {
      const box = cellOf(id)?.getBoundingClientRect();
      return box !== undefined && x >= box.left && x < box.right;
    }) ?? null;
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null) return;
    drag.current.isMoving ||= Math.abs(event.clientX - drag.current.fromX) > dragThreshold;
    if (drag.current.isMoving) setTarget(columnAt(event.clientX));
  };
  const onPointerUp = (event: PointerEvent): void => {
    const dragged = drag.current;
    const onto = columnAt(event.clientX);
    stopDragging();
    if (dragged === null || !dragged.isMoving || onto === null) return;
    onColumns(moveColumn(columns, dragged.id, shown.indexOf(onto) - shown.indexOf(dragged.id)));
  };
  const moving = drag.current?.isMoving ? drag.current.id : null;

  return (
    <div ref={row} class="message-header" role="row">
      {shown.map((id) => (
        <div
          key={id}
          role="columnheader"
          data-column={id}
          aria-colindex={columns.order.indexOf(id) + 1}
          class={headerClass(id, moving, target, shown)}
          tabIndex={id === current ? 0 : -1}
          title={id === 'direction' ? texts.columnDirection : texts.columnHint}
          onFocus={() => setReached(id)}
          onKeyDown={(event) => onKeyDown(event, id)}
          onContextMenu={(event) => {
            event.preventDefault();
            // The list around it has a menu of its own.
            event.stopPropagation();
            openMenu(id, event.detail === 0 ? undefined : { x: event.clientX, y: event.clientY });
          }}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            drag.current = { id, fromX: event.clientX, isMoving: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={stopDragging}
        >
          <span class={id === 'direction' ? 'visually-hidden' : 'column-name'}>
            {columnName(id, texts)}
          </span>
          {id !== flexibleColumn(columns) && (
            <ResizeHandle
              isAtStart={shown.indexOf(id) > shown.indexOf(flexibleColumn(columns) ?? id)}
              widthNow={() => cellOf(id)?.offsetWidth ?? 0}
              onWidth={(width) => onColumns(resizeColumn(columns, id, width))}
            />
          )}
        </div>
      ))}
    </div>
  );
}

/** The border of a column on the side of the flexible one, which gives or takes the room. */
function ResizeHandle({
  isAtStart,
  widthNow,
  onWidth,
}: {
  readonly isAtStart: boolean;
  readonly widthNow: () => number;
  readonly onWidth: (width: number | null) => void;
}) {
  const drag = useRef({ fromX: 0, width: 0 });
  return (
    <span
      class={isAtStart ? 'column-handle at-start' : 'column-handle'}
      aria-hidden="true"
      onPointerDown={(event) => {
        // The column itself would be dragged.
        event.stopPropagation();
        drag.current = { fromX: event.clientX, width: widthNow() };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        event.stopPropagation();
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const px = event.clientX - drag.current.fromX;
        onWidth(drag.current.width + (isAtStart ? -px : px));
      }}
      onPointerUp={(event) => event.stopPropagation()}
      onDblClick={() => onWidth(null)}
    />
  );
}

function headerClass(
  id: ColumnId,
  moving: ColumnId | null,
  target: ColumnId | null,
  shown: readonly ColumnId[],
): string {
  const classes: string[] = id === 'size' ? ['number'] : [];
  if (id === moving) classes.push('moving');
  else if (moving !== null && id === target)
    classes.push(shown.indexOf(id) < shown.indexOf(moving) ? 'drop-before' : 'drop-after');
  return classes.join(' ');
}

const isMenuKey = (event: KeyboardEvent): boolean => event.key === 'F10' && event.shiftKey;

/** What a column is called. */
export function columnName(id: ColumnId, texts: Texts): string {
  const names = {
    direction: texts.columnDirection,
    time: texts.columnTime,
    socket: texts.columnSocket,
    type: texts.columnType,
    size: texts.columnSize,
    content: texts.columnContent,
  } satisfies Record<(typeof columnIds)[number], string>;
  return names[id];
}
