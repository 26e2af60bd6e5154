import { createServer } from 'node:http';
import serveSockjs from 'sockjs';
import connect from 'sockjs-client';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** Frames with one message and with two, and the server's goodbye. */
export const sockjs: Scenario = {
  name: 'sockjs',
  client: () => packageVersion('sockjs-client'),
  server: () => packageVersion('sockjs'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const server = serveSockjs.createServer({ log: () => {} });
  server.on('connection', (connection) => {
    connection.write('welcome');
    connection.write('how are you?');
    connection.on('data', (text) => {
      if (text === 'bye') connection.close(3001, 'Go away!');
      else connection.write(text);
    });
  });
  server.installHandlers(http, { prefix: '/sockjs' });
  const origin = await stage.proxy(await listen(stage, http));

  const client = new connect(`${origin}/sockjs`, null, { transports: 'websocket' });
  await new Promise<void>((closed) => {
    client.onopen = () => client.send('Grüße "an" alle');
    client.onclose = () => closed();
    client.onmessage = ({ data }) => {
      if (data === 'welcome') client.send('{"topic":"a","n":1}');
      else if (data.startsWith('{')) client.send('bye');
    };
  });
}
