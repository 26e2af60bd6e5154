import { useEffect, useRef, useState } from 'preact/hooks';
import type { HexRow } from '../decoders/hex.ts';
import type { MessageDetail } from '../engine/engine-contract.ts';
import type { Range } from '../model/drawn-rows.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { useWidth } from './use-width.ts';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';

/** px; the same in message-view.css. */
const rowHeight = 18;
/** px that a row of 16 bytes needs. */
const wideRow = 560;

/** Offset, bytes and ASCII of a payload of any size: only the rows in sight are made. */
export function HexView({
  model,
  message,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const bytesPerRow = width === 0 || width >= wideRow ? 16 : 8;
  const rowCount = Math.ceil(message.storedBytes / bytesPerRow);
  const [range, setRange] = useState<Range>({ first: 0, count: 0 });
  const [page, setPage] = useState<{ first: number; bytesPerRow: number; rows: readonly HexRow[] }>(
    { first: 0, bytesPerRow, rows: [] },
  );
  const control = useRef<VirtualRowsControl | null>(null);
  const top = useRef(0);

  useEffect(() => {
    let isWanted = true;
    const ask = { row: message.row, startRow: range.first, count: range.count, bytesPerRow };
    void model.engine.ask('hexRows', ask).then((rows) => {
      if (isWanted) setPage({ first: ask.startRow, bytesPerRow, rows });
    });
    return () => {
      isWanted = false;
    };
  }, [message.row, message.storedBytes, range.first, range.count, bytesPerRow]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const rows = control.current?.rowsInSight ?? 1;
    const moves: Partial<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: rows,
      PageUp: -rows,
      Home: -rowCount,
      End: rowCount,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const last = Math.max(0, rowCount - 1);
    // Scrolling shows a row at the nearer edge, so going down aims at the row below the last in sight.
    top.current = Math.min(Math.max(0, top.current + move), last);
    control.current?.scrollTo(move > 0 ? Math.min(last, top.current + rows) : top.current);
  };

  return (
    <div
      ref={box}
      class="hex-view"
      role="document"
      aria-label={model.texts.value.hexRows}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <VirtualRows
        rowCount={rowCount}
        rowHeight={rowHeight}
        role="presentation"
        control={control}
        onRange={setRange}
        render={() =>
          page.bytesPerRow === bytesPerRow && (
            <div
              style={{
                paddingBlockStart: `${Math.max(0, page.first - range.first) * rowHeight}px`,
              }}
            >
              {page.rows.slice(Math.max(0, range.first - page.first)).map((row) => (
                <div key={row.offset} class="hex-row">
                  <span class="offset">{row.offset}</span>
                  <span>{row.bytes.padEnd(bytesPerRow * 3 - 1)}</span>
                  <span class="ascii">{row.ascii}</span>
                </div>
              ))}
            </div>
          )
        }
      />
    </div>
  );
}
