import type { Budget, Decoded, Decoder, Hint, Inner, Payload } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { decodeContinued } from './byte-stream.ts';
import { combineFacts } from './combined-facts.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import { canRead, isOutermost } from './recognising.ts';
import { stompEditing } from './stomp-editing.ts';
import { stompFacts } from './stomp-facts.ts';
import { readHeaders, type StompFrame } from './stomp-headers.ts';
import { isCommand, isStompState, lengthOfFrame, stompStream, versionOf } from './stomp-stream.ts';

/**
 * Frames of STOMP 1.0 to 1.2, of which a message may hold several, or a part of one.
 * @see https://stomp.github.io/stomp-specification-1.2.html
 */
export const stomp: Decoder = {
  name: 'stomp',
  label: 'STOMP',
  specification: 'https://stomp.github.io/stomp-specification-1.2.html',
  recognisedBy:
    'the subprotocol v10.stomp to v12.stomp; else a command of STOMP on a line of its own, headers, and a zero byte at the end',
  recognises,
  decode,
  stream: stompStream,
  edit: stompEditing,
};

function recognises({ bytes }: Payload, hint: Hint): number {
  if (bytes.length === 0) return 0;
  const isNamed = isOutermost(hint) && /^v1[012]\.stomp$/.test(hint.subprotocol ?? '');
  // Inside of SockJS it is hardly anything else: the heart-beats of Spring's clients.
  const isInSockJs = hint.outer?.at(-1) === 'sockjs' && bytes.length === 1;
  if (isBreak(bytes[0])) return isNamed ? 0.9 : isInSockJs ? 0.7 : 0;
  if (!isCommand(bytes, 0)) return 0;
  if (isNamed) return 0.97;
  return canRead(bytes, (fields) => readFrames(fields, '1.2', false)) ? 0.95 : 0;
}

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  const state = isStompState(hint.state)
    ? hint.state
    : isStompState(hint.context)
      ? hint.context
      : undefined;
  const continued = decodeContinued('stomp', bytes, hint, budget, state, lengthOfFrame);
  if (continued !== null) return continued;
  const version = state?.version ?? versionOf(hint) ?? '1.2';
  return decodeFields('stomp', bytes, budget, (fields) => {
    const frames = readFrames(fields, version, state !== undefined);
    const facts = combineFacts(frames.map(stompFacts));
    const [only] = frames;
    const inner = frames.length === 1 && only?.inner !== undefined ? { inner: only.inner } : {};
    return { ...(facts === null ? {} : { facts }), ...inner };
  });
}

const isBreak = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

/** The frames of a message; only one is the root, several stand in an array. */
function readFrames(fields: FieldReader, version: string, mayContinue: boolean): StompFrame[] {
  const frames: StompFrame[] = [];
  const first = lengthOfFrame(fields.bytes, 0);
  const isOnly = fields.left > 0 && (first <= 0 || first >= fields.limit);
  if (!isOnly) fields.begin('array', undefined, 'frames');
  while (fields.hasMore) {
    const frame = isBreak(fields.byte)
      ? readHeartbeat(fields)
      : readFrame(fields, version, mayContinue);
    frames.push(frame);
    // What a client of version 1.2 says while connecting decides about nothing: CONNECTED does.
    version = frame.command === 'CONNECTED' ? (frame.headers.get('version') ?? '1.0') : version;
  }
  if (!isOnly) fields.end();
  return frames;
}

function readHeartbeat(fields: FieldReader): StompFrame {
  let end = fields.at;
  while (end < fields.limit && isBreak(fields.bytes[end])) end += 1;
  fields.add('name', end - fields.at, undefined, 'heart-beat', 'end of line');
  return { command: '', headers: new Map(), bodyLength: 0 };
}

function readFrame(fields: FieldReader, version: string, mayContinue: boolean): StompFrame {
  fields.begin('object');
  const start = fields.at;
  const length = lengthOfFrame(fields.bytes, start);
  if (mayContinue && length === 0 && !hasHead(fields.bytes, start)) return readBeginning(fields);
  const command = readCommand(fields);
  const headers = readHeaders(fields, command, version);
  const frame = { command, headers, bodyLength: 0 };
  if (length < 0) fields.fail('no zero byte where content-length ends the body');
  const isCut = length === 0 || start + length > fields.limit;
  if (isCut && mayContinue) {
    fields.blob('body so far', fields.left, 'the frame goes on in the next message');
    fields.end();
    return { ...frame, isBeginning: true };
  }
  if (length === 0) fields.fail('the zero byte at the end of the frame is missing', fields.limit);
  const lines = trailingBreaks(fields.bytes, start, start + length);
  const bodyLength = start + length - lines - 1 - fields.at;
  const inner = readBody(fields, bodyLength, headers);
  fields.wants(1, 'the zero byte at the end of the frame');
  if (fields.problem === null) fields.at = start + length;
  fields.end();
  return { ...frame, bodyLength: Math.max(0, bodyLength), ...(inner === null ? {} : { inner }) };
}

/** Whether the empty line behind the headers is there. */
function hasHead(bytes: Uint8Array, start: number): boolean {
  for (let line = bytes.indexOf(0x0a, start); line >= 0; line = bytes.indexOf(0x0a, line + 1)) {
    if (bytes[line + 1] === 0x0a || (bytes[line + 1] === 0x0d && bytes[line + 2] === 0x0a))
      return true;
  }
  return false;
}

/** A frame that is cut off in its headers; the next message goes on with it. */
function readBeginning(fields: FieldReader): StompFrame {
  const text = fields.string('frame so far', fields.left, 'goes on in the next message');
  fields.end();
  const command = /^[A-Z]*/.exec(text)?.[0] ?? '';
  return { command, headers: new Map(), bodyLength: 0, isBeginning: true };
}

function readCommand(fields: FieldReader): string {
  const end = fields.bytes.indexOf(0x0a, fields.at);
  if (!isCommand(fields.bytes, fields.at)) fields.fail('no command of STOMP');
  if (end < 0 || end >= fields.limit) {
    fields.fail('the line of the command has no end');
    return '';
  }
  const hasReturn = fields.bytes[end - 1] === 0x0d;
  const length = end - fields.at - (hasReturn ? 1 : 0);
  const command = decodeUtf8(fields.bytes, fields.at, fields.at + length);
  fields.add('name', length, 'command', command);
  if (fields.problem === null) fields.at = end + 1;
  return command;
}

/** End-of-lines that a server may send behind the zero byte of a frame, and that belong to it. */
function trailingBreaks(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at - 1 > start && isBreak(bytes[at - 1])) at -= 1;
  return end - at;
}

function readBody(
  fields: FieldReader,
  length: number,
  headers: ReadonlyMap<string, string>,
): Inner | null {
  if (length <= 0) return null;
  const node = fields.tree.columns.nodeCount;
  const type = headers.get('content-type') ?? '';
  const isBinary = /octet-stream|protobuf|msgpack|image\/|cbor/.test(type);
  const bytes = fields.bytes.subarray(fields.at, fields.at + length);
  if (isBinary) fields.blob('body', length);
  else fields.string('body', length, undefined, 0);
  return { node, payload: { bytes, isText: !isBinary } };
}
