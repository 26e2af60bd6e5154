import type { TreeBuilder } from '../tree-builder.ts';
import { hasAscii, uint16BigEndian } from './byte-reads.ts';
import { addNumber, addPart, missing, type PictureReading } from './picture-fields.ts';

const modes: Readonly<Record<number, string>> = {
  0: 'baseline',
  1: 'extended sequential',
  2: 'progressive',
  3: 'lossless',
};

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
export function readJpeg(builder: TreeBuilder): PictureReading {
  const { bytes } = builder;
  let at = 2;
  while (at + 4 <= bytes.length && !builder.isFull) {
    if (bytes[at] !== 0xff) return { problem: 'expected a marker', at };
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const length = uint16BigEndian(bytes, at + 2);
    const end = at + 2 + length;
    const name = markerName(bytes, at);
    if (end > bytes.length || length < 2) {
      return { problem: missing(`the segment ${name}`, length + 2, bytes.length - at), at };
    }
    if (isFrame(marker)) addFrame(builder, at, marker);
    else addPart(builder, at, end - at, 'segment', name);
    at = marker === 0xda ? scanEnd(bytes, end) : end;
  }
  if (bytes[at] !== 0xff || bytes[at + 1] !== 0xd9) {
    return { problem: 'the end of the image (ff d9) is missing', at: Math.min(at, bytes.length) };
  }
  const end = at + 2;
  return end < bytes.length
    ? { problem: `${bytes.length - end} bytes behind the end`, at: end }
    : null;
}

/** The markers c0 to cf begin a frame, but for three that define tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function addFrame(builder: TreeBuilder, at: number, marker: number): void {
  const { bytes } = builder;
  builder.add('name', at, 2, 'mode', modes[marker & 3] ?? '', `SOF${marker - 0xc0}`);
  addNumber(builder, at + 4, 1, 'bit depth', bytes[at + 4] ?? 0, 'uint8');
  addNumber(builder, at + 7, 2, 'width', uint16BigEndian(bytes, at + 7), 'uint16');
  addNumber(builder, at + 5, 2, 'height', uint16BigEndian(bytes, at + 5), 'uint16');
  addNumber(builder, at + 9, 1, 'components', bytes[at + 9] ?? 0, 'uint8');
}

function markerName(bytes: Uint8Array, at: number): string {
  const marker = bytes[at + 1] ?? 0;
  if (marker >= 0xe0 && marker <= 0xef) {
    if (hasAscii(bytes, at + 4, 'JFIF')) return 'JFIF';
    if (hasAscii(bytes, at + 4, 'Exif')) return 'Exif';
    if (hasAscii(bytes, at + 4, 'ICC_PROFILE')) return 'ICC profile';
    return `APP${marker - 0xe0}`;
  }
  const names: Readonly<Record<number, string>> = {
    196: 'Huffman table',
    218: 'scan',
    219: 'quantisation table',
    221: 'restart interval',
    254: 'comment',
  };
  return names[marker] ?? `marker ${marker.toString(16)}`;
}

/** Behind the entropy-coded data: a marker that is neither a stuffed zero nor a restart. */
function scanEnd(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}
