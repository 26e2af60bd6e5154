import mqtt, { type IClientOptions, type MqttClient, type Packet } from 'mqtt';
import { type Log, reportLibrary } from './report.ts';

/** Message ids begin at random: the first one seen is 1. */
function createNumbering(): (id: number) => number {
  const ids: number[] = [];
  return (id) => {
    if (!ids.includes(id)) ids.push(id);
    return ids.indexOf(id) + 1;
  };
}

/** A client that logs each packet, and what it says itself. */
async function connect(url: string, options: IClientOptions, log: Log): Promise<MqttClient> {
  const name = options.clientId;
  const numberOf = createNumbering();
  const describePacket = (packet: Packet) => {
    const { messageId, ...rest } = { ...packet };
    return messageId === undefined ? rest : { ...rest, messageId: numberOf(messageId) };
  };
  const client = mqtt.connect(url, { reconnectPeriod: 10, ...options });
  client.on('packetsend', (packet) => log(name, 'sends', describePacket(packet)));
  client.on('packetreceive', (packet) => log(name, 'receives', describePacket(packet)));
  client.on('connect', ({ sessionPresent }) => log(name, 'connect', sessionPresent));
  client.on('reconnect', () => log(name, 'reconnect'));
  client.on('close', () => log(name, 'close', client.connected));
  client.on('offline', () => log(name, 'offline'));
  client.on('disconnect', (packet) => log(name, 'disconnect', describePacket(packet)));
  client.on('end', () => log(name, 'end'));
  client.on('error', (error) => log(name, 'error', error));
  client.on('message', (topic, payload, { qos, retain, dup }) => {
    log(name, 'message', topic, payload, { qos, retain, dup });
  });
  await next(client, 'connect');
  return client;
}

/** The next event of a client; the handlers that log come first. */
function next(client: MqttClient, event: 'connect' | 'message' | 'end' | 'close'): Promise<void> {
  return new Promise((done) => {
    client.once(event, () => done());
  });
}

/** The packet that ends what the client has to say about a message of quality 0, 1 or 2. */
function receives(client: MqttClient, command: string): Promise<void> {
  return new Promise((done) => {
    client.on('packetreceive', function listen(packet) {
      if (packet.cmd !== command) return;
      client.off('packetreceive', listen);
      done();
    });
  });
}

void reportLibrary(async ({ libraries }, log) => {
  const url = `ws://${libraries}/mqtt`;
  // Each client's log is in the order of its own socket.
  const logs: Record<string, unknown[]> = {};
  const logOf: Log = (name, ...words) => {
    const key = String(name);
    logs[key] ??= [];
    logs[key].push(words);
  };
  const will = { topic: 'wills/bob', payload: 'Bob is gone', qos: 1 as const };
  const ada = await connect(url, { clientId: 'ada', protocolVersion: 4 }, logOf);
  const bob = await connect(url, { clientId: 'bob', protocolVersion: 4, will }, logOf);
  logOf(
    'ada',
    'subscribed',
    await ada.subscribeAsync({ 'rooms/+': { qos: 2 }, 'wills/#': { qos: 1 } }),
  );

  for (const qos of [0, 1, 2] as const) {
    for (const payload of ['ünïcödé 🧦', '', 'x'.repeat(100_000)]) {
      const arrived = qos === 2 ? receives(ada, 'pubrel') : next(ada, 'message');
      await bob.publishAsync(`rooms/${qos}`, payload, { qos });
      await arrived;
    }
  }
  const arrived = next(ada, 'message');
  await bob.publishAsync('rooms/kept', 'kept', { qos: 1, retain: true });
  await arrived;

  const pong = receives(bob, 'pingresp');
  bob.sendPing();
  await pong;
  await ada.unsubscribeAsync('rooms/+');
  logOf('ada', 'unsubscribed');
  await bob.publishAsync('rooms/1', 'not for Ada', { qos: 1 });

  // The socket breaks: the broker publishes the will, and the library connects again.
  const told = next(ada, 'message');
  const back = next(bob, 'connect');
  bob.stream.destroy();
  await Promise.all([told, back]);
  const kept = next(ada, 'message');
  await ada.subscribeAsync('rooms/kept', { qos: 1 });
  await kept;
  await ada.endAsync();
  // Empty, it is kept no longer.
  await bob.publishAsync('rooms/kept', '', { qos: 1, retain: true });
  await bob.endAsync();
  log('logs', logs);
});
