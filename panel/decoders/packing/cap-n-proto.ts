import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { uint16, uint32 } from './byte-reads.ts';
import { failureAt } from './unpacked.ts';

const name = 'capnproto';
const maxSegments = 512;

/** Named by its framing: what the fields mean stands only in a schema. */
export const capnProtoDecoder: Decoder = {
  name,
  label: "Cap'n Proto",
  specification: 'https://capnproto.org/encoding.html',
  recognisedBy:
    'a table of segments whose sizes add up to the payload, and a root pointer that stays within the first',
  recognises: ({ bytes, isText }) => (!isText && isFramed(bytes) ? 0.7 : 0),
  decode: decodeCapnProto,
};

function segmentsOf(bytes: Uint8Array): readonly number[] | null {
  const count = uint32(bytes, 0) + 1;
  if (bytes.length < 16 || count > maxSegments || 4 + count * 4 > bytes.length) return null;
  return Array.from({ length: count }, (_, index) => uint32(bytes, 4 + index * 4) * 8);
}

/** The table is padded to words of eight bytes. */
const headerLength = (count: number): number => Math.ceil((4 + count * 4) / 8) * 8;

function isFramed(bytes: Uint8Array): boolean {
  const segments = segmentsOf(bytes);
  if (segments === null) return false;
  const start = headerLength(segments.length);
  const total = segments.reduce((sum, length) => sum + length, start);
  const [first = 0] = segments;
  if (total !== bytes.length || first < 8) return false;
  const low = uint32(bytes, start);
  // A struct: its offset in words, then the words of its data and of its pointers.
  const offset = low >> 2;
  const size = uint16(bytes, start + 4) + uint16(bytes, start + 6);
  return (low & 3) === 0 && size > 0 && offset >= 0 && (1 + offset + size) * 8 <= first;
}

function decodeCapnProto({ bytes }: Payload, _hint: unknown, budget: Budget): Decoded {
  const segments = segmentsOf(bytes);
  if (segments === null)
    return failureAt(name, 'the table of segments does not hold', 0, bytes.length);
  const builder = new TreeBuilder(bytes, budget);
  const start = headerLength(segments.length);
  builder.begin('object', 0, undefined, name);
  builder.begin('array', 0, 'segments');
  let at = start;
  let problem: string | null = null;
  for (const length of segments) {
    const left = Math.max(0, bytes.length - at);
    if (builder.isFull) break;
    builder.addBytes(
      Math.min(at, bytes.length),
      Math.min(length, left),
      undefined,
      'needs a schema',
    );
    if (length > left) {
      problem = `a segment wants ${length} bytes, ${left} left`;
      break;
    }
    at += length;
  }
  if (problem === null && at < bytes.length) problem = `${bytes.length - at} bytes behind the end`;
  builder.endAll(bytes.length);
  const table = builder.table();
  if (problem === null) return { ok: true, table, warnings: [] };
  return { ...failureAt(name, problem, at, bytes.length), table };
}
