import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { beginsWith, uint32, uint64Text } from './byte-reads.ts';
import { hexOf } from './checksums.ts';
import { GrowingOutput } from './growing-output.ts';
import { type BlockProblem, limitProblem, unpackLz4 } from './lz4-block.ts';
import { checksumWarning, trailingWarning, unpackedLayer } from './unpacked.ts';
import { xxh32 } from './xxhash.ts';

const name = 'lz4';

export const lz4Decoder: Decoder = {
  name,
  label: 'LZ4',
  specification: 'https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md',
  recognisedBy: 'begins with 04 22 4d 18 and flags of version 1',
  recognises: ({ bytes, isText }) =>
    !isText && beginsWith(bytes, 0x04, 0x22, 0x4d, 0x18) && ((bytes[4] ?? 0) & 0xc2) === 0x40
      ? 0.97
      : 0,
  decode: ({ bytes }, _hint, budget) => decodeLz4(bytes, budget),
  enclose: (inner) => encloseLz4(inner),
};

interface Header {
  readonly end: number;
  readonly hasBlockChecksum: boolean;
  readonly hasContentChecksum: boolean;
}

const blockSizes: Readonly<Record<number, string>> = {
  4: '65536',
  5: '262144',
  6: '1048576',
  7: '4194304',
};

function readHeader(builder: TreeBuilder, warnings: Warning[]): Header | BlockProblem {
  const { bytes } = builder;
  if (bytes.length < 7)
    return { problem: `the header wants 7 bytes, ${bytes.length} left`, at: bytes.length };
  if (!beginsWith(bytes, 0x04, 0x22, 0x4d, 0x18)) return { problem: 'expected 04 22 4d 18', at: 0 };
  const flags = bytes[4] ?? 0;
  if (flags >> 6 !== 1)
    return { problem: `the version ${flags >> 6} is not known, only 1 is`, at: 4 };
  const areBlocksLinked = (flags & 0x20) === 0;
  builder.add('number', 4, 1, 'flags', String(flags), 'uint8');
  builder.add('boolean', 4, 1, 'linked blocks', String(areBlocksLinked));
  const size = blockSizes[((bytes[5] ?? 0) >> 4) & 7] ?? 'reserved';
  builder.add('number', 5, 1, 'largest block', size, 'bytes');
  const hasSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  const end = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  if (end > bytes.length)
    return { problem: `the header wants ${end} bytes, ${bytes.length} left`, at: bytes.length };
  if (hasSize)
    builder.add('number', 6, 8, 'size', uint64Text(uint32(bytes, 6), uint32(bytes, 10)), 'uint64');
  if (hasDictionary) {
    const id = hexOf(uint32(bytes, end - 5));
    builder.add('number', end - 5, 4, 'dictionary', id, 'uint32');
    return { problem: `it wants the dictionary ${id}, which only the page knows`, at: end - 5 };
  }
  const checksum = bytes[end - 1] ?? 0;
  builder.add('number', end - 1, 1, 'header checksum', String(checksum), 'uint8');
  const found = (xxh32(bytes.subarray(4, end - 1)) >>> 8) & 0xff;
  const warning = checksumWarning(name, 'header checksum', end - 1, checksum, found, String);
  if (warning !== null) warnings.push({ ...warning, byteLength: 1 });
  return {
    end,
    hasBlockChecksum: (flags & 0x10) !== 0,
    hasContentChecksum: (flags & 0x04) !== 0,
  };
}

function decodeLz4(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const warnings: Warning[] = [];
  builder.begin('object', 0, undefined, name);
  const header = readHeader(builder, warnings);
  const output = new GrowingOutput(bytes.length * 3, budget.maxBytes);
  if ('problem' in header) {
    builder.endAll(bytes.length);
    return unpackedLayer(name, builder, 0, { output: output.bytes(), ...header });
  }
  const node = builder.begin('array', header.end, 'blocks');
  const { at, problem } = readBlocks(builder, header, output, budget, warnings);
  builder.end(at);
  let end = at;
  if (problem === undefined && header.hasContentChecksum && at + 4 <= bytes.length) {
    const checksum = uint32(bytes, at);
    builder.add('number', at, 4, 'checksum', hexOf(checksum), 'xxh32');
    const warning = checksumWarning(name, 'checksum', at, checksum, xxh32(output.bytes()));
    if (warning !== null) warnings.push(warning);
    end += 4;
  }
  const isCut = problem === undefined && header.hasContentChecksum && end === at;
  if (problem === undefined && !isCut && end < bytes.length) {
    warnings.push(trailingWarning(name, end, bytes.length));
    builder.addBytes(end, bytes.length - end, 'trailing data');
  }
  builder.endAll(bytes.length);
  const missing = isCut ? `the checksum wants 4 bytes, ${bytes.length - at} left` : problem;
  return unpackedLayer(
    name,
    builder,
    node,
    { output: output.bytes(), problem: missing, at: end },
    warnings,
  );
}

/** Up to the mark of the end, a length of 0. */
function readBlocks(
  builder: TreeBuilder,
  header: Header,
  output: GrowingOutput,
  budget: Budget,
  warnings: Warning[],
): { readonly at: number; readonly problem?: string } {
  const { bytes } = builder;
  let at = header.end;
  for (;;) {
    if (at + 4 > bytes.length)
      return { at, problem: `the length of a block wants 4 bytes, ${bytes.length - at} left` };
    const word = uint32(bytes, at);
    if (word === 0) return { at: at + 4 };
    if (builder.isFull || budget.isOverdue?.() === true)
      return { at, problem: 'more blocks than the limit, or too much time' };
    const isPlain = word >= 0x8000_0000;
    const length = word & 0x7fff_ffff;
    const start = at + 4;
    const end = Math.min(start + length, bytes.length);
    builder.addBytes(at, end - at, undefined, isPlain ? 'not compressed' : 'block');
    const found = unpackBlock(bytes, start, end, isPlain, output);
    if (output.isFull) return { at: start, problem: limitProblem(budget) };
    if (end < start + length)
      return { at: bytes.length, problem: `a block wants ${length} bytes, ${end - start} left` };
    if (found !== null) return found;
    at = end;
    if (!header.hasBlockChecksum) continue;
    if (at + 4 > bytes.length)
      return { at, problem: `the checksum of a block wants 4 bytes, ${bytes.length - at} left` };
    const sum = xxh32(bytes.subarray(start, end));
    const warning = checksumWarning(name, 'checksum of a block', at, uint32(bytes, at), sum);
    if (warning !== null && warnings.length < 100) warnings.push(warning);
    at += 4;
  }
}

/** A block that is not linked may not refer to earlier ones; that it does not is not checked. */
function unpackBlock(
  bytes: Uint8Array,
  start: number,
  end: number,
  isPlain: boolean,
  output: GrowingOutput,
): BlockProblem | null {
  if (!isPlain) return unpackLz4(bytes, start, end, output);
  output.append(bytes.subarray(start, end));
  return null;
}

const maxPlainBlock = 4 * 1024 * 1024;

/** Blocks that are not compressed: a whole frame, only not smaller. */
function encloseLz4({ bytes: content }: Payload): Payload {
  const blockCount = Math.ceil(content.length / maxPlainBlock);
  const frame = new Uint8Array(7 + content.length + blockCount * 4 + 4);
  frame.set([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70]);
  frame[6] = (xxh32(frame.subarray(4, 6)) >>> 8) & 0xff;
  const view = new DataView(frame.buffer);
  let at = 7;
  for (let from = 0; from < content.length; from += maxPlainBlock) {
    const block = content.subarray(from, from + maxPlainBlock);
    view.setUint32(at, block.length + 0x8000_0000, true);
    frame.set(block, at + 4);
    at += 4 + block.length;
  }
  return { bytes: frame, isText: false };
}
