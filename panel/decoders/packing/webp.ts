import type { TreeBuilder } from '../tree-builder.ts';
import { hasAscii, uint16, uint24, uint32 } from './byte-reads.ts';
import { addNumber, addPart, missing, type PictureReading } from './picture-fields.ts';

/** @see https://www.rfc-editor.org/rfc/rfc9649 */
export function readWebp(builder: TreeBuilder): PictureReading {
  const { bytes } = builder;
  const length = 8 + uint32(bytes, 4);
  if (bytes.length >= 30) addHeader(builder);
  builder.begin('array', 12, 'chunks');
  let at = 12;
  while (at + 8 <= bytes.length && !builder.isFull) {
    const chunk = uint32(bytes, at + 4);
    const padded = 8 + chunk + (chunk & 1);
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    addPart(builder, at, padded, 'chunk', name);
    at += padded;
  }
  builder.end(Math.min(at, bytes.length));
  if (length > bytes.length) return { problem: missing('the file', length, bytes.length), at: 4 };
  return length < bytes.length
    ? { problem: `${bytes.length - length} bytes behind the end`, at: length }
    : null;
}

function addHeader(builder: TreeBuilder): void {
  const { bytes } = builder;
  if (hasAscii(bytes, 12, 'VP8X')) {
    const flags = bytes[20] ?? 0;
    addNumber(builder, 24, 3, 'width', uint24(bytes, 24) + 1, 'uint24');
    addNumber(builder, 27, 3, 'height', uint24(bytes, 27) + 1, 'uint24');
    builder.add('boolean', 20, 1, 'alpha', String((flags & 0x10) !== 0));
    builder.add('boolean', 20, 1, 'animated', String((flags & 0x02) !== 0));
  } else if (hasAscii(bytes, 12, 'VP8L')) {
    const packed = uint32(bytes, 21);
    addNumber(builder, 21, 4, 'width', (packed & 0x3fff) + 1, '14 bits');
    addNumber(builder, 21, 4, 'height', ((packed >>> 14) & 0x3fff) + 1, '14 bits');
    builder.add('boolean', 21, 4, 'alpha', String(((packed >>> 28) & 1) === 1));
    builder.add('name', 12, 4, 'compression', 'lossless', 'VP8L');
  } else if (hasAscii(bytes, 12, 'VP8 ')) {
    addNumber(builder, 26, 2, 'width', uint16(bytes, 26) & 0x3fff, '14 bits');
    addNumber(builder, 28, 2, 'height', uint16(bytes, 28) & 0x3fff, '14 bits');
    builder.add('name', 12, 4, 'compression', 'lossy', 'VP8');
  }
}
