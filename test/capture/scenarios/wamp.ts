import { needNpm, npmVersion } from '../npm-packages.ts';
import { freePort } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';

const name = 'wamp-2-json';
const packages = () => needNpm(name, { autobahn: '26.3.1', 'fox-wamp': '0.7.28' });

/** Publications to oneself with their acknowledgement, a call that the router hands back, and calls that fail. */
export const wamp: Scenario = {
  name,
  client: () => npmVersion(name, 'autobahn'),
  server: () => npmVersion(name, 'fox-wamp'),
  needs: packages,
  run,
};

interface Session {
  register(procedure: string, run: (args: unknown[]) => unknown): Promise<object>;
  unregister(registration: object): Promise<unknown>;
  call(procedure: string, args?: unknown[], keywords?: object): Promise<unknown>;
  subscribe(topic: string, run: (args: unknown[]) => void): Promise<object>;
  unsubscribe(subscription: object): Promise<unknown>;
  publish(topic: string, args: unknown[], keywords: object, options: object): Promise<unknown>;
}

interface Autobahn {
  readonly Connection: new (
    options: object,
  ) => {
    onopen: (session: Session) => void;
    onclose: () => boolean;
    open(): void;
    close(): void;
  };
}

type FoxWamp = new () => { listenWAMP(options: object): { close(): void } };

async function run(stage: Stage): Promise<void> {
  const { require } = packages();
  const Router = require<FoxWamp>('fox-wamp');
  const autobahn = require<Autobahn>('autobahn');
  const port = await freePort();
  const router = new Router().listenWAMP({ port, host: '127.0.0.1' });
  stage.defer(() => router.close());
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  const connection = new autobahn.Connection({
    url: `${origin.replace('http', 'ws')}/ws`,
    realm: 'realm1',
    protocols: ['wamp.2.json'],
    max_retries: 0,
  });
  const opened = new Promise<Session>((isOpen) => {
    connection.onopen = isOpen;
  });
  const closed = new Promise<void>((isClosed) => {
    connection.onclose = () => {
      isClosed();
      return true;
    };
  });
  connection.open();
  const session = await opened;
  let hasCome = () => {};
  const come = new Promise<void>((done) => {
    hasCome = done;
  });
  const subscription = await session.subscribe('capture.news', () => hasCome());
  const options = { acknowledge: true, exclude_me: false };
  await session.publish('capture.news', ['Grüße', 7], { urgent: true }, options);
  await come;
  await session.unsubscribe(subscription);
  const registration = await session.register('capture.add', ([a, b]) => Number(a) + Number(b));
  await session.call('capture.add', [1, 2.5]);
  const failing = await session.register('capture.fail', () => {
    throw new Error('as asked');
  });
  await session.call('capture.fail', [], { why: 'ü' }).catch(() => 'that is the wanted error');
  await session.call('capture.unknown').catch(() => 'that is the wanted error');
  await session.unregister(failing);
  await session.unregister(registration);
  connection.close();
  await closed;
}
