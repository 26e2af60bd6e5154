import type { WebSocketServer } from 'ws';
import { queryNumber } from '../query-number.ts';

/** Closes with 4001 "session expired" at the first message, or `?afterMs=` after opening. */
export function serveClose4001(server: WebSocketServer): void {
  server.on('connection', (socket, request) => {
    const expire = () => socket.close(4001, 'session expired');
    socket.once('message', expire);

    const afterMs = queryNumber(request, 'afterMs', { fallback: -1, min: 0, max: 600_000 });
    if (afterMs < 0) return;
    const timer = setTimeout(expire, afterMs);
    socket.once('close', () => clearTimeout(timer));
  });
}
