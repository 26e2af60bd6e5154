import type { TreeBuilder } from '../tree-builder.ts';
import { uint16, uint24, uint32, uint64Text } from './byte-reads.ts';
import { hexOf } from './checksums.ts';

export interface ZstdFrame {
  /** The byte behind the checksum. */
  readonly end: number;
  /** Memory that unpacking takes, beyond the output. */
  readonly windowSize: number;
  readonly checksumAt: number | null;
  readonly isSkippable: boolean;
  /** The node of the blocks. */
  readonly node: number;
}

export interface FrameProblem {
  readonly problem: string;
  readonly at: number;
}

export const zstdMagic = 0xfd2fb528;
export const isSkippableMagic = (magic: number): boolean => magic >>> 4 === 0x184d2a5;

const blockNames = ['not compressed', 'repeated byte', 'compressed', 'reserved'];

/**
 * Walks a frame without unpacking it, and adds its header and blocks to the tree.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */
export function walkZstdFrame(builder: TreeBuilder, start: number): ZstdFrame | FrameProblem {
  const { bytes } = builder;
  if (start + 5 > bytes.length) return cut('the header', 5, bytes.length - start, bytes);
  const magic = uint32(bytes, start);
  if (isSkippableMagic(magic)) return walkSkippable(builder, start);
  if (magic !== zstdMagic) return { problem: 'expected 28 b5 2f fd', at: start };
  const descriptor = bytes[start + 4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeLength = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const sizeAt = start + 5 + (isSingle ? 0 : 1) + dictionaryLength;
  const headerEnd = sizeAt + sizeLength;
  if (headerEnd > bytes.length)
    return cut('the header', headerEnd - start, bytes.length - start, bytes);
  if ((descriptor & 0x08) !== 0) return { problem: 'a reserved bit is set', at: start + 4 };
  const size = sizeLength === 0 ? null : sizeOf(bytes, sizeAt, sizeLength);
  if (size !== null)
    builder.add('number', sizeAt, sizeLength, 'size', size.text, `uint${sizeLength * 8}`);
  const windowSize = isSingle ? (size?.number ?? 0) : windowOf(bytes[start + 5] ?? 0);
  if (!isSingle) builder.add('number', start + 5, 1, 'window', String(windowSize), 'bytes');
  if (dictionaryLength > 0) {
    const at = sizeAt - dictionaryLength;
    const id =
      uint32(bytes, at) & (dictionaryLength === 4 ? -1 : (1 << (8 * dictionaryLength)) - 1);
    builder.add('number', at, dictionaryLength, 'dictionary', String(id >>> 0));
    if (id !== 0)
      return { problem: `it wants the dictionary ${id >>> 0}, which only the page knows`, at };
  }
  return walkBlocks(builder, headerEnd, (descriptor & 0x04) !== 0, windowSize);
}

function sizeOf(bytes: Uint8Array, at: number, length: number): { text: string; number: number } {
  const low =
    length === 1 ? (bytes[at] ?? 0) : length === 2 ? uint16(bytes, at) + 256 : uint32(bytes, at);
  const high = length === 8 ? uint32(bytes, at + 4) : 0;
  return { text: uint64Text(low, high), number: high * 2 ** 32 + low };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function walkBlocks(
  builder: TreeBuilder,
  start: number,
  hasChecksum: boolean,
  windowSize: number,
): ZstdFrame | FrameProblem {
  const { bytes } = builder;
  const node = builder.begin('array', start, 'blocks');
  let at = start;
  let isLast = false;
  while (!isLast) {
    if (at + 3 > bytes.length) return cut('the header of a block', 3, bytes.length - at, bytes);
    if (builder.isFull) return { problem: 'more blocks than the limit', at };
    const header = uint24(bytes, at);
    isLast = (header & 1) === 1;
    const type = (header >> 1) & 3;
    if (type === 3) return { problem: 'a block of the type 3, which does not exist', at };
    const length = type === 1 ? 1 : header >> 3;
    const end = at + 3 + length;
    builder.addBytes(at, Math.min(end, bytes.length) - at, undefined, blockNames[type]);
    if (end > bytes.length) return cut('a block', length, bytes.length - at - 3, bytes);
    at = end;
  }
  builder.end(at);
  const frame = { windowSize, isSkippable: false, node };
  if (!hasChecksum) return { ...frame, end: at, checksumAt: null };
  if (at + 4 > bytes.length) return cut('the checksum', 4, bytes.length - at, bytes);
  builder.add('number', at, 4, 'checksum', hexOf(uint32(bytes, at)), 'half of xxh64');
  return { ...frame, end: at + 4, checksumAt: at };
}

function walkSkippable(builder: TreeBuilder, start: number): ZstdFrame | FrameProblem {
  const { bytes } = builder;
  if (start + 8 > bytes.length) return cut('the header', 8, bytes.length - start, bytes);
  const length = uint32(bytes, start + 4);
  const end = start + 8 + length;
  const node = builder.addBytes(start, Math.min(end, bytes.length) - start, 'skippable frame');
  if (end > bytes.length) return cut('a skippable frame', length, bytes.length - start - 8, bytes);
  return { end, windowSize: 0, checksumAt: null, isSkippable: true, node };
}

function cut(what: string, wanted: number, left: number, bytes: Uint8Array): FrameProblem {
  return { problem: `${what} wants ${wanted} bytes, ${Math.max(0, left)} left`, at: bytes.length };
}
