import { createServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** Events, acknowledgements both ways, a room, a namespace, a refused one, attachments both ways and a ping. */
export const socketIoV4: Scenario = {
  name: 'socket.io-v4',
  client: () => packageVersion('socket.io-client'),
  server: () => packageVersion('socket.io'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const server = new Server(http, { pingInterval: 300, serveClient: false });
  server.on('connection', serveRoot);
  server.of('/admin').on('connection', (socket) => {
    socket.on('users', (_filter, acknowledge) => acknowledge(['Ada', 'Bob']));
  });
  server.of('/closed').use((_, next) => next(new Error('staff only')));
  const origin = await stage.proxy(await listen(stage, http));
  stage.defer(() => server.close());

  const client = io(origin, { transports: ['websocket'] });
  client.on('ask', (_question, acknowledge) => acknowledge(42));
  await happens(client, 'connect');
  await client.emitWithAck('join', 'lobby');
  const said = happens(client, 'said');
  client.emit('say', 'Grüße, Ωmega 😀', { tags: ['a', 'b'] });
  await said;
  await client.emitWithAck('ask me', { deep: [1, 2.5, null, true] });
  const image = happens(client, 'image');
  client.emit('upload', { name: 'dot.bin', parts: [Buffer.of(1, 2, 3), Buffer.of(0xff, 0x00)] });
  await image;

  const admin = client.io.socket('/admin', { auth: { token: 'open sesame' } });
  await happens(admin, 'connect');
  await admin.emitWithAck('users', { active: true });
  admin.disconnect();
  const closed = client.io.socket('/closed');
  await happens(closed, 'connect_error');
  await happens(client.io, 'ping');
  client.disconnect();
}

function serveRoot(socket: Socket): void {
  socket.on('join', async (room, acknowledge) => {
    await socket.join(room);
    acknowledge({ room, members: 1 });
  });
  socket.on('say', (text, { tags }) => socket.nsp.to('lobby').emit('said', text, tags));
  socket.on('ask me', async (_value, acknowledge) => {
    acknowledge(await socket.emitWithAck('ask', 'the answer?'));
  });
  socket.on('upload', ({ name }) => socket.emit('image', name, Buffer.from(dot, 'base64')));
}

/** A GIF of one pixel. */
const dot = 'R0lGODlhAQABAAAAACH5BAEAAAAALAAAAAABAAEAAAICTAEAOw==';
