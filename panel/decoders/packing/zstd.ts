import { Decompress } from 'fzstd';
import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { uint32 } from './byte-reads.ts';
import { GrowingOutput } from './growing-output.ts';
import { limitProblem } from './lz4-block.ts';
import { checksumWarning, trailingWarning, unpackedLayer } from './unpacked.ts';
import { xxh64 } from './xxhash.ts';
import { isSkippableMagic, walkZstdFrame, type ZstdFrame, zstdMagic } from './zstd-frame.ts';

const name = 'zstd';

/** Larger content is not compared with its checksum: that would take longer than unpacking it. */
const maxChecked = 1024 * 1024;

export const zstdDecoder: Decoder = {
  name,
  label: 'Zstandard',
  specification: 'https://www.rfc-editor.org/rfc/rfc8878',
  recognisedBy: 'begins with 28 b5 2f fd',
  recognises: ({ bytes, isText }) =>
    !isText && bytes.length >= 9 && uint32(bytes, 0) === zstdMagic && ((bytes[4] ?? 0) & 0x08) === 0
      ? 0.97
      : 0,
  decode: ({ bytes }, _hint, budget) => decodeZstd(bytes, budget),
  enclose: (inner) => encloseZstd(inner),
};

function decodeZstd(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const output = new GrowingOutput(bytes.length * 3, budget.maxBytes);
  const warnings: Warning[] = [];
  const root = builder.begin('object', 0, undefined, name);
  let node = root;
  let at = 0;
  let frames = 0;
  let problem: string | undefined;
  while (problem === undefined && (frames === 0 || isFrame(bytes, at)) && !builder.isFull) {
    frames += 1;
    if (frames > 1) builder.begin('object', at, `frame ${frames}`, name);
    const start = at;
    const frame = walkZstdFrame(builder, start);
    const isWhole = !('problem' in frame);
    const end = isWhole ? frame.end : frame.at;
    // What is there of a frame that is cut off is unpacked all the same.
    const unpacked = unpackFrame(bytes, start, isWhole ? frame : null, output, budget, warnings);
    problem = output.isFull ? limitProblem(budget) : isWhole ? unpacked : frame.problem;
    while (builder.parent > root) builder.end(end);
    node = frames === 1 && isWhole ? frame.node : root;
    at = end;
  }
  if (problem === undefined && at < bytes.length) {
    warnings.push(trailingWarning(name, at, bytes.length));
    builder.addBytes(at, bytes.length - at, 'trailing data');
  }
  builder.endAll(bytes.length);
  return unpackedLayer(name, builder, node, { output: output.bytes(), problem, at }, warnings);
}

function isFrame(bytes: Uint8Array, at: number): boolean {
  if (at + 4 > bytes.length) return false;
  const magic = uint32(bytes, at);
  return magic === zstdMagic || isSkippableMagic(magic);
}

/** Unpacks one frame to the end of `output`, and says what is wrong. */
function unpackFrame(
  bytes: Uint8Array,
  start: number,
  frame: ZstdFrame | null,
  output: GrowingOutput,
  budget: Budget,
  warnings: Warning[],
): string | undefined {
  if (frame?.isSkippable) return undefined;
  const windowSize = frame?.windowSize ?? 0;
  // Without its end a frame is unpacked only where it does not ask for much memory.
  if (frame === null && !asksLittle(bytes, start)) return undefined;
  if (windowSize > budget.maxBytes)
    return `its window of ${windowSize} bytes is larger than the limit`;
  const before = output.length;
  const problem = unpackBlocks(bytes.subarray(start, frame?.end ?? bytes.length), output, budget);
  if (problem !== undefined || output.isFull || frame === null) return problem;
  const content = output.bytes().subarray(before);
  if (frame.checksumAt === null || content.length > maxChecked) return undefined;
  const expected = uint32(bytes, frame.checksumAt);
  const found = Number(xxh64(content) & 0xffff_ffffn);
  const warning = checksumWarning(name, 'checksum', frame.checksumAt, expected, found);
  if (warning !== null) warnings.push(warning);
  return undefined;
}

const maxBlindWindow = 8 * 1024 * 1024;

function asksLittle(bytes: Uint8Array, start: number): boolean {
  const builder = new TreeBuilder(bytes.subarray(start, start + 32), {
    maxNodes: 64,
    maxDepth: 8,
    maxBytes: 32,
  });
  builder.begin('object', 0);
  walkZstdFrame(builder, 0);
  const { keys, texts } = builder.literals;
  const sizes = texts.filter((_, node) => keys[node] === 'window' || keys[node] === 'size');
  return sizes.length > 0 && sizes.every((size) => Number(size) <= maxBlindWindow);
}

function unpackBlocks(
  frame: Uint8Array,
  output: GrowingOutput,
  budget: Budget,
): string | undefined {
  const enough = new Error('enough');
  const stream = new Decompress((part) => {
    output.append(part);
    if (output.isFull || budget.isOverdue?.() === true) throw enough;
  });
  try {
    stream.push(frame, true);
    return undefined;
  } catch (error) {
    if (error === enough)
      return `unpacking takes too long, it stopped after ${output.length} bytes`;
    // The library throws errors of its own and, for some damage, those of the language.
    return `the compressed data is damaged: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const maxPlainBlock = 131_072;

/** Blocks that are not compressed: a whole frame, only not smaller. */
function encloseZstd({ bytes: content }: Payload): Payload {
  const blockCount = Math.max(1, Math.ceil(content.length / maxPlainBlock));
  const frame = new Uint8Array(9 + blockCount * 3 + content.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, zstdMagic, true);
  // One segment, and its size in four bytes.
  view.setUint8(4, 0xa0);
  view.setUint32(5, content.length, true);
  let at = 9;
  for (let block = 0; block < blockCount; block += 1) {
    const part = content.subarray(block * maxPlainBlock, (block + 1) * maxPlainBlock);
    const header = (part.length << 3) | (block === blockCount - 1 ? 1 : 0);
    frame.set([header & 0xff, (header >> 8) & 0xff, header >> 16], at);
    frame.set(part, at + 3);
    at += 3 + part.length;
  }
  return { bytes: frame, isText: false };
}
