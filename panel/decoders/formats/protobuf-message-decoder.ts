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
import { startsAsFields } from './protobuf-fields.ts';
import { ProtoJsonReader } from './protobuf-json-read.ts';
import { ProtoJsonWriter } from './protobuf-json-write.ts';
import {
  chooseMessageType,
  type MessageChoice,
  type MessageRule,
} from './protobuf-message-rules.ts';
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

/**
 * A decoder for messages of one type of the user's schemas, edited as ProtoJSON. It never claims a
 * payload: the user chooses it. null when the set has no such type.
 */
export function createMessageDecoder(set: SchemaSet, typeName: string): Decoder | null {
  const type = set.messages.get(typeName);
  return type === undefined ? null : decoderOf(set, type, () => null);
}

/**
 * The same for each type that the user's rules name; these claim what their rules fit. A number
 * before the message that tells its type stays when the message is edited. Rules for types that
 * the set does not have are passed over.
 */
export function createRuledDecoders(
  set: SchemaSet,
  rules: readonly MessageRule[],
): readonly Decoder[] {
  const known = rules.filter(({ messageType }) => set.messages.has(messageType));
  const choose = rememberLast((payload, hint) => chooseMessageType(known, payload, hint));
  return [...new Set(known.map(({ messageType }) => messageType))].flatMap((name) => {
    const type = set.messages.get(name);
    return type === undefined ? [] : [decoderOf(set, type, choose)];
  });
}

type Chooser = (payload: Payload, hint: Hint) => MessageChoice | null;

/** All decoders are asked about a payload, one after the other: the rules are gone through once. */
function rememberLast(choose: Chooser): Chooser {
  let last: { readonly payload: Payload; readonly hint: Hint } | null = null;
  let choice: MessageChoice | null = null;
  return (payload, hint) => {
    if (last?.payload === payload && last.hint === hint) return choice;
    choice = choose(payload, hint);
    last = { payload, hint };
    return choice;
  };
}

function decoderOf(set: SchemaSet, type: MessageType, choose: Chooser): Decoder {
  const headOf = (payload: Payload, hint: Hint): number | null => {
    const choice = choose(payload, hint);
    return choice?.messageType === type.name ? choice.headLength : null;
  };
  return {
    name: `${messageDecoderPrefix}${type.name}`,
    label: type.name,
    specification: 'https://protobuf.dev/programming-guides/encoding/',
    recognisedBy: "by the user's choice or rules",
    refines: 'protobuf',
    recognises(payload, hint) {
      const head = headOf(payload, hint);
      if (head === null) return 0;
      // What is no message may be one within something else: compressed, or in frames.
      return startsAsFields(payload.bytes, head, payload.bytes.length) ? 0.97 : 0.5;
    },
    decode: (payload, hint, budget) =>
      decodeMessage(set, type, payload.bytes, headOf(payload, hint) ?? 0, budget),
    edit: {
      write: (payload, hint) => writeMessage(set, type, payload.bytes, headOf(payload, hint) ?? 0),
      read(text, original, hint) {
        const head = original.bytes.subarray(0, headOf(original, hint) ?? 0);
        return readMessage(set, type, text, head);
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
