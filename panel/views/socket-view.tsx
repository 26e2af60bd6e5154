import { useEffect } from 'preact/hooks';
import type { Header } from '../engine/network-socket.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { isUntold } from '../model/streams.ts';
import { closeText } from './socket-row.tsx';
import { SocketStatisticsView } from './socket-statistics.tsx';
import './socket-view.css';

/** What is known of the socket that is chosen: its life, its handshake, and whether the two witnesses agree. */
export function SocketView({
  model,
  socket,
}: {
  readonly model: PanelModel;
  readonly socket: SocketSummary;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { handshake, callSite } = socket;
  const recordsInside = model.insideWorkers.state.value.kind === 'on';
  const isOld = isUntold(socket, model.now.value);
  const messages = socket.allMessages;
  // The network log is asked while somebody looks; it carries every request, so not otherwise.
  useEffect(() => model.askNetworkLog(), [socket.id, messages, socket.state]);
  const time = (atMs: number | null): string => (atMs === null ? '' : format.clock(atMs));
  return (
    <div class="socket-view" role="region" aria-label={texts.socketDetails} tabIndex={0}>
      <h2>{socket.url}</h2>
      {socket.worker !== null && (
        <p class="message-note">
          {!socket.isFromNetwork
            ? texts.workerInsideNote
            : socket.isOfUnrecordedPage
              ? texts.unrecordedNote
              : `${texts.workerNote} ${recordsInside ? texts.workerNativeNote : ''}`.trim()}
        </p>
      )}
      {socket.isStream && (
        <p class="message-note">{isOld ? texts.streamUntoldNote : texts.streamNote}</p>
      )}
      <dl>
        <Fact
          name={texts.columnState}
          value={isOld ? texts.stateUntold : texts.states[socket.state]}
        />
        <Fact name={texts.createdAt} value={time(socket.createdAtMs)} />
        <Fact name={texts.openedAt} value={time(socket.openedAtMs)} />
        <Fact
          name={texts.closedAt}
          value={[time(socket.closedAtMs), closeText(socket, texts)]
            .filter((part) => part !== '')
            .join(' · ')}
        />
        <Fact name={texts.columnDocument} value={socket.documentUrl} />
        <Fact
          name={texts.callSite}
          value={
            callSite === null
              ? ''
              : `${callSite.functionName} ${callSite.url}:${callSite.line}:${callSite.column}`.trim()
          }
        />
        <Fact name={texts.requestedProtocols} value={socket.requestedProtocols} />
        <Fact name={texts.columnProtocol} value={socket.protocol} />
        <Fact name={texts.negotiatedExtensions} value={socket.extensions} />
        <Witnesses model={model} socket={socket} />
      </dl>
      <SocketStatisticsView model={model} socket={socket} />
      {handshake !== null && (
        <>
          <h3>{texts.handshake}</h3>
          <dl>
            <Fact
              name={texts.handshakeStatus}
              value={
                handshake.status === 0
                  ? texts.noAnswer
                  : `${handshake.status} ${handshake.statusText}`.trim()
              }
            />
            <Fact name={texts.eventError} value={handshake.error} />
            <Fact name={texts.remoteAddress} value={handshake.remoteAddress} />
          </dl>
          <Headers title={texts.requestHeaders} headers={handshake.requestHeaders} />
          <Headers title={texts.responseHeaders} headers={handshake.responseHeaders} />
        </>
      )}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Headers({
  title,
  headers,
}: {
  readonly title: string;
  readonly headers: readonly Header[];
}) {
  if (headers.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl class="headers">
        {headers.map(({ name, value }, index) => (
          <Fact key={`${index} ${name}`} name={name} value={value} />
        ))}
      </dl>
    </>
  );
}

/** Whether the page's record and the browser's network log have the same number of messages. */
function Witnesses({
  model,
  socket,
}: {
  readonly model: PanelModel;
  readonly socket: SocketSummary;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  if (socket.isFromNetwork || socket.isStream || socket.isImported) return null;
  const page = socket.allMessages;
  const network = socket.networkMessages;
  const isCounting = network !== page && page !== socket.comparedMessages;
  const isBad = network >= 0 && network !== page && !isCounting;
  const text =
    network < 0
      ? texts.noWitness
      : isCounting
        ? // A network log that has become large is not read for a count.
          network > 0 && network === socket.comparedMessages
          ? texts.witnessesAgreedAt(format.count(network), network)
          : texts.witnessesCounting
        : isBad
          ? texts.witnessesDiffer(format.count(page), format.count(network))
          : texts.witnessesAgree(format.count(page), page);
  return (
    <div class={isBad ? 'witnesses differ' : 'witnesses'}>
      <dt>{texts.witnesses}</dt>
      <dd>{text}</dd>
    </div>
  );
}
