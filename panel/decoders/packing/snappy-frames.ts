import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { beginsWith, uint24, uint32 } from './byte-reads.ts';
import { crc32c } from './checksums.ts';
import { GrowingOutput } from './growing-output.ts';
import { limitProblem } from './lz4-block.ts';
import { snappyLength, unpackSnappy } from './snappy-block.ts';
import { checksumWarning, unpackedLayer } from './unpacked.ts';

const name = 'snappy-frames';
const identifier = [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];
const maxChunk = 65_536;

export const snappyFramesDecoder: Decoder = {
  name,
  label: 'Snappy frames',
  specification: 'https://github.com/google/snappy/blob/main/framing_format.txt',
  recognisedBy: 'begins with ff 06 00 00 and sNaPpY',
  recognises: ({ bytes, isText }) => (!isText && beginsWith(bytes, ...identifier) ? 0.98 : 0),
  decode: ({ bytes }, _hint, budget) => decodeFrames(bytes, budget),
  enclose: (inner) => encloseFrames(inner),
};

/** The checksum is turned, since it would be weak over data that holds checksums. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

const chunkName = (type: number): string =>
  type === 0x00
    ? 'compressed'
    : type === 0x01
      ? 'not compressed'
      : type === 0xfe
        ? 'padding'
        : type === 0xff
          ? 'identifier'
          : `chunk ${type.toString(16)}`;

function decodeFrames(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const output = new GrowingOutput(bytes.length * 3, budget.maxBytes);
  const warnings: Warning[] = [];
  const node = builder.begin('array', 0, undefined, name);
  let at = 0;
  let problem: string | undefined = beginsWith(bytes, ...identifier)
    ? undefined
    : 'expected the identifier';
  while (at < bytes.length && problem === undefined) {
    if (builder.isFull || budget.isOverdue?.() === true) {
      problem = 'more chunks than the limit, or too much time';
      break;
    }
    const step = readChunk(builder, at, output, warnings);
    at = step.at;
    problem = output.isFull ? limitProblem(budget) : step.problem;
  }
  builder.endAll(bytes.length);
  return unpackedLayer(name, builder, node, { output: output.bytes(), problem, at }, warnings);
}

function readChunk(
  builder: TreeBuilder,
  at: number,
  output: GrowingOutput,
  warnings: Warning[],
): { readonly at: number; readonly problem?: string } {
  const { bytes } = builder;
  const left = bytes.length - at;
  if (left < 4) return { at, problem: `the header of a chunk wants 4 bytes, ${left} left` };
  const type = bytes[at] ?? 0;
  const length = uint24(bytes, at + 1);
  const end = at + 4 + length;
  builder.addBytes(at, Math.min(end, bytes.length) - at, undefined, chunkName(type));
  if (end > bytes.length)
    return { at: bytes.length, problem: `a chunk wants ${length} bytes, ${left - 4} left` };
  if (type >= 0x02 && type < 0x80)
    return { at, problem: `a chunk of the type ${type}, which may not be skipped` };
  if (type > 0x01) return { at: end };
  if (length < 4) return { at, problem: 'a chunk without a checksum' };
  const start = output.length;
  const dataStart = at + 8;
  if (type === 0x01) output.append(bytes.subarray(dataStart, end));
  else {
    const size = snappyLength(bytes, dataStart, end);
    if (size === null || size.length > maxChunk)
      return { at: dataStart, problem: 'a chunk of more than 65536 bytes' };
    const found = unpackSnappy(bytes, size.end, end, output);
    if (found !== null) return found;
  }
  const checksum = uint32(bytes, at + 4);
  const found = maskedCrc(output.bytes().subarray(start));
  const warning = output.isFull
    ? null
    : checksumWarning(name, 'checksum of a chunk', at + 4, checksum, found);
  if (warning !== null && warnings.length < 100) warnings.push(warning);
  return { at: end };
}

/** Chunks that are not compressed: whole, only not smaller. */
function encloseFrames({ bytes: content }: Payload): Payload {
  const chunkCount = Math.ceil(content.length / maxChunk);
  const frames = new Uint8Array(identifier.length + chunkCount * 8 + content.length);
  frames.set(identifier);
  const view = new DataView(frames.buffer);
  let at = identifier.length;
  for (let from = 0; from < content.length; from += maxChunk) {
    const chunk = content.subarray(from, from + maxChunk);
    view.setUint32(at, ((chunk.length + 4) << 8) | 0x01, true);
    view.setUint32(at + 4, maskedCrc(chunk), true);
    frames.set(chunk, at + 8);
    at += 8 + chunk.length;
  }
  return { bytes: frames, isText: false };
}
