import { useEffect, useRef, useState } from 'preact/hooks';
import type { HexRow } from '../decoders/hex.ts';
import type { HexPage, MessageDetail } from '../engine/engine-contract.ts';
import type { RowRange } from '../model/drawn-rows.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { useWidth } from './use-width.ts';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';

/** px; the same in message-view.css. */
const rowHeight = 18;
/** px that a row of 16 bytes needs. */
const wideRow = 560;

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface HexViewProps {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  /** Whose bytes; null: the message's. */
  readonly layer: number | null;
  /** Bytes that are marked, and brought into sight. */
  readonly marked?: ByteRange | null;
  /** Somebody has chosen a byte. */
  readonly onByte?: (byte: number) => void;
}

/** Offset, bytes and ASCII of a payload of any size: only the rows in sight are made. */
export function HexView({ model, message, layer, marked = null, onByte }: HexViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const bytesPerRow = width === 0 || width >= wideRow ? 16 : 8;
  const [byteLength, setByteLength] = useState(message.storedBytes);
  const rowCount = Math.ceil(byteLength / bytesPerRow);
  const [range, setRange] = useState<RowRange>({ first: 0, count: 0 });
  const [page, setPage] = useState<HexPage & { first: number; bytesPerRow: number }>({
    first: 0,
    bytesPerRow,
    rows: [],
    byteLength,
  });
  const control = useRef<VirtualRowsControl | null>(null);
  const top = useRef(0);

  useEffect(() => {
    let isWanted = true;
    const { first: startRow, count } = range;
    const ask = { row: message.row, layer, startRow, count, bytesPerRow };
    void model.engine.ask('hexRows', ask).then((answer) => {
      if (!isWanted) return;
      setByteLength(answer.byteLength);
      setPage({ ...answer, first: startRow, bytesPerRow });
    });
    return () => {
      isWanted = false;
    };
  }, [message.row, message.storedBytes, layer, range.first, range.count, bytesPerRow]);

  useEffect(() => {
    if (marked === null || marked.start >= marked.end) return;
    control.current?.scrollTo(Math.floor((marked.end - 1) / bytesPerRow));
    control.current?.scrollTo(Math.floor(marked.start / bytesPerRow));
  }, [marked?.start, marked?.end, bytesPerRow, rowCount]);

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
  const onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const byte = event.target.dataset['byte'];
    if (byte !== undefined) onByte?.(Number(byte));
  };

  return (
    <div
      ref={box}
      class={onByte === undefined ? 'hex-view' : 'hex-view choosable'}
      role="document"
      aria-label={model.texts.value.hexRows}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
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
                  <Bytes
                    row={row}
                    bytesPerRow={bytesPerRow}
                    marked={marked}
                    isChoosable={onByte !== undefined}
                  />
                </div>
              ))}
            </div>
          )
        }
      />
    </div>
  );
}

/** The bytes of a row, as pairs and as characters, with those that are marked apart. */
function Bytes({
  row,
  bytesPerRow,
  marked,
  isChoosable,
}: {
  readonly row: HexRow;
  readonly bytesPerRow: number;
  readonly marked: ByteRange | null;
  readonly isChoosable: boolean;
}) {
  const filler = '   '.repeat(bytesPerRow - row.ascii.length);
  const offset = Number.parseInt(row.offset, 16);
  const touches = marked !== null && marked.start < offset + bytesPerRow && marked.end > offset;
  if (!isChoosable && !touches) {
    return (
      <>
        <span>{row.bytes.padEnd(bytesPerRow * 3 - 1)}</span>
        <span class="ascii">{row.ascii}</span>
      </>
    );
  }
  const isMarked = (byte: number): boolean =>
    marked !== null && byte >= marked.start && byte < marked.end;
  const pairs = row.bytes.split(' ');
  return (
    <>
      <span>
        {pairs.map((pair, index) => {
          const byte = offset + index;
          const isLast = index === pairs.length - 1;
          // The space between two marked bytes is marked as well.
          const text = isLast ? pair : `${pair} `;
          const joins = isMarked(byte) && (isLast || isMarked(byte + 1));
          return isMarked(byte) && !joins ? (
            <span key={byte} data-byte={byte}>
              <span class="marked" data-byte={byte}>
                {pair}
              </span>{' '}
            </span>
          ) : (
            <span key={byte} data-byte={byte} class={joins ? 'marked' : undefined}>
              {text}
            </span>
          );
        })}
        {filler}
      </span>
      <span class="ascii">
        {[...row.ascii].map((character, index) => (
          <span
            key={offset + index}
            data-byte={offset + index}
            class={isMarked(offset + index) ? 'marked' : undefined}
          >
            {character}
          </span>
        ))}
      </span>
    </>
  );
}
