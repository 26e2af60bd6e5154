import { createServer } from 'node:http';
import { execute, subscribe } from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';
import { greetingSchema } from './greeting-schema.ts';

/** A subscription to its end, one that is broken off, a query, one with an error, one that is not valid, a ping. */
export const graphqlTransportWs: Scenario = {
  name: 'graphql-transport-ws',
  client: () => packageVersion('graphql-ws'),
  server: () => `${packageVersion('graphql-ws')} with ${packageVersion('graphql')}`,
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const acceptor = new WebSocketServer({ server: http, path: '/graphql' });
  const server = useServer({ schema: greetingSchema, execute, subscribe }, acceptor, 0);
  const origin = await stage.proxy(await listen(stage, http));
  stage.defer(() => server.dispose());

  let hasPonged = () => {};
  const ponged = new Promise<void>((done) => {
    hasPonged = done;
  });
  const client = createClient({
    url: `${origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    keepAlive: 200,
    connectionParams: { token: 'secret' },
    on: { pong: (isReceived) => isReceived && hasPonged() },
    generateID: numbers(),
  });
  await all(client.iterate({ query: 'subscription Greet { greetings }', operationName: 'Greet' }));
  const variables = { from: 3 };
  const down = client.iterate({
    query: 'subscription($from: Int!) { down(from: $from) }',
    variables,
  });
  await down.next();
  await down.return?.();
  await all(client.iterate({ query: '{ hello }' }));
  await all(client.iterate({ query: '{ fails }' }));
  await all(client.iterate({ query: '{ unknown }' })).catch(() => 'that is the wanted error');
  await ponged;
  await client.dispose();
}

/** Left to itself the client makes random ones. */
function numbers(): () => string {
  let last = 0;
  return () => `operation-${++last}`;
}

async function all(results: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of results);
}
