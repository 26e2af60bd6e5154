import type { TreeBuilder } from '../tree-builder.ts';
import { hasAscii, uint32BigEndian } from './byte-reads.ts';
import { addNumber, addPart, missing, type PictureReading } from './picture-fields.ts';

export const avifBrands = ['avif', 'avis', 'heic', 'heix', 'mif1', 'msf1'];

/** AVIF and HEIF: boxes, of which one holds the size. @see https://aomediacodec.github.io/av1-avif/ */
export function readAvif(builder: TreeBuilder): PictureReading {
  const { bytes } = builder;
  builder.addString(8, Math.min(4, bytes.length - 8), 'brand');
  const size = findSize(bytes);
  if (size !== null) {
    addNumber(builder, size.at, 4, 'width', uint32BigEndian(bytes, size.at), 'uint32');
    addNumber(builder, size.at + 4, 4, 'height', uint32BigEndian(bytes, size.at + 4), 'uint32');
  }
  builder.begin('array', 0, 'boxes');
  let at = 0;
  let problem: PictureReading = null;
  const wanted = new Set(['meta', 'mdat']);
  while (at < bytes.length && problem === null && !builder.isFull) {
    const length = boxLength(bytes, at, bytes.length);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    addPart(builder, at, length, 'box', name);
    wanted.delete(name);
    if (length < 8) problem = { problem: 'a box that is shorter than its header', at };
    else if (at + length > bytes.length) {
      problem = { problem: missing(`the box ${name}`, length, bytes.length - at), at };
    } else at += length;
  }
  builder.end(Math.min(at, bytes.length));
  const [first] = wanted;
  return first === undefined || problem !== null
    ? problem
    : { problem: `the box ${first} is missing`, at };
}

/** 0 means up to the end; lengths of 64 bits do not occur in a message. */
function boxLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 8 > end) return 0;
  const length = uint32BigEndian(bytes, at);
  return length === 0 ? end - at : length;
}

/** The largest size in meta → iprp → ipco: the others are of thumbnails or tiles. */
function findSize(bytes: Uint8Array): { readonly at: number } | null {
  let start = 0;
  let end = bytes.length;
  // A box with a version, as meta, has four bytes more before what is in it.
  for (const [name, header] of [
    ['meta', 12],
    ['iprp', 8],
    ['ipco', 8],
  ] as const) {
    const at = findBox(bytes, start, end, name);
    if (at < 0) return null;
    end = Math.min(end, at + boxLength(bytes, at, end));
    start = at + header;
  }
  let best: number | null = null;
  for (let at = start; at + 20 <= end; ) {
    const length = boxLength(bytes, at, end);
    if (length < 8) break;
    const isLarger =
      best === null || uint32BigEndian(bytes, at + 12) > uint32BigEndian(bytes, best);
    if (hasAscii(bytes, at + 4, 'ispe') && isLarger) best = at + 12;
    at += length;
  }
  return best === null ? null : { at: best };
}

function findBox(bytes: Uint8Array, start: number, end: number, name: string): number {
  for (let at = start; at + 8 <= end; ) {
    if (hasAscii(bytes, at + 4, name)) return at;
    const length = boxLength(bytes, at, end);
    if (length < 8) return -1;
    at += length;
  }
  return -1;
}
