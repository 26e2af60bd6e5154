import { deflateSync } from 'fflate';
import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { beginsWith, uint16, uint32 } from './byte-reads.ts';
import { crc32, hexOf } from './checksums.ts';
import { type GzipHeader, readGzipHeader } from './gzip-header.ts';
import { inflate } from './inflate.ts';
import { checksumWarning, inflateProblem, trailingWarning, unpackedLayer } from './unpacked.ts';

const name = 'gzip';

/** @see https://www.rfc-editor.org/rfc/rfc1952 */
export const gzipDecoder: Decoder = {
  name,
  label: 'gzip',
  specification: 'https://www.rfc-editor.org/rfc/rfc1952',
  recognisedBy: 'begins with 1f 8b 08 and flags that exist',
  recognises: ({ bytes, isText }) => (!isText && isGzip(bytes, 0) && bytes.length >= 18 ? 0.97 : 0),
  decode: ({ bytes }, _hint, budget) => decodeGzip(bytes, budget),
  enclose: (inner, original) => encloseGzip(inner, original),
};

/** The three highest flags are reserved and must be 0. */
function isGzip(bytes: Uint8Array, at: number): boolean {
  const header = bytes.subarray(at, at + 4);
  return beginsWith(header, 0x1f, 0x8b, 0x08) && ((header[3] ?? 0) & 0xe0) === 0;
}

interface Member {
  readonly output: Uint8Array;
  readonly node: number;
  readonly end: number;
  readonly problem: string | undefined;
  readonly warnings: readonly Warning[];
}

function decodeGzip(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const root = builder.begin('object', 0, undefined, 'gzip');
  const warnings: Warning[] = [];
  const outputs: Uint8Array[] = [];
  let member = decodeMember(builder, 0, budget);
  let { node } = member;
  let byteLength = member.output.length;
  outputs.push(member.output);
  warnings.push(...member.warnings);
  while (member.problem === undefined && isGzip(bytes, member.end)) {
    // Members follow each other without a frame around them; the first one's fields stand in the root.
    node = root;
    if (builder.isFull) {
      member = { ...member, problem: `more than ${outputs.length} members, the limit` };
      break;
    }
    builder.begin('object', member.end, `member ${outputs.length + 1}`, 'gzip');
    member = decodeMember(builder, member.end, budget, byteLength);
    builder.end(member.end);
    byteLength += member.output.length;
    outputs.push(member.output);
    warnings.push(...member.warnings);
  }
  if (member.problem === undefined && member.end < bytes.length) {
    warnings.push(trailingWarning(name, member.end, bytes.length));
    builder.addBytes(member.end, bytes.length - member.end, 'trailing data');
  }
  builder.endAll(bytes.length);
  const unpacking = { output: joined(outputs, byteLength), problem: member.problem };
  return unpackedLayer(name, builder, node, { ...unpacking, at: member.end }, warnings);
}

function decodeMember(builder: TreeBuilder, start: number, budget: Budget, usedBytes = 0): Member {
  const { bytes } = builder;
  const { header, problem: headerProblem } = readGzipHeader(builder, start);
  const nothing = { output: new Uint8Array(0), node: 0, warnings: [] };
  if (header === null) return { ...nothing, end: start, problem: headerProblem };
  const { end: dataStart } = header;
  const { isOverdue } = budget;
  const maxBytes = budget.maxBytes - usedBytes;
  // The size stands at the end, where this is the only member.
  const expectedBytes = uint32(bytes, bytes.length - 4);
  const inflated = inflate(bytes, { start: dataStart, maxBytes, expectedBytes, isOverdue });
  const { output, at } = inflated;
  const problem = inflateProblem(inflated, budget);
  const node = builder.addBytes(dataStart, at - dataStart, 'data', 'deflate');
  if (problem !== undefined) return { output, node, end: at, problem, warnings: [] };
  if (at + 8 > bytes.length) {
    const missing = `the checksum and the size want 8 bytes, ${bytes.length - at} left`;
    return { output, node, end: at, problem: missing, warnings: [] };
  }
  const crc = uint32(bytes, at);
  const size = uint32(bytes, at + 4);
  builder.add('number', at, 4, 'crc32', hexOf(crc), 'uint32');
  builder.add('number', at + 4, 4, 'size', String(size), 'uint32');
  const length = output.length >>> 0;
  const warnings = [
    headerWarning(bytes, start, header),
    checksumWarning(name, 'checksum', at, crc, crc32(output)),
    checksumWarning(name, 'size', at + 4, size, length, String),
  ].filter((warning) => warning !== null);
  return { output, node, end: at + 8, problem: undefined, warnings };
}

/** The checksum of the header is the lower half of its CRC-32. */
function headerWarning(bytes: Uint8Array, start: number, header: GzipHeader): Warning | null {
  if (!header.hasChecksum) return null;
  const at = header.end - 2;
  const found = crc32(bytes.subarray(start, at)) & 0xffff;
  return checksumWarning(name, 'header checksum', at, uint16(bytes, at), found, String);
}

function joined(parts: readonly Uint8Array[], byteLength: number): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(byteLength);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** One member with the header of the first, whose checksum then still holds. */
function encloseGzip(inner: Payload, { bytes }: Payload): Payload {
  const builder = new TreeBuilder(bytes, { maxNodes: 64, maxDepth: 8, maxBytes: bytes.length });
  builder.begin('object', 0);
  const { header } = readGzipHeader(builder, 0);
  const head =
    header === null
      ? Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
      : bytes.subarray(0, header.end);
  const data = deflateSync(inner.bytes);
  const packed = new Uint8Array(head.length + data.length + 8);
  packed.set(head);
  packed.set(data, head.length);
  const trailer = new DataView(packed.buffer, head.length + data.length);
  trailer.setUint32(0, crc32(inner.bytes), true);
  trailer.setUint32(4, inner.bytes.length, true);
  return { bytes: packed, isText: false };
}
