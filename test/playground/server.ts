/** A local server with real WebSocket libraries, for people to look at and for tests to drive. */
import { createServer } from 'node:http';
import { answerRequest } from './answer-request.ts';
import { createInbox, type Inbox, type ReceivedMessage } from './inbox.ts';
import { listenOnLoopback } from './loopback.ts';
import { loadPages } from './pages.ts';
import { RecordingServer } from './recording-server.ts';
import { endpoints } from './sockets/endpoints.ts';
import { serveSocketIo } from './sockets/socket-io.ts';
import { routeUpgrades } from './upgrade.ts';

export type { ReceivedMessage } from './inbox.ts';

export interface Playground {
  /** "http://127.0.0.1:PORT" */
  readonly origin: string;
  /** "http://localhost:PORT", the same server as another site. */
  readonly otherOrigin: string;
  /** What the servers received, in order. Socket.IO and GraphQL count: these are wire messages. */
  readonly received: readonly ReceivedMessage[];
  /**
   * The first message that matches, of those received already or yet to come.
   * Rejects after `timeoutMs` (5000), and when the playground closes.
   */
  waitForMessage(
    match: (message: ReceivedMessage) => boolean,
    timeoutMs?: number,
  ): Promise<ReceivedMessage>;
  /** Cuts every connection (a page sees 1006) and frees the port. */
  close(): Promise<void>;
}

/** Serves the playground on the loopback addresses only. Port 0, any free one, by default. */
export async function servePlayground(options: { port?: number } = {}): Promise<Playground> {
  const inbox = createInbox();
  const http = createServer();
  routeUpgrades(http, startEndpoints(inbox));
  const loopback = await listenOnLoopback(http, options.port ?? 0);
  const origin = `http://127.0.0.1:${loopback.port}`;
  const otherOrigin = `http://localhost:${loopback.port}`;

  const pages = await loadPages({ origin, otherOrigin });
  http.on('request', (request, response) => answerRequest(request, response, pages));
  // Last, for it wraps the listeners that are there already.
  const socketIo = serveSocketIo(http, inbox);

  async function close(): Promise<void> {
    inbox.close();
    // Also closes the HTTP server.
    await Promise.all([socketIo.close(), loopback.close()]);
  }

  let closed: Promise<void> | undefined;
  return {
    origin,
    otherOrigin,
    received: inbox.received,
    waitForMessage: inbox.waitFor,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function startEndpoints(inbox: Inbox): ReadonlyMap<string, RecordingServer> {
  return new Map(
    [...endpoints].map(([path, serve]) => {
      const server = new RecordingServer(inbox);
      serve(server);
      return [path, server];
    }),
  );
}
