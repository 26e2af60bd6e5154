import type { WebSocketServer } from 'ws';

/** Takes every message and answers none: for measuring what sending costs. */
export function serveSink(server: WebSocketServer): void {
  server.on('connection', (socket) => socket.on('message', () => undefined));
}
