import { needNpm, npmVersion } from '../npm-packages.ts';
import { freePort } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';

const name = 'colyseus';
const packages = () =>
  needNpm(name, {
    '@colyseus/core': '0.18.17',
    '@colyseus/ws-transport': '0.18.4',
    '@colyseus/schema': '5.0.34',
    '@colyseus/sdk': '0.18.4',
  });

/** Joins a room, messages both ways with types of both kinds, bytes, a state and its patch, and the goodbye. */
export const colyseus: Scenario = {
  name,
  client: () => npmVersion(name, '@colyseus/sdk'),
  server: () => npmVersion(name, '@colyseus/core'),
  needs: packages,
  run,
};

interface JoinedRoom {
  onMessage(type: string | number, run: (message: unknown) => void): void;
  onStateChange: { once(run: () => void): void };
  send(type: string | number, message?: unknown): void;
  sendBytes(type: string | number, bytes: Uint8Array): void;
  request(type: string, message: unknown): Promise<unknown>;
  ping(pong: () => void): void;
  leave(): Promise<unknown>;
}

interface Sdk {
  readonly Client: new (
    endpoint: string,
  ) => {
    joinOrCreate(name: string, options: object): Promise<JoinedRoom>;
  };
}

interface ServedClient {
  send(type: string | number, message?: unknown): void;
  sendBytes(type: string | number, bytes: Uint8Array): void;
}

interface Core {
  readonly Room: new () => {
    setState(state: object): void;
    onMessage(
      type: string | number,
      run: (client: ServedClient, message: unknown) => unknown,
    ): void;
    onMessageBytes(type: string, run: (client: ServedClient) => void): void;
  };
  readonly Server: new (
    options: object,
  ) => {
    define(name: string, room: unknown): void;
    listen(port: number, host: string): Promise<unknown>;
    gracefullyShutdown(exits: boolean): Promise<void>;
  };
}

interface SchemaPackage {
  readonly schema: (fields: object, name: string) => new () => { turn: number };
  readonly t: { number(): { default(value: number): object } };
}

async function run(stage: Stage): Promise<void> {
  const { require } = packages();
  const { Room, Server } = require<Core>('@colyseus/core');
  const { WebSocketTransport } = require<{
    WebSocketTransport: new (options: object) => object;
  }>('@colyseus/ws-transport');
  const { schema, t } = require<SchemaPackage>('@colyseus/schema');
  const { Client } = require<Sdk>('@colyseus/sdk');

  const Board = schema({ turn: t.number().default(0) }, 'Board');
  class Game extends Room {
    onCreate() {
      const board = new Board();
      this.setState(board);
      this.onMessage('move', (client, message) => {
        board.turn += 1;
        client.send('moved', message);
      });
      this.onMessage('count', () => ({ pieces: 2 }));
      this.onMessage(7, (client) => client.send(8));
      this.onMessageBytes('picture', (client) =>
        client.sendBytes('seen', Uint8Array.of(1, 2, 255)),
      );
    }
  }
  const server = new Server({
    transport: new WebSocketTransport({}),
    greet: false,
    gracefullyShutdown: false,
  });
  stage.defer(() => server.gracefullyShutdown(false));
  server.define('game', Game);
  const port = await freePort();
  await server.listen(port, '127.0.0.1');
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  const room = await new Client(origin).joinOrCreate('game', { name: 'Ada' });
  const hears = (type: string | number): Promise<unknown> =>
    new Promise((heard) => room.onMessage(type, heard));
  const changes = (): Promise<void> => new Promise((done) => room.onStateChange.once(done));
  await changes();
  const [moved, changed] = [hears('moved'), changes()];
  room.send('move', { x: 1, note: 'Grüße' });
  await moved;
  await changed;
  const numbered = hears(8);
  room.send(7);
  await numbered;
  const seen = hears('seen');
  room.sendBytes('picture', Uint8Array.of(0xca, 0xfe));
  await seen;
  const piece = { x: 70, y: 2 };
  await room.request('count', { pieces: [piece, { ...piece, x: 3 }] });
  await room.request('unknown', []).catch(() => 'that is the wanted error');
  await new Promise<void>((pong) => room.ping(pong));
  await room.leave();
}
