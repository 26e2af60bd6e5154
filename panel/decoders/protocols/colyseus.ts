import type { Budget, Decoded, Decoder, Hint, MessageFacts, Payload } from '../decoder.ts';
import { Value } from '../value.ts';
import { decodeFields, type FieldReader, integerAt } from './field-reader.ts';
import { readMsgpack } from './msgpack-part.ts';
import { hasRecords, readRecords } from './msgpack-records.ts';
import { canRead, isOutermost } from './recognising.ts';

const codes: Readonly<Record<number, string>> = {
  9: 'HANDSHAKE',
  10: 'JOIN_ROOM',
  11: 'ERROR',
  12: 'LEAVE_ROOM',
  13: 'ROOM_DATA',
  14: 'ROOM_STATE',
  15: 'ROOM_STATE_PATCH',
  16: 'ROOM_DATA_SCHEMA',
  17: 'ROOM_DATA_BYTES',
  18: 'PING',
  19: 'ROOM_INPUT_RELIABLE',
  20: 'ROOM_INPUT_UNRELIABLE',
  21: 'ROOM_REQUEST',
  22: 'ROOM_RESPONSE',
};

/** Of version 0.18: times stand before a state, a patch or an input. */
const timed = 0x80;
const maybeTimed = [14, 15, 19, 20];

const codeOf = (byte: number): number => (maybeTimed.includes(byte - timed) ? byte - timed : byte);

/**
 * Messages of a Colyseus room: a byte for what it is, a type, and MessagePack. The state is written
 * by a schema that only its server knows, and stays bytes.
 * @see https://docs.colyseus.io
 */
export const colyseus: Decoder = {
  name: 'colyseus',
  label: 'Colyseus',
  specification: 'https://docs.colyseus.io/state/schema',
  recognisedBy:
    'an address with a room and sessionId, and a first byte from 9 to 22 with what belongs to it',
  recognises({ bytes, isText }, hint) {
    if (isText || !isOutermost(hint) || codes[codeOf(bytes[0] ?? 0)] === undefined) return 0;
    if (!/\/[^/?#]+\?(?:[^#]*&)?sessionId=/.test(hint.url ?? '')) return 0;
    return canRead(bytes, (fields) => readMessage(fields, hint)) ? 0.93 : 0;
  },
  decode,
};

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  return decodeFields('colyseus', bytes, budget, (fields) => ({
    facts: readMessage(fields, hint),
  }));
}

function readMessage(fields: FieldReader, hint: Hint): MessageFacts {
  fields.begin('object');
  const byte = fields.uint8('message', (value) => codes[codeOf(value)]);
  const name = codes[codeOf(byte)];
  if (name === undefined) fields.fail(`message ${byte} is not known, 9 to 22 are`, 0);
  if (byte !== codeOf(byte) && /^ROOM_STATE/.test(name ?? '')) {
    fields.uintLittle('server time', 4);
    fields.uintLittle('last input', 4);
  }
  const late = readBody(fields, name ?? '', hint);
  fields.end();
  return fields.problem === null ? late() : { summary: name ?? '' };
}

/** What it means is asked when the tree is whole. */
function readBody(fields: FieldReader, name: string, { direction }: Hint): () => MessageFacts {
  const control = (summary: string) => (): MessageFacts => ({ summary, role: 'control' });
  switch (name) {
    case 'JOIN_ROOM': {
      const serializer = fields.hasMore ? readJoin(fields) : '';
      const role = direction === 'sent' ? 'response' : 'request';
      return () => ({ summary: `join ${serializer}`.trimEnd(), role, correlationId: 'join' });
    }
    case 'ERROR': {
      const code = readTag(fields, 'code');
      const message = fields.hasMore ? readTag(fields, 'text') : '';
      return () => ({ summary: `error ${code} ${message}`.trimEnd(), role: 'response' });
    }
    case 'ROOM_DATA': {
      const type = readType(fields);
      const data = readData(fields);
      return () => ({ summary: `${type} ${data()}`.trimEnd(), role: 'event' });
    }
    case 'ROOM_REQUEST': {
      const id = readTag(fields, 'request');
      const type = readType(fields);
      const data = readData(fields);
      const summary = () => `request ${type} ${data()}`.trimEnd();
      return () => ({ summary: `${summary()} #${id}`, role: 'request', correlationId: id });
    }
    case 'ROOM_RESPONSE': {
      const id = readTag(fields, 'request');
      const status = fields.uint8('status', (value) => statuses[value]);
      const data = readData(fields);
      const summary = () => `${statuses[status] ?? status} ${data()}`.trimEnd();
      return () => ({ summary: `${summary()} #${id}`, role: 'response', correlationId: id });
    }
    case 'ROOM_INPUT_RELIABLE':
    case 'ROOM_INPUT_UNRELIABLE':
      return event(fields, 'input ');
    case 'ROOM_DATA_SCHEMA':
    case 'ROOM_DATA_BYTES': {
      const type = name === 'ROOM_DATA_BYTES' ? `${readType(fields)} ` : '';
      return event(fields, name === 'ROOM_DATA_BYTES' ? type : 'schema data ');
    }
    case 'ROOM_STATE':
      return event(fields, 'state ');
    case 'ROOM_STATE_PATCH':
      return event(fields, 'patch ');
    case 'PING':
      return () => ({ summary: 'ping', role: 'control', isHeartbeat: true });
    case 'HANDSHAKE':
      if (fields.hasMore) fields.blob('handshake', fields.left);
      return control('handshake');
    default:
      return control('leave');
  }
}

const statuses: Readonly<Record<number, string>> = { 0: 'result', 1: 'rejected', 2: 'error' };

/** A text in quotes, or a number. */
function readType(fields: FieldReader): string {
  const lead = fields.byte;
  const isText = (lead >= 0xa0 && lead < 0xc0) || (lead >= 0xd9 && lead < 0xe0);
  const type = readTag(fields, 'type');
  return isText ? JSON.stringify(type) : type;
}

/** MessagePack, if anything follows; its preview is asked when the tree is whole. */
function readData(fields: FieldReader): () => string {
  if (!fields.hasMore) return () => '';
  const node = hasRecords(fields.bytes, fields.at, fields.limit)
    ? readRecords(fields, 'data')
    : readMsgpack(fields, fields.limit, 'data');
  return () => new Value(fields.tree.table(), node).preview();
}

function event(fields: FieldReader, words: string): () => MessageFacts {
  const size = fields.left;
  if (size > 0) fields.blob('data', size, 'by the schema of the room');
  return () => ({ summary: `${words}${size} B`, role: 'event' });
}

/** A token to come back with, the name of the serializer, and its handshake; of older servers without the token. */
function readJoin(fields: FieldReader): string {
  const { bytes, at } = fields;
  const second = at + 1 + (bytes[at] ?? 0);
  const hasToken = second < fields.limit && second + 1 + (bytes[second] ?? 0) <= fields.limit;
  if (
    hasToken &&
    /^[a-z-]{2,40}$/.test(
      new TextDecoder().decode(bytes.subarray(second + 1, second + 1 + (bytes[second] ?? 0))),
    )
  )
    fields.string('reconnection token', fields.uint8('token length'));
  const serializer = fields.string('serializer', fields.uint8('serializer length'));
  if (fields.hasMore) fields.blob('handshake', fields.left, 'by the schema of the room');
  return serializer;
}

/** The numbers of @colyseus/schema: those of MessagePack, but the lowest byte first. */
const numberSizes: Readonly<Record<number, number>> = { 204: 1, 205: 2, 206: 4, 207: 8 };
const signedSizes: Readonly<Record<number, number>> = { 208: 1, 209: 2, 210: 4 };

/** A text or a number as @colyseus/schema writes them. */
function readTag(fields: FieldReader, key: string): string {
  if (!fields.wants(1, key)) return '';
  const lead = fields.byte;
  if (lead < 0x80 || lead >= 0xe0)
    return addNumber(fields, 0, key, String(lead < 0x80 ? lead : lead - 256));
  if (lead >= 0xa0 && lead < 0xc0) return readTagText(fields, key, 1, lead & 0x1f);
  const lengthSize = { 217: 1, 218: 2, 219: 4 }[lead];
  if (lengthSize !== undefined) {
    if (!fields.wants(1 + lengthSize, key)) return '';
    const length = integerAt(fields.bytes, fields.at + 1, lengthSize, true);
    return readTagText(fields, key, 1 + lengthSize, length);
  }
  const size = numberSizes[lead] ?? signedSizes[lead];
  if (size === undefined) fields.fail(`${key} is no text and no number`);
  if (size === undefined || !fields.wants(1 + size, key)) return '';
  const value = integerAt(fields.bytes, fields.at + 1, size, true);
  const isNegative = signedSizes[lead] !== undefined && value >= 2 ** (size * 8 - 1);
  return addNumber(fields, size, key, String(isNegative ? value - 2 ** (size * 8) : value));
}

function addNumber(fields: FieldReader, size: number, key: string, text: string): string {
  fields.add('number', 1 + size, key, text);
  return text;
}

function readTagText(fields: FieldReader, key: string, head: number, length: number): string {
  fields.at += head;
  return fields.string(key, length);
}
