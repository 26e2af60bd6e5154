import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface RawSocketServer {
  /** "ws://127.0.0.1:PORT" */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Speaks WebSocket as no library would: `/unanswered` gets no handshake, so a socket stays connecting;
 * anything else is opened, with the extension permessage-deflate, and then not listened to, so that a
 * close stays closing.
 */
export async function serveRawSockets(): Promise<RawSocketServer> {
  const open = new Set<Duplex>();
  const server = createServer();
  server.on('upgrade', (request, socket) => {
    open.add(socket);
    // Cut off by a browser that ends: nothing is left to do.
    socket.on('error', () => open.delete(socket));
    if (request.url === '/unanswered') return;
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
