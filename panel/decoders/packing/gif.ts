import type { TreeBuilder } from '../tree-builder.ts';
import { hasAscii, uint16 } from './byte-reads.ts';
import { addNumber, addSize, type PictureReading } from './picture-fields.ts';

/** @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export function readGif(builder: TreeBuilder): PictureReading {
  const { bytes } = builder;
  if (bytes.length < 13) return { problem: 'the header wants 13 bytes', at: bytes.length };
  builder.addString(3, 3, 'version');
  addSize(builder, 6, 2, uint16(bytes, 6), uint16(bytes, 8));
  const colours = tableLength(bytes, 10);
  addNumber(builder, 10, 1, 'colours', colours / 3, 'global palette');
  let at = 13 + colours;
  let frames = 0;
  let loops: number | null = null;
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x3b) break;
    if (block === 0x2c) {
      frames += 1;
      at = skipBlocks(bytes, at + 11 + tableLength(bytes, at + 9));
    } else if (block === 0x21) {
      if (hasAscii(bytes, at + 3, 'NETSCAPE2.0')) loops = uint16(bytes, at + 16);
      at = skipBlocks(bytes, at + 2);
    } else break;
  }
  const end = Math.min(at, bytes.length);
  builder.add('number', 13, Math.max(0, end - 13), 'frames', String(frames));
  if (loops !== null)
    builder.add('number', 13, 0, 'loops', String(loops), loops === 0 ? 'for ever' : '');
  if (at >= bytes.length) return { problem: 'the trailer (3b) is missing', at: bytes.length };
  if (bytes[at] !== 0x3b) return { problem: 'expected a block', at };
  return at + 1 < bytes.length
    ? { problem: `${bytes.length - at - 1} bytes behind the end`, at: at + 1 }
    : null;
}

/** Of a palette, whose flags stand at `at`. */
function tableLength(bytes: Uint8Array, at: number): number {
  const flags = bytes[at] ?? 0;
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

function skipBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}
