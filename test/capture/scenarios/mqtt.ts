import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import { freePort, needDebian, startProgram, temporaryFolder } from '../program.ts';
import { needRabbitmq, rabbitmqVersion, startRabbitmq } from '../rabbitmq.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { debianVersion, packageVersion } from '../versions.ts';

const client = () => packageVersion('mqtt');

/** MQTT 3.1.1, as aedes knows no other: a will, all three qualities of service, a retained message, a wildcard, a ping. */
export const mqttAedes: Scenario = {
  name: 'mqtt-3.1.1-aedes',
  client,
  server: () => packageVersion('aedes'),
  run: async (stage) => talk(await stage.proxy(await startAedes(stage)), 4),
};

export const mqttMosquitto: Scenario = {
  name: 'mqtt-3.1.1-mosquitto',
  client,
  server: () => debianVersion('mosquitto'),
  needs: () => needDebian('mosquitto'),
  run: async (stage) => talk(await stage.proxy(await startMosquitto(stage)), 4),
};

/** MQTT 5, with properties, an alias for a topic and reasons. */
export const mqtt5Mosquitto: Scenario = {
  name: 'mqtt-5-mosquitto',
  client,
  server: () => debianVersion('mosquitto'),
  needs: () => needDebian('mosquitto'),
  run: async (stage) => talk(await stage.proxy(await startMosquitto(stage)), 5),
};

/** A broker that knows two qualities of service: it grants 1 to who asks for 2. */
export const mqttRabbitmq: Scenario = {
  name: 'mqtt-3.1.1-rabbitmq',
  client,
  server: rabbitmqVersion,
  needs: needRabbitmq,
  async run(stage) {
    const port = await startRabbitmq(stage, 'web_mqtt');
    await talk(await stage.proxy(`http://127.0.0.1:${port}`), 4, '/ws');
  },
};

async function startAedes(stage: Stage): Promise<string> {
  const http = createServer();
  const broker = await Aedes.createBroker();
  stage.defer(() => new Promise<void>((closed) => broker.close(closed)));
  const acceptor = new WebSocketServer({ server: http });
  acceptor.on('connection', (socket, request) => {
    broker.handle(createWebSocketStream(socket), request);
  });
  return listen(stage, http);
}

async function startMosquitto(stage: Stage): Promise<string> {
  const port = await freePort();
  // Mosquitto 2.0.11 does not start with a listener for WebSockets alone.
  const plainPort = await freePort();
  const file = `${temporaryFolder(stage)}/mosquitto.conf`;
  writeFileSync(
    file,
    [
      `listener ${plainPort} 127.0.0.1`,
      `listener ${port} 127.0.0.1`,
      'protocol websockets',
      'allow_anonymous true',
      '',
    ].join('\n'),
  );
  await startProgram(stage, port, '/usr/sbin/mosquitto', ['-c', file]);
  return `http://127.0.0.1:${port}`;
}

async function talk(origin: string, protocolVersion: 4 | 5, path = '/mqtt'): Promise<void> {
  const isFive = protocolVersion === 5;
  const client = await connectAsync(`${origin.replace('http', 'ws')}${path}`, {
    protocolVersion,
    clientId: 'sockets-capture',
    keepalive: 1,
    reschedulePings: false,
    reconnectPeriod: 0,
    will: { topic: 'status/capture', payload: Buffer.from('gone'), qos: 1, retain: true },
    ...(isFive ? { properties: { sessionExpiryInterval: 60, receiveMaximum: 10 } } : {}),
  });
  const arrived = counter(client, 4);
  await client.subscribeAsync('sensors/+/temperature', { qos: 2 });
  await client.subscribeAsync({ 'status/#': { qos: 1 }, 'commands/capture': { qos: 0 } });
  await client.publishAsync('sensors/1/temperature', '21.5', { qos: 0 });
  const properties = {
    contentType: 'application/json',
    messageExpiryInterval: 30,
    responseTopic: 'answers/7',
    correlationData: Buffer.from('7'),
    userProperties: { unit: '°C' },
  };
  await client.publishAsync('sensors/2/temperature', '{"celsius":19.25}', {
    qos: 1,
    ...(isFive ? { properties } : {}),
  });
  await client.publishAsync('sensors/3/temperature', Buffer.of(0x41, 0xac, 0, 0), { qos: 2 });
  await client.publishAsync('status/capture', 'here', { qos: 1, retain: true });
  await arrived;
  await client.unsubscribeAsync('status/#');
  await happens(client, 'packetreceive');
  await client.endAsync();
}

/** When so many messages have come, and their last handshakes are done. */
function counter(client: MqttClient, wanted: number): Promise<void> {
  let count = 0;
  return new Promise((arrived) => {
    client.on('message', () => {
      count += 1;
      if (count === wanted) arrived();
    });
  });
}
