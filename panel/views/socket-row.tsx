import type { SocketSummary } from '../engine/socket-table.ts';
import { closeCodeMeaning, type Format } from '../model/format.ts';
import { documentName } from '../model/socket-name.ts';
import { isUntold } from '../model/streams.ts';
import type { Texts } from '../model/texts/texts.ts';
import { Icon } from './icon.tsx';

export interface SocketRowProps {
  readonly id: string;
  readonly index: number;
  readonly socket: SocketSummary;
  readonly isChosen: boolean;
  readonly isActive: boolean;
  readonly nowMs: number;
  readonly texts: Texts;
  readonly format: Format;
  readonly onChoose: (isAdding: boolean) => void;
  readonly onClose: () => void;
}

export function SocketRow({
  id,
  index,
  socket,
  isChosen,
  isActive,
  nowMs,
  texts,
  format,
  onChoose,
  onClose,
}: SocketRowProps) {
  const state = isUntold(socket, nowMs) ? texts.stateUntold : texts.states[socket.state];
  const url = socket.url === '' ? texts.unnamedSocket : socket.url;
  const [origin = ''] = /^[a-z]+:\/\/[^/?#]*/i.exec(url) ?? [];
  const classes = [
    'socket-row',
    `state-${socket.state}`,
    index % 2 === 0 ? '' : 'odd',
    isActive ? 'active' : '',
  ];
  return (
    <div
      id={id}
      class={classes.join(' ')}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      aria-label={`${url} ${state}`}
      title={describe(socket, texts)}
      onClick={(event) => onChoose(event.ctrlKey || event.metaKey || event.shiftKey)}
    >
      <div role="gridcell" class="state">
        <span class="state-dot" aria-hidden="true" />
        {state}
      </div>
      <div role="gridcell" class="url">
        <span class={`swatch swatch-${socket.id % 8}`} aria-hidden="true" />
        <span class="origin">{origin}</span>
        <span class="path">{url.slice(origin.length)}</span>
        {socket.isImported && <span class="remark">{texts.stateImported}</span>}
        {socket.worker !== null && (
          <span class="remark">
            {socket.isOfUnrecordedPage ? texts.stateUnrecorded : texts.stateWorker}
          </span>
        )}
        {socket.isStream && <span class="remark">{texts.stateStream}</span>}
      </div>
      <div role="gridcell" class="wide-only">
        {socket.protocol}
      </div>
      <div role="gridcell" class="wide-only quiet-text">
        {documentName(socket.documentUrl)}
      </div>
      <div role="gridcell" class="number">
        {counts(socket.sentMessages, socket.sentBytes, format)}
      </div>
      <div role="gridcell" class="number">
        {counts(socket.receivedMessages, socket.receivedBytes, format)}
      </div>
      <div role="gridcell" class="number wide-only">
        {durationText(socket, nowMs, format)}
      </div>
      <div role="gridcell" class="close-cell">
        {socket.missingMessages > 0 && (
          <span class="remark">
            {texts.missingOfSocket(format.count(socket.missingMessages), socket.missingMessages)}
          </span>
        )}
        <span class="close-text">{closeText(socket, texts)}</span>
        {socket.isLive && !socket.isStream && socket.state === 'open' && (
          <button
            type="button"
            class="quiet close-socket"
            title={texts.closeSocket}
            aria-label={`${texts.closeSocket}: ${url}`}
            tabIndex={isActive ? 0 : -1}
            onClick={(event) => {
              event.stopPropagation();
              onClose();
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    </div>
  );
}

const counts = (messages: number, bytes: number, format: Format): string =>
  messages === 0 ? '0' : `${format.count(messages)} · ${format.bytes(bytes)}`;

function durationText(socket: SocketSummary, nowMs: number, format: Format): string {
  const end = socket.closedAtMs ?? (socket.isLive ? nowMs : null);
  return end === null ? '' : format.duration(Math.max(0, end - socket.createdAtMs));
}

export function closeText(socket: SocketSummary, texts: Texts): string {
  if (socket.closeCode === null && socket.closedAtMs !== null) return texts.closeCodeUntold;
  if (socket.closeCode === null)
    return !socket.isLive && !socket.isImported ? texts.stateUnloaded : '';
  const reason = socket.closeReason === '' ? '' : `: ${socket.closeReason}`;
  return `${socket.closeCode} ${closeCodeMeaning(texts, socket.closeCode)}${reason}`;
}

/** What the row has no room for. */
function describe(socket: SocketSummary, texts: Texts): string {
  const site = socket.callSite;
  const lines = [
    socket.url,
    socket.protocol === '' ? '' : `${texts.columnProtocol}: ${socket.protocol}`,
    `${texts.columnDocument}: ${socket.documentUrl}`,
    site === null
      ? ''
      : texts.openedBy(
          `${site.functionName === '' ? '' : `${site.functionName} `}${site.url}:${site.line}:${site.column}`,
        ),
    socket.isAdopted ? texts.adopted : '',
    closeText(socket, texts),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
