import { createServer } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { Client, type IStompSocket } from '@stomp/stompjs';
import serveSockjs from 'sockjs';
import ConnectSockjs from 'sockjs-client';
import { activateStomp } from '../activate-stomp.ts';
import { listen } from '../listen.ts';
import { needRabbitmq, rabbitmqVersion, startRabbitmq } from '../rabbitmq.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { StompHeartbeats } from '../stomp-heartbeats.ts';
import { packageVersion } from '../versions.ts';

/**
 * As Spring and older RabbitMQ serve it. The client sends a large frame in several messages, as Spring's
 * documentation advises; heart-beats pass, and it ends with a DISCONNECT that asks for a receipt.
 */
export const stompInSockjs: Scenario = {
  name: 'stomp-1.2-sockjs',
  client: () => `${packageVersion('@stomp/stompjs')} on ${packageVersion('sockjs-client')}`,
  server: () => `${packageVersion('sockjs')} before ${rabbitmqVersion()}`,
  needs: needRabbitmq,
  run,
};

async function run(stage: Stage): Promise<void> {
  const stomp = await startRabbitmq(stage, 'stomp');
  const http = createServer();
  const server = serveSockjs.createServer({ log: () => {} });
  server.on('connection', (connection) => {
    const broker = connectTcp(stomp, '127.0.0.1');
    broker.setEncoding('utf8');
    broker.on('data', (text: string) => connection.write(text));
    broker.once('close', () => connection.close());
    connection.on('data', (text) => broker.write(text));
    connection.on('close', () => broker.end());
  });
  server.installHandlers(http, { prefix: '/stomp' });
  const origin = await stage.proxy(await listen(stage, http));

  const beats = new StompHeartbeats();
  const client = new Client({
    // sockjs-client brings no types; stompjs names it as one that has what it needs.
    webSocketFactory: () =>
      new ConnectSockjs(`${origin}/stomp`, null, {
        transports: 'websocket',
      }) as unknown as IStompSocket,
    connectHeaders: { login: 'guest', passcode: 'guest' },
    heartbeatIncoming: 1000,
    heartbeatOutgoing: 1000,
    splitLargeFrames: true,
    maxWebSocketChunkSize: 120,
    reconnectDelay: 0,
    debug: beats.hear,
  });
  await activateStomp(client);
  const bodies: string[] = [];
  const come = new Promise<void>((done) => {
    client.subscribe('/topic/news', ({ body }) => {
      bodies.push(body);
      if (bodies.length === 2) done();
    });
  });
  client.publish({ destination: '/topic/news', body: 'Grüße' });
  client.publish({
    destination: '/topic/news',
    body: JSON.stringify({ headlines: Array(12).fill('Grüße an alle') }),
    headers: { 'content-type': 'application/json' },
  });
  await come;
  await beats.both;
  await client.deactivate();
}
