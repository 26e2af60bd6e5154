import {
  type Budget,
  type Decoded,
  type Decoder,
  defaultBudget,
  type EditReading,
  type EditText,
  type Hint,
  type Payload,
} from '../decoder.ts';
import { formatHex } from '../hex.ts';
import type { NodeReader } from '../node-table.ts';
import { decodeUtf8Prefix } from '../utf8.ts';
import { failEdit, readJsonText } from './extended-json-read.ts';
import { maxItemDepth } from './item.ts';
import { ProtoJsonReader } from './protobuf-json-read.ts';
import { ProtoJsonWriter } from './protobuf-json-write.ts';
import { chooseMessageType, type MessageRule } from './protobuf-message-rules.ts';
import { protobufNodeReaders } from './protobuf-node-reader.ts';
import { numberTextOf } from './protobuf-scalars.ts';
import {
  type MessageType,
  type ScalarKind,
  type SchemaSet,
  scalarKinds,
} from './protobuf-schema.ts';
import { TypedProtobufReader } from './protobuf-typed-reader.ts';
import { contentStart } from './protobuf-wire.ts';

/** What the names of such decoders begin with; the full name of the type follows. */
export const messageDecoderPrefix = 'protobuf.';

const common = {
  specification: 'https://protobuf.dev/programming-guides/encoding/',
  recognisedBy: "by the user's choice or rules",
} as const;

/**
 * A decoder for messages of one type of the user's schemas, edited as ProtoJSON. It never claims a
 * payload: the user chooses it. null when the set has no such type.
 */
export function createMessageDecoder(set: SchemaSet, typeName: string): Decoder | null {
  const type = set.messages.get(typeName);
  if (type === undefined) return null;
  return {
    ...common,
    name: `${messageDecoderPrefix}${typeName}`,
    label: `Protobuf ${typeName}`,
    recognises: () => 0,
    decode: ({ bytes }, _hint, budget) => decodeMessage(set, type, bytes, 0, budget),
    edit: {
      write: ({ bytes }) => writeMessage(set, type, bytes, 0),
      read: (text) => readMessage(set, type, text, new Uint8Array(0)),
    },
  };
}

/**
 * A decoder that asks the user's rules for the type of each message, and claims what a rule fits.
 * A number before the message that tells its type stays when the message is edited.
 */
export function createRuledDecoder(set: SchemaSet, rules: readonly MessageRule[]): Decoder {
  const chosen = (payload: Payload, hint: Hint) => {
    const choice = chooseMessageType(rules, payload, hint);
    const type = set.messages.get(choice?.messageType ?? '');
    return choice === null || type === undefined ? null : { type, head: choice.headLength };
  };
  const failure = { ok: false, reason: 'protobuf: no rule fits', at: 0 } as const;
  return {
    ...common,
    name: 'protobuf-schema',
    label: 'Protobuf, by rules',
    recognises: (payload, hint) => (chosen(payload, hint) === null ? 0 : 0.97),
    decode(payload, hint, budget) {
      const choice = chosen(payload, hint);
      if (choice === null) return failure;
      return decodeMessage(set, choice.type, payload.bytes, choice.head, budget);
    },
    edit: {
      write(payload, hint) {
        const choice = chosen(payload, hint);
        if (choice === null) return failure;
        return writeMessage(set, choice.type, payload.bytes, choice.head);
      },
      read(text, original, hint) {
        const choice = chosen(original, hint);
        if (choice === null) return { ok: false, reason: failure.reason, line: 0, column: 0 };
        return readMessage(set, choice.type, text, original.bytes.subarray(0, choice.head));
      },
    },
  };
}

function decodeMessage(
  set: SchemaSet,
  type: MessageType,
  bytes: Uint8Array,
  headLength: number,
  budget: Budget,
): Decoded {
  const reader = new TypedProtobufReader('protobuf', bytes, budget, set);
  reader.readTyped(type, headLength);
  return reader.decoded(readers);
}

function writeMessage(
  set: SchemaSet,
  type: MessageType,
  bytes: Uint8Array,
  headLength: number,
): EditText {
  const budget = { ...defaultBudget, maxDepth: maxItemDepth };
  const decoded = decodeMessage(set, type, bytes, headLength, budget);
  if (!decoded.ok) return decoded;
  const writer = new ProtoJsonWriter(bytes, set);
  const text = writer.message(type, headLength, bytes.length, '');
  if (writer.problem === undefined) return { ok: true, text, language: 'json' };
  return { ok: false, reason: `protobuf: ${writer.problem.text}`, at: writer.problem.at };
}

function readMessage(
  set: SchemaSet,
  type: MessageType,
  text: string,
  head: Uint8Array,
): EditReading {
  const json = readJsonText('protobuf', text);
  if (!json.ok) return json;
  const reader = new ProtoJsonReader(set);
  reader.out.bytes(head);
  reader.message(type, json.root);
  if (reader.problem !== undefined) {
    return failEdit(text, reader.problem.at, `protobuf: ${reader.problem.text}`);
  }
  return { ok: true, payload: { bytes: reader.out.finish(), isText: false } };
}

/** As `TypedProtobufReader` numbers them: unknown fields, fixed unknown fields, then each scalar. */
const readers: readonly [NodeReader, ...NodeReader[]] = [
  ...protobufNodeReaders,
  ...scalarKinds.map(readerOf),
];

function readerOf(scalar: ScalarKind): NodeReader {
  const isSized = scalar === 'string' || scalar === 'bytes';
  return {
    key: (bytes, offset, length) => protobufNodeReaders[0].key(bytes, offset, length),
    text(bytes, kind, offset, length, maxChars) {
      if (!isSized) return numberTextOf(scalar, bytes, offset).slice(0, maxChars);
      const start = contentStart(bytes, offset);
      const end = offset + length;
      if (kind === 'string') return decodeUtf8Prefix(bytes, start, end, maxChars);
      return formatHex(bytes.subarray(start, Math.min(end, start + Math.ceil(maxChars / 3))));
    },
    content: (bytes, _kind, offset, length) =>
      bytes.subarray(contentStart(bytes, offset), offset + length),
    typeName: () => scalar,
  };
}
