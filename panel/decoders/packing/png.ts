import type { Warning } from '../decoder.ts';
import type { TreeBuilder } from '../tree-builder.ts';
import { uint32BigEndian } from './byte-reads.ts';
import { crc32 } from './checksums.ts';
import { addNumber, addPart, addSize, missing, type PictureReading } from './picture-fields.ts';
import { checksumWarning } from './unpacked.ts';

const colourTypes: Readonly<Record<number, string>> = {
  0: 'greyscale',
  2: 'RGB',
  3: 'palette',
  4: 'greyscale with alpha',
  6: 'RGBA',
};

/** @see https://www.w3.org/TR/png-3/ */
export function readPng(builder: TreeBuilder, warnings: Warning[]): PictureReading {
  const { bytes } = builder;
  if (bytes.length < 33) return { problem: missing('the header', 33, bytes.length), at: 8 };
  addSize(builder, 16, 4, uint32BigEndian(bytes, 16), uint32BigEndian(bytes, 20));
  addNumber(builder, 24, 1, 'bit depth', bytes[24] ?? 0, 'uint8');
  const colour = bytes[25] ?? 0;
  builder.add('name', 25, 1, 'colour', colourTypes[colour] ?? 'unknown', String(colour));
  builder.add('boolean', 28, 1, 'interlaced', String(bytes[28] === 1));
  builder.begin('array', 8, 'chunks');
  let at = 8;
  let end: string | null = null;
  while (at + 12 <= bytes.length && end !== 'IEND' && !builder.isFull) {
    const length = uint32BigEndian(bytes, at);
    end = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) {
      addPart(builder, at, length, '', end);
      return { problem: missing(`the chunk ${end}`, length + 12, bytes.length - at), at };
    }
    builder.addBytes(at, length + 12, undefined, end);
    const expected = uint32BigEndian(bytes, at + 8 + length);
    const found = crc32(bytes.subarray(at + 4, at + 8 + length));
    const warning = checksumWarning(
      'image',
      `checksum of ${end}`,
      at + 8 + length,
      expected,
      found,
    );
    if (warning !== null && warnings.length < 100) warnings.push(warning);
    at += 12 + length;
  }
  builder.end(at);
  if (end !== 'IEND') return { problem: 'the chunk IEND is missing', at };
  return at < bytes.length ? { problem: `${bytes.length - at} bytes behind the end`, at } : null;
}
