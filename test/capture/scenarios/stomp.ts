import { Client, type IMessage } from '@stomp/stompjs';
import { WebSocket } from 'ws';
import { activateStomp } from '../activate-stomp.ts';
import { needRabbitmq, rabbitmqVersion, startRabbitmq } from '../rabbitmq.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { StompHeartbeats } from '../stomp-heartbeats.ts';
import { packageVersion } from '../versions.ts';

/** Heart-beats, receipts, transactions, ACK and NACK, a body of bytes, and an error, with which the broker closes. */
export const stompRabbitmq: Scenario = {
  name: 'stomp-1.2-rabbitmq',
  client: () => packageVersion('@stomp/stompjs'),
  server: rabbitmqVersion,
  needs: needRabbitmq,
  run,
};

async function run(stage: Stage): Promise<void> {
  const origin = await stage.proxy(`http://127.0.0.1:${await startRabbitmq(stage, 'web_stomp')}`);
  const beats = new StompHeartbeats();
  const client = new Client({
    webSocketFactory: () => new WebSocket(`${origin.replace('http', 'ws')}/ws`, ['v12.stomp']),
    connectHeaders: { login: 'guest', passcode: 'guest', host: '/' },
    heartbeatIncoming: 1000,
    heartbeatOutgoing: 1000,
    reconnectDelay: 0,
    debug: beats.hear,
  });
  await activateStomp(client);

  const messages: IMessage[] = [];
  let hasCome = () => {};
  const come = async (count: number): Promise<void> => {
    while (messages.length < count)
      await new Promise<void>((done) => {
        hasCome = done;
      });
  };
  const receipt = (id: string): Promise<void> =>
    new Promise((done) => client.watchForReceipt(id, () => done()));

  const subscribed = receipt('subscribed');
  const destination = '/queue/jobs';
  const subscription = client.subscribe(
    destination,
    (message) => {
      messages.push(message);
      hasCome();
    },
    { ack: 'client-individual', receipt: 'subscribed', 'auto-delete': 'true' },
  );
  await subscribed;
  const published = receipt('published');
  client.publish({
    destination,
    body: 'Grüße',
    headers: { 'content-type': 'text/plain', trace: 'a:b\\c\nd', receipt: 'published' },
  });
  await published;
  client.publish({
    destination,
    body: '{"id":7}',
    headers: { 'content-type': 'application/json', persistent: 'true' },
  });
  const bytes = 'application/octet-stream';
  client.publish({
    destination,
    binaryBody: Uint8Array.of(0, 255, 0, 10),
    headers: { 'content-type': bytes },
  });
  await come(3);
  messages[0]?.ack();
  messages[1]?.nack({ requeue: 'false' });
  messages[2]?.ack({ receipt: 'settled' });
  await receipt('settled');

  const kept = client.begin('kept');
  client.publish({ destination, body: 'kept', headers: { transaction: kept.id } });
  kept.commit();
  const dropped = client.begin('dropped');
  client.publish({ destination, body: 'dropped', headers: { transaction: dropped.id } });
  dropped.abort();
  await come(4);
  messages[3]?.ack();
  await beats.both;
  subscription.unsubscribe({ receipt: 'unsubscribed' });
  await receipt('unsubscribed');
  const failed = new Promise<void>((done) => {
    client.onStompError = () => done();
  });
  client.publish({ destination: '/nowhere/jobs', body: 'lost', headers: { receipt: 'lost' } });
  await failed;
  await client.deactivate();
}
