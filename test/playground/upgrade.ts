import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { requestUrl } from './request-url.ts';
import { socketIoPath } from './sockets/socket-io.ts';

/** Hands each handshake to the server of its path, and refuses the others. */
export function routeUpgrades(http: Server, servers: ReadonlyMap<string, WebSocketServer>): void {
  http.on('upgrade', (request, socket, head) => {
    // The peer may vanish in the middle of the handshake, which is no fault of the server.
    socket.on('error', () => socket.destroy());
    // Socket.IO listens on the HTTP server itself.
    if (request.url?.startsWith(socketIoPath)) return;

    const path = requestUrl(request)?.pathname ?? '';
    const server = servers.get(path);
    if (server) {
      server.handleUpgrade(request, socket, head, (client) => {
        server.emit('connection', client, request);
      });
    } else if (path === '/fail') {
      refuse(socket, '403 Forbidden');
    } else {
      refuse(socket, '404 Not Found');
    }
  });
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
