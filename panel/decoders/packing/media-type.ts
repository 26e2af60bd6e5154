import type { Payload } from '../decoder.ts';
import { avifBrands } from './avif.ts';
import { beginsWith, hasAscii } from './byte-reads.ts';
import { fileSignatures } from './file-signatures.ts';
import { isSvg } from './svg.ts';

/** What a payload is as a file, for a view that can show or play it; null when it is not known. */
export function mediaTypeOf(payload: Payload): string | null {
  return pictureTypeOf(payload) ?? fileTypeOf(payload)?.mediaType ?? null;
}

export function pictureTypeOf(payload: Payload): string | null {
  const { bytes, isText } = payload;
  if (bytes[0] === 0x3c || isText) return isSvg(payload) ? 'image/svg+xml' : null;
  if (beginsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (beginsWith(bytes, 0xff, 0xd8, 0xff) && (bytes[3] ?? 0) >= 0xc0) return 'image/jpeg';
  if (hasAscii(bytes, 0, 'GIF87a') || hasAscii(bytes, 0, 'GIF89a')) return 'image/gif';
  if (hasAscii(bytes, 0, 'RIFF') && hasAscii(bytes, 8, 'WEBP')) return 'image/webp';
  if (hasAscii(bytes, 4, 'ftyp') && beginsWith(bytes, 0, 0)) {
    const brand = String.fromCharCode(...bytes.subarray(8, 12));
    if (avifBrands.includes(brand)) return brand.startsWith('hei') ? 'image/heic' : 'image/avif';
  }
  return null;
}

export function fileTypeOf({ bytes, isText }: Payload): (typeof fileSignatures)[number] | null {
  if (isText) return null;
  return fileSignatures.find(({ matches }) => matches(bytes)) ?? null;
}
