import { createServer } from 'node:http';
import { listen } from '../listen.ts';
import { needNpm, npmVersion } from '../npm-packages.ts';
import type { Scenario, Stage } from '../scenario.ts';

const name = 'ddp';
const packages = () => needNpm(name, { ddp: '0.12.1', 'ddp-server-reactive': '0.4.0' });

/**
 * A subscription whose documents come, change and go, and calls. The server takes two liberties that Meteor does
 * not take: `updated` names one method by `id`, and an error is sent without `msg`, so none is asked for.
 */
export const ddp: Scenario = {
  name,
  client: () => npmVersion(name, 'ddp'),
  server: () => `${npmVersion(name, 'ddp-server-reactive')}: Meteor is not in the registries`,
  needs: packages,
  run,
};

type DdpClient = new (
  options: object,
) => {
  connect(connected: (error?: unknown) => void): void;
  subscribe(name: string, params: readonly unknown[], ready: () => void): string;
  unsubscribe(id: string): void;
  call(
    method: string,
    params: readonly unknown[],
    result: (error: unknown, result: unknown) => void,
    updated: () => void,
  ): void;
  on(event: 'message', run: (text: string) => void): void;
  close(): void;
};

type DdpServer = new (
  options: object,
) => {
  publish(name: string): Record<string, Record<string, unknown>>;
};

async function run(stage: Stage): Promise<void> {
  const { require } = packages();
  const Client = require<DdpClient>('ddp');
  const Server = require<DdpServer>('ddp-server-reactive');
  const http = createServer();
  const server = new Server({
    httpServer: http,
    methods: { sum: (a: number, b: number) => a + b },
  });
  const tasks = server.publish('tasks');
  tasks['first'] = { title: 'Grüße', due: new Date(1_700_000_000_000) };
  const origin = await stage.proxy(await listen(stage, http));

  const client = new Client({
    url: `${origin.replace('http', 'ws')}/websocket`,
    autoReconnect: false,
  });
  await new Promise<void>((connected) => client.connect(() => connected()));
  const hears = (type: string): Promise<void> =>
    new Promise((heard) =>
      client.on('message', (text) => JSON.parse(text).msg === type && heard()),
    );
  let id = '';
  await new Promise<void>((ready) => {
    id = client.subscribe('tasks', [{ done: false }], ready);
  });
  const updated = hears('updated');
  client.call(
    'sum',
    [1, 2.5],
    () => {},
    () => {},
  );
  await updated;
  const changed = hears('changed');
  tasks['first'] = { title: 'Grüße an alle' };
  await changed;
  const removed = hears('removed');
  delete tasks['first'];
  await removed;
  client.unsubscribe(id);
  client.close();
}
