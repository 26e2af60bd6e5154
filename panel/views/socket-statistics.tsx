import { useEffect, useState } from 'preact/hooks';
import type { DirectionStatistics, SocketStatistics } from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import type { PanelModel } from '../model/panel-model.ts';
import './socket-statistics.css';

/** Counts, sizes and rates of a socket, by direction; looked at once a second. */
export function SocketStatisticsView({
  model,
  socket,
}: {
  readonly model: PanelModel;
  readonly socket: SocketSummary;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  const nowMs = model.now.value;
  const [statistics, setStatistics] = useState<SocketStatistics | null>(null);
  useEffect(() => {
    let isWanted = true;
    void model.engine.ask('statistics', { socket: socket.id, nowMs }).then((answer) => {
      if (isWanted) setStatistics(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [socket.id, nowMs]);
  if (statistics === null) return null;
  const { sent, received } = statistics;
  const rows: [string, (of: DirectionStatistics) => string][] = [
    [texts.messages, ({ messages }) => format.count(messages)],
    [texts.statisticsBytes, ({ bytes }) => format.bytes(bytes)],
    [
      texts.statisticsRate,
      ({ messagesPerSecond, bytesPerSecond }) =>
        texts.perSecond(format.count(Math.round(messagesPerSecond)), format.bytes(bytesPerSecond)),
    ],
    [texts.statisticsLeast, ({ leastBytes }) => format.bytes(leastBytes)],
    [texts.statisticsMedian, ({ p50 }) => format.bytes(p50)],
    ['p95', ({ p95 }) => format.bytes(p95)],
    ['p99', ({ p99 }) => format.bytes(p99)],
    [texts.statisticsMost, ({ mostBytes }) => format.bytes(mostBytes)],
  ];
  return (
    <>
      <h3>{texts.statistics}</h3>
      <table class="socket-statistics">
        <thead>
          <tr>
            <td />
            <th scope="col">{texts.columnSent}</th>
            <th scope="col">{texts.columnReceived}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, textOf]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{sent.messages === 0 ? '–' : textOf(sent)}</td>
              <td>{received.messages === 0 ? '–' : textOf(received)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{texts.statisticsSizes}</th>
            <td>
              <Histogram of={sent} model={model} kind="sent" />
            </td>
            <td>
              <Histogram of={received} model={model} kind="received" />
            </td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

/** A bar for each doubling of the size. */
function Histogram({
  of,
  model,
  kind,
}: {
  readonly of: DirectionStatistics;
  readonly model: PanelModel;
  readonly kind: 'sent' | 'received';
}) {
  const format = model.format.value;
  const most = Math.max(...of.sizes.map(({ messages }) => messages), 1);
  return (
    <div class={`size-histogram ${kind}`}>
      {of.sizes.map(({ fromBytes, toBytes, messages }) => (
        <span
          key={fromBytes}
          title={`${format.bytes(fromBytes)} – ${format.bytes(toBytes)}: ${format.count(messages)}`}
        >
          <i
            style={{ blockSize: messages === 0 ? '0' : `max(2px, ${(messages / most) * 100}%)` }}
          />
        </span>
      ))}
    </div>
  );
}
