import { uintAt } from './numbers.ts';

export const wireTypes = {
  varint: 0,
  fixed64: 1,
  length: 2,
  startGroup: 3,
  endGroup: 4,
  fixed32: 5,
} as const;

export const maxFieldNumber = 0x1fff_ffff;

/** Where the varint at `at` ends, or -1 when it is cut off or longer than 10 bytes. */
export function varintEnd(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + 10);
  for (let index = at; index < limit; index += 1) {
    if ((bytes[index] ?? 0) < 0x80) return index + 1;
  }
  return -1;
}

/** The value of a varint that is known to be there; above 2^53 it is rounded. */
export function varintAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  let factor = 1;
  for (let index = at; index < at + 10; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
    factor *= 128;
  }
  return value;
}

/** The exact value of a varint, from 0 to 2^64 - 1. */
export function bigVarintAt(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  let shift = 0n;
  for (let index = at; index < at + 10; index += 1) {
    const byte = bytes[index] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) break;
    shift += 7n;
  }
  return BigInt.asUintN(64, value);
}

export function zigzag(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}

/** Of a length-delimited value: where its content begins, behind the length. */
export function contentStart(bytes: Uint8Array, at: number): number {
  return varintEnd(bytes, at, bytes.length);
}

export function float32LittleAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getFloat32(0, true);
}
export function float64LittleAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getFloat64(0, true);
}
export function uint32LittleAt(bytes: Uint8Array, at: number): number {
  const reversed = [bytes[at + 3] ?? 0, bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0];
  return uintAt(Uint8Array.from(reversed), 0, 4);
}
export function uint64LittleAt(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0, true);
}

/**
 * Whether a range can be one message: all tags and lengths fit. What is inside of its
 * length-delimited fields is not looked at, so that all levels together cost one pass.
 */
export function canBeMessage(bytes: Uint8Array, start: number, end: number): boolean {
  const groups: number[] = [];
  let at = start;
  while (at < end) {
    const tagEnd = varintEnd(bytes, at, Math.min(end, at + 5));
    if (tagEnd < 0) return false;
    const tag = varintAt(bytes, at);
    const field = Math.floor(tag / 8);
    if (field < 1 || field > maxFieldNumber) return false;
    at = tagEnd;
    switch (tag % 8) {
      case wireTypes.varint:
        at = varintEnd(bytes, at, end);
        break;
      case wireTypes.fixed64:
        at += 8;
        break;
      case wireTypes.fixed32:
        at += 4;
        break;
      case wireTypes.length: {
        const content = varintEnd(bytes, at, end);
        at = content < 0 ? -1 : content + varintAt(bytes, at);
        break;
      }
      case wireTypes.startGroup:
        groups.push(field);
        break;
      case wireTypes.endGroup:
        if (groups.pop() !== field) return false;
        break;
      default:
        return false;
    }
    if (at < 0 || at > end) return false;
  }
  return groups.length === 0;
}

/** A number that somebody may have meant, and not bits of something else. */
export function isPlausibleFloat(value: number): boolean {
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-9 && size <= 1e15);
}
