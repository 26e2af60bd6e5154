import type { Client } from '@stomp/stompjs';

/** Starts a client and waits until its broker has answered CONNECTED. */
export const activateStomp = (client: Client): Promise<void> =>
  new Promise((done) => {
    client.onConnect = () => done();
    client.activate();
  });
