import type { SocketSummary } from '../engine/socket-table.ts';

/** The network log is asked again and again so long for a stream that it does not know: it may be slow. */
const patienceMs = 5000;

/** Whether a stream of the page is open, or may be: its messages come from the network log alone. */
export function awaitsStream(sockets: Iterable<SocketSummary>, nowMs: number): boolean {
  for (const socket of sockets) if (isUnderWay(socket) && !isUntold(socket, nowMs)) return true;
  return false;
}

/** A stream of which the network log knows nothing: it is older than DevTools. Nobody can say what became of it. */
export const isUntold = (socket: SocketSummary, nowMs: number): boolean =>
  socket.isStream && socket.networkMessages < 0 && nowMs - socket.createdAtMs > patienceMs;

const isUnderWay = ({ isStream, isLive, state }: SocketSummary): boolean =>
  isStream && isLive && (state === 'connecting' || state === 'open');
