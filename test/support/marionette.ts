import { connect, type Socket } from 'node:net';

/**
 * A client of Firefox's own remote protocol, which reaches what WebDriver does not: the toolbox.
 * On the wire a packet is `<byte length>:<json>`; a command is `[0, id, name, parameters]`, its
 * answer `[1, id, error, result]`.
 *
 * @see https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export interface Marionette {
  send(name: string, parameters?: Record<string, unknown>): Promise<unknown>;
  close(): void;
}

/** Rejects when nobody listens on that port yet. */
export async function connectMarionette(port: number): Promise<Marionette> {
  const socket = await open(port);
  const waiting = new Map<number, (answer: Answer) => void>();
  const fail = (reason: string) => {
    for (const answer of waiting.values()) answer({ error: reason, result: null });
    waiting.clear();
  };
  readPackets(socket, (packet) => {
    // The first packet of all is a greeting, which is an object.
    if (!Array.isArray(packet)) return;
    const [, id, error, result] = packet;
    waiting.get(id)?.({ error: error && `${error.error}: ${error.message}`, result });
    waiting.delete(id);
  });
  socket.on('close', () => fail('Firefox closed the connection'));
  let lastId = 0;
  return {
    send: (name, parameters = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, ({ error, result }) => {
          if (error) reject(new Error(`Marionette ${name}: ${error}`));
          else resolve(unwrap(result));
        });
        const text = JSON.stringify([0, lastId, name, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
    close: () => socket.destroy(),
  };
}

interface Answer {
  readonly error: string | null;
  readonly result: unknown;
}

/** Most results are `{ value }`. */
function unwrap(result: unknown): unknown {
  return result !== null && typeof result === 'object' && 'value' in result ? result.value : result;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.off('error', reject);
      // What goes wrong later ends in 'close', which tells everybody who waits.
      socket.on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function readPackets(socket: Socket, onPacket: (packet: unknown) => void): void {
  let unread = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (let colon = unread.indexOf(':'); colon > 0; colon = unread.indexOf(':')) {
      const end = colon + 1 + Number(unread.subarray(0, colon).toString());
      if (unread.length < end) return;
      const text = unread.subarray(colon + 1, end).toString();
      unread = unread.subarray(end);
      onPacket(JSON.parse(text));
    }
  });
}
