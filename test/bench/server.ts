// The server of the benchmark. In a process of its own, so that what it costs is not on the thread that
// drives the browsers; without the playground's inbox, which copies every message that it receives.
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listenOnLoopback } from '../playground/loopback.ts';
import { queryNumber } from '../playground/query-number.ts';
import { requestUrl } from '../playground/request-url.ts';
import { serveEcho } from '../playground/sockets/echo.ts';
import { serveFlood } from '../playground/sockets/flood.ts';

export interface ServerReady {
  readonly port: number;
}

export async function main(_task: unknown, say: (ready: ServerReady) => void): Promise<void> {
  const http = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Benchmark</title>');
  });
  const endpoints = new Map(
    Object.entries({ '/echo': serveEcho, '/flood': serveFlood, '/paced': servePaced }).map(
      ([path, serve]) => {
        const server = new WebSocketServer({ noServer: true });
        serve(server);
        return [path, server] as const;
      },
    ),
  );
  http.on('upgrade', (request, socket, head) => {
    const server = endpoints.get(requestUrl(request)?.pathname ?? '');
    if (server === undefined) socket.destroy();
    else
      server.handleUpgrade(request, socket, head, (client) => {
        // A browser that is closed in the middle cuts its connections.
        client.on('error', () => undefined);
        server.emit('connection', client, request);
      });
  });
  const { port } = await listenOnLoopback(http, 0);
  say({ port });
}

const tickMs = 10;

/** At the text "go" sends `?perSecond=` messages of `?size=` bytes for `?seconds=`, then closes. */
function servePaced(server: WebSocketServer): void {
  server.on('connection', (socket, request) => {
    const perSecond = queryNumber(request, 'perSecond', { fallback: 5000, min: 1, max: 1_000_000 });
    const seconds = queryNumber(request, 'seconds', { fallback: 60, min: 1, max: 3600 });
    const size = queryNumber(request, 'size', { fallback: 64, min: 48, max: 65_536 });
    socket.once('message', () => pace(socket, perSecond, seconds, size));
  });
}

function pace(socket: WebSocket, perSecond: number, seconds: number, size: number): void {
  const startedMs = performance.now();
  const all = perSecond * seconds;
  let sent = 0;
  const timer = setInterval(() => {
    // By the clock and not by ticks: a timer that comes late sends what was due meanwhile.
    const due = Math.min(all, Math.floor(((performance.now() - startedMs) / 1000) * perSecond));
    for (; sent < due; sent++) socket.send(pacedText(sent, size));
    if (sent === all) socket.close(1000);
    if (sent === all || socket.readyState !== socket.OPEN) clearInterval(timer);
  }, tickMs);
}

const pacedText = (sequence: number, size: number): string =>
  `{"sequence":${sequence},"padding":"`.padEnd(size - 2, '.').concat('"}');
