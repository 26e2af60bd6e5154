import type { Budget, Decoded, Decoder, Hint, Inner, Payload, StreamFold } from '../decoder.ts';
import { Value } from '../value.ts';
import { type Asked, afterFrame, nothingAsked } from './amqp-asked.ts';
import { amqpFacts, type FrameNote } from './amqp-facts.ts';
import { scalarText } from './amqp-scalars.ts';
import { descriptorAt, readAmqp } from './amqp-values.ts';
import { composites } from './amqp-words.ts';
import {
  advancePending,
  decodeContinued,
  isPacketState,
  nothingPending,
  type PacketState,
} from './byte-stream.ts';
import { combineFacts } from './combined-facts.ts';
import { decodeFields, type FieldReader, integerAt } from './field-reader.ts';
import { canRead, isOutermost } from './recognising.ts';

type AmqpState = PacketState & { readonly kind: 'amqp'; readonly asked: Asked };

const stream: StreamFold = {
  claims({ bytes, isText }, { subprotocol = '' }) {
    if (isText) return 0;
    if (/^(?:amqp|AMQPWSB10)$/.test(subprotocol)) return 1;
    return isHeader(bytes, 0) ? 0.95 : 0;
  },
  initial: {
    kind: 'amqp',
    sent: nothingPending,
    received: nothingPending,
    asked: nothingAsked,
  } satisfies AmqpState,
  advance({ bytes }, hint) {
    if (!isAmqpState(hint.state)) return hint.state;
    const direction = hint.direction ?? 'received';
    const before = hint.state[direction];
    let { asked } = hint.state;
    const pending = advancePending(before, bytes, lengthOfFrame, (joined, start, end) => {
      asked = afterFrame(asked, direction, joined, start, end);
    });
    if (pending === before && asked === hint.state.asked) return hint.state;
    return { ...hint.state, asked, [direction]: pending };
  },
};

const isAmqpState = (state: unknown): state is AmqpState => isPacketState(state, 'amqp');

/**
 * AMQP 1.0: a header with the version, then frames with a performative each, and a message behind
 * a transfer.
 * @see https://docs.oasis-open.org/amqp-bindmap/amqp-wsb/v1.0/amqp-wsb-v1.0.html
 */
export const amqp: Decoder = {
  name: 'amqp',
  label: 'AMQP 1.0',
  specification: 'https://docs.oasis-open.org/amqp/core/v1.0/amqp-core-overview-v1.0.html',
  recognisedBy:
    'the subprotocol amqp, a header AMQP 1.0, or frames with performatives that are whole',
  recognises({ bytes, isText }, hint) {
    if (isText || bytes.length < 8) return 0;
    const isNamed = isOutermost(hint) && /^(?:amqp|AMQPWSB10)$/.test(hint.subprotocol ?? '');
    if (!isNamed && !isHeader(bytes, 0) && !isFrameHead(bytes)) return 0;
    if (canRead(bytes, (fields) => readFrames(fields, false))) return 0.96;
    return isNamed ? 0.6 : 0;
  },
  decode,
  stream,
};

/** `AMQP`, 0, 2 for TLS or 3 for SASL, and version 1.0.0. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  return (
    integerAt(bytes, at, 4) === 0x414d5150 &&
    [0, 2, 3].includes(bytes[at + 4] ?? -1) &&
    integerAt(bytes, at + 5, 3) === 0x010000
  );
}

/** The first frame names a performative that exists. */
function isFrameHead(bytes: Uint8Array): boolean {
  const size = integerAt(bytes, 0, 4);
  const bodyAt = (bytes[4] ?? 0) * 4;
  if (size > bytes.length || bodyAt !== 8 || (bytes[5] ?? 2) > 1) return false;
  return descriptorAt(bytes, bodyAt, bytes.length) > 0;
}

function lengthOfFrame(bytes: Uint8Array, at: number): number {
  if (bytes.length - at < 4) return 0;
  const size = integerAt(bytes, at, 4);
  if (size === 0x414d5150) return 8;
  return size < 8 ? -1 : size;
}

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  const state = isAmqpState(hint.state)
    ? hint.state
    : isAmqpState(hint.context)
      ? hint.context
      : undefined;
  const continued = decodeContinued('amqp', bytes, hint, budget, state, lengthOfFrame);
  if (continued !== null) return continued;
  return decodeFields('amqp', bytes, budget, (fields) => {
    const frames = readFrames(fields, state !== undefined);
    const table = fields.problem === null ? fields.tree.table() : null;
    const facts = combineFacts(
      frames.map((frame) =>
        amqpFacts(frame, table === null ? null : new Value(table, frame.node), {
          side: hint.direction ?? 'received',
          asked: state?.asked ?? null,
        }),
      ),
    );
    const [only] = frames;
    const inner = frames.length === 1 && only?.inner !== undefined ? { inner: only.inner } : {};
    return { ...(facts === null ? {} : { facts }), ...inner };
  });
}

type Frame = FrameNote & { readonly inner?: Inner };

/** A frame alone is the root, several stand in an array. */
function readFrames(fields: FieldReader, mayContinue: boolean): Frame[] {
  const frames: Frame[] = [];
  const first = lengthOfFrame(fields.bytes, 0);
  const isOnly = first <= 0 || first >= fields.limit;
  if (!isOnly) fields.begin('array', undefined, 'frames');
  while (fields.hasMore) {
    const length = lengthOfFrame(fields.bytes, fields.at);
    if (mayContinue && (length === 0 || length > fields.left)) {
      fields.blob('so far', fields.left, 'goes on in the next message');
      frames.push({ name: 'beginning of a frame', node: -1, payloadLength: 0, channel: 0 });
    } else frames.push(readFrame(fields));
  }
  if (!isOnly) fields.end();
  return frames;
}

const protocolNames: Readonly<Record<number, string>> = { 0: 'AMQP', 2: 'TLS', 3: 'SASL' };

function readFrame(fields: FieldReader): Frame {
  fields.begin('object');
  const start = fields.at;
  if (fields.left >= 4 && integerAt(fields.bytes, start, 4) === 0x414d5150)
    return readHeader(fields);
  const size = fields.uint('size', 4);
  const dataOffset = fields.uint8('data offset');
  const type = fields.uint8('type', (value) => ['AMQP', 'SASL'][value]);
  const channel = fields.uint('channel', 2);
  if (size < 8 || dataOffset < 2 || dataOffset * 4 > size)
    fields.fail('the sizes of the frame make no sense', start);
  if (type > 1) fields.fail(`frames of type ${type} are not known`, start + 5);
  let frame: Frame = { name: 'empty', node: -1, payloadLength: 0, channel };
  fields.within(size - 8, 'the frame', () => {
    if (dataOffset > 2) fields.blob('extended header', dataOffset * 4 - 8);
    if (fields.hasMore) frame = readPerformative(fields, channel);
  });
  fields.end();
  return frame;
}

function readHeader(fields: FieldReader): Frame {
  fields.string('protocol', 4);
  const id = fields.uint8('protocol id', (value) => protocolNames[value]);
  const version = [fields.uint8('major'), fields.uint8('minor'), fields.uint8('revision')].join(
    '.',
  );
  fields.end();
  const name = `header ${protocolNames[id] ?? id} ${version}`;
  return { name, node: -1, payloadLength: 0, channel: 0 };
}

function readPerformative(fields: FieldReader, channel: number): Frame {
  const name = composites[descriptorAt(fields.bytes, fields.at, fields.limit)]?.name;
  const node = fields.tree.columns.nodeCount;
  readAmqp(fields, name ?? 'performative');
  const payloadLength = fields.left;
  const frame = { name: name ?? 'unknown', node, payloadLength, channel };
  if (payloadLength === 0 || fields.problem !== null) return frame;
  const rest = fields.bytes.subarray(fields.at, fields.limit);
  // A transfer with `more` holds a part of the message only.
  if (!canRead(rest, readSections)) {
    fields.blob('payload', payloadLength);
    return frame;
  }
  fields.begin('object', 'message');
  const inner = readSections(fields);
  fields.end();
  return inner === null ? frame : { ...frame, inner };
}

/** The sections of a message; its only body of bytes or text is decoded further. */
function readSections(fields: FieldReader): Inner | null {
  const bodies: Inner[] = [];
  while (fields.hasMore) {
    const section = descriptorAt(fields.bytes, fields.at, fields.limit);
    if (section < 0x70 || section > 0x78) {
      fields.fail('no section of a message');
      break;
    }
    const body = bodyAt(fields, section);
    if (body !== null) bodies.push({ node: fields.tree.columns.nodeCount, payload: body });
    readAmqp(fields, composites[section]?.name);
  }
  return bodies.length === 1 ? (bodies[0] ?? null) : null;
}

function bodyAt({ bytes, at, limit }: FieldReader, section: number): Payload | null {
  if (section !== 0x75 && section !== 0x77) return null;
  const descriptor = scalarText(bytes, at + 1, limit);
  const valueAt = at + 1 + (descriptor?.size ?? 0);
  const code = bytes[valueAt] ?? 0;
  const width = code === 0xa0 || code === 0xa1 ? 1 : code === 0xb0 || code === 0xb1 ? 4 : 0;
  if (width === 0) return null;
  const length = integerAt(bytes, valueAt + 1, width);
  const start = valueAt + 1 + width;
  if (length === 0 || start + length > limit) return null;
  return { bytes: bytes.subarray(start, start + length), isText: code === 0xa1 || code === 0xb1 };
}
