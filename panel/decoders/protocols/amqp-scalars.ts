import { formatHex } from '../hex.ts';
import type { NodeKind } from '../node-kind.ts';
import { decodeUtf8 } from '../utf8.ts';
import { integerAt } from './field-reader.ts';

/** A value of a fixed width, without the byte that says its type. */
export interface Scalar {
  readonly type: string;
  readonly kind: NodeKind;
  readonly size: number;
  readonly text: (bytes: Uint8Array, at: number) => string;
}

const scalar = (type: string, kind: NodeKind, size: number, text: Scalar['text']): Scalar => ({
  type,
  kind,
  size,
  text,
});
const unsigned = (type: string, size: number): Scalar =>
  scalar(type, 'number', size, (bytes, at) => String(integerAt(bytes, at, size)));
const viewed = (type: string, size: number, read: (view: DataView) => unknown): Scalar =>
  scalar(type, 'number', size, (bytes, at) => textOf(read(viewAt(bytes, at, size))));
const fixed = (type: string, kind: NodeKind, text: string): Scalar =>
  scalar(type, kind, 0, () => text);

function viewAt(bytes: Uint8Array, at: number, size: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + at, size);
}

const textOf = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value));

/**
 * By the byte that says the type.
 * @see https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-primitive-type-definitions
 */
export const scalars: Readonly<Record<number, Scalar>> = {
  64: fixed('null', 'null', 'null'),
  65: fixed('boolean', 'boolean', 'true'),
  66: fixed('boolean', 'boolean', 'false'),
  86: scalar('boolean', 'boolean', 1, (bytes, at) => String(bytes[at] !== 0)),
  80: unsigned('ubyte', 1),
  96: unsigned('ushort', 2),
  112: unsigned('uint', 4),
  82: unsigned('uint', 1),
  67: fixed('uint', 'number', '0'),
  128: viewed('ulong', 8, (view) => view.getBigUint64(0)),
  83: unsigned('ulong', 1),
  68: fixed('ulong', 'number', '0'),
  81: viewed('byte', 1, (view) => view.getInt8(0)),
  97: viewed('short', 2, (view) => view.getInt16(0)),
  113: viewed('int', 4, (view) => view.getInt32(0)),
  84: viewed('int', 1, (view) => view.getInt8(0)),
  129: viewed('long', 8, (view) => view.getBigInt64(0)),
  85: viewed('long', 1, (view) => view.getInt8(0)),
  114: viewed('float', 4, (view) => view.getFloat32(0)),
  130: viewed('double', 8, (view) => view.getFloat64(0)),
  116: scalar('decimal32', 'bytes', 4, hexOf(4)),
  132: scalar('decimal64', 'bytes', 8, hexOf(8)),
  148: scalar('decimal128', 'bytes', 16, hexOf(16)),
  115: scalar('char', 'string', 4, (bytes, at) => characterOf(integerAt(bytes, at, 4))),
  131: scalar('timestamp', 'date', 8, (bytes, at) => timeOf(viewAt(bytes, at, 8).getBigInt64(0))),
  152: scalar('uuid', 'string', 16, (bytes, at) => uuidOf(bytes, at)),
};

function hexOf(size: number): Scalar['text'] {
  return (bytes, at) => formatHex(bytes.subarray(at, at + size));
}

const characterOf = (code: number): string =>
  code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);

function uuidOf(bytes: Uint8Array, at: number): string {
  const hex = formatHex(bytes.subarray(at, at + 16)).replaceAll(' ', '');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Milliseconds since 1970 as a date, computed by hand: decoders have no clock, nor its `Date`. */
function timeOf(milliseconds: bigint): string {
  const day = 86_400_000n;
  const days = (milliseconds - mod(milliseconds, day)) / day;
  if (days < -719_528n || days > 2_932_896n) return `${milliseconds} ms since 1970`;
  const [year, month, dayOfMonth] = dateOf(Number(days));
  const rest = Number(mod(milliseconds, day));
  const parts = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60].map((part) =>
    pad(Math.floor(part), 2),
  );
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}T${parts.join(':')}.${pad(rest % 1000, 3)}Z`;
}

const mod = (value: bigint, by: bigint): bigint => ((value % by) + by) % by;
const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** The civil date of a day counted from 1970; years of 400 have 146,097 days. */
function dateOf(days: number): [number, number, number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Months counted from March, so that the day of a leap year is the last.
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** Texts and bytes behind a length of one or four bytes. */
export const variables: Readonly<Record<number, readonly [string, 'string' | 'bytes', 1 | 4]>> = {
  160: ['binary', 'bytes', 1],
  176: ['binary', 'bytes', 4],
  161: ['string', 'string', 1],
  177: ['string', 'string', 4],
  163: ['symbol', 'string', 1],
  179: ['symbol', 'string', 4],
};

/** A key of a map or a descriptor as text, with its size; null for what is no scalar or cut off. */
export function scalarText(
  bytes: Uint8Array,
  at: number,
  limit: number,
): { readonly text: string; readonly size: number } | null {
  const code = bytes[at] ?? 0;
  if (at >= limit) return null;
  const plain = scalars[code];
  if (plain !== undefined) {
    if (at + 1 + plain.size > limit) return null;
    return { text: plain.text(bytes, at + 1), size: 1 + plain.size };
  }
  const variable = variables[code];
  if (variable === undefined) return null;
  const [, kind, width] = variable;
  const start = at + 1 + width;
  const length = integerAt(bytes, at + 1, width);
  if (start + length > limit) return null;
  const content = bytes.subarray(start, start + length);
  const text = kind === 'string' ? decodeUtf8(bytes, start, start + length) : formatHex(content);
  return { text, size: 1 + width + length };
}
