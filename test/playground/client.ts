import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Message = string | Uint8Array;

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A socket of the test's own, that keeps what it receives until the test looks at it. */
export interface Client {
  readonly protocol: string;
  send(payload: Message): void;
  /** The message at the index, counted from the first one, as soon as there is one. */
  messageAt(index: number): Promise<Message>;
  bytesAt(index: number): Promise<Uint8Array>;
  /** The same, of text that is JSON. */
  jsonAt(index: number): Promise<unknown>;
  readonly closed: Promise<Closing>;
  close(): Promise<void>;
}

/** Resolves when the socket is open. Rejects when the handshake is refused. */
export async function openClient(url: string, protocols: string[] = []): Promise<Client> {
  const socket = new WebSocket(url, protocols);
  const messages: Message[] = [];
  socket.on('message', (payload, isBinary) => {
    // ws hands out a Buffer unless it was told another binary type.
    const bytes = payload as Buffer;
    messages.push(isBinary ? new Uint8Array(bytes) : bytes.toString());
  });
  const closed = new Promise<Closing>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');

  async function messageAt(index: number): Promise<Message> {
    for (;;) {
      const message = messages[index];
      if (message !== undefined) return message;
      if (socket.readyState === WebSocket.CLOSED) throw new Error(`closed before message ${index}`);
      await Promise.race([once(socket, 'message'), closed]);
    }
  }

  return {
    protocol: socket.protocol,
    send: (payload) => socket.send(payload),
    messageAt,
    async bytesAt(index) {
      const message = await messageAt(index);
      if (typeof message === 'string') throw new Error(`message ${index} is text: ${message}`);
      return message;
    },
    async jsonAt(index) {
      return JSON.parse(String(await messageAt(index)));
    },
    closed,
    async close() {
      socket.close();
      await closed;
    },
  };
}
