import { createServer } from 'node:http';
import serveSocketIo from 'socket.io-2';
import connect from 'socket.io-client-2';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** The protocol before 2020: Engine.IO 3, where the client pings and binary messages bear a type. */
export const socketIoV2: Scenario = {
  name: 'socket.io-v2',
  client: () => packageVersion('socket.io-client-2'),
  server: () => packageVersion('socket.io-2'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const server = serveSocketIo(http, { pingInterval: 300, serveClient: false });
  server.on('connection', (socket) => {
    socket.on('say', (text, acknowledge) => acknowledge({ said: text }));
    socket.on('upload', (bytes) => socket.emit('uploaded', bytes));
  });
  server.of('/news').on('connection', (socket) => socket.emit('item', { id: 7 }));
  const origin = await stage.proxy(await listen(stage, http));
  stage.defer(() => server.close());

  const client = connect(`${origin}/`, { transports: ['websocket'] });
  await happens(client, 'connect');
  await new Promise((answered) => client.emit('say', 'hej', answered));
  const uploaded = happens(client, 'uploaded');
  client.emit('upload', Buffer.of(0xca, 0xfe));
  await uploaded;
  const news = connect(`${origin}/news`, { transports: ['websocket'] });
  await happens(news, 'item');
  await happens(client, 'pong');
  news.close();
  client.close();
}
