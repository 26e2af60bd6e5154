import { formatBase64, parseBase64 } from '../base64.ts';
import type { Budget, Decoded, Decoder, Hint, Inner, MessageFacts, Payload } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Value } from '../value.ts';
import { shorten } from './combined-facts.ts';
import {
  attachmentOf,
  type EngineIoState,
  engineIoStream,
  isEngineIoState,
  versionOf,
} from './engine-io-stream.ts';
import { decodeFields, type FieldReader, type Meaning } from './field-reader.ts';
import { isOutermost } from './recognising.ts';

/** What the Socket.IO layer inside needs to know. */
export interface EngineIoContext {
  readonly kind: 'engine.io';
  /** Binary messages that follow in the same direction: the attachments of a packet. */
  readonly attachment: (index: number) => Payload | null;
}

const packetNames = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;
const message = 4;
const base64Mark = 0x62;

/**
 * The transport below Socket.IO: one digit for the type of packet, and the rest.
 * @see https://socket.io/docs/v4/engine-io-protocol/
 */
export const engineIo: Decoder = {
  name: 'engine.io',
  label: 'Engine.IO',
  specification: 'https://socket.io/docs/v4/engine-io-protocol/',
  recognisedBy:
    'EIO=3 or EIO=4 in the address; else an open packet with a session id, a probe, or a message that holds a Socket.IO packet with data',
  recognises,
  decode,
  stream: engineIoStream,
  enclose,
};

const telling = /^(?:0\{"sid":"|[23]probe$|42(?:\/[^,]+,)?\d*\["|4[56]\d+-(?:\/[^,]+,)?\d*\[)/;

function recognises({ bytes, isText }: Payload, hint: Hint): number {
  if (hint.outer?.includes('engine.io') === true) return 0;
  const version = isOutermost(hint) ? versionOf(hint) : null;
  const [first = 0] = bytes;
  if (!isText) {
    if (version === 4) return 0.9;
    return version === 3 && first < packetNames.length ? 0.9 : 0;
  }
  const isPacket = (first >= 0x30 && first <= 0x36) || first === base64Mark;
  if (!isPacket) return 0;
  if (version !== null) return 0.97;
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 200));
  if (!telling.test(start)) return 0;
  const last = bytes[bytes.length - 1];
  return start.endsWith('probe') || last === 0x7d || last === 0x5d ? 0.92 : 0;
}

function decode({ bytes, isText }: Payload, hint: Hint, budget: Budget): Decoded {
  const state = isEngineIoState(hint.state) ? hint.state : null;
  const version = state?.version ?? versionOf(hint) ?? 4;
  return decodeFields('engine.io', bytes, budget, (fields) => {
    fields.begin('object', undefined, `Engine.IO ${version}`);
    const meaning = isText ? readText(fields, hint) : readBinary(fields, version, state, hint);
    fields.end();
    return meaning();
  });
}

/** What the fields mean is asked when the tree is whole. */
type LateMeaning = () => Meaning;

function readText(fields: FieldReader, hint: Hint): LateMeaning {
  if (fields.byte === base64Mark) return readBase64(fields, hint);
  const type = fields.byte - 0x30;
  const name = packetNames[type];
  if (name === undefined) {
    fields.fail('no packet type, a digit from 0 to 6');
    return () => ({});
  }
  fields.add('name', 1, 'packet', name, String(type));
  if (name === 'message') return readMessage(fields, hint);
  const node = fields.tree.columns.nodeCount;
  if (name === 'open') fields.json(fields.limit, 'handshake');
  const rest = fields.left > 0 ? fields.string('data', fields.left) : '';
  return () => ({ facts: controlFacts(fields, name, node, rest) });
}

/** Of a message that is no Socket.IO, in the list. */
const maxShown = 120;

function readMessage(fields: FieldReader, hint: Hint): LateMeaning {
  const node = fields.tree.columns.nodeCount;
  const payload = { bytes: fields.bytes.subarray(fields.at), isText: true };
  const text = shorten(fields.string('data', fields.left, undefined, maxShown + 1));
  return () => ({
    facts: { summary: `message ${JSON.stringify(text)}` },
    inner: { node, payload, context: contextFor(hint) },
  });
}

function readBase64(fields: FieldReader, hint: Hint): LateMeaning {
  // Of version 3: the type of packet stands before the base64, where 4 knows messages only.
  const prefix = versionOf(hint) === 3 ? 2 : 1;
  fields.add('name', prefix, 'packet', 'message', prefix === 2 ? 'b4, base64' : 'b, base64');
  const at = fields.at;
  const node = fields.tree.columns.nodeCount;
  const parsed = parseBase64(fields.string('data', fields.left));
  if (!parsed.ok) fields.fail(parsed.reason, at);
  if (!parsed.ok) return () => ({});
  return () => innerBytes(node, parsed.bytes, null, hint);
}

function readBinary(
  fields: FieldReader,
  version: 3 | 4,
  state: EngineIoState | null,
  hint: Hint,
): LateMeaning {
  if (version === 3) fields.uint8('packet', (type) => packetNames[type]);
  else fields.note('name', 'packet', 'message', 'binary');
  if (version === 3 && fields.bytes[0] !== message) {
    fields.blob('data', fields.left);
    const name = packetNames[fields.bytes[0] ?? 0] ?? 'unknown';
    return () => ({ facts: { summary: name, role: 'control' } });
  }
  const attachment = attachmentOf(state, hint);
  if (attachment !== null) {
    fields.note('number', 'attachment', String(attachment.index + 1), `of ${attachment.total}`);
    fields.note('string', 'belongs to', attachment.summary);
  }
  const node = fields.tree.columns.nodeCount;
  const data = fields.blob('data', fields.left);
  const summary =
    attachment === null
      ? null
      : `attachment ${attachment.index + 1} of ${attachment.total} of ${attachment.summary}`;
  return () => innerBytes(node, data, summary, hint);
}

function innerBytes(node: number, bytes: Uint8Array, summary: string | null, hint: Hint): Meaning {
  const inner: Inner = { node, payload: { bytes, isText: false }, context: contextFor(hint) };
  if (summary === null) return { facts: { summary: `message ${bytes.length} B` }, inner };
  return { facts: { summary, role: 'event' }, inner };
}

function controlFacts(
  fields: FieldReader,
  name: string,
  handshake: number,
  rest: string,
): MessageFacts {
  if (name === 'open' && fields.problem === null) {
    const value = new Value(fields.tree.table(), handshake);
    const sid = value.get('sid')?.string(80) ?? '';
    return { summary: `open ${sid}`.trimEnd(), role: 'control' };
  }
  const isHeartbeat = (name === 'ping' || name === 'pong') && rest === '';
  const summary = rest === '' ? name : `${name} ${shorten(rest)}`;
  return { summary, role: 'control', ...(isHeartbeat ? { isHeartbeat } : {}) };
}

/** How many messages are looked at for one attachment: heartbeats may stand between them. */
const maxBetween = 8;

function contextFor({ following }: Hint): EngineIoContext {
  const attachment = (wanted: number): Payload | null => {
    let found = 0;
    for (let index = 0; index < wanted + maxBetween; index += 1) {
      const payload = following?.(index) ?? null;
      if (payload === null) return null;
      if (payload.isText) continue;
      if (found === wanted) return payload;
      found += 1;
    }
    return null;
  };
  return { kind: 'engine.io', attachment };
}

/** The same type of packet around another content. */
function enclose(inner: Payload, original: Payload, hint: Hint): Payload {
  const isBase64 = original.isText && original.bytes[0] === base64Mark;
  if (inner.isText && !isBase64)
    return prefixed(original.isText ? '4' : '\u0004', inner.bytes, true);
  const isThird = versionOf(hint) === 3;
  if (isBase64) {
    const text = new TextEncoder().encode(formatBase64(inner.bytes));
    return prefixed(isThird ? 'b4' : 'b', text, true);
  }
  return isThird ? prefixed('\u0004', inner.bytes, false) : inner;
}

function prefixed(prefix: string, content: Uint8Array, isText: boolean): Payload {
  const bytes = new Uint8Array(prefix.length + content.length);
  bytes.set(new TextEncoder().encode(prefix));
  bytes.set(content, prefix.length);
  return { bytes, isText };
}
