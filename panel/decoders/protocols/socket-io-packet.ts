import type { Budget, Decoded, Hint, MessageFacts, Payload } from '../decoder.ts';
import { formatHex } from '../hex.ts';
import { kindCode } from '../node-columns.ts';
import type { NodeReader } from '../node-table.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Value } from '../value.ts';
import type { EngineIoContext } from './engine-io.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';

export const socketIoTypes = [
  'CONNECT',
  'DISCONNECT',
  'EVENT',
  'ACK',
  'CONNECT_ERROR',
  'BINARY_EVENT',
  'BINARY_ACK',
] as const;

interface Header {
  readonly type: number;
  readonly attachmentCount: number;
  readonly namespace: string;
  /** '' for none. */
  readonly id: string;
}

/** Reads one packet, and says what it means. */
export function decodeSocketIo({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  return decodeFields('socket.io', bytes, budget, (fields) => {
    fields.begin('object');
    const header = readHeader(fields);
    let data: number | null = null;
    if (fields.hasMore) data = fields.json(fields.limit, 'data');
    const attachments = addAttachments(fields, header, hint);
    fields.end();
    if (fields.problem !== null) return {};
    const value = data === null ? null : new Value(fields.tree.table(), data);
    return { facts: factsOf(header, value, attachments, hint) };
  });
}

function readHeader(fields: FieldReader): Header {
  const type = fields.byte - 0x30;
  const name = socketIoTypes[type];
  if (name === undefined) fields.fail('no packet type, a digit from 0 to 6');
  fields.add('name', 1, 'type', name ?? '', String(type));
  const isBinary = type === 5 || type === 6;
  const attachments = isBinary ? digitsAt(fields) : '';
  if (isBinary && fields.bytes[fields.at + attachments.length] !== 0x2d)
    fields.fail("the number of attachments and '-' are missing");
  if (isBinary) fields.add('number', attachments.length + 1, 'attachments', attachments);
  const namespace = fields.byte === 0x2f ? readNamespace(fields) : '/';
  const id = digitsAt(fields);
  if (id !== '') fields.add('number', id.length, 'id', id);
  return { type, attachmentCount: Number(attachments), namespace, id };
}

function readNamespace(fields: FieldReader): string {
  const comma = fields.bytes.indexOf(0x2c, fields.at);
  const end = comma < 0 ? fields.limit : comma;
  const namespace = fields.string('namespace', end - fields.at);
  if (comma >= 0 && fields.problem === null) fields.at += 1;
  return namespace;
}

function digitsAt({ bytes, at, limit }: FieldReader): string {
  let end = at;
  while (end < limit && (bytes[end] ?? 0) >= 0x30 && (bytes[end] ?? 0) <= 0x39) end += 1;
  return end - at > 20 ? '' : decodeUtf8(bytes, at, end);
}

/** More are named by their number only. */
const maxJoined = 100;

/** The attachments, from the messages behind this one, as bytes that can be copied. */
function addAttachments(fields: FieldReader, header: Header, hint: Hint): (Payload | null)[] {
  const context = isContext(hint.context) ? hint.context : null;
  if (header.attachmentCount === 0 || fields.problem !== null) return [];
  fields.begin('array', 'attachments', 'of the messages that follow');
  const found: (Payload | null)[] = [];
  const count = Math.min(header.attachmentCount, maxJoined);
  for (let index = 0; index < count && fields.problem === null; index += 1) {
    const payload = context?.attachment(index) ?? null;
    found.push(payload);
    if (payload === null) fields.note('undefined', String(index), 'not there', 'missing');
    else addBytesOf(fields, payload.bytes, index);
  }
  fields.end();
  return found;
}

function addBytesOf(fields: FieldReader, bytes: Uint8Array, index: number): void {
  const { columns, parent } = fields.tree;
  if (fields.tree.isFull) return;
  const reader = fields.tree.readerNumber(readerFor(bytes));
  const node = columns.open(kindCode('bytes'), parent, fields.at, 0, 0, 0, reader);
  columns.close(node, fields.at);
  fields.tree.setType(node, `attachment ${index}, ${bytes.length} B`);
}

/** Reads bytes that are not in the payload: whatever is asked for, they are the answer. */
function readerFor(attachment: Uint8Array): NodeReader {
  return {
    key: () => '',
    text: (_bytes, _kind, _offset, _length, maxChars) =>
      formatHex(attachment.subarray(0, Math.ceil(maxChars / 3))),
    content: () => attachment,
  };
}

function isContext(context: unknown): context is EngineIoContext {
  return (
    typeof context === 'object' &&
    context !== null &&
    'kind' in context &&
    context.kind === 'engine.io'
  );
}

function factsOf(
  { type, namespace, id, attachmentCount }: Header,
  data: Value | null,
  attachments: readonly (Payload | null)[],
  { direction }: Hint,
): MessageFacts {
  const where = namespace === '/' ? '' : ` ${namespace}`;
  const show = (value: Value | null, maxChars = 120): string =>
    named(value?.preview(maxChars) ?? '', attachmentCount, attachments);
  const correlation = id === '' ? {} : { correlationId: `${where} ${id}`.trim() };
  const number = id === '' ? '' : ` #${id}`;
  const asked = { correlationId: `connect${where}` };
  switch (socketIoTypes[type]) {
    case 'CONNECT': {
      const summary = `connect${where} ${show(data)}`.trimEnd();
      return { summary, role: direction === 'sent' ? 'request' : 'response', ...asked };
    }
    case 'CONNECT_ERROR': {
      const message = data?.get('message')?.string(200) ?? show(data);
      return { summary: `connect error${where} ${message}`, role: 'response', ...asked };
    }
    case 'DISCONNECT':
      return { summary: `disconnect${where}`, role: 'control' };
    case 'ACK':
    case 'BINARY_ACK':
      return { summary: `ack${number}${where} ${show(data)}`, role: 'response', ...correlation };
    default: {
      const summary = `emit ${argumentsOf(data, show)}${where}${number}`;
      return { summary, role: id === '' ? 'event' : 'request', ...correlation };
    }
  }
}

/** `"chat", {text: "hi"}`: the name of the event, and what goes with it. */
function argumentsOf(data: Value | null, show: (value: Value | null, maxChars?: number) => string) {
  const shown: string[] = [];
  let room = 120;
  const count = Math.min(data?.childCount ?? 0, 6);
  for (let index = 0; index < count && room > 0; index += 1) {
    const text = show(data?.at(index) ?? null, room);
    shown.push(text);
    room -= text.length;
  }
  if ((data?.childCount ?? 0) > shown.length) shown.push('…');
  const [event = '', ...rest] = shown;
  return rest.length === 0 ? event : `${event} ${rest.join(', ')}`;
}

const placeholder = /\{_placeholder: true, num: (\d+)\}/g;

function named(text: string, count: number, attachments: readonly (Payload | null)[]): string {
  if (count === 0) return text;
  return text.replace(placeholder, (_whole, number: string) => {
    const bytes = attachments[Number(number)]?.bytes;
    return bytes === undefined ? `<attachment ${number}>` : `<${bytes.length} B>`;
  });
}
