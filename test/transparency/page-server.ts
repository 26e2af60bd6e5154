import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerRaw } from './raw-sockets.ts';

/** Serves the pages of these tests, takes their reports, and has a socket that obeys. */
export interface PageServer {
  /** "http://127.0.0.1:PORT" */
  readonly origin: string;
  readonly obedient: string;
  /** Before the name of an answer in raw-sockets.ts: "ws://127.0.0.1:PORT/raw" */
  readonly raw: string;
  /** Sets what a path answers with. */
  serve(path: string, page: ServedPage): void;
  /** The next report that a page posts to `/report?<name>`. */
  nextReport(name: string): Promise<unknown>;
  /** Texts that pages sent to the obedient socket, and "(closed)" with its first text when one has ended. */
  readonly received: readonly string[];
  close(): Promise<void>;
}

export interface ServedPage {
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function servePages(): Promise<PageServer> {
  const pages = new Map<string, ServedPage>();
  const waiting = new Map<string, (report: unknown) => void>();
  const received: string[] = [];
  const rawConnections = new Set<Duplex>();
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://pages');
    if (url.pathname === '/report') takeReport(request, response, url.search.slice(1), waiting);
    else answer(response, pages.get(url.pathname));
  });
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on('connection', (socket) => obey(socket, received));
  http.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy());
    if (request.url?.startsWith('/raw/')) {
      rawConnections.add(connection);
      connection.on('close', () => rawConnections.delete(connection));
      answerRaw(request, connection);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) =>
      sockets.emit('connection', socket),
    );
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    obedient: `ws://127.0.0.1:${port}/obedient`,
    raw: `ws://127.0.0.1:${port}/raw`,
    received,
    serve: (path, page) => pages.set(path, page),
    nextReport: (name) => new Promise((resolve) => waiting.set(name, resolve)),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      for (const connection of rawConnections) connection.destroy();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function answer(response: ServerResponse, page: ServedPage | undefined): void {
  if (page === undefined) {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': `${page.type ?? 'text/html'}; charset=utf-8`,
    ...page.headers,
  });
  response.end(page.body);
}

async function takeReport(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  waiting: Map<string, (report: unknown) => void>,
): Promise<void> {
  let text = '';
  for await (const part of request) text += String(part);
  response.writeHead(204).end();
  waiting.get(name)?.(JSON.parse(text));
  waiting.delete(name);
}

/**
 * Does what the text says: `say TEXT`, `bytes N`, `burst N`, `close CODE REASON`, `close`, `cut`.
 * Anything else is only written down.
 */
function obey(socket: WebSocket, received: string[]): void {
  socket.on('error', () => {
    // A page that breaks off is what some behaviours are about.
  });
  let first = '';
  socket.on('close', () => received.push(`(closed) ${first}`));
  socket.on('message', (payload, isBinary) => {
    const text = isBinary ? '' : String(payload);
    first ||= text;
    received.push(text);
    const [order = '', ...words] = text.split(' ');
    const rest = words.join(' ');
    if (order === 'say') socket.send(rest);
    else if (order === 'bytes') socket.send(Buffer.alloc(Number(rest), 7));
    else if (order === 'burst')
      for (let count = 0; count < Number(rest); count++) socket.send(`burst ${count}`);
    else if (order === 'close' && rest === '') socket.close();
    else if (order === 'close') socket.close(Number(words[0]), words.slice(1).join(' '));
    else if (order === 'cut') socket.terminate();
  });
}
