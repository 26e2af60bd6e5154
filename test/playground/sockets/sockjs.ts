import type { Server } from 'node:http';
import sockjs from 'sockjs';

/** SockJS with all its transports. Sends each message back; `close CODE REASON` closes. */
export function serveSockjs(http: Server): void {
  const server = sockjs.createServer({ log: () => {} });
  server.on('connection', (connection) => {
    connection.on('data', (text) => {
      const [order, code, ...reason] = text.split(' ');
      if (order === 'close') connection.close(Number(code), reason.join(' '));
      else connection.write(text);
    });
  });
  server.installHandlers(http, { prefix: '/sockjs' });
}
