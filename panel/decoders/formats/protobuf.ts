import type { Decoder, Payload } from '../decoder.ts';
import { recognitionBudget } from './binary-reader.ts';
import { protobufEditing } from './protobuf-editing.ts';
import { protobufNodeReaders } from './protobuf-node-reader.ts';
import { isPrintable, ProtobufReader } from './protobuf-reader.ts';

const specification = 'https://protobuf.dev/programming-guides/encoding/';

/** Protobuf without its schema: fields by number, values in their likeliest reading. */
export const protobufDecoder: Decoder = {
  name: 'protobuf',
  label: 'Protobuf',
  specification,
  recognisedBy:
    'binary, read to the end as fields with low numbers in ascending order, with texts and messages in them',
  recognises(payload) {
    if (!canBeProtobuf(payload)) return 0;
    const reader = new ProtobufReader(payload.bytes, recognitionBudget);
    reader.readRoot();
    if (reader.problem !== undefined && !reader.problem.isLimit) return 0;
    return confidenceBy(reader.evidence);
  },
  decode({ bytes }, _hint, budget) {
    const reader = new ProtobufReader(bytes, budget);
    reader.readRoot();
    return reader.decoded(protobufNodeReaders);
  },
  edit: protobufEditing,
};

/** Messages one after the other, each behind its length as a varint. */
export const protobufDelimitedDecoder: Decoder = {
  name: 'protobuf-delimited',
  label: 'Protobuf, delimited',
  specification,
  recognisedBy:
    'binary, read to the end as Protobuf messages that are each preceded by their length',
  recognises(payload) {
    if (!canBeProtobuf(payload)) return 0;
    const reader = new ProtobufReader(payload.bytes, recognitionBudget, 'protobuf-delimited');
    reader.readDelimited();
    if (reader.problem !== undefined && !reader.problem.isLimit) return 0;
    const messages = reader.columns.childCount(0);
    return Math.min(0.6, confidenceBy(reader.evidence - (messages > 1 ? 2 : 6)));
  },
  decode({ bytes }, _hint, budget) {
    const reader = new ProtobufReader(bytes, budget, 'protobuf-delimited');
    reader.readDelimited();
    return reader.decoded(protobufNodeReaders);
  },
};

/** Text may well be fields of Protobuf; whoever sends text means text. */
function canBeProtobuf({ bytes, isText }: Payload): boolean {
  if (isText || bytes.length < 2) return false;
  return !isPrintable(bytes, 0, Math.min(bytes.length, recognitionBudget.maxBytes), bytes.length);
}

function confidenceBy(evidence: number): number {
  if (evidence < 3) return 0.1;
  if (evidence < 12) return 0.3;
  return evidence < 24 ? 0.6 : 0.7;
}
