import { createServer, type RequestListener, type Server } from 'node:http';
import { WebSocket } from 'ws';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import { needNpm, npmVersion } from '../npm-packages.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

const name = 'appsync';
const simulator = '@aws-amplify/amplify-appsync-simulator';
const packages = () => needNpm(name, { [simulator]: '2.16.20', graphql: '15.8.0' });

/** A subscription that is acknowledged and told of a mutation, one that is refused, a sign of life, and the end. */
export const appsync: Scenario = {
  name,
  client: () =>
    `ours, by "Building a real-time WebSocket client", on ${packageVersion('ws')}: AWS's own says who it is in a way that the simulator does not know`,
  server: () => npmVersion(name, simulator),
  needs: packages,
  run,
};

interface Simulator {
  readonly AmplifyAppSyncSimulator: new () => { init(config: object): void };
}

interface Subscriptions {
  readonly AppSyncSimulatorSubscriptionServer: new (
    simulator: object,
    http: Server,
  ) => {
    readonly realtimeServer: { readonly options: { keepAlive: number } };
    start(): void;
    stop(): Promise<void>;
  };
}

interface Operations {
  readonly OperationServer: new (
    options: object,
    simulator: object,
  ) => { readonly app: RequestListener };
}

async function run(stage: Stage): Promise<void> {
  const { require } = packages();
  const { AmplifyAppSyncSimulator } = require<Simulator>(simulator);
  const { AppSyncSimulatorSubscriptionServer } = require<Subscriptions>(
    `${simulator}/lib/server/websocket-subscription.js`,
  );
  const { OperationServer } = require<Operations>(`${simulator}/lib/server/operations.js`);
  const api = new AmplifyAppSyncSimulator();
  api.init(apiConfig);
  // Its own way to start listens on all addresses of the machine.
  const http = createServer(new OperationServer({}, api).app);
  const subscriptions = new AppSyncSimulatorSubscriptionServer(api, http);
  // Else every four minutes.
  subscriptions.realtimeServer.options.keepAlive = 1000;
  subscriptions.start();
  stage.defer(() => subscriptions.stop());
  const target = await listen(stage, http);
  const origin = (await stage.proxy(target)).replace('http', 'ws');

  const query = `header=${encode(authorization)}&payload=${encode({})}`;
  const socket = new WebSocket(`${origin}/graphql/realtime?${query}`, ['graphql-ws']);
  await happens(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  const hears = (type: string): Promise<void> =>
    new Promise((heard) => {
      socket.on('message', (text) => JSON.parse(String(text)).type === type && heard());
    });
  const start = (id: string, text: string) => {
    const data = JSON.stringify({ query: text, variables: {} });
    say({ id, type: 'start', payload: { data, extensions: { authorization } } });
  };
  const acknowledged = hears('connection_ack');
  say({ type: 'connection_init' });
  await acknowledged;
  const started = hears('start_ack');
  start('1', 'subscription Greeted { greeted { text } }');
  await started;
  const told = hears('data');
  await greet(target);
  await told;
  const refused = hears('error');
  start('2', 'subscription { unknown }');
  await refused;
  await hears('ka');
  const completed = hears('complete');
  say({ id: '1', type: 'stop' });
  await completed;
  socket.close(1000);
}

const authorization = { host: 'localhost', 'x-api-key': 'da2-capture' };

const encode = (value: object): string =>
  encodeURIComponent(Buffer.from(JSON.stringify(value)).toString('base64'));

async function greet(target: string): Promise<void> {
  await fetch(`${target}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'da2-capture' },
    body: JSON.stringify({ query: 'mutation { greet(text: "Grüße") { text } }', variables: {} }),
  });
}

const apiConfig = {
  appSync: {
    name: 'capture',
    apiKey: 'da2-capture',
    defaultAuthenticationType: { authenticationType: 'API_KEY' },
    additionalAuthenticationProviders: [],
  },
  schema: {
    content: `
      type Greeting { text: String }
      type Query { last: Greeting }
      type Mutation { greet(text: String): Greeting }
      type Subscription { greeted: Greeting @aws_subscribe(mutations: ["greet"]) }
      schema { query: Query mutation: Mutation subscription: Subscription }
    `,
  },
  dataSources: [{ type: 'NONE', name: 'none' }],
  resolvers: [
    {
      kind: 'UNIT',
      typeName: 'Mutation',
      fieldName: 'greet',
      dataSourceName: 'none',
      requestMappingTemplate:
        '{ "version": "2018-05-29", "payload": $util.toJson($context.arguments) }',
      responseMappingTemplate: '$util.toJson($context.result)',
    },
  ],
  functions: [],
  mappingTemplates: [],
  tables: [],
};
