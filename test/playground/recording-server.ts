import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Inbox } from './inbox.ts';
import { requestUrl } from './request-url.ts';

/** A WebSocket server whose sockets write each message that they receive to the inbox first. */
export class RecordingServer extends WebSocketServer {
  readonly #inbox: Inbox;

  constructor(inbox: Inbox, options: ServerOptions = {}) {
    super({ ...options, noServer: true });
    this.#inbox = inbox;
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    callback: (client: WebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, socket, head, (client) => {
      recordMessages(client, request, this.#inbox);
      callback(client, request);
    });
  }
}

function recordMessages(client: WebSocket, request: IncomingMessage, inbox: Inbox): void {
  const url = requestUrl(request);
  // A peer that breaks the protocol is its own affair: ws closes the socket, the server lives on.
  client.on('error', () => {});
  client.on('message', (payload, isBinary) => {
    inbox.add({
      path: url?.pathname ?? '',
      query: url?.search ?? '',
      isBinary,
      bytes: copyBytes(payload),
    });
  });
}

/** A plain Uint8Array of its own, because assertions tell a Buffer from a Uint8Array. */
function copyBytes(payload: RawData): Uint8Array {
  return new Uint8Array(Array.isArray(payload) ? Buffer.concat(payload) : payload);
}
