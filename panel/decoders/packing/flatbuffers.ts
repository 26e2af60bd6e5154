import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { uint16, uint32 } from './byte-reads.ts';
import { failureAt } from './unpacked.ts';

const name = 'flatbuffers';

/** Named by its identifier: what the fields mean stands only in a schema. */
export const flatBuffersDecoder: Decoder = {
  name,
  label: 'FlatBuffers',
  specification: 'https://flatbuffers.dev/internals/',
  recognisedBy:
    'four letters or digits at byte 4, and an offset at byte 0 that leads to a table whose list of fields holds',
  recognises({ bytes, isText }) {
    if (isText || readRoot(bytes) === null) return 0;
    return hasIdentifier(bytes) ? 0.75 : 0;
  },
  decode: decodeFlatBuffers,
};

interface Root {
  readonly table: number;
  readonly fields: number;
  readonly fieldCount: number;
}

function hasIdentifier(bytes: Uint8Array): boolean {
  return /^[A-Za-z0-9_]{4}$/.test(String.fromCharCode(...bytes.subarray(4, 8)));
}

/** Follows the offset to the root table and from there to its list of fields, and checks both. */
function readRoot(bytes: Uint8Array): Root | null {
  const table = uint32(bytes, 0);
  if (bytes.length < 16 || table < 8 || table > bytes.length - 4 || table % 4 !== 0) return null;
  const fields = table - (uint32(bytes, table) | 0);
  if (fields < 4 || fields > bytes.length - 4 || fields % 2 !== 0) return null;
  const listLength = uint16(bytes, fields);
  const tableLength = uint16(bytes, fields + 2);
  const holds =
    listLength >= 4 &&
    listLength % 2 === 0 &&
    fields + listLength <= bytes.length &&
    tableLength >= 4 &&
    table + tableLength <= bytes.length;
  if (!holds) return null;
  for (let at = fields + 4; at < fields + listLength; at += 2) {
    const offset = uint16(bytes, at);
    if (offset !== 0 && (offset < 4 || offset >= tableLength)) return null;
  }
  return { table, fields, fieldCount: (listLength - 4) / 2 };
}

function decodeFlatBuffers({ bytes }: Payload, _hint: unknown, budget: Budget): Decoded {
  const root = readRoot(bytes);
  if (root === null) return failureAt(name, 'the root table does not hold', 0, bytes.length);
  const builder = new TreeBuilder(bytes, budget);
  builder.begin('object', 0, undefined, name);
  builder.add('number', 0, 4, 'root', String(root.table), 'uint32, offset');
  if (hasIdentifier(bytes)) builder.addString(4, 4, 'identifier');
  builder.add('number', root.fields, 4 + root.fieldCount * 2, 'fields', String(root.fieldCount));
  builder.addBytes(8, bytes.length - 8, 'content', 'needs a schema');
  builder.endAll(bytes.length);
  return { ok: true, table: builder.table(), warnings: [] };
}
