import { formatMoment, momentFromMs } from '../formats/epoch.ts';
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
  131: scalar('timestamp', 'date', 8, (bytes, at) =>
    formatMoment(momentFromMs(viewAt(bytes, at, 8).getBigInt64(0))),
  ),
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
