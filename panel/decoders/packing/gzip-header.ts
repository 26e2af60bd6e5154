import type { TreeBuilder } from '../tree-builder.ts';
import { uint16, uint32 } from './byte-reads.ts';
import { hexOf } from './checksums.ts';
import { civilDate } from './civil-date.ts';

export interface GzipHeader {
  /** Where the compressed data begins. */
  readonly end: number;
  readonly hasChecksum: boolean;
}

const hasHeaderChecksum = 2;
const hasExtra = 4;
const hasName = 8;
const hasComment = 16;

const systems = [
  ...['FAT', 'Amiga', 'VMS', 'Unix', 'VM/CMS', 'Atari TOS', 'HPFS', 'Macintosh', 'Z-System'],
  ...['CP/M', 'TOPS-20', 'NTFS', 'QDOS', 'Acorn RISCOS'],
];

/** Adds the fields of a member's header to the tree. */
export function readGzipHeader(
  builder: TreeBuilder,
  start: number,
): { readonly header: GzipHeader | null; readonly problem?: string } {
  const { bytes } = builder;
  const left = bytes.length - start;
  if (left < 10) return { header: null, problem: `the header wants 10 bytes, ${left} left` };
  if (bytes[start] !== 0x1f || bytes[start + 1] !== 0x8b)
    return { header: null, problem: 'expected 1f 8b' };
  const method = bytes[start + 2] ?? 0;
  if (method !== 8)
    return { header: null, problem: `the method ${method} is not known, only 8 is` };
  const flags = bytes[start + 3] ?? 0;
  const seconds = uint32(bytes, start + 4);
  const system = bytes[start + 9] ?? 255;
  builder.add('name', start + 2, 1, 'method', 'deflate', '8');
  builder.add('number', start + 3, 1, 'flags', String(flags), 'uint8');
  if (seconds === 0) builder.add('number', start + 4, 4, 'modified', '0', 'uint32, not set');
  else builder.add('date', start + 4, 4, 'modified', civilDate(seconds), 'uint32');
  builder.add('number', start + 8, 1, 'extra flags', String(bytes[start + 8] ?? 0), 'uint8');
  builder.add('name', start + 9, 1, 'system', systems[system] ?? 'unknown', String(system));
  let at = start + 10;
  if ((flags & hasExtra) !== 0) {
    const length = uint16(bytes, at);
    if (at + 2 + length > bytes.length)
      return { header: null, problem: `the extra field wants ${length} bytes` };
    builder.addBytes(at, 2 + length, 'extra');
    at += 2 + length;
  }
  for (const [flag, key] of [
    [hasName, 'name'],
    [hasComment, 'comment'],
  ] as const) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return { header: null, problem: `the ${key} has no end` };
    builder.add('string', at, end + 1 - at, key, latin1(bytes.subarray(at, end)), 'ISO 8859-1');
    at = end + 1;
  }
  const hasChecksum = (flags & hasHeaderChecksum) !== 0;
  if (!hasChecksum) return { header: { end: at, hasChecksum } };
  if (at + 2 > bytes.length) return { header: null, problem: 'the header checksum wants 2 bytes' };
  builder.add('number', at, 2, 'header checksum', hexOf(uint16(bytes, at)), 'uint16');
  return { header: { end: at + 2, hasChecksum } };
}

/** Names of files are short; of one that is not, the beginning is enough. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4096));
}
