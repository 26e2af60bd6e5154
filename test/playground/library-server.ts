/** Servers for those client libraries that the playground's own page does not use. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listenOnLoopback } from './loopback.ts';
import { serveMqtt } from './sockets/mqtt.ts';
import { servePhoenix } from './sockets/phoenix.ts';
import { serveSignalr, signalrPath } from './sockets/signalr.ts';
import { serveSockjs } from './sockets/sockjs.ts';
import { routeUpgrades } from './upgrade.ts';

export interface LibraryServer {
  /** "127.0.0.1:PORT" */
  readonly host: string;
  close(): Promise<void>;
}

/**
 * `/phoenix/websocket`, `/mqtt`, `/signalr` and `/sockjs`, with a real library or, where there is none
 * for Node, by the protocol's specification; `/hang` never answers a handshake.
 */
export async function serveLibraries(): Promise<LibraryServer> {
  const http = createServer();
  const phoenix = new WebSocketServer({ noServer: true });
  const mqtt = new WebSocketServer({ noServer: true });
  const hub = new WebSocketServer({ noServer: true });
  const hanging = new WebSocketServer({ noServer: true });
  hanging.handleUpgrade = () => {};

  servePhoenix(phoenix);
  const closeBroker = await serveMqtt(mqtt);
  const signalr = serveSignalr(hub);
  http.on('request', (request, response) => {
    if (!signalr.answer(request, response)) response.writeHead(404).end();
  });
  routeUpgrades(
    http,
    new Map([
      ['/phoenix/websocket', phoenix],
      ['/mqtt', mqtt],
      [signalrPath, hub],
      ['/hang', hanging],
    ]),
  );
  // Last, for it wraps the listeners that are there already.
  serveSockjs(http);
  const loopback = await listenOnLoopback(http, 0);
  return {
    host: `127.0.0.1:${loopback.port}`,
    async close() {
      await closeBroker();
      http.close();
      await loopback.close();
    },
  };
}
