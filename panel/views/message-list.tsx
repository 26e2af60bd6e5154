import { useMemo, useRef, useState } from 'preact/hooks';
import type { RowSummary } from '../engine/engine-contract.ts';
import { createDrawnRows } from '../model/drawn-rows.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { socketName } from '../model/socket-name.ts';
import { EmptyMessages } from './empty-state.tsx';
import { Icon } from './icon.tsx';
import { MessageRow } from './message-row.tsx';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';
import './message-list.css';

/** px; the same in message-list.css. */
const rowHeight = 22;
const rowId = (row: number): string => `row-${row}`;

/** All messages in the order of time, with what happened to their sockets between them. */
export function MessageList({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { rowCount, messageCount, view, ofRows } = model.view.value;
  const { rows, start, view: viewOfRows } = model.rows.rows.value;
  const selectedRow = model.selection.row.value;
  const position = model.selection.position.value;
  const sockets = model.sockets.value;
  const draw = useMemo(createDrawnRows, []);
  const choose = useMemo(
    () => (row: RowSummary) => model.selection.choose(row.row, row.position),
    [model],
  );
  const control = useRef<VirtualRowsControl | null>(null);
  const [rowsWhenLeft, setRowsWhenLeft] = useState<number | null>(null);
  const newRows = rowsWhenLeft === null ? 0 : rowCount - rowsWhenLeft;

  const moveTo = (wanted: number): void => {
    if (rowCount === 0) return;
    const next = Math.min(Math.max(0, wanted), rowCount - 1);
    control.current?.scrollTo(next);
    void model.selection.chooseAt(view, next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = control.current?.rowsInSight ?? 10;
    // Without a chosen row, the first key chooses one in sight.
    const from = position < 0 ? start - 1 : position;
    switch (event.key) {
      case 'ArrowDown':
        moveTo(from + 1);
        break;
      case 'ArrowUp':
        moveTo(position < 0 ? rowCount - 1 : position - 1);
        break;
      case 'PageDown':
        moveTo(from + page);
        break;
      case 'PageUp':
        moveTo(from - page);
        break;
      case 'Home':
        moveTo(0);
        break;
      case 'End':
        moveTo(rowCount - 1);
        control.current?.scrollToEnd();
        break;
      case 'Escape':
        model.selection.clear();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div class="message-list">
      <div
        class="grid"
        role="grid"
        aria-label={texts.messages}
        aria-rowcount={messageCount}
        aria-colcount={6}
        aria-activedescendant={selectedRow >= 0 && position >= 0 ? rowId(selectedRow) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div class="message-header" role="row">
          <div role="columnheader" title={texts.columnDirection}>
            <span class="visually-hidden">{texts.columnDirection}</span>
          </div>
          <div role="columnheader">{texts.columnTime}</div>
          <div role="columnheader">{texts.columnSocket}</div>
          <div role="columnheader">{texts.columnType}</div>
          <div role="columnheader" class="number">
            {texts.columnSize}
          </div>
          <div role="columnheader">{texts.columnContent}</div>
        </div>
        <VirtualRows
          rowCount={rowCount}
          epoch={view}
          rowHeight={rowHeight}
          sticksToEnd
          control={control}
          onRange={({ first, count }) => model.rows.want(view, first, count)}
          onAtEnd={(isAtEnd) => setRowsWhenLeft(isAtEnd ? null : rowCount)}
          render={(range, inSight) => {
            const drawn = draw(range, inSight, start, viewOfRows === view ? rows : []);
            return (
              <>
                {drawn.gap > 0 && <Gap rows={drawn.gap} />}
                {drawn.rows.map((row) => {
                  const socket = sockets.get(row.socket);
                  return (
                    <MessageRow
                      key={drawn.slotOf(row.position)}
                      id={rowId(row.row)}
                      row={row}
                      socketUrl={socket?.url}
                      socketName={socketName(socket, texts)}
                      socketCreatedAtMs={socket?.createdAtMs}
                      isSelected={row.row === selectedRow}
                      timeFormat={model.settings.timeFormat.value}
                      texts={texts}
                      format={model.format.value}
                      onChoose={choose}
                    />
                  );
                })}
              </>
            );
          }}
        />
      </div>
      {rowCount === 0 && ofRows >= 0 && <EmptyMessages model={model} />}
      {newRows > 0 && (
        <button
          type="button"
          class="new-rows"
          title={texts.jumpToEnd}
          onClick={() => control.current?.scrollToEnd()}
        >
          <Icon name="received" />
          {texts.newMessages(model.format.value.count(newRows), newRows)}
        </button>
      )}
    </div>
  );
}

/** The place of rows that are still on their way, so that those below stand where they belong. */
const Gap = ({ rows }: { readonly rows: number }) => (
  <div role="presentation" style={{ blockSize: `${rows * rowHeight}px` }} />
);
