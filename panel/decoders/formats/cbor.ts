import {
  type Budget,
  type Decoded,
  type Decoder,
  defaultBudget,
  type Payload,
} from '../decoder.ts';
import { positionOfIndex } from '../json-validate.ts';
import { nodeKinds } from '../node-kind.ts';
import { recognitionBudget } from './binary-reader.ts';
import { readDiagnostic } from './cbor-diagnostic-read.ts';
import { writeDiagnosticSequence } from './cbor-diagnostic-write.ts';
import { cborNodeReader } from './cbor-node-reader.ts';
import { CborReader } from './cbor-reader.ts';
import { maxItemDepth } from './item.ts';
import { plausibilityOf } from './plausibility.ts';

const trailing = 'unexpected data after the value';

/** CBOR with indefinite lengths, tags, all floats and sequences; edited in diagnostic notation. */
export const cborDecoder: Decoder = {
  name: 'cbor',
  label: 'CBOR',
  specification: 'https://www.rfc-editor.org/rfc/rfc8949',
  recognisedBy:
    'tag 55799, or binary, read to the end as one array, map or tag, with texts that are readable; a sequence only when it holds texts',
  recognises: recogniseCbor,
  decode: ({ bytes }, _hint, budget) => decodeCbor(bytes, budget),
  edit: {
    write({ bytes }) {
      const decoded = decodeCbor(bytes, { ...defaultBudget, maxDepth: maxItemDepth });
      if (!decoded.ok) return decoded;
      return { ok: true, text: writeDiagnosticSequence(bytes), language: 'text' };
    },
    read(text) {
      const reading = readDiagnostic(text);
      if (reading.ok) return { ok: true, payload: { bytes: reading.bytes, isText: false } };
      return { ok: false, reason: `cbor: ${reading.reason}`, ...positionOfIndex(text, reading.at) };
    },
  },
};

function decodeCbor(bytes: Uint8Array, budget: Budget): Decoded {
  const reader = new CborReader(bytes, budget);
  reader.readOnly();
  const rest = reader.problem?.text === trailing ? reader.at : -1;
  if (rest < 0) return reader.decoded([cborNodeReader]);
  const sequence = new CborReader(bytes, budget);
  sequence.readSequence();
  if (sequence.problem !== undefined) return reader.decoded([cborNodeReader]);
  sequence.warnings.add('trailing-data', rest, bytes.length - rest, () => {
    return `cbor: a sequence of items, the second at byte ${rest}`;
  });
  return sequence.decoded([cborNodeReader]);
}

function recogniseCbor({ bytes, isText }: Payload): number {
  if (isText) return 0;
  const initial = bytes[0] ?? 0;
  if (initial === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7) return 0.98;
  const major = initial >> 5;
  // Strings begin with letters: what looks like one is rather text.
  if (major < 4 || major > 6) return 0;
  const reader = new CborReader(bytes, recognitionBudget);
  reader.readOnly();
  if (reader.columns.nodeCount === 0) return 0;
  const rootKind = nodeKinds[reader.columns.kind(0)] ?? 'null';
  if (reader.problem?.text !== trailing) return plausibilityOf(reader, rootKind);
  if (major === 6 || reader.textKeyCount + reader.textCount === 0) return 0;
  const sequence = new CborReader(bytes, recognitionBudget);
  sequence.readSequence();
  const isAllContainers = sequence.oddTextCount === 0 && holdsContainersOnly(sequence);
  return isAllContainers ? Math.min(0.7, plausibilityOf(sequence, 'array')) : 0;
}

function holdsContainersOnly({ columns }: CborReader): boolean {
  for (let at = 1; at < columns.nodeCount; at = columns.subtreeEnd(at)) {
    if (columns.childCount(at) === 0) return false;
  }
  return true;
}
