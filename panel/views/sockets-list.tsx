import { useRef } from 'preact/hooks';
import type { SocketSummary } from '../engine/socket-table.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { SocketRow } from './socket-row.tsx';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';
import './sockets-list.css';

/** px; the same in sockets-list.css. */
const rowHeight = 22;
const rowId = (socket: number): string => `socket-${socket}`;

/** The sockets of the page. Choosing some narrows the messages to theirs. */
export function SocketsList({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const sockets = [...model.sockets.value.values()];
  const chosen = model.chosenSockets.value;
  const active = model.activeSocket.value;
  const control = useRef<VirtualRowsControl | null>(null);

  const choose = (socket: SocketSummary, isAdding: boolean): void => {
    model.activeSocket.value = socket.id;
    const others = isAdding && chosen !== null ? [...chosen].filter((id) => id !== socket.id) : [];
    const isLeaving = chosen?.has(socket.id) === true && (isAdding || chosen.size === 1);
    const next = isLeaving ? others : [...others, socket.id];
    model.chosenSockets.value = next.length === 0 ? null : new Set(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // As it is now: the list is drawn once a frame, and keys can come faster.
    const active = model.activeSocket.peek();
    const at = sockets.findIndex(({ id }) => id === active);
    const moves: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: sockets.length - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    };
    const wanted = moves[event.key];
    const current = sockets[at];
    if (wanted !== undefined && sockets.length > 0) {
      const next = Math.min(Math.max(0, wanted), sockets.length - 1);
      control.current?.scrollTo(next);
      model.activeSocket.value = sockets[next]?.id ?? null;
    } else if ((event.key === 'Enter' || event.key === ' ') && current !== undefined) {
      choose(current, event.ctrlKey || event.metaKey || event.shiftKey);
    } else if (event.key === 'Escape') {
      model.chosenSockets.value = null;
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <section
      class="sockets-list"
      aria-label={texts.socketsHeading(format.count(sockets.length), sockets.length)}
    >
      <div
        class="grid"
        role="grid"
        aria-label={texts.socketsList}
        aria-rowcount={sockets.length}
        aria-multiselectable="true"
        aria-activedescendant={active === null ? undefined : rowId(active)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div class="socket-header" role="row">
          <div role="columnheader">{texts.columnState}</div>
          <div role="columnheader">
            {texts.columnUrl}
            {chosen !== null && (
              <button
                type="button"
                class="quiet show-all"
                onClick={() => (model.chosenSockets.value = null)}
              >
                {texts.selectedSockets(format.count(chosen.size))} · {texts.showAllSockets}
              </button>
            )}
          </div>
          <div role="columnheader" class="wide-only">
            {texts.columnProtocol}
          </div>
          <div role="columnheader" class="wide-only">
            {texts.columnDocument}
          </div>
          <div role="columnheader" class="number">
            {texts.columnSent}
          </div>
          <div role="columnheader" class="number">
            {texts.columnReceived}
          </div>
          <div role="columnheader" class="number wide-only">
            {texts.columnDuration}
          </div>
          <div role="columnheader">{texts.columnClose}</div>
        </div>
        <VirtualRows
          rowCount={sockets.length}
          rowHeight={rowHeight}
          control={control}
          render={({ first, count }) =>
            sockets
              .slice(first, first + count)
              .map((socket, index) => (
                <SocketRow
                  key={socket.id}
                  id={rowId(socket.id)}
                  index={first + index}
                  socket={socket}
                  isChosen={chosen?.has(socket.id) ?? false}
                  isActive={socket.id === active}
                  nowMs={model.now.value}
                  texts={texts}
                  format={format}
                  onChoose={(isAdding) => choose(socket, isAdding)}
                  onClose={() => model.closeSocket(socket)}
                />
              ))
          }
        />
      </div>
    </section>
  );
}
