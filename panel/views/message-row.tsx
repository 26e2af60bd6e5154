import type { RowSummary } from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import { closeCodeMeaning, type Format } from '../model/format.ts';
import type { TimeFormat } from '../model/settings.ts';
import { socketName } from '../model/socket-name.ts';
import type { Texts } from '../model/texts/texts.ts';
import { Icon, type IconName } from './icon.tsx';

export interface MessageRowProps {
  readonly id: string;
  readonly row: RowSummary;
  readonly socket: SocketSummary | undefined;
  readonly isSelected: boolean;
  readonly timeFormat: TimeFormat;
  readonly texts: Texts;
  readonly format: Format;
  readonly onChoose: () => void;
}

/** One row: six cells in the order direction, time, socket, type, size, content. */
export function MessageRow({
  id,
  row,
  socket,
  isSelected,
  timeFormat,
  texts,
  format,
  onChoose,
}: MessageRowProps) {
  const isMessage = row.ordinal > 0;
  const direction = row.kind === 'sent' || row.kind === 'received' ? row.kind : null;
  const classes = [
    'message-row',
    isMessage ? '' : 'lifecycle',
    row.kind,
    row.position % 2 === 0 ? '' : 'odd',
    row.isOurs ? 'ours' : '',
    row.isHeartbeat ? 'heartbeat' : '',
  ];
  return (
    <div
      id={id}
      class={classes.join(' ')}
      role="row"
      aria-rowindex={isMessage ? row.ordinal : undefined}
      aria-selected={isSelected}
      onClick={onChoose}
    >
      <div
        role="gridcell"
        class="direction"
        title={
          row.isOurs ? texts.sentByUs : direction === null ? undefined : texts.directions[direction]
        }
      >
        <Icon name={iconOf(row)} />
        {direction !== null && (
          <span class="visually-hidden">
            {row.isOurs ? texts.sentByUs : texts.directions[direction]}
          </span>
        )}
      </div>
      <div role="gridcell" class="time" title={`${format.date(row.atMs)}`}>
        {timeText(row, socket, timeFormat, format)}
      </div>
      <div role="gridcell" class="socket" title={socket?.url}>
        <span class={`swatch swatch-${row.socket % 8}`} aria-hidden="true" />
        {socketName(socket, texts)}
      </div>
      <div role="gridcell">
        {isMessage ? texts.types[row.isBinary ? 'binary' : 'text'] : eventName(row, texts)}
      </div>
      <div role="gridcell" class="number">
        {isMessage ? format.bytes(row.size) : ''}
      </div>
      <div
        role="gridcell"
        class={row.isBinary && row.summary === null ? 'content binary' : 'content'}
      >
        {remarks(row, texts).map((remark) => (
          <span key={remark} class="remark">
            {remark}
          </span>
        ))}
        {isMessage ? <Content row={row} /> : eventText(row, texts)}
      </div>
    </div>
  );
}

/** What it means, behind the name of what says so; else what it holds. */
function Content({ row }: { readonly row: RowSummary }) {
  const label = row.layers.at(-1);
  if (row.summary === null || label === undefined) return <>{row.preview}</>;
  return (
    <>
      <span class="decoder" title={row.layers.join(' › ')}>
        {label}
      </span>
      {row.summary}
    </>
  );
}

function iconOf(row: RowSummary): IconName {
  if (row.kind === 'sent' || row.kind === 'received') return row.kind;
  if (row.kind === 'opened') return 'info';
  return row.kind === 'error' || row.kind === 'sendFailed' || row.kind === 'closeFailed'
    ? 'warning'
    : 'close';
}

function timeText(
  row: RowSummary,
  socket: SocketSummary | undefined,
  timeFormat: TimeFormat,
  format: Format,
): string {
  switch (timeFormat) {
    case 'clock':
      return format.clock(row.atMs);
    case 'sinceStart':
      return format.offset(row.atMs - (socket?.createdAtMs ?? row.atMs));
    case 'sincePrevious':
      return format.offset(row.atMs - (row.previousAtMs ?? row.atMs));
  }
}

function remarks(row: RowSummary, texts: Texts): string[] {
  const notes: [boolean, string][] = [
    [row.isNotSent, texts.rowNotSent],
    [row.isTruncated, texts.rowTruncated],
    [row.isForgotten, texts.rowForgotten],
    [row.isUnreadable, texts.rowUnreadable],
    [row.isPending && !row.isUnreadable, texts.rowPending],
  ];
  return notes.filter(([applies]) => applies).map(([, text]) => text);
}

function eventName(row: RowSummary, texts: Texts): string {
  switch (row.kind) {
    case 'opened':
      return texts.eventOpened;
    case 'closed':
      return texts.eventClosed;
    case 'error':
      return texts.eventError;
    case 'closeCalled':
      return texts.eventCloseCalled;
    case 'sendFailed':
      return texts.eventSendFailed;
    case 'closeFailed':
      return texts.eventCloseFailed;
    case 'sent':
    case 'received':
      return '';
  }
}

/** What happened to a socket, in words. */
export function eventText(row: RowSummary, texts: Texts): string {
  switch (row.kind) {
    case 'opened':
      return texts.openedText(row.preview);
    case 'closed':
      if (row.code === 0) return texts.closedUntold;
      return texts.closedText(String(row.code), closeCodeMeaning(texts, row.code), row.preview);
    case 'error':
      return row.preview === '' ? texts.errorText : row.preview;
    case 'closeCalled':
      return texts.closeCalledText(row.code === 0 ? '' : String(row.code), row.preview);
    case 'sendFailed':
      return texts.sendFailedText(row.name, row.preview);
    case 'closeFailed':
      return texts.closeFailedText(row.name, row.preview);
    case 'sent':
    case 'received':
      return row.preview;
  }
}
