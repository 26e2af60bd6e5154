import type { BrotliDecompress } from '#brotli-decode';
import type { Budget, Decoded, Decoder, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { GrowingOutput } from './growing-output.ts';
import { limitProblem } from './lz4-block.ts';
import { failureAt, trailingWarning, unpackedLayer } from './unpacked.ts';

const name = 'brotli';

/** With its dictionary of 120 kB it is loaded when somebody chooses it. */
let decompress: typeof BrotliDecompress | null = null;

/** Brotli has no magic: any bytes may be its beginning. */
export const brotliDecoder: Decoder = {
  name,
  label: 'Brotli',
  specification: 'https://www.rfc-editor.org/rfc/rfc7932',
  recognisedBy: 'nothing in the bytes tells it: choose it',
  recognises: () => 0,
  decode: ({ bytes }, _hint, budget) => decodeBrotli(bytes, budget),
  enclose: ({ bytes }) => ({ bytes: storedBrotli(bytes), isText: false }),
  async prepare() {
    decompress ??= (await import('#brotli-decode')).BrotliDecompress;
  },
};

function decodeBrotli(bytes: Uint8Array, budget: Budget): Decoded {
  if (decompress === null) {
    return failureAt(name, 'its decoder is not loaded yet, choose it again', 0, bytes.length);
  }
  const builder = new TreeBuilder(bytes, budget);
  builder.begin('object', 0, undefined, name);
  if (bytes.length > 0) builder.add('number', 0, 1, 'window', String(windowOf(bytes)), 'bytes');
  const node = builder.addBytes(0, bytes.length, 'data');
  builder.endAll(bytes.length);
  const { output, problem } = unpack(decompress, bytes, 0x00, budget);
  const isWhole = problem === undefined && isComplete(decompress, bytes, output, budget);
  const missing = problem === undefined && !isWhole ? 'the compressed data has no end' : problem;
  const warnings = isWhole ? trailing(decompress, bytes, output, budget) : [];
  const unpacking = { output: output.bytes(), problem: missing, at: bytes.length };
  return unpackedLayer(name, builder, node, unpacking, warnings);
}

/**
 * The library reads on behind the end as if zeros stood there, and does not tell. What is not cut
 * off comes to the same whatever stands there.
 */
function isComplete(
  run: typeof BrotliDecompress,
  bytes: Uint8Array,
  output: GrowingOutput,
  budget: Budget,
): boolean {
  const again = unpack(run, bytes, 0xff, budget);
  if (again.problem !== undefined || again.output.length !== output.length) return false;
  const other = again.output.bytes();
  return output.bytes().every((byte, at) => byte === other[at]);
}

/** Where the stream ends earlier, found by halving; of a long one that would take too long. */
function trailing(
  run: typeof BrotliDecompress,
  bytes: Uint8Array,
  output: GrowingOutput,
  budget: Budget,
): readonly Warning[] {
  if (bytes.length > maxSearched || output.length > maxSearched * 16) return [];
  const endsBy = (end: number): boolean => {
    const part = bytes.subarray(0, end);
    const { output: found, problem } = unpack(run, part, 0x00, budget);
    if (problem !== undefined || found.length !== output.length) return false;
    return isComplete(run, part, output, budget);
  };
  if (bytes.length < 2 || !endsBy(bytes.length - 1)) return [];
  let low = 0;
  let high = bytes.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (endsBy(middle)) high = middle;
    else low = middle;
  }
  return [trailingWarning(name, high, bytes.length)];
}

/** The window's bits stand in the first one, four or seven bits. */
function windowOf(bytes: Uint8Array): number {
  const first = bytes[0] ?? 0;
  if ((first & 1) === 0) return 2 ** 16 - 16;
  const high = (first >> 1) & 7;
  if (high > 0) return 2 ** (17 + high) - 16;
  const low = (first >> 4) & 7;
  return low === 0 ? 2 ** 17 - 16 : 2 ** (8 + low) - 16;
}

/** In the library's own steps, since what it exports has no limit of output. */
function unpack(
  run: typeof BrotliDecompress,
  bytes: Uint8Array,
  padding: number,
  budget: Budget,
): { readonly output: GrowingOutput; readonly problem: string | undefined } {
  const output = new GrowingOutput(bytes.length * 4, budget.maxBytes);
  const enough = new Error('enough');
  const padded = new Uint8Array(bytes.length + paddingLength).fill(padding, bytes.length);
  padded.set(bytes);
  let at = 0;
  const input = {
    read(target: Uint8Array, offset: number, count: number): number {
      if (budget.isOverdue?.() === true) throw enough;
      const part = padded.subarray(at, at + count);
      target.set(part, offset);
      at += part.length;
      return part.length;
    },
  };
  const target = {
    // Without a length it would allocate as much as a header says.
    buffer: { length: Number.POSITIVE_INFINITY },
    write(part: Uint8Array, count: number): number {
      output.append(part.subarray(0, count));
      if (output.isFull || budget.isOverdue?.() === true) throw enough;
      return count;
    },
  };
  try {
    run(input, target);
    return { output, problem: undefined };
  } catch (error) {
    return { output, problem: problemOf(error, error === enough, output, budget) };
  }
}

function problemOf(
  error: unknown,
  isEnough: boolean,
  output: GrowingOutput,
  budget: Budget,
): string {
  if (output.isFull) return limitProblem(budget);
  if (isEnough) return `unpacking takes too long, it stopped after ${output.length} bytes`;
  // The library throws errors of its own and, for some damage, those of the language.
  return `the compressed data is damaged: ${error instanceof Error ? error.message : String(error)}`;
}

/** More than the library reads ahead. */
const paddingLength = 64;
const maxSearched = 65_536;
const maxStored = 65_536;

/** Meta-blocks that are not compressed: a whole stream, only not smaller. */
function storedBrotli(content: Uint8Array): Uint8Array {
  const blockCount = Math.ceil(content.length / maxStored);
  const stream = new Uint8Array(1 + blockCount * 3 + content.length + 1);
  let at = 0;
  for (let from = 0; from < content.length; from += maxStored) {
    const block = content.subarray(from, from + maxStored);
    // Not the last, a length of four hex digits, not compressed; the first one behind the window's bit.
    const header = ((block.length - 1) << 3) | (1 << 19);
    const bits = at === 0 ? header << 1 : header;
    stream.set([bits & 0xff, (bits >> 8) & 0xff, (bits >> 16) & 0xff], at);
    stream.set(block, at + 3);
    at += 3 + block.length;
  }
  // The last one is empty; alone it stands behind the window's bit.
  stream[at] = at === 0 ? 0x06 : 0x03;
  return stream.subarray(0, at + 1);
}
