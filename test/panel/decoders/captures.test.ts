import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MessageFacts } from '../../../panel/decoders/decoder.ts';
import { factsOf } from '../../../panel/decoders/layers.ts';
import { readCapture } from './capture.ts';
import { shapeOf } from './conversation-shape.ts';
import { brokers } from './meanings/brokers.ts';
import { channels } from './meanings/channels.ts';
import { development } from './meanings/development.ts';
import { shapes } from './meanings/shapes.ts';
import { tools } from './meanings/tools.ts';
import { webApps } from './meanings/web-apps.ts';
import { type ReadMessage, readConversation } from './read-conversation.ts';

/** Who captures anew looks at each line that has changed: ids of sessions do. */
const meanings = { ...webApps, ...brokers, ...channels, ...development, ...tools };

/** mqtt.js sends the fields of a packet as messages of their own; those before the last mean nothing yet. */
const isPart = ({ line }: ReadMessage): boolean =>
  / mqtt: (?:beginning|part) of a packet/.test(line);

/** Of each conversation that is sent in parts. */
const partCounts: Readonly<Record<string, number>> = {
  'mqtt-3.1.1-aedes': 99,
  'mqtt-3.1.1-mosquitto': 59,
  'mqtt-5-mosquitto': 96,
  'mqtt-3.1.1-rabbitmq': 55,
};

const factsIn = ({ layers }: ReadMessage): MessageFacts | null => factsOf(layers);

it('has a meaning for each conversation that was captured', () => {
  const folder = new URL('../../fixtures/captures/', import.meta.url);
  const names = readdirSync(folder).map((file) => file.replace('.json', ''));
  expect(names.sort()).toEqual(Object.keys(meanings).sort());
});

describe.each(Object.entries(meanings))('The conversation %s', (name, lines) => {
  const capture = readCapture(name);
  const read = readConversation(capture);

  it('is between a library and a server that say what they are', () => {
    expect(capture.client).toMatch(/ \d+\.\d+|^ours, /);
    expect(capture.server).toMatch(/ \d+\.\d+|^ours, /);
  });

  it('is read to the end of each message, and nothing in it is odd', () => {
    const problems = read.flatMap(({ layers }) =>
      layers.flatMap(({ decoded }) =>
        decoded.ok ? decoded.warnings.map(({ message }) => message) : [decoded.reason],
      ),
    );
    expect(problems).toEqual([]);
    expect(read.filter(({ layers }) => layers.length === 0)).toEqual([]);
  });

  it('means what was said', () => {
    const whole = read.filter((message) => !isPart(message));
    expect(whole.map(({ line }) => line)).toEqual(lines);
    expect(read.length - whole.length).toBe(partCounts[name] ?? 0);
  });

  it('asks and answers as was said', () => {
    expect(shapeOf(read.filter((message) => !isPart(message)))).toBe(shapes[name]);
  });
});

describe('Heartbeats of the conversations', () => {
  it('are known as such, and nothing else is', () => {
    const beats = Object.keys(meanings).flatMap((name) =>
      readConversation(readCapture(name))
        .filter((message) => factsIn(message)?.isHeartbeat === true)
        .map(({ line }) => `${name} ${line}`),
    );
    expect(beats).toEqual([
      'socket.io-v4 < engine.io: ping',
      'socket.io-v4 > engine.io: pong',
      'socket.io-v2 > engine.io: ping',
      'socket.io-v2 < engine.io: pong',
      'graphql-transport-ws > json graphql-transport-ws: ping',
      'graphql-transport-ws < json graphql-transport-ws: pong',
      'subscriptions-transport-ws < json graphql-ws: ka',
      'signalr-json < signalr: ping',
      'signalr-json > signalr: ping',
      'signalr-messagepack < signalr: ping',
      'signalr-messagepack > signalr: ping',
      'phoenix > json phoenix: heartbeat #11',
      'phoenix < json phoenix: phx_reply #11',
      'action-cable < json action-cable: ping 1795611126',
      'mqtt-3.1.1-aedes > mqtt: PINGREQ',
      'mqtt-3.1.1-aedes < mqtt: PINGRESP',
      'mqtt-3.1.1-mosquitto > mqtt: PINGREQ',
      'mqtt-3.1.1-mosquitto < mqtt: PINGRESP',
      'mqtt-5-mosquitto > mqtt: PINGREQ',
      'mqtt-5-mosquitto < mqtt: PINGRESP',
      'mqtt-3.1.1-rabbitmq > mqtt: PINGREQ',
      'mqtt-3.1.1-rabbitmq < mqtt: PINGRESP',
      'stomp-1.2-rabbitmq < stomp: heart-beat',
      'stomp-1.2-rabbitmq > stomp: heart-beat',
      'stomp-1.2-sockjs < sockjs stomp: heart-beat',
      'stomp-1.2-sockjs < sockjs stomp: heart-beat',
      'stomp-1.2-sockjs > sockjs stomp: heart-beat',
      'nats > nats: PING',
      'nats < nats: PONG',
      'nats > nats: PING',
      'nats < nats: PONG',
      'centrifugo-json < json centrifugo: ping',
      'centrifugo-json > json centrifugo: pong',
      'centrifugo-protobuf < centrifugo-protobuf: ping',
      'centrifugo-protobuf > centrifugo-protobuf: pong',
      'colyseus > colyseus: ping',
      'colyseus < colyseus: ping',
      'pusher > json pusher: pusher:ping',
      'pusher < json pusher: pusher:pong',
      'appsync < json graphql-ws: ka',
      'appsync < json graphql-ws: ka',
      'vite-hmr > json vite-hmr: ping',
    ]);
  });
});

describe('Pairs of the conversations', () => {
  it('are an answer and what the other side has asked before', () => {
    const alone = Object.keys(meanings).flatMap((name) => {
      const asked = new Set<string>();
      return readConversation(readCapture(name)).flatMap((each) => {
        const { role, correlationId = '' } = factsIn(each) ?? {};
        const { direction } = each.message;
        if (role === 'request') asked.add(`${direction} ${correlationId}`);
        const other = direction === 'sent' ? 'received' : 'sent';
        const isAlone = role === 'response' && !asked.has(`${other} ${correlationId}`);
        return isAlone ? [`${name} ${each.line}`] : [];
      });
    });
    expect(alone).toEqual([
      // Socket.IO 2 greets without being asked.
      'socket.io-v2 < engine.io socket.io: connect',
      // The end of a stream that is an argument looks like the result of a call of the server.
      'signalr-json > signalr: completed #4',
      // RabbitMQ does not say which frame an error is about.
      'stomp-1.2-rabbitmq < stomp: ERROR Unknown destination',
    ]);
  });
});
