import { createServer } from 'node:http';
import { Socket } from 'phoenix';
import { WebSocket, WebSocketServer } from 'ws';
import { servePhoenix } from '../../playground/sockets/phoenix.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** Joins, pushes with their replies, broadcasts, bytes both ways, a failed push, a heartbeat, a leave. */
export const phoenix: Scenario = {
  name: 'phoenix',
  client: () => packageVersion('phoenix'),
  server: () => 'ours, by "Writing a Channels Client": Phoenix itself is not in the registries',
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const acceptor = new WebSocketServer({ server: http, path: '/socket/websocket' });
  servePhoenix(acceptor);
  const origin = await stage.proxy(await listen(stage, http));

  const socket = new Socket(`${origin.replace('http', 'ws')}/socket`, {
    transport: WebSocket,
    params: { token: 'secret' },
    heartbeatIntervalMs: 400,
  });
  socket.connect();
  const channel = socket.channel('room:lobby', { name: 'Ada' });
  await answered(channel.join(), 'ok');
  await answered(channel.push('say', { text: 'Grüße' }), 'ok');
  await answered(channel.push('bytes', Uint8Array.of(1, 2, 254).buffer), 'ok');
  await answered(channel.push('fail', {}), 'error');
  await answered(socket.channel('desk:1', {}).join(), 'error');
  await new Promise<void>((beaten) => {
    socket.onMessage(({ topic }) => topic === 'phoenix' && beaten());
  });
  await answered(channel.leave(), 'ok');
  await new Promise<void>((closed) => socket.disconnect(closed));
}

interface Push {
  receive(status: string, listen: (response: unknown) => void): unknown;
}

const answered = (push: Push, status: string): Promise<unknown> =>
  new Promise((isAnswered) => push.receive(status, isAnswered));
