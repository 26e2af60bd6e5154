import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';

export interface Loopback {
  readonly port: number;
  /** Ends every connection and frees the port. The HTTP server must have been told to close. */
  close(): Promise<void>;
}

/**
 * Makes the server answer on one port of both loopback addresses, so that `127.0.0.1` and
 * `localhost`, whichever address a browser takes for it, are two origins of the same server.
 */
export async function listenOnLoopback(http: Server, port: number): Promise<Loopback> {
  const connections = new Set<Socket>();
  let isClosing = false;
  http.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
    if (isClosing) connection.destroy();
  });

  const ipv6 = await listenTwice(http, port);
  return {
    port: portOf(http),
    async close() {
      isClosing = true;
      const freed = ipv6 && once(ipv6, 'close');
      ipv6?.close();
      for (const connection of connections) connection.destroy();
      await freed;
    },
  };
}

async function listenTwice(
  http: Server,
  port: number,
  attempts = 5,
): Promise<NetServer | undefined> {
  // Node's documentation allows a connection to be injected through this event.
  const ipv6 = createServer((connection) => http.emit('connection', connection));
  try {
    await listen(ipv6, port, '::1');
  } catch (error) {
    // A machine or container without IPv6 takes 127.0.0.1 for localhost.
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) throw error;
    await listen(http, port, '127.0.0.1');
    return undefined;
  }
  try {
    await listen(http, portOf(ipv6), '127.0.0.1');
    return ipv6;
  } catch (error) {
    ipv6.close();
    const canTryAnother = port === 0 && attempts > 1 && codeOf(error) === 'EADDRINUSE';
    if (!canTryAnother) throw error;
    return listenTwice(http, port, attempts - 1);
  }
}

async function listen(server: NetServer, port: number, host: string): Promise<void> {
  server.listen({ port, host });
  // Rejects when the server emits 'error' instead.
  await once(server, 'listening');
}

function portOf(server: NetServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
