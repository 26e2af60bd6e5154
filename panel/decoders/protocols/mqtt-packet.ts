import type { Inner, MessageFacts } from '../decoder.ts';
import type { FieldReader } from './field-reader.ts';
import { readProperties, readText, readVarint } from './mqtt-fields.ts';
import { type Aliases, levelOf } from './mqtt-stream.ts';
import { type PacketName, packetNames, reasonOf, returnCodes } from './mqtt-words.ts';

/** What the packets before one have agreed on. */
export interface MqttSession {
  level: number;
  aliases: Aliases;
  /** A packet that is cut off by the end of the message is no mistake. */
  readonly mayContinue: boolean;
}

export interface MqttPacket {
  readonly facts: MessageFacts;
  readonly inner?: Inner;
}

/** One packet as an object. */
export function readPacket(fields: FieldReader, session: MqttSession): MqttPacket {
  const start = fields.at;
  const first = fields.byte;
  const name = packetNames[first >> 4];
  if (name === undefined) fields.fail('packet type 0 does not exist');
  fields.begin('object');
  fields.add('name', 1, 'packet', name ?? '', `0x${first.toString(16).padStart(2, '0')}`);
  if (name === 'PUBLISH') addFlags(fields, start, first);
  else if (name !== undefined && (first & 0x0f) !== expectedFlags(name))
    fields.warn(
      'unusual',
      start,
      `mqtt: the flags of ${name} are 0x${(first & 0x0f).toString(16)}`,
    );
  const length = readVarint(fields, 'remaining length');
  let packet: MqttPacket = { facts: { summary: name ?? '' } };
  const isCut = length > fields.left && fields.problem === null;
  if (isCut && session.mayContinue) {
    fields.blob('so far', fields.left, `${length} bytes with the messages that follow`);
    fields.end();
    return { facts: { summary: `beginning of ${name}` } };
  }
  if (name === 'CONNECT')
    session.level = levelOf(fields.bytes, start, fields.limit) || session.level;
  fields.within(length, `the rest of ${name}`, () => {
    if (name !== undefined) packet = readBody(fields, name, first, session);
  });
  fields.end();
  return packet;
}

function expectedFlags(name: PacketName): number {
  return name === 'PUBREL' || name === 'SUBSCRIBE' || name === 'UNSUBSCRIBE' ? 2 : 0;
}

function addFlags(fields: FieldReader, at: number, first: number): void {
  const qos = (first >> 1) & 3;
  fields.note('boolean', 'DUP', String((first & 8) !== 0), 'bit 3', at, 1);
  fields.note('number', 'QoS', String(qos), 'bits 1 and 2', at, 1);
  fields.note('boolean', 'RETAIN', String((first & 1) !== 0), 'bit 0', at, 1);
  if (qos === 3) fields.fail('QoS 3 does not exist', at);
}

function readBody(
  fields: FieldReader,
  name: PacketName,
  first: number,
  session: MqttSession,
): MqttPacket {
  switch (name) {
    case 'CONNECT':
      return { facts: readConnect(fields) };
    case 'CONNACK':
      return { facts: readConnack(fields, session) };
    case 'PUBLISH':
      return readPublish(fields, first, session);
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      return { facts: readAcknowledgement(fields, name) };
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
      return { facts: readFilters(fields, name, session) };
    case 'SUBACK':
    case 'UNSUBACK':
      return { facts: readCodes(fields, name, session) };
    case 'PINGREQ':
    case 'PINGRESP':
      return { facts: { summary: name, role: 'control', isHeartbeat: true } };
    case 'DISCONNECT':
    case 'AUTH': {
      const code = readReason(fields, name);
      const summary = `${name} ${code}`.trimEnd();
      return { facts: { summary, role: 'control' } };
    }
  }
}

function readConnect(fields: FieldReader): MessageFacts {
  readText(fields, 'protocol name');
  const level = fields.uint8('protocol level', versionName) & 0x7f;
  const flags = fields.byte;
  const cleanName = level === 5 ? 'clean start' : 'clean session';
  const willQos = (flags >> 3) & 3;
  const set = [
    ...(flags & 2 ? [cleanName] : []),
    ...(flags & 4 ? [`will, QoS ${willQos}${flags & 0x20 ? ', retained' : ''}`] : []),
    ...(flags & 0x40 ? ['password'] : []),
    ...(flags & 0x80 ? ['user name'] : []),
  ];
  const type = `flags 0x${flags.toString(16).padStart(2, '0')}`;
  fields.add('name', 1, 'connect flags', set.join(', ') || 'none', type);
  if (flags & 1) fields.warn('unusual', fields.at - 1, 'mqtt: the reserved flag of CONNECT is set');
  fields.uint('keep alive', 2);
  if (level === 5) readProperties(fields, 'properties');
  const client = readText(fields, 'client id');
  if (flags & 4) {
    if (level === 5) readProperties(fields, 'will properties');
    readText(fields, 'will topic');
    fields.blob('will payload', fields.uint('will payload length', 2));
  }
  if (flags & 0x80) readText(fields, 'user name');
  if (flags & 0x40) fields.blob('password', fields.uint('password length', 2));
  const summary = `CONNECT ${client} ${versionName(level) ?? ''}`.trimEnd();
  return { summary, role: 'request', correlationId: 'connect' };
}

const versionName = (level: number): string | undefined =>
  ({ 3: 'MQTT 3.1', 4: 'MQTT 3.1.1', 5: 'MQTT 5' })[level & 0x7f];

function readConnack(fields: FieldReader, session: MqttSession): MessageFacts {
  const flags = fields.uint8('flags', (value) => (value === 1 ? 'session present' : undefined));
  const isFifth = session.level === 5 || (session.level === 0 && fields.left > 1);
  const code = fields.uint8(isFifth ? 'reason code' : 'return code', (value) =>
    isFifth ? reasonOf('CONNACK', value) : returnCodes[value],
  );
  if (isFifth) readProperties(fields, 'properties');
  const word = (isFifth ? reasonOf('CONNACK', code) : returnCodes[code]) ?? String(code);
  const summary = `CONNACK ${word}${flags & 1 ? ', session present' : ''}`;
  return { summary, role: 'response', correlationId: 'connect' };
}

function readPublish(fields: FieldReader, first: number, session: MqttSession): MqttPacket {
  const qos = (first >> 1) & 3;
  let topic = readText(fields, 'topic');
  const id = qos > 0 ? fields.uint('packet id', 2) : 0;
  // Without CONNECT the level is not known; an empty topic needs an alias, so it is 5.
  if (session.level === 5 || (session.level === 0 && topic === '')) {
    const { alias } = readProperties(fields, 'properties');
    if (alias > 0 && topic !== '') session.aliases = { ...session.aliases, [alias]: topic };
    else if (alias > 0) {
      topic = session.aliases[alias] ?? '';
      if (topic !== '')
        fields.note('string', 'topic of the alias', topic, 'from an earlier PUBLISH');
      else topic = `<alias ${alias}>`;
    }
  }
  const node = fields.tree.columns.nodeCount;
  const size = fields.left;
  const bytes = fields.blob('payload', size);
  const flags = `${first & 1 ? ' retained' : ''}${first & 8 ? ' again' : ''}`;
  const number = id > 0 ? ` #${id}` : '';
  const summary = `PUBLISH ${topic} QoS${qos} ${size} B${number}${flags}`;
  const facts: MessageFacts =
    qos > 0 ? { summary, role: 'request', correlationId: String(id) } : { summary, role: 'event' };
  return size === 0 ? { facts } : { facts, inner: { node, payload: { bytes, isText: false } } };
}

function readAcknowledgement(fields: FieldReader, name: PacketName): MessageFacts {
  const id = fields.uint('packet id', 2);
  const reason = readReason(fields, name);
  const summary = `${name} #${id} ${reason}`.trimEnd();
  // PUBREL asks for PUBCOMP, the others answer.
  const role = name === 'PUBREL' ? 'request' : 'response';
  return { summary, role, correlationId: String(id) };
}

/** A reason code with properties, both of version 5 and both left out for success. */
function readReason(fields: FieldReader, name: PacketName): string {
  if (!fields.hasMore) return '';
  const code = fields.uint8('reason code', (value) => reasonOf(name, value));
  if (fields.hasMore) readProperties(fields, 'properties');
  return reasonOf(name, code) ?? String(code);
}

function readFilters(fields: FieldReader, name: PacketName, session: MqttSession): MessageFacts {
  const id = fields.uint('packet id', 2);
  if (isFifthOf(fields, session)) readProperties(fields, 'properties');
  const filters: string[] = [];
  fields.begin('array', 'topic filters');
  while (fields.hasMore) {
    if (name === 'UNSUBSCRIBE') {
      filters.push(readText(fields, undefined));
      continue;
    }
    fields.begin('object');
    filters.push(readText(fields, 'filter'));
    fields.uint8('options', optionsOf);
    fields.end();
  }
  fields.end();
  if (filters.length === 0) fields.fail(`${name} without a topic filter`);
  const shown = filters.slice(0, 5).join(' ') + (filters.length > 5 ? ' …' : '');
  return { summary: `${name} ${shown} #${id}`, role: 'request', correlationId: String(id) };
}

function optionsOf(options: number): string {
  const words = [`QoS ${options & 3}`];
  if (options & 4) words.push('no local');
  if (options & 8) words.push('retain as published');
  if (options & 0x30) words.push(`retain handling ${(options >> 4) & 3}`);
  return words.join(', ');
}

/** A filter of no bytes is not allowed: two zeros or less than that can only be properties. */
function isFifthOf({ bytes, at, left }: FieldReader, { level }: MqttSession): boolean {
  return level === 5 || (level === 0 && left > 2 && bytes[at] === 0 && bytes[at + 1] === 0);
}

function readCodes(fields: FieldReader, name: PacketName, session: MqttSession): MessageFacts {
  const id = fields.uint('packet id', 2);
  if (session.level === 5) readProperties(fields, 'properties');
  const words: string[] = [];
  fields.begin('array', 'reason codes');
  while (fields.hasMore) {
    const code = fields.byte;
    const word = reasonOf(name, code) ?? String(code);
    fields.add('name', 1, String(words.length), word, `uint8 ${code}`);
    words.push(word);
  }
  fields.end();
  const shown = words.slice(0, 5).join(', ') + (words.length > 5 ? ' …' : '');
  const summary = `${name} #${id} ${shown}`.trimEnd();
  return { summary, role: 'response', correlationId: String(id) };
}
