import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RowSummary, SelectAct, SelectTarget } from '../engine/engine-contract.ts';
import { gridTracks } from '../model/columns.ts';
import type { RowRange } from '../model/drawn-rows.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { createRowSlots } from '../model/row-slots.ts';
import { socketName } from '../model/socket-name.ts';
import { EmptyMessages } from './empty-state.tsx';
import { GoToBox } from './go-to-box.tsx';
import { columnMenu, messageMenu } from './list-menus.ts';
import { ListNotice } from './list-notice.tsx';
import { ListTools } from './list-tools.tsx';
import { Menu, type MenuItem, type MenuPlace } from './menu.tsx';
import { MessageHeader } from './message-header.tsx';
import { MessageRow } from './message-row.tsx';
import { useNewRows } from './use-new-rows.ts';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';
import './message-list.css';

/** px; the same in message-list.css. */
const rowHeight = 22;
const rowId = (row: number): string => `row-${row}`;

interface OpenMenu {
  readonly label: string;
  readonly place: MenuPlace;
  readonly items: () => readonly MenuItem[];
}

/** All messages in the order of time, with what happened to their sockets between them. */
export function MessageList({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { rowCount, messageCount, view, ofRows } = model.view.value;
  const inSight = model.rows.rows.value;
  const { rows, start } = inSight;
  const { selection, settings, isHeld } = model;
  const sockets = model.sockets.value;
  const selectedRow = selection.row.value;
  const position = selection.position.value;
  const hasSeveral = selection.count.value > 1;
  const columns = settings.columns.value;
  const grid = useRef<HTMLDivElement>(null);
  const slots = useMemo(createRowSlots, []);
  const control = useRef<VirtualRowsControl | null>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const isFollowing = isAtEnd && !isHeld.value;
  const newRows = useNewRows(model.view.value, isFollowing);

  const select = (act: SelectAct): Promise<number> => selection.select(view, act);
  const moveTo = (wanted: number, kind: 'only' | 'extend' | 'extendMore'): void => {
    if (rowCount === 0) return;
    const next = Math.min(Math.max(0, wanted), rowCount - 1);
    control.current?.scrollTo(next);
    void select({ kind, target: { position: next } });
  };
  const resume = (): void => {
    isHeld.value = false;
    control.current?.scrollToEnd();
  };
  const goTo = async (message: number): Promise<void> => {
    const at = await select({ kind: 'only', target: { message } });
    if (at >= 0) control.current?.scrollToMiddle(at);
    grid.current?.focus();
  };
  const openMessageMenu = (place: MenuPlace): void =>
    setMenu({ label: texts.messageMenu, place, items: () => messageMenu(model, select) });
  /** At the chosen row, for the keyboard. */
  const openMenuAtRow = (): void => {
    const box = grid.current?.querySelector('.virtual-rows')?.getBoundingClientRect();
    if (box === undefined) return;
    const top = (control.current?.topOf(Math.max(0, position)) ?? 0) + rowHeight;
    openMessageMenu({ x: box.left + 30, y: box.top + Math.min(Math.max(0, top), box.height) });
  };
  const onChoose = (row: RowSummary, event: MouseEvent): void => {
    const target: SelectTarget = { row: row.row };
    const hasControl = event.ctrlKey || event.metaKey;
    if (event.shiftKey) void select({ kind: hasControl ? 'extendMore' : 'extend', target });
    else if (hasControl) void select({ kind: 'toggle', target });
    else selection.choose(row.row, row.position);
  };
  const onRowMenu = (row: RowSummary, event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    void select({ kind: 'include', target: { row: row.row } });
    grid.current?.focus();
    openMessageMenu({ x: event.clientX, y: event.clientY });
  };
  // The same for all rows and at every drawing: a row is drawn anew when it says something new.
  const latest = useRef({ onChoose, onRowMenu });
  latest.current = { onChoose, onRowMenu };
  const acts = useMemo(
    () => ({
      onChoose: (row: RowSummary, event: MouseEvent) => latest.current.onChoose(row, event),
      onMenu: (row: RowSummary, event: MouseEvent) => latest.current.onRowMenu(row, event),
    }),
    [],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    // As it is now: the list is drawn once a frame, and keys can come faster.
    const position = selection.position.peek();
    const { rowCount } = model.view.peek();
    const hasControl = event.ctrlKey || event.metaKey;
    const page = control.current?.rowsInSight ?? 10;
    // Without a chosen row, the first key chooses one in sight.
    const from = position < 0 ? start - 1 : position;
    const moves: Partial<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: position < 0 ? rowCount - 1 : position - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rowCount - 1,
    };
    const wanted = moves[event.key];
    const key = event.key.toLowerCase();
    if (wanted !== undefined) {
      moveTo(wanted, event.shiftKey ? (hasControl ? 'extendMore' : 'extend') : 'only');
      if (event.key === 'End' && !isHeld.value) control.current?.scrollToEnd();
    } else if (hasControl && key === 'a') void select({ kind: 'all' });
    else if (hasControl && key === 'c' && getSelection()?.isCollapsed !== false)
      void model.copying.copy('text', null);
    else if (hasControl) return;
    else if (key === 'contextmenu' || (key === 'f10' && event.shiftKey)) openMenuAtRow();
    else if (key === ' ') {
      if (isFollowing) isHeld.value = true;
      else resume();
    } else if (key === 'escape') selection.clear();
    else return;
    event.preventDefault();
  };

  // A row that is chosen stays in sight when others are filtered away around it.
  const shownView = useRef(view);
  useLayoutEffect(() => {
    if (inSight.view !== view || shownView.current === view) return;
    shownView.current = view;
    if (position >= 0 && !isFollowing) control.current?.scrollToMiddle(position);
  }, [inSight, view]);

  return (
    <div
      class="message-list"
      style={{
        '--tracks': gridTracks(columns, false),
        '--narrow-tracks': gridTracks(columns, true),
      }}
    >
      <div
        ref={grid}
        class="grid"
        role="grid"
        aria-label={texts.messages}
        aria-rowcount={messageCount}
        aria-colcount={columns.order.length}
        aria-multiselectable="true"
        aria-activedescendant={selectedRow >= 0 && position >= 0 ? rowId(selectedRow) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          // The menu key, where the browser makes this event of it.
          event.preventDefault();
          openMenuAtRow();
        }}
      >
        <MessageHeader
          texts={texts}
          columns={columns}
          onColumns={(changed) => (settings.columns.value = changed)}
          onLeave={() => grid.current?.focus()}
          onMenu={(column, place) =>
            setMenu({ label: texts.columns, place, items: () => columnMenu(model, column) })
          }
        />
        <VirtualRows
          rowCount={rowCount}
          epoch={view}
          rowHeight={rowHeight}
          sticksToEnd={!isHeld.value}
          loaded={{ first: start, count: rows.length }}
          shift={inSight.view === view ? inSight.shift : 0}
          control={control}
          onRange={({ first, count }, held) => model.rows.want({ view, start: first, count, held })}
          onAtEnd={setIsAtEnd}
          render={(range) => {
            const slotOf = slots.arrange(range.first, range.count);
            return rowsOf(rows, start, range).map((row, index) => {
              const socket = sockets.get(row.socket);
              return (
                <MessageRow
                  key={slotOf(range.first + index)}
                  id={rowId(row.row)}
                  row={row}
                  socketUrl={socket?.url}
                  socketName={socketName(socket, texts)}
                  socketCreatedAtMs={socket?.createdAtMs}
                  columns={columns}
                  isSelected={isSelected(row, hasSeveral, selectedRow)}
                  isActive={hasSeveral && row.row === selectedRow}
                  timeFormat={settings.timeFormat.value}
                  texts={texts}
                  format={model.format.value}
                  onChoose={acts.onChoose}
                  onMenu={acts.onMenu}
                />
              );
            });
          }}
        />
      </div>
      <ListTools
        texts={texts}
        isHeld={isHeld.value}
        onHold={(holds) => {
          if (holds) isHeld.value = true;
          else resume();
        }}
        onColumnMenu={(place) =>
          setMenu({ label: texts.columns, place, items: () => columnMenu(model, null) })
        }
      />
      {rowCount === 0 && ofRows >= 0 && <EmptyMessages model={model} />}
      <ListNotice model={model} newRows={newRows} onResume={resume} />
      {model.isGoingTo.value && (
        <GoToBox
          texts={texts}
          last={messageCount}
          lastText={model.format.value.count(messageCount)}
          onGo={(message) => void goTo(message)}
          onClose={() => (model.isGoingTo.value = false)}
        />
      )}
      {menu !== null && (
        <Menu
          label={menu.label}
          place={menu.place}
          items={menu.items()}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

/** One row is marked at once; which of several are, came with them. */
const isSelected = (row: RowSummary, hasSeveral: boolean, selectedRow: number): boolean =>
  hasSeveral ? row.isSelected : row.row === selectedRow;

/** Of the rows that were fetched, those of a range. */
const rowsOf = (rows: readonly RowSummary[], start: number, range: RowRange) =>
  rows.slice(range.first - start, range.first - start + range.count);
