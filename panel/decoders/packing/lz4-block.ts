import type { Budget, Decoded, Decoder } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { uint16 } from './byte-reads.ts';
import { GrowingOutput } from './growing-output.ts';
import { unpackedLayer } from './unpacked.ts';

const name = 'lz4-block';

export interface BlockProblem {
  readonly problem: string;
  readonly at: number;
}

/** LZ4 without a frame: there is nothing in the bytes by which it could be told. */
export const lz4BlockDecoder: Decoder = {
  name,
  label: 'LZ4 block',
  specification: 'https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md',
  recognisedBy: 'nothing in the bytes tells it: choose it',
  recognises: () => 0,
  decode: ({ bytes }, _hint, budget) => decodeBlock(bytes, budget),
  enclose: ({ bytes }) => ({ bytes: literalBlock(bytes), isText: false }),
};

/** Unpacks one block to the end of `output`. Null: it was whole. */
export function unpackLz4(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: GrowingOutput,
): BlockProblem | null {
  let at = start;
  if (at >= end) return { problem: 'expected a token', at };
  while (at < end) {
    const token = bytes[at] as number;
    const tokenAt = at;
    at += 1;
    let literals = token >> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && at < end) {
        more = bytes[at] as number;
        literals += more;
        at += 1;
      }
    }
    const there = Math.min(literals, end - at);
    output.append(bytes.subarray(at, at + there));
    if (output.isFull) return full(tokenAt);
    if (there < literals) return cut(`${literals} literals`, there, end);
    at += literals;
    // The last sequence has no copy.
    if (at === end) return null;
    if (at + 2 > end) return cut('the offset of a copy', end - at, end);
    const distance = uint16(bytes, at);
    const copyAt = at;
    at += 2;
    let count = (token & 15) + 4;
    if (count === 19) {
      let more = 255;
      while (more === 255 && at < end) {
        more = bytes[at] as number;
        count += more;
        at += 1;
      }
    }
    if (!output.copy(distance, count)) {
      return { problem: `a copy from ${distance} bytes before, where nothing is`, at: copyAt };
    }
    if (output.isFull) return full(tokenAt);
  }
  return { problem: 'the last sequence with its literals is missing', at: end };
}

export const full = (at: number): BlockProblem => ({ problem: 'the limit', at });

function cut(what: string, left: number, at: number): BlockProblem {
  return { problem: `only ${left} bytes of ${what} are left`, at };
}

function decodeBlock(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const output = new GrowingOutput(bytes.length * 3, budget.maxBytes);
  const found = unpackLz4(bytes, 0, bytes.length, output);
  builder.begin('object', 0, undefined, name);
  const node = builder.addBytes(0, bytes.length, 'data');
  builder.endAll(bytes.length);
  const problem = output.isFull ? limitProblem(budget) : found?.problem;
  return unpackedLayer(name, builder, node, {
    output: output.bytes(),
    problem,
    at: found?.at ?? 0,
  });
}

export const limitProblem = ({ maxBytes }: Budget): string =>
  `unpacks to more than ${maxBytes} bytes, the limit`;

/** One sequence of literals and no copy: whole LZ4, only not smaller. */
export function literalBlock(content: Uint8Array): Uint8Array {
  const rest = content.length - 15;
  const extra = rest < 0 ? 0 : Math.floor(rest / 255) + 1;
  const block = new Uint8Array(1 + extra + content.length);
  block[0] = Math.min(15, content.length) << 4;
  if (extra > 0) {
    block.fill(255, 1, extra);
    block[extra] = rest % 255;
  }
  block.set(content, 1 + extra);
  return block;
}
