import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './scenario.ts';

/** Lets a server of the scenario listen on loopback until the scenario ends. Returns `http://127.0.0.1:PORT`. */
export async function listen(stage: Stage, http: Server): Promise<string> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  stage.defer(() => {
    http.close();
    http.closeAllConnections();
  });
  // A server that listens on TCP has such an address.
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
