import { viewOf } from './numbers.ts';

const bias = 6176;
const maxDigits = 34;
const maxCoefficient = 10n ** 34n - 1n;

/**
 * A decimal128 of BSON (IEEE 754-2008, binary integer significand, little endian) as text.
 * @see https://github.com/mongodb/specifications/blob/master/source/bson-decimal128/decimal128.md
 */
export function decimal128Text(bytes: Uint8Array, at: number): string {
  const view = viewOf(bytes);
  const high = view.getBigUint64(at + 8, true);
  const low = view.getBigUint64(at, true);
  const sign = high >> 63n === 1n ? '-' : '';
  const combination = Number((high >> 58n) & 0x1fn);
  if (combination === 31) return 'NaN';
  if (combination === 30) return `${sign}Infinity`;
  const isLarge = combination >> 3 === 3;
  const exponent = Number((high >> (isLarge ? 47n : 49n)) & 0x3fffn) - bias;
  // The other form begins beyond the largest coefficient: such numbers are read as zero.
  const raw = isLarge ? 0n : ((high & 0x1_ffff_ffff_ffffn) << 64n) | low;
  const digits = (raw > maxCoefficient ? 0n : raw).toString();
  return sign + withExponent(digits, exponent);
}

/** Scientific where the specification says so: a positive exponent, or many zeros. */
function withExponent(digits: string, exponent: number): string {
  const scientific = digits.length - 1 + exponent;
  if (exponent > 0 || scientific < -6) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${mantissa}E${scientific < 0 ? '' : '+'}${scientific}`;
  }
  if (exponent === 0) return digits;
  const padded = digits.padStart(1 - exponent, '0');
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The 16 bytes of a decimal as text, little endian; null when it is none or does not fit exactly. */
export function parseDecimal128(text: string): Uint8Array | null {
  const word = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(text);
  if (word !== null) {
    const isNone = word[2]?.toLowerCase() === 'nan';
    return pack(word[1] === '-' && !isNone, isNone ? 0x1fn << 58n : 0x1en << 58n, 0n);
  }
  const parts = /^([+-]?)(\d+)?(?:\.(\d*))?(?:e([+-]?\d{1,6}))?$/i.exec(text);
  if (parts === null) return null;
  const [, sign, whole = '', fraction = '', power = '0'] = parts;
  if (whole + fraction === '') return null;
  let exponent = Number(power) - fraction.length;
  let coefficient = BigInt(whole + fraction);
  while (coefficient > maxCoefficient || exponent > 6111) {
    // Only zeros may move between the digits and the exponent: the value must not change.
    if (coefficient > maxCoefficient) {
      if (coefficient % 10n !== 0n) return null;
      coefficient /= 10n;
      exponent += 1;
    } else if (coefficient === 0n) exponent = 6111;
    else if (coefficient.toString().length >= maxDigits) return null;
    else {
      coefficient *= 10n;
      exponent -= 1;
    }
  }
  while (exponent < -bias) {
    if (coefficient === 0n) exponent = -bias;
    else if (coefficient % 10n !== 0n) return null;
    else {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  const high = (BigInt(exponent + bias) << 49n) | (coefficient >> 64n);
  return pack(sign === '-', high, BigInt.asUintN(64, coefficient));
}

function pack(isNegative: boolean, high: bigint, low: bigint): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = viewOf(bytes);
  view.setBigUint64(0, low, true);
  view.setBigUint64(8, isNegative ? high | (1n << 63n) : high, true);
  return bytes;
}
