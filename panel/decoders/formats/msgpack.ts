import type { Decoder, Payload } from '../decoder.ts';
import { nodeKinds } from '../node-kind.ts';
import { recognitionBudget } from './binary-reader.ts';
import { decodeMsgpack } from './msgpack-decode.ts';
import { msgpackEditing } from './msgpack-editing.ts';
import { msgpackFamily } from './msgpack-layout.ts';
import { MsgpackReader } from './msgpack-reader.ts';
import { plausibilityOf } from './plausibility.ts';

const specification = 'https://github.com/msgpack/msgpack/blob/master/spec.md';

/** MessagePack: all types, extensions, the timestamp as a date, several documents in a row. */
export const msgpackDecoder: Decoder = {
  name: 'msgpack',
  label: 'MessagePack',
  specification,
  recognisedBy:
    'binary, read to the end as one array, map or text, with texts that are readable; several documents in a row only when they hold texts',
  recognises: recogniseMsgpack,
  decode: ({ bytes }, _hint, budget) => decodeMsgpack(bytes, budget),
  edit: msgpackEditing,
};

function recogniseMsgpack({ bytes, isText }: Payload): number {
  if (isText) return 0;
  const family = msgpackFamily(bytes[0] ?? 0xc1);
  if (family !== 'map' && family !== 'array' && family !== 'str') return 0;
  const reader = new MsgpackReader(bytes, recognitionBudget);
  reader.readOnly();
  if (reader.columns.nodeCount === 0) return 0;
  const rootKind = nodeKinds[reader.columns.kind(0)] ?? 'null';
  if (reader.problem?.text !== 'unexpected data after the value') {
    return plausibilityOf(reader, rootKind);
  }
  // Of a document of one byte nothing is learnt.
  if (family === 'str' || reader.textKeyCount + reader.textCount === 0) return 0;
  const sequence = new MsgpackReader(bytes, recognitionBudget);
  sequence.readSequence();
  return sequence.oddTextCount === 0 && holdsContainersOnly(sequence)
    ? Math.min(0.7, plausibilityOf(sequence, 'array'))
    : 0;
}

function holdsContainersOnly({ columns }: MsgpackReader): boolean {
  for (let at = 1; at < columns.nodeCount; at = columns.subtreeEnd(at)) {
    if (columns.childCount(at) === 0) return false;
  }
  return true;
}
