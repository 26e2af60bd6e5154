import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** One socket that has passed. */
export interface Conversation {
  /** Path and query, as the client asked for them. */
  readonly path: string;
  /** As the server has chosen it; '' for none. */
  readonly subprotocol: string;
  readonly messages: PassedMessage[];
  /** When client and server have both closed it. */
  readonly ended: Promise<unknown>;
}

export interface PassedMessage {
  readonly direction: 'sent' | 'received';
  readonly bytes: Buffer;
  readonly isText: boolean;
}

export interface RecordingProxy {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly conversations: readonly Conversation[];
  close(): Promise<void>;
}

/**
 * Stands between a client and its server, passes on requests, subprotocols, messages and close
 * codes, and writes down each message before it is passed on.
 */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const conversations: Conversation[] = [];
  const connections = new Set<Duplex>();
  const http = createServer((request, response) => forwardRequest(target, request, response));
  http.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  http.on('upgrade', (request, connection, head) => {
    const server = openToServer(target, request);
    const waiting: PassedMessage[] = [];
    const keep = (data: RawData, isBinary: boolean) =>
      waiting.push(passed('received', data, isBinary));
    server.on('message', keep);
    server.once('error', () => connection.destroy());
    server.once('open', () => {
      const { protocol } = server;
      const acceptor = new WebSocketServer({
        noServer: true,
        handleProtocols: () => (protocol === '' ? false : protocol),
      });
      acceptor.handleUpgrade(request, connection, head, (client) => {
        const conversation = {
          path: request.url ?? '/',
          subprotocol: protocol,
          messages: [],
          ended: Promise.all([closed(client), closed(server)]),
        };
        conversations.push(conversation);
        server.off('message', keep);
        join(client, server, waiting, conversation);
      });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  // A server that listens on TCP has such an address.
  const { port } = http.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    conversations,
    async close() {
      for (const connection of connections) connection.destroy();
      http.close();
      await once(http, 'close');
    },
  };
}

function openToServer(target: string, { url = '/', headers }: IncomingMessage): WebSocket {
  const offered = headers['sec-websocket-protocol']?.split(',').map((each) => each.trim()) ?? [];
  const { cookie, origin, authorization } = headers;
  const kept = Object.entries({ cookie, authorization }).filter(([, value]) => value !== undefined);
  return new WebSocket(new URL(url, target.replace('http', 'ws')), offered, {
    headers: Object.fromEntries(kept),
    // Servers compare it with the host that they are asked by.
    ...(origin === undefined ? {} : { origin: target }),
    perMessageDeflate: false,
  });
}

function join(
  client: WebSocket,
  server: WebSocket,
  waiting: readonly PassedMessage[],
  { messages }: Conversation,
): void {
  const pass = (to: WebSocket, message: PassedMessage) => {
    messages.push(message);
    to.send(message.bytes, { binary: !message.isText });
  };
  for (const message of waiting) pass(client, message);
  server.on('message', (data, isBinary) => pass(client, passed('received', data, isBinary)));
  client.on('message', (data, isBinary) => pass(server, passed('sent', data, isBinary)));
  const closeOther = (other: WebSocket) => (code: number, reason: Buffer) => {
    // 1005 and 1006 say that there was no close code; they may not be sent.
    if (code === 1005 || code === 1006) other.close();
    else other.close(code, reason);
  };
  server.once('close', closeOther(client));
  client.once('close', closeOther(server));
  client.on('error', () => server.terminate());
  server.on('error', () => client.terminate());
}

// Not by once of node:events: a peer that breaks the protocol at its end has closed as well.
const closed = (socket: WebSocket): Promise<void> =>
  new Promise((isClosed) => socket.once('close', () => isClosed()));

function passed(direction: PassedMessage['direction'], data: RawData, isBinary: boolean) {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  return { direction, bytes, isText: !isBinary };
}

/** For clients that negotiate by HTTP before. */
function forwardRequest(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request;
  const { host } = new URL(target);
  const forwarded = httpRequest(
    new URL(request.url ?? '/', target),
    { method, headers: { ...headers, host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  forwarded.once('error', () => response.destroy());
  request.pipe(forwarded);
}
