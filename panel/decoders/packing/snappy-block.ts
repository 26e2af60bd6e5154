import type { Budget, Decoded, Decoder } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { uint16, uint32 } from './byte-reads.ts';
import { GrowingOutput } from './growing-output.ts';
import { type BlockProblem, full, limitProblem } from './lz4-block.ts';
import { unpackedLayer } from './unpacked.ts';

const name = 'snappy';

/** Snappy without frames, as most use it: nothing in the bytes tells it. */
export const snappyDecoder: Decoder = {
  name,
  label: 'Snappy',
  specification: 'https://github.com/google/snappy/blob/main/format_description.txt',
  recognisedBy: 'nothing in the bytes tells it: choose it',
  recognises: () => 0,
  decode: ({ bytes }, _hint, budget) => decodeSnappy(bytes, budget),
  enclose: ({ bytes }) => ({ bytes: literalSnappy(bytes), isText: false }),
};

/** The length that a block says it has: up to five bytes of seven bits. */
export function snappyLength(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly length: number; readonly end: number } | null {
  let length = 0;
  for (let index = 0; index < 5 && start + index < end; index += 1) {
    const byte = bytes[start + index] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length < 2 ** 32 ? { length, end: start + index + 1 } : null;
  }
  return null;
}

/** Unpacks the elements of a block to the end of `output`. Null: they were whole. */
export function unpackSnappy(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: GrowingOutput,
): BlockProblem | null {
  let at = start;
  while (at < end) {
    const tag = bytes[at] as number;
    const tagAt = at;
    at += 1;
    const kind = tag & 3;
    if (kind === 0) {
      let length = tag >> 2;
      const extra = Math.max(0, length - 59);
      if (at + extra > end) return { problem: 'the length of a literal is cut off', at: end };
      if (extra > 0) {
        length = extra === 4 ? uint32(bytes, at) : uint32(bytes, at) & ((1 << (8 * extra)) - 1);
        at += extra;
      }
      length += 1;
      const there = Math.min(length, end - at);
      output.append(bytes.subarray(at, at + there));
      if (output.isFull) return full(tagAt);
      if (there < length)
        return { problem: `a literal wants ${length} bytes, ${there} left`, at: end };
      at += length;
      continue;
    }
    const offsetLength = kind === 3 ? 4 : kind;
    if (at + offsetLength > end) return { problem: 'the offset of a copy is cut off', at: end };
    const count = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const distance =
      kind === 1
        ? ((tag >> 5) << 8) | (bytes[at] ?? 0)
        : kind === 2
          ? uint16(bytes, at)
          : uint32(bytes, at);
    at += offsetLength;
    if (!output.copy(distance, count)) {
      return { problem: `a copy from ${distance} bytes before, where nothing is`, at: tagAt };
    }
    if (output.isFull) return full(tagAt);
  }
  return null;
}

function decodeSnappy(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  builder.begin('object', 0, undefined, name);
  const size = snappyLength(bytes, 0, bytes.length);
  const output = new GrowingOutput(Math.min(size?.length ?? 0, bytes.length * 4), budget.maxBytes);
  if (size === null) {
    builder.endAll(bytes.length);
    const problem = 'the length at the beginning is not whole';
    return unpackedLayer(name, builder, 0, { output: output.bytes(), problem, at: 0 });
  }
  builder.add('number', 0, size.end, 'size', String(size.length), 'varint');
  const node = builder.addBytes(size.end, bytes.length - size.end, 'data');
  builder.endAll(bytes.length);
  const found = unpackSnappy(bytes, size.end, bytes.length, output);
  const differs =
    found === null && output.length !== size.length
      ? `unpacks to ${output.length} bytes, and says ${size.length}`
      : undefined;
  const problem = output.isFull ? limitProblem(budget) : (found?.problem ?? differs);
  const at = found?.at ?? bytes.length;
  return unpackedLayer(name, builder, node, { output: output.bytes(), problem, at });
}

/** Literals and no copy: a whole block, only not smaller. */
function literalSnappy(content: Uint8Array): Uint8Array {
  const head: number[] = [];
  for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
    head.push(rest >= 128 ? (rest % 128) | 0x80 : rest);
    if (rest < 128) break;
  }
  if (content.length === 0) return Uint8Array.from(head);
  const last = content.length - 1;
  // A literal of any length, whose length stands in the four bytes behind the tag.
  head.push(63 << 2, last & 0xff, (last >> 8) & 0xff, (last >> 16) & 0xff, last >>> 24);
  const block = new Uint8Array(head.length + content.length);
  block.set(head);
  block.set(content, head.length);
  return block;
}
