import { createServer } from 'node:http';
import { execute, subscribe } from 'graphql';
import { SubscriptionClient, SubscriptionServer } from 'subscriptions-transport-ws';
import { WebSocket } from 'ws';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';
import { greetingSchema } from './greeting-schema.ts';

/** The older protocol of Apollo: a subscription to its end, one broken off, a query, an error, a keep-alive. */
export const subscriptionsTransportWs: Scenario = {
  name: 'subscriptions-transport-ws',
  client: () => packageVersion('subscriptions-transport-ws'),
  server: () => `${packageVersion('subscriptions-transport-ws')} with ${packageVersion('graphql')}`,
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const server = SubscriptionServer.create(
    // The types are of graphql 15, whose functions these are in all that is used.
    { schema: greetingSchema, execute, subscribe, keepAlive: 10_000 },
    { server: http, path: '/subscriptions' },
  );
  const origin = await stage.proxy(await listen(stage, http));
  stage.defer(() => server.close());
  const url = `${origin.replace('http', 'ws')}/subscriptions`;
  const client = new SubscriptionClient(url, { connectionParams: { token: 'secret' } }, WebSocket);
  await new Promise((connected) => client.onConnected(connected));
  await resultsOf(client, 'subscription Greet { greetings }');
  await resultsOf(client, 'subscription { down(from: 2) }', 1);
  await resultsOf(client, '{ hello }');
  await resultsOf(client, '{ unknown }');
  client.close();
}

/** All results of an operation, or so many, after which it is broken off. */
function resultsOf(client: SubscriptionClient, query: string, most = Infinity): Promise<void> {
  let count = 0;
  return new Promise((ended) => {
    const { unsubscribe } = client.request({ query }).subscribe({
      next() {
        count += 1;
        if (count < most) return;
        unsubscribe();
        ended();
      },
      error: () => ended(),
      complete: () => ended(),
    });
  });
}
