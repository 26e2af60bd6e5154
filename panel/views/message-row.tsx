import { Component, type ComponentChildren } from 'preact';
import type { RowSummary } from '../engine/engine-contract.ts';
import { type ColumnId, type ColumnLayout, shownColumns } from '../model/columns.ts';
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
  readonly columns: ColumnLayout;
  readonly isSelected: boolean;
  /** Whether the keyboard stands here. */
  readonly isActive: boolean;
  readonly timeFormat: TimeFormat;
  readonly texts: Texts;
  readonly format: Format;
  readonly onChoose: (row: RowSummary, event: MouseEvent) => void;
  readonly onMenu: (row: RowSummary, event: MouseEvent) => void;
}

/** One row: the cells of the columns that are shown, in their order. Drawn only when it says something new. */
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

function Row(props: MessageRowProps) {
  const { id, row, columns, isSelected, isActive, onChoose, onMenu } = props;
  const isMessage = row.ordinal > 0;
  const classes = [
    'message-row',
    isMessage ? '' : 'lifecycle',
    row.kind,
    row.position % 2 === 0 ? '' : 'odd',
    row.isOurs ? 'ours' : '',
    isActive ? 'active' : '',
    row.isHeartbeat ? 'heartbeat' : '',
  ];
  return (
    <div
      id={id}
      class={classes.join(' ')}
      role="row"
      aria-rowindex={isMessage ? row.ordinal : undefined}
      aria-selected={isSelected}
      onClick={(event) => onChoose(row, event)}
      onContextMenu={(event) => onMenu(row, event)}
    >
      {shownColumns(columns).map((column) => {
        const { class: name, title, content } = cells[column](props);
        return (
          <div
            key={column}
            role="gridcell"
            aria-colindex={columns.order.indexOf(column) + 1}
            class={name}
            title={title}
          >
            {content}
          </div>
        );
      })}
    </div>
  );
}

interface Cell {
  readonly class?: string;
  readonly title?: string | undefined;
  readonly content: ComponentChildren;
}

const cells: Readonly<Record<ColumnId, (props: MessageRowProps) => Cell>> = {
  direction({ row, texts }) {
    const direction = row.kind === 'sent' || row.kind === 'received' ? row.kind : null;
    const name =
      direction === null ? null : row.isOurs ? texts.sentByUs : texts.directions[direction];
    return {
      class: 'direction',
      title: name ?? undefined,
      content: (
        <>
          <Icon name={iconOf(row)} />
          {name !== null && <span class="visually-hidden">{name}</span>}
        </>
      ),
    };
  },
  time: ({ row, socketCreatedAtMs, timeFormat, format }) => ({
    class: 'time',
    title: format.date(row.atMs),
    content: timeText(row, socketCreatedAtMs, timeFormat, format),
  }),
  socket: ({ row, socketUrl, socketName }) => ({
    class: 'socket',
    title: socketUrl,
    content: (
      <>
        <span class={`swatch swatch-${row.socket % 8}`} aria-hidden="true" />
        {socketName}
      </>
    ),
  }),
  type: ({ row, texts }) => ({
    content:
      row.ordinal > 0 ? texts.types[row.isBinary ? 'binary' : 'text'] : eventName(row, texts),
  }),
  size: ({ row, format }) => ({
    class: 'number',
    content: row.ordinal > 0 ? format.bytes(row.size) : '',
  }),
  content: ({ row, texts, format }) => ({
    class: row.isBinary && row.summary === null ? 'content binary' : 'content',
    content: (
      <>
        {remarks(row, texts).map((remark) => (
          <span key={remark} class="remark">
            {remark}
          </span>
        ))}
        {row.ordinal > 0 ? <Content row={row} /> : eventText(row, texts, format)}
      </>
    ),
  }),
};

/** What it means, behind the name of what says so; else what it holds. */
function Content({ row }: { readonly row: RowSummary }) {
  if (row.summary === null) return <>{row.preview}</>;
  return (
    <>
      <span class="decoder" title={row.layers}>
        {row.decodedAs}
      </span>
      {row.summary}
    </>
  );
}

function iconOf(row: RowSummary): IconName {
  if (row.kind === 'sent' || row.kind === 'received') return row.kind;
  if (row.kind === 'opened') return 'info';
  return row.kind === 'error' ||
    row.kind === 'sendFailed' ||
    row.kind === 'closeFailed' ||
    row.kind === 'missing'
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
    [row.isTruncated && !row.isReduced, texts.rowTruncated],
    [row.isTruncated && row.isReduced, texts.rowReduced],
    [row.isReduced && !row.isTruncated, texts.rowWithoutContent],
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
    case 'missing':
      return texts.eventMissing;
    case 'sent':
    case 'received':
      return '';
  }
}

/** What happened to a socket, in words. */
export function eventText(row: RowSummary, texts: Texts, format: Format): string {
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
    case 'missing':
      return texts.missingText(format.count(row.code), row.code);
    case 'sent':
    case 'received':
      return row.preview;
  }
}
