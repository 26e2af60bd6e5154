import mqttPacket, { type Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf, plain } from '../../../../panel/decoders/layers.ts';
import { mqtt } from '../../../../panel/decoders/protocols/mqtt.ts';
import type { MqttState } from '../../../../panel/decoders/protocols/mqtt-stream.ts';
import { bytes } from '../bytes.ts';
import { seededRandom, torture } from '../torture.ts';
import { follow, hexPayload, read } from './read.ts';

const named: Hint = { subprotocol: 'mqtt' };
const connect = '10 10 00 04 4d 51 54 54 04 02 00 3c 00 04 44 49 47 49';
const connect5 = '10 11 00 04 4d 51 54 54 05 02 00 3c 00 00 04 44 49 47 49';
const publish = '30 0d 00 09 73 65 6e 73 6f 72 73 2f 31 68 69';

describe('MQTT', () => {
  // Made from the tables of the specification, by hand.
  it.each([
    [connect, { summary: 'CONNECT DIGI MQTT 3.1.1', role: 'request', correlationId: 'connect' }],
    [connect5, { summary: 'CONNECT DIGI MQTT 5', role: 'request', correlationId: 'connect' }],
    ['20 02 00 00', { summary: 'CONNACK accepted', role: 'response', correlationId: 'connect' }],
    [
      '20 02 00 05',
      { summary: 'CONNACK not authorized', role: 'response', correlationId: 'connect' },
    ],
    [
      '20 03 01 00 00',
      {
        summary: 'CONNACK success, session present',
        role: 'response',
        correlationId: 'connect',
      },
    ],
    [publish, { summary: 'PUBLISH sensors/1 QoS0 2 B', role: 'event' }],
    [
      '3b 07 00 01 61 00 0c 68 69',
      { summary: 'PUBLISH a QoS1 2 B #12 retained again', role: 'request', correlationId: '12' },
    ],
    ['40 02 00 0c', { summary: 'PUBACK #12', role: 'response', correlationId: '12' }],
    [
      '40 03 00 0c 10',
      { summary: 'PUBACK #12 no matching subscribers', role: 'response', correlationId: '12' },
    ],
    ['50 02 00 0c', { summary: 'PUBREC #12', role: 'response', correlationId: '12' }],
    ['62 02 00 0c', { summary: 'PUBREL #12', role: 'request', correlationId: '12' }],
    ['70 02 00 0c', { summary: 'PUBCOMP #12', role: 'response', correlationId: '12' }],
    ['82 06 00 01 00 01 61 01', { summary: 'SUBSCRIBE a #1', role: 'request', correlationId: '1' }],
    [
      '90 04 00 01 00 80',
      {
        summary: 'SUBACK #1 granted QoS 0, unspecified error',
        role: 'response',
        correlationId: '1',
      },
    ],
    [
      'a2 08 00 01 00 01 61 00 01 62',
      { summary: 'UNSUBSCRIBE a b #1', role: 'request', correlationId: '1' },
    ],
    ['b0 02 00 01', { summary: 'UNSUBACK #1', role: 'response', correlationId: '1' }],
    ['c0 00', { summary: 'PINGREQ', role: 'control', isHeartbeat: true }],
    ['d0 00', { summary: 'PINGRESP', role: 'control', isHeartbeat: true }],
    ['e0 00', { summary: 'DISCONNECT', role: 'control' }],
    ['e0 01 8e', { summary: 'DISCONNECT session taken over', role: 'control' }],
    ['f0 02 18 00', { summary: 'AUTH continue authentication', role: 'control' }],
  ])('reads %s', (hex, facts) => {
    const reading = read(mqtt, hex);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    expect(mqtt.recognises(hexPayload(hex), named)).toBeGreaterThan(0.9);
  });

  it('names the fields of CONNECT with a will, a name and a password', () => {
    const hex =
      '10 1d 00 04 4d 51 54 54 04 ee 00 0a 00 01 63 00 01 77 00 02 de ad 00 02 6d 65 00 03 01 02 03';
    expect(read(mqtt, hex).tree).toEqual({
      packet: 'CONNECT',
      'remaining length': 29,
      'protocol name': 'MQTT',
      'protocol level': 'MQTT 3.1.1',
      'connect flags': 'clean session, will, QoS 1, retained, password, user name',
      'keep alive': 10,
      'client id': 'c',
      'will topic': 'w',
      'will payload length': 2,
      'will payload': bytes('de ad'),
      'user name': 'me',
      'password length': 3,
      password: bytes('01 02 03'),
    });
  });

  it('says of each field where it stands', () => {
    const { table } = read(mqtt, publish).decoded;
    const places: Record<string, readonly number[]> = {};
    for (let node = 1; node < (table?.nodeCount ?? 0); node += 1)
      places[table?.key(node) ?? ''] = [table?.byteOffset(node) ?? 0, table?.byteLength(node) ?? 0];
    expect(places).toMatchObject({ packet: [0, 1], QoS: [0, 1], topic: [4, 9], payload: [13, 2] });
  });

  it('hands on the payload of one PUBLISH, and of none among several', () => {
    expect(read(mqtt, publish).inner).toBe('hi');
    const both = read(mqtt, `${publish} c0 00`);
    expect(both.inner).toBeUndefined();
    expect(both.facts).toEqual({ summary: 'PUBLISH sensors/1 QoS0 2 B · PINGREQ', role: 'event' });
    expect(both.tree).toMatchObject([{ packet: 'PUBLISH' }, { packet: 'PINGREQ' }]);
  });

  it.each([
    ['00 00', 'mqtt: packet type 0 does not exist, at byte 0'],
    ['30', 'mqtt: remaining length (varint) is cut off, at byte 1'],
    ['30 ff ff ff ff 01', 'mqtt: remaining length (varint) is longer than 4 bytes, at byte 1'],
    ['30 05 00 01 61', 'mqtt: the rest of PUBLISH wants 5 bytes, 3 left, at byte 2'],
    ['30 03 00 05 61', 'mqtt: topic wants 5 bytes, 1 left, at byte 4'],
    ['36 03 00 01 61', 'mqtt: QoS 3 does not exist, at byte 0'],
    ['c0 01 00', 'mqtt: 1 byte left over in the rest of PINGREQ, at byte 2'],
    ['e0 04 00 02 7f 00', 'mqtt: property 0x7f does not exist, at byte 4'],
    ['82 02 00 01', 'mqtt: SUBSCRIBE without a topic filter, at byte 4'],
    ['', 'mqtt: the payload is empty, at byte 0'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(read(mqtt, hex).reason).toBe(reason);
  });

  it('is not recognised without its name, but for a CONNECT', () => {
    for (const hex of [publish, 'c0 00', '20 02 00 00', '10 04 00 04 4d 51'])
      expect(mqtt.recognises(hexPayload(hex), {})).toBe(0);
    expect(mqtt.recognises(hexPayload(connect), {})).toBeGreaterThan(0.9);
    expect(mqtt.recognises({ bytes: bytes(connect), isText: true }, named)).toBe(0);
    expect(mqtt.recognises(hexPayload('00 01'), named)).toBeLessThan(0.7);
  });

  it('takes the level from CONNECT, and topics from their aliases in the same direction', () => {
    const readings = follow(
      mqtt,
      [
        ['sent', connect5],
        // topic a/b with alias 1; then the alias alone; then the same from the other side.
        ['sent', '30 0a 00 03 61 2f 62 03 23 00 01 78'],
        ['sent', '30 07 00 00 03 23 00 01 79'],
        ['received', '30 07 00 00 03 23 00 01 79'],
      ],
      named,
    );
    expect(readings.map(({ facts }) => facts?.summary)).toEqual([
      'CONNECT DIGI MQTT 5',
      'PUBLISH a/b QoS0 1 B',
      'PUBLISH a/b QoS0 1 B',
      'PUBLISH <alias 1> QoS0 1 B',
    ]);
  });

  it('finds the alias among other properties of all widths', () => {
    // Format 1, expiry 5, content type "x", user property "a" "b", subscription 300, alias 2.
    const others = '01 01 02 00 00 00 05 03 00 01 78 26 00 01 61 00 01 62 0b ac 02';
    const readings = follow(
      mqtt,
      [
        ['sent', connect5],
        ['sent', `30 1e 00 01 74 18 ${others} 23 00 02 79 79`],
        ['sent', '30 07 00 00 03 23 00 02 79'],
      ],
      named,
    );
    expect(readings.map(({ reason }) => reason)).toEqual([undefined, undefined, undefined]);
    expect(readings[2]?.facts?.summary).toBe('PUBLISH t QoS0 1 B');
  });

  it('joins packets from messages of a byte each, as mqtt.js sends them', () => {
    const parts = connect5
      .split(' ')
      .concat(publish.split(' ').toSpliced(1, 1, '0e').toSpliced(13, 0, '00'));
    const readings = follow(
      mqtt,
      parts.map((part) => ['sent', part]),
      named,
    );
    expect(readings.every(({ reason }) => reason === undefined)).toBe(true);
    const summaries = readings.flatMap(({ decoded }) => {
      if (decoded.inner === undefined) return [];
      const hint = { ...named, context: decoded.inner.context } as Hint;
      const layers = decodeLayers(decoded.inner.payload, hint, { pipeline: ['mqtt', plain] });
      return [factsOf(layers)?.summary];
    });
    expect(summaries).toEqual(['CONNECT DIGI MQTT 5', 'PUBLISH sensors/1 QoS0 2 B']);
  });

  it('shows what is there of a packet that goes on, with what was whole before it', () => {
    const [first, second] = follow(
      mqtt,
      [
        ['received', `c0 00 ${publish.slice(0, 20)}`],
        ['received', publish.slice(20)],
      ],
      named,
    );
    expect(first?.facts?.summary).toBe('PINGREQ · beginning of PUBLISH');
    expect(second?.tree).toEqual({
      'earlier bytes': 7,
      'packet length': 15,
      'end of the packet': bytes(publish.slice(20)),
    });
  });

  it('finds back into step when bytes that are no packet come', () => {
    const readings = follow(mqtt, [
      ['received', '00 01 02'],
      ['received', publish],
    ]);
    expect(readings[0]?.reason).toBeDefined();
    expect(readings[1]?.facts?.summary).toBe('PUBLISH sensors/1 QoS0 2 B');
  });

  it('keeps only the beginning of a packet that is too large to be joined, and goes on behind it', () => {
    const large = 20 * 1024 * 1024;
    let state = mqtt.stream?.initial as MqttState;
    const advance = (payload: Uint8Array): void => {
      const hint: Hint = { direction: 'received', state };
      state = mqtt.stream?.advance({ bytes: payload, isText: false }, hint) as MqttState;
    };
    const head = Uint8Array.from([0x30, 0x80, 0x80, 0x80, 0x0a]);
    advance(head);
    expect(state.received.wanted).toBe(large + 5);
    for (let sent = 0; sent < large; sent += 1024 * 1024) advance(new Uint8Array(1024 * 1024));
    expect(state.received).toEqual({ pieces: [], byteLength: 0, wanted: 0 });
  });

  it('copies each byte of a joined packet a few times only, however small the messages are', () => {
    let state = mqtt.stream?.initial as MqttState;
    const length = 60_000;
    const messages = [0x30, 0xe0, 0xd4, 0x03, ...Array<number>(length - 1).fill(7)];
    for (const byte of messages) {
      const hint: Hint = { direction: 'sent', state };
      const payload = { bytes: Uint8Array.of(byte), isText: false };
      state = mqtt.stream?.advance(payload, hint) as MqttState;
      expect(state.sent.pieces.length).toBeLessThanOrEqual(17);
    }
    expect(state.sent.byteLength).toBe(length + 3);
  });

  const packets: Packet[] = [
    {
      cmd: 'connect',
      protocolId: 'MQIsdp',
      protocolVersion: 3,
      clientId: 'c',
      clean: true,
      keepalive: 5,
    },
    {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 5,
      clientId: 'client',
      clean: true,
      keepalive: 60,
      username: 'u',
      password: Buffer.from('p'),
      will: {
        topic: 't',
        payload: Buffer.from('w'),
        qos: 1,
        retain: true,
        properties: { willDelayInterval: 3 },
      },
      properties: { sessionExpiryInterval: 9, userProperties: { a: 'b' } },
    },
    {
      cmd: 'connack',
      returnCode: 0,
      reasonCode: 0,
      sessionPresent: false,
      properties: { topicAliasMaximum: 3, assignedClientIdentifier: 'x' },
    },
    {
      cmd: 'publish',
      topic: 'a/b',
      payload: Buffer.from('{"x":1}'),
      qos: 2,
      messageId: 7,
      dup: false,
      retain: true,
      properties: {
        contentType: 'json',
        subscriptionIdentifier: 300,
        correlationData: Buffer.from([1, 2]),
      },
    },
    { cmd: 'puback', messageId: 7, reasonCode: 16, properties: { reasonString: 'why' } },
    {
      cmd: 'subscribe',
      messageId: 9,
      subscriptions: [{ topic: '#', qos: 1, nl: true, rap: true, rh: 2 }],
      properties: { subscriptionIdentifier: 5 },
    },
    { cmd: 'suback', messageId: 9, granted: [1, 128], properties: {} },
    { cmd: 'unsubscribe', messageId: 10, unsubscriptions: ['a', 'b'] },
    { cmd: 'unsuback', messageId: 10, granted: [0, 17] },
    { cmd: 'pingreq' },
    { cmd: 'disconnect', reasonCode: 142, properties: { serverReference: 's' } },
    { cmd: 'auth', reasonCode: 24, properties: { authenticationMethod: 'm' } },
  ];
  it.each(packets)('reads the $cmd that mqtt-packet writes', (packet) => {
    const level = packet.cmd === 'connect' ? (packet.protocolVersion ?? 4) : 5;
    const encoded = mqttPacket.generate(packet, { protocolVersion: level });
    const state = { ...(mqtt.stream?.initial as MqttState), level };
    const { tree, reason } = read(mqtt, Uint8Array.from(encoded), { ...named, state });
    expect(reason).toBeUndefined();
    expect(tree).toMatchObject({ packet: packet.cmd.toUpperCase() });
    expect(flat(tree)).toEqual(expect.arrayContaining(scalarsOf(packet)));
  });

  it('agrees with mqtt-packet about what is whole and what is not, 3,000 times', () => {
    const random = seededRandom(7);
    for (let count = 0; count < 3000; count += 1) {
      const packet = packets[random(packets.length)];
      if (packet === undefined || packet.cmd === 'connect' || packet.cmd === 'connack') continue;
      const encoded = Uint8Array.from(mqttPacket.generate(packet, { protocolVersion: 5 }));
      const cut = encoded.slice(0, random(encoded.length + 1));
      const parser = mqttPacket.parser({ protocolVersion: 5 });
      let seen = 0;
      parser.on('packet', () => {
        seen += 1;
      });
      parser.parse(Buffer.from(cut));
      const state = { ...(mqtt.stream?.initial as MqttState), level: 5 };
      const reading = read(mqtt, cut, { ...named, state });
      expect(reading.reason === undefined).toBe(cut.length > 0);
      const isWhole = cut.length > 0 && reading.facts?.summary.startsWith('beginning') === false;
      expect(isWhole).toBe(seen === 1);
    }
  });

  it('bears everything', () => {
    const payloads = [connect, connect5, publish, '82 06 00 01 00 01 61 01', '20 03 01 00 00'];
    torture(mqtt, payloads.map(hexPayload), named);
    const state = { ...(mqtt.stream?.initial as MqttState), level: 5 };
    torture(mqtt, [hexPayload('30 0a 00 03 61 2f 62 03 23 00 01 78')], { ...named, state }, 2000);
  });
});

/** Every scalar of a tree, as text. */
function flat(value: unknown): string[] {
  if (value instanceof Uint8Array) return [Array.from(value).join()];
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(flat);
}

/** The texts and payloads that were given, which must be found again. */
function scalarsOf(value: unknown): string[] {
  if (value instanceof Uint8Array) return [Array.from(value).join()];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (key === 'cmd' || key === 'granted') return [];
    return typeof each === 'string' ? [each] : scalarsOf(each);
  });
}
