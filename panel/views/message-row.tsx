import { Component } from 'preact';
import type { RowSummary } from '../engine/engine-contract.ts';
import { closeCodeMeaning, type Format } from '../model/format.ts';
import type { TimeFormat } from '../model/settings.ts';
import type { Texts } from '../model/texts/texts.ts';
import { Icon, type IconName } from './icon.tsx';

export interface MessageRowProps {
  readonly id: string;
  readonly row: RowSummary;
  /** Of its socket not the counters, which change with each message. */
  readonly socketUrl: string | undefined;
  readonly socketName: string;
  readonly socketCreatedAtMs: number | undefined;
  readonly isSelected: boolean;
  readonly timeFormat: TimeFormat;
  readonly texts: Texts;
  readonly format: Format;
  readonly onChoose: (row: RowSummary) => void;
}

/** One row: six cells in the order direction, time, socket, type, size, content. Drawn only when it says something new. */
export class MessageRow extends Component<MessageRowProps> {
  override shouldComponentUpdate(next: MessageRowProps): boolean {
    for (const name in next)
      if (next[name as keyof MessageRowProps] !== this.props[name as keyof MessageRowProps])
        return true;
    return false;
  }

  override render() {
    return <Row {...this.props} />;
  }
}

function Row({
  id,
  row,
  socketUrl,
  socketName,
  socketCreatedAtMs,
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
  ];
  return (
    <div
      id={id}
      class={classes.join(' ')}
      role="row"
      aria-rowindex={isMessage ? row.ordinal : undefined}
      aria-selected={isSelected}
      onClick={() => onChoose(row)}
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
        {timeText(row, socketCreatedAtMs, timeFormat, format)}
      </div>
      <div role="gridcell" class="socket" title={socketUrl}>
        <span class={`swatch swatch-${row.socket % 8}`} aria-hidden="true" />
        {socketName}
      </div>
      <div role="gridcell">
        {isMessage ? texts.types[row.isBinary ? 'binary' : 'text'] : eventName(row, texts)}
      </div>
      <div role="gridcell" class="number">
        {isMessage ? format.bytes(row.size) : ''}
      </div>
      <div role="gridcell" class={row.isBinary ? 'content binary' : 'content'}>
        {remarks(row, texts).map((remark) => (
          <span key={remark} class="remark">
            {remark}
          </span>
        ))}
        {isMessage ? row.preview : eventText(row, texts)}
      </div>
    </div>
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
  socketCreatedAtMs: number | undefined,
  timeFormat: TimeFormat,
  format: Format,
): string {
  switch (timeFormat) {
    case 'clock':
      return format.clock(row.atMs);
    case 'sinceStart':
      return format.offset(row.atMs - (socketCreatedAtMs ?? row.atMs));
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
