import { uintAt, viewOf } from './numbers.ts';

/** The low five bits of a first byte: the length is not known, a break ends the item. */
export const indefinite = 31;

/** Bytes of a head by its low five bits, 0 for the three that are reserved. */
export function headLength(initial: number): number {
  const info = initial & 0x1f;
  if (info < 24 || info === indefinite) return 1;
  return info < 28 ? 1 + (1 << (info - 24)) : 0;
}

/** The number of a head that lies within the bytes; above 2^53 it is rounded. */
export function argumentAt(bytes: Uint8Array, at: number): number {
  const info = (bytes[at] ?? 0) & 0x1f;
  if (info < 24) return info;
  if (info === 27) return uintAt(bytes, at + 1, 4) * 0x1_0000_0000 + uintAt(bytes, at + 5, 4);
  return info < 27 ? uintAt(bytes, at + 1, 1 << (info - 24)) : 0;
}

export function bigArgumentAt(bytes: Uint8Array, at: number): bigint {
  const info = (bytes[at] ?? 0) & 0x1f;
  return info === 27 ? viewOf(bytes).getBigUint64(at + 1) : BigInt(argumentAt(bytes, at));
}

/** The value of an integer item. */
export function integerOf(bytes: Uint8Array, at: number): bigint {
  const argument = bigArgumentAt(bytes, at);
  return (bytes[at] ?? 0) >> 5 === 0 ? argument : -1n - argument;
}

/** The value of a float item of any width. */
export function floatOf(bytes: Uint8Array, at: number): number {
  const view = viewOf(bytes);
  switch (bytes[at]) {
    case 0xf9:
      return halfFloat(view.getUint16(at + 1));
    case 0xfa:
      return view.getFloat32(at + 1);
    default:
      return view.getFloat64(at + 1);
  }
}

/** @see RFC 8949, appendix D */
export function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** The bits of a half float, or -1 when the value is none exactly. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (size < 2 ** -14) {
    const mantissa = size * 2 ** 24;
    return Number.isInteger(mantissa) ? sign | mantissa : -1;
  }
  const exponent = Math.floor(Math.log2(size));
  const mantissa = size * 2 ** (10 - exponent) - 1024;
  if (exponent > 15 || !Number.isInteger(mantissa) || mantissa < 0 || mantissa > 1023) return -1;
  return sign | ((exponent + 15) << 10) | mantissa;
}

/**
 * The offset of the chunks of an indefinite string, each as the range of its content. The string
 * must have been read before.
 */
export function* chunksOf(bytes: Uint8Array, at: number): Generator<readonly [number, number]> {
  for (let chunk = at + 1; bytes[chunk] !== 0xff && chunk < bytes.length; ) {
    const start = chunk + headLength(bytes[chunk] ?? 0);
    const end = start + argumentAt(bytes, chunk);
    yield [start, end];
    chunk = end;
  }
}

/** The first item that is no tag, from a tag on. */
export function behindTags(bytes: Uint8Array, at: number): number {
  let item = at;
  while ((bytes[item] ?? 0) >> 5 === 6) item += headLength(bytes[item] ?? 0);
  return item;
}

/** The content of a byte or text string, the chunks of an indefinite one joined. */
export function stringBytes(bytes: Uint8Array, at: number): Uint8Array {
  const initial = bytes[at] ?? 0;
  const start = at + headLength(initial);
  if ((initial & 0x1f) !== indefinite) return bytes.subarray(start, start + argumentAt(bytes, at));
  const ranges = [...chunksOf(bytes, at)];
  const joined = new Uint8Array(ranges.reduce((sum, [from, to]) => sum + to - from, 0));
  let length = 0;
  for (const [from, to] of ranges) {
    joined.set(bytes.subarray(from, to), length);
    length += to - from;
  }
  return joined;
}
