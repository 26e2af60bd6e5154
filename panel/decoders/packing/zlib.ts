import { deflateSync } from 'fflate';
import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { uint32BigEndian } from './byte-reads.ts';
import { adler32, hexOf } from './checksums.ts';
import { inflate } from './inflate.ts';
import {
  checksumWarning,
  failureAt,
  inflateProblem,
  trailingWarning,
  unpackedLayer,
} from './unpacked.ts';

const name = 'zlib';

/** As much as is unpacked to see whether it is zlib at all. */
const maxProbed = 16_384;

/** @see https://www.rfc-editor.org/rfc/rfc1950 */
export const zlibDecoder: Decoder = {
  name,
  label: 'zlib',
  specification: 'https://www.rfc-editor.org/rfc/rfc1950',
  recognisedBy: 'a header whose check bits are right, before data that unpacks to its checksum',
  recognises: ({ bytes, isText }) => (isText ? 0 : recogniseZlib(bytes)),
  decode: ({ bytes }, _hint, budget) => decodeZlib(bytes, budget),
  enclose: (inner, original) => encloseZlib(inner, original),
};

/** Method 8, a window of at most 32 KiB, check bits that make it a multiple of 31. */
export function hasZlibHeader(bytes: Uint8Array): boolean {
  const { 0: method = 0, 1: flags = 0 } = bytes;
  return bytes.length >= 2 && (method & 0x8f) === 0x08 && ((method << 8) | flags) % 31 === 0;
}

const hasDictionary = (bytes: Uint8Array): boolean => ((bytes[1] ?? 0) & 0x20) !== 0;

function recogniseZlib(bytes: Uint8Array): number {
  if (bytes.length < 8 || !hasZlibHeader(bytes) || hasDictionary(bytes)) return 0;
  const { output, end, at } = inflate(bytes, { start: 2, maxBytes: maxProbed });
  if (end === 'corrupt') return 0;
  if (end === 'full') return 0.9;
  if (end === 'finished' && uint32BigEndian(bytes, at) === adler32(output)) {
    return at + 4 === bytes.length ? 0.97 : 0.8;
  }
  return 0.2;
}

function decodeZlib(bytes: Uint8Array, budget: Budget): Decoded {
  if (bytes.length < 2) return failureAt(name, 'the header wants 2 bytes', 0, bytes.length);
  if (!hasZlibHeader(bytes)) return failureAt(name, 'the check bits are wrong', 0, bytes.length);
  const builder = new TreeBuilder(bytes, budget);
  builder.begin('object', 0, undefined, name);
  addZlibHeader(builder);
  if (hasDictionary(bytes)) {
    const length = Math.min(4, bytes.length - 2);
    const id = hexOf(uint32BigEndian(bytes, 2));
    if (length === 4) builder.add('number', 2, 4, 'dictionary', id, 'Adler-32');
    builder.endAll(bytes.length);
    const problem = `it wants a dictionary${length === 4 ? ` with the checksum ${id}` : ''}, which only the page knows`;
    return { ...failureAt(name, problem, 2, bytes.length), table: builder.table() };
  }
  const inflated = inflate(bytes, { start: 2, ...budget });
  const { output, at } = inflated;
  const node = builder.addBytes(2, at - 2, 'data', 'deflate');
  const { problem, warnings } = addTrailer(builder, output, at, inflateProblem(inflated, budget));
  builder.endAll(bytes.length);
  return unpackedLayer(name, builder, node, { output, problem, at }, warnings);
}

export function addZlibHeader(builder: TreeBuilder): void {
  const { 0: method = 0, 1: flags = 0 } = builder.bytes;
  const level = ['fastest', 'fast', 'default', 'best'][flags >> 6] ?? '';
  builder.add('name', 0, 1, 'method', 'deflate', '8');
  builder.add('number', 0, 1, 'window', String(1 << ((method >> 4) + 8)), 'bytes');
  builder.add('name', 1, 1, 'level', level, String(flags >> 6));
}

function addTrailer(
  builder: TreeBuilder,
  output: Uint8Array,
  at: number,
  problem: string | undefined,
): { readonly problem: string | undefined; readonly warnings: readonly Warning[] } {
  const { bytes } = builder;
  if (problem !== undefined) return { problem, warnings: [] };
  const left = bytes.length - at;
  if (left < 4) return { problem: `the checksum wants 4 bytes, ${left} left`, warnings: [] };
  const expected = uint32BigEndian(bytes, at);
  builder.add('number', at, 4, 'adler32', hexOf(expected), 'uint32');
  const warning = checksumWarning(name, 'checksum', at, expected, adler32(output));
  const warnings = warning === null ? [] : [warning];
  if (left > 4) {
    warnings.push(trailingWarning(name, at + 4, bytes.length));
    builder.addBytes(at + 4, left - 4, 'trailing data');
  }
  return { problem, warnings };
}

function encloseZlib(inner: Payload, { bytes }: Payload): Payload {
  const head = hasZlibHeader(bytes) && !hasDictionary(bytes) ? bytes : [0x78, 0x9c];
  const data = deflateSync(inner.bytes);
  const packed = new Uint8Array(data.length + 6);
  // fflate uses the whole window of 32 KiB; a header that promises less must be made to say so.
  packed[0] = 0x78;
  packed[1] = head[0] === 0x78 ? (head[1] ?? 0x9c) : 0x9c;
  packed.set(data, 2);
  new DataView(packed.buffer).setUint32(data.length + 2, adler32(inner.bytes));
  return { bytes: packed, isText: false };
}
