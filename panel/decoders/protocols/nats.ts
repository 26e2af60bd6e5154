import type { Budget, Decoded, Decoder, Hint, Inner, MessageFacts, Payload } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Value } from '../value.ts';
import { decodeContinued } from './byte-stream.ts';
import { combineFacts, shorten } from './combined-facts.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import {
  isNatsState,
  lengthOfOperation,
  natsStream,
  type Operation,
  operationAt,
} from './nats-stream.ts';
import { canRead } from './recognising.ts';

/**
 * The client protocol of NATS: lines of text, with payloads behind some. A message may hold
 * several operations, or a part of one.
 * @see https://docs.nats.io/reference/reference-protocols/nats-protocol
 */
export const nats: Decoder = {
  name: 'nats',
  label: 'NATS',
  specification: 'https://docs.nats.io/reference/reference-protocols/nats-protocol',
  recognisedBy:
    'INFO or CONNECT with JSON, or operations with subjects that are whole to the last byte',
  recognises,
  decode,
  stream: natsStream,
};

/** PING, +OK and the like are also words of other protocols. */
const telling =
  /^(?:INFO \{|CONNECT \{|H?(?:PUB|MSG) \S+ .*\d\r?\n|SUB \S+ (?:\S+ )?\S+\r\n|UNSUB \S+(?: \d+)?\r\n)/i;

function recognises({ bytes }: Payload, _hint: Hint): number {
  const [first = 0] = bytes;
  // I, C, P, H, S, U and M, in both cases.
  if (!'ICPHSUMicphsum'.includes(String.fromCharCode(first))) return 0;
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 1000));
  if (!telling.test(start)) return 0;
  return canRead(bytes, (fields) => readOperations(fields, false)) ? 0.92 : 0;
}

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  const state = isNatsState(hint.state)
    ? hint.state
    : isNatsState(hint.context)
      ? hint.context
      : undefined;
  const continued = decodeContinued('nats', bytes, hint, budget, state, lengthOfOperation);
  if (continued !== null) return continued;
  return decodeFields('nats', bytes, budget, (fields) => {
    const all = readOperations(fields, state !== undefined);
    const facts = combineFacts(all.map((each) => each.facts));
    const [only] = all;
    const inner = all.length === 1 && only?.inner !== undefined ? { inner: only.inner } : {};
    return { ...(facts === null ? {} : { facts }), ...inner };
  });
}

interface Read {
  readonly facts: MessageFacts;
  readonly inner?: Inner;
}

/** An operation alone is the root, several stand in an array. */
function readOperations(fields: FieldReader, mayContinue: boolean): Read[] {
  const all: Read[] = [];
  const first = lengthOfOperation(fields.bytes, 0);
  const isOnly = first <= 0 || first >= fields.limit;
  if (!isOnly) fields.begin('array', undefined, 'operations');
  while (fields.hasMore) {
    const operation = operationAt(fields.bytes, fields.at);
    if (operation === 'none') fields.fail('no operation of NATS');
    else if (operation === null && !mayContinue)
      fields.fail('the end of the line is missing', fields.limit);
    if (operation === 'none') break;
    if (operation !== null) all.push(readOperation(fields, operation, mayContinue));
    else {
      fields.string('so far', fields.left, 'goes on in the next message');
      all.push({ facts: { summary: 'beginning of an operation' } });
    }
  }
  if (!isOnly) fields.end();
  return all;
}

/** What the words of a line are, the optional one in the middle. */
const wordNames: Readonly<Record<string, readonly (readonly string[])[]>> = {
  PUB: [
    ['subject', 'bytes'],
    ['subject', 'reply to', 'bytes'],
  ],
  HPUB: [
    ['subject', 'header bytes', 'bytes'],
    ['subject', 'reply to', 'header bytes', 'bytes'],
  ],
  MSG: [
    ['subject', 'sid', 'bytes'],
    ['subject', 'sid', 'reply to', 'bytes'],
  ],
  HMSG: [
    ['subject', 'sid', 'header bytes', 'bytes'],
    ['subject', 'sid', 'reply to', 'header bytes', 'bytes'],
  ],
  SUB: [
    ['subject', 'sid'],
    ['subject', 'queue group', 'sid'],
  ],
  UNSUB: [['sid'], ['sid', 'max messages']],
};

function readOperation(fields: FieldReader, operation: Operation, mayContinue: boolean): Read {
  const start = fields.at;
  const { name, words, lineLength, payloadLength, headerLength } = operation;
  const values = new Map<string, string>();
  fields.begin('object');
  fields.add('name', name.length, 'operation', name);
  const named = wordNames[name]?.find((names) => names.length === words.length);
  for (const [index, word] of words.entries()) {
    const key = named?.[index] ?? (name === '-ERR' ? 'error' : 'word');
    values.set(key, word.text);
    if (name === '-ERR') continue;
    const kind = /bytes$|^max/.test(key) ? 'number' : 'string';
    fields.note(kind, key, word.text, undefined, word.at, word.byteLength);
  }
  if (wordNames[name] !== undefined && named === undefined)
    fields.fail(`${name} has ${words.length} words`, start);
  if (name === 'INFO' || name === 'CONNECT') return readJsonLine(fields, name, start + lineLength);
  if (name === '-ERR') {
    const text = decodeUtf8(fields.bytes, start + 4, start + lineLength).trim();
    fields.note('string', 'error', text, undefined, start + 4, lineLength - 4);
    values.set('error', text);
  }
  if (fields.problem === null) fields.at = start + lineLength;
  const facts = factsOf(name, values, payloadLength);
  if (payloadLength < 0) {
    fields.end();
    return { facts };
  }
  if (fields.left < payloadLength + 2 && mayContinue) {
    fields.blob('so far', fields.left, `${payloadLength} bytes with the messages that follow`);
    fields.end();
    return { facts };
  }
  if (headerLength > 0) readHeaders(fields, headerLength);
  const node = fields.tree.columns.nodeCount;
  const size = payloadLength - headerLength;
  const bytes = fields.blob('payload', size);
  if (fields.wants(2, 'the end of line behind the payload')) {
    if (fields.bytes[fields.at] !== 0x0d || fields.bytes[fields.at + 1] !== 0x0a)
      fields.fail('the payload does not end where its length says');
    else fields.at += 2;
  }
  fields.end();
  return size === 0 ? { facts } : { facts, inner: { node, payload: { bytes, isText: false } } };
}

function readJsonLine(fields: FieldReader, name: string, end: number): Read {
  const node = fields.tree.columns.nodeCount;
  const hasReturn = fields.bytes[end - 2] === 0x0d;
  fields.json(end - (hasReturn ? 2 : 1), 'options');
  if (fields.problem === null) fields.at = end;
  fields.end();
  const isServer = name === 'INFO';
  const value = fields.problem === null ? new Value(fields.tree.table(), node) : null;
  const of = (key: string): string => value?.get(key)?.string(80) ?? '';
  const words = isServer
    ? [of('server_name'), of('version')]
    : [of('name'), of('lang'), of('version')];
  return { facts: { summary: [name, ...words].filter(Boolean).join(' '), role: 'control' } };
}

/** `NATS/1.0`, perhaps a status, and lines `Name: value` as in HTTP. */
function readHeaders(fields: FieldReader, headerLength: number): void {
  const end = fields.at + headerLength;
  if (!fields.wants(headerLength, 'the headers')) return;
  fields.begin('object', 'headers');
  while (fields.hasMore && fields.at < end) {
    const newLine = fields.bytes.indexOf(0x0a, fields.at);
    const lineEnd = newLine < 0 || newLine >= end ? end : newLine + 1;
    const line = decodeUtf8(fields.bytes, fields.at, lineEnd).replace(/\r?\n$/, '');
    const colon = line.indexOf(':');
    const isStatus = colon < 0 && line.startsWith('NATS/');
    if (isStatus) fields.note('string', 'version', line, undefined, fields.at, lineEnd - fields.at);
    else if (colon >= 0)
      fields.note(
        'string',
        line.slice(0, colon),
        line.slice(colon + 1).trim(),
        undefined,
        fields.at,
        lineEnd - fields.at,
      );
    else if (line !== '') fields.warn('unusual', fields.at, 'nats: a header without a colon');
    if (fields.problem === null) fields.at = lineEnd;
  }
  fields.end();
}

/** Requests are answered on a subject that nobody else uses: it is what pairs them. */
const isInbox = (subject: string): boolean => subject.startsWith('_INBOX.');

function factsOf(name: string, values: ReadonlyMap<string, string>, size: number): MessageFacts {
  const of = (key: string): string => shorten(values.get(key) ?? '');
  const subject = values.get('subject') ?? '';
  const sid = of('sid') === '' ? '' : `#${of('sid')}`;
  const line = (...words: string[]): string => [name, ...words].filter(Boolean).join(' ');
  switch (name) {
    case 'PING':
    case 'PONG':
      return { summary: name, role: 'control', isHeartbeat: true };
    case 'PUB':
    case 'HPUB':
    case 'MSG':
    case 'HMSG': {
      const reply = values.get('reply to');
      const to = reply === undefined ? '' : `→ ${shorten(reply, 40)}`;
      const summary = line(shorten(subject), sid, `${size} B`, to);
      if (reply !== undefined) return { summary, role: 'request', correlationId: reply };
      if (isInbox(subject)) return { summary, role: 'response', correlationId: subject };
      return { summary, role: 'event' };
    }
    case 'SUB':
      return { summary: line(of('subject'), of('queue group'), sid), role: 'control' };
    case 'UNSUB': {
      const most = of('max messages');
      return { summary: line(sid, most === '' ? '' : `after ${most}`), role: 'control' };
    }
    case '-ERR':
      return { summary: line(of('error')), role: 'response' };
    default:
      return { summary: name, role: 'control' };
  }
}
