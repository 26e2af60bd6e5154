import { createFileRegistry, fromBinary, fromJson, toBinary } from '@bufbuild/protobuf';
import { JsonHubProtocol, NullLogger } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { FrameImpl, Parser } from '@stomp/stompjs';
import { decodePacket } from 'engine.io-parser';
import { parseMessage } from 'graphql-ws';
import mqttPacket from 'mqtt-packet';
import { Serializer } from 'phoenix';
import { Decoder as SocketIoDecoder } from 'socket.io-parser';
import { shopDescriptors } from '../../panel/decoders/formats/shop-schema.ts';
import { capturedMessage } from './captured-message.ts';
import type { Contender } from './contenders.ts';

const decodeText = new TextDecoder();

/** Messages of conversations that were captured, and what their own clients read them with. */
export function protocolContenders(): Contender[] {
  return [
    socketIo(),
    signalrJson(),
    signalrMessagePack(),
    stomp(),
    mqtt(),
    ...[graphql(), phoenix()].flatMap(withReadingAlone),
    ...protobuf(),
  ];
}

function socketIo(): Contender {
  const parser = new SocketIoDecoder();
  let packet: unknown;
  parser.on('decoded', (decoded) => {
    packet = decoded;
  });
  return {
    layers: ['engine.io', 'socket.io'],
    library: 'engine.io-parser 5.2.3, socket.io-parser 4.2.7',
    what: 'event',
    ...capturedMessage('socket.io-v4', 'sent', '42["say"'),
    decodeByLibrary(bytes) {
      parser.add(decodePacket(decodeText.decode(bytes)).data);
      return packet;
    },
  };
}

function signalrJson(): Contender {
  const protocol = new JsonHubProtocol();
  return {
    layers: ['signalr'],
    library: '@microsoft/signalr 10.0.11',
    what: 'invocation, JSON',
    ...capturedMessage('signalr-json', 'sent', '"target":"Add"'),
    decodeByLibrary: (bytes) =>
      protocol.parseMessages(decodeText.decode(bytes), NullLogger.instance),
  };
}

function signalrMessagePack(): Contender {
  const protocol = new MessagePackHubProtocol();
  return {
    layers: ['signalr'],
    library: '@microsoft/signalr-protocol-msgpack 10.0.11',
    what: 'invocation, MessagePack',
    ...capturedMessage('signalr-messagepack', 'sent', 'Echo'),
    decodeByLibrary: (bytes) => protocol.parseMessages(bufferOf(bytes), NullLogger.instance),
  };
}

function stomp(): Contender {
  const frame = FrameImpl.marshall({
    command: 'MESSAGE',
    headers: {
      destination: '/topic/orders',
      'message-id': '7-42',
      subscription: 'sub-0',
      'content-type': 'application/json',
    },
    body: '{"id":7,"state":"paid"}',
    binaryBody: undefined,
    escapeHeaderValues: true,
    skipContentLengthHeader: false,
  });
  let read: unknown;
  const parser = new Parser(
    (raw) => {
      read = FrameImpl.fromRawFrame(raw, true);
    },
    () => {},
  );
  return {
    layers: ['stomp'],
    library: '@stomp/stompjs 7.5.0',
    what: 'MESSAGE',
    payload: { bytes: new TextEncoder().encode(String(frame)), isText: true },
    hint: { subprotocol: 'v12.stomp', direction: 'received' },
    decodeByLibrary(bytes) {
      parser.parseChunk(bufferOf(bytes));
      return read;
    },
  };
}

function mqtt(): Contender {
  const parser = mqttPacket.parser({ protocolVersion: 5 });
  let packet: unknown;
  parser.on('packet', (parsed) => {
    packet = parsed;
  });
  return {
    layers: ['mqtt'],
    library: 'mqtt-packet 9.0.2',
    what: 'PUBLISH, MQTT 5',
    ...capturedMessage('mqtt-5-mosquitto', 'received', 'sensors/2/temperature'),
    decodeByLibrary(bytes) {
      parser.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return packet;
    },
  };
}

/** The value that the protocol gives a meaning to, and before it what reading that value takes alone. */
function withReadingAlone(contender: Contender): Contender[] {
  const [format] = contender.layers;
  return [{ ...contender, layers: [format], what: `${contender.what}, read only` }, contender];
}

function graphql(): Contender {
  return {
    layers: ['json', 'graphql-transport-ws'],
    library: 'graphql-ws 6.4.2',
    what: 'next',
    ...capturedMessage('graphql-transport-ws', 'received', '"type":"next"'),
    decodeByLibrary: (bytes) => parseMessage(decodeText.decode(bytes)),
  };
}

function phoenix(): Contender {
  // Its types say nothing of decoding.
  const serializer = Serializer as unknown as {
    decode(text: string, tell: (message: object) => void): void;
  };
  let message: unknown;
  return {
    layers: ['json', 'phoenix'],
    library: 'phoenix 1.8.16',
    what: 'reply',
    ...capturedMessage('phoenix', 'received', '"phx_reply"'),
    decodeByLibrary(bytes) {
      serializer.decode(decodeText.decode(bytes), (decoded) => {
        message = decoded;
      });
      return message;
    },
  };
}

/** The library is told the schema; ours has none, and must guess what is a text and what a message. */
function protobuf(): Contender[] {
  const order = createFileRegistry(shopDescriptors).getMessage('shop.v1.Order');
  if (order === undefined) throw new Error('the schema of the tests has an Order');
  return [3, 1000].map((count) => {
    const message = {
      id: '48151623',
      customerName: 'ada@example.test',
      items: Array.from({ length: count }, (_, index) => ({ name: `item ${index}`, amount: 3 })),
      state: 'PAID',
      card: '4242',
      deltas: [1, -2, 300],
      count: count,
    };
    return {
      layers: ['protobuf'],
      library: '@bufbuild/protobuf 2.17.0, with the schema',
      what: count === 3 ? 'small' : 'large',
      payload: {
        bytes: Uint8Array.from(toBinary(order, fromJson(order, message))),
        isText: false,
      },
      decodeByLibrary: (bytes) => fromBinary(order, bytes),
    };
  });
}

/** A buffer of its own, as a WebSocket hands it over. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
