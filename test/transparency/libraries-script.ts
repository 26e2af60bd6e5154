// The page's script of libraries.test.ts: client libraries at work, with all that they report.
import { createClient } from 'graphql-ws';
import { io } from 'socket.io-client';

type Scenario = (host: string) => Promise<unknown>;

const talkSocketIo: Scenario = (host) =>
  new Promise((done) => {
    const seen: unknown[] = [];
    const socket = io(`http://${host}`, { transports: ['websocket'], reconnectionDelay: 10 });
    const hasId = (value: unknown) => (typeof value === 'string' ? 'an id' : value);
    const withoutTime = ({ text, from, room }: Record<string, unknown>) => ({ text, from, room });
    let connections = 0;
    socket.on('connect', () => {
      seen.push(['connect', hasId(socket.id), socket.recovered]);
      if (++connections === 2) socket.disconnect();
      else void start();
    });
    socket.on('said', (value) => seen.push(['said', withoutTime(value)]));
    socket.on('joined', (value) => seen.push(['joined', value]));
    socket.on('bytes', (value: ArrayBuffer) => {
      seen.push(['bytes', value.constructor.name, [...new Uint8Array(value)]]);
    });
    socket.on('disconnect', (reason) => {
      seen.push(['disconnect', reason]);
      if (connections === 2) done(seen);
    });
    // One after the other: the server joins in its own time, and says to those who have joined.
    const start = async () => {
      seen.push(['ack', await socket.emitWithAck('join', 'transparency', 'Ada')]);
      await socket.emitWithAck('say', 'ünïcödé 🧦');
      seen.push(['ack', await socket.emitWithAck('bytes', Uint8Array.of(1, 2, 255))]);
      // The transport breaks, and the library connects again.
      socket.io.engine.close();
      socket.connect();
    };
  });

const talkGraphql: Scenario = async (host) => {
  const seen: unknown[] = [];
  const client = createClient({
    url: `ws://${host}/graphql`,
    on: {
      connecting: (isRetry) => seen.push(['connecting', isRetry]),
      opened: (socket) => seen.push(['opened', (socket as WebSocket).protocol]),
      connected: () => seen.push(['connected']),
      message: (message) => seen.push(['message', message.type]),
      closed: (event) =>
        seen.push(['closed', (event as CloseEvent).code, (event as CloseEvent).reason]),
    },
  });
  const ask = (query: string) =>
    new Promise<void>((done) => {
      client.subscribe(
        { query },
        {
          next: (value) => seen.push(['next', value]),
          error: (error) => {
            seen.push(['error', JSON.stringify(error)]);
            done();
          },
          complete: () => {
            seen.push(['complete']);
            done();
          },
        },
      );
    });
  await ask('{ hello }');
  await ask('subscription { countdown(from: 2) }');
  await ask('{ nothing }');
  await client.dispose();
  // Its ids are random and so is not shown which they are.
  return seen;
};

const scenarios: Readonly<Record<string, Scenario>> = {
  'socket.io-client': talkSocketIo,
  'graphql-ws': talkGraphql,
};

async function run(): Promise<void> {
  // The page puts it there, see libraries.test.ts.
  const { host } = window as unknown as { host: string };
  const logs: Record<string, unknown> = {};
  for (const [name, talk] of Object.entries(scenarios)) logs[name] = await talk(host);
  await fetch('/report?libraries', { method: 'POST', body: JSON.stringify(logs) });
}

void run();
