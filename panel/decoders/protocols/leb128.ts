import type { FieldReader } from './field-reader.ts';

export interface Leb128 {
  readonly value: number;
  /** 0 when it is cut off, -1 when it goes beyond 2^53. */
  readonly size: number;
}

/** An unsigned integer of seven bits a byte, the lowest first. */
export function leb128At(bytes: Uint8Array, at: number, end: number): Leb128 {
  let value = 0;
  for (let index = 0; at + index < end; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value += (byte & 0x7f) * 128 ** index;
    if (value > Number.MAX_SAFE_INTEGER || index > 9) return { value: 0, size: -1 };
    if (byte < 0x80) return { value, size: index + 1 };
  }
  return { value: 0, size: 0 };
}

/** Reads one without adding a node: the length of what follows. */
export function takeLeb128(fields: FieldReader, what: string): number {
  const { value, size } = leb128At(fields.bytes, fields.at, fields.limit);
  if (size === 0) fields.fail(`${what} (varint) is cut off`);
  if (size < 0) fields.fail(`${what} (varint) is larger than 2^53`);
  if (fields.problem === null) fields.at += size;
  return size > 0 ? value : 0;
}

export function readLeb128(
  fields: FieldReader,
  key: string,
  naming?: (value: number) => string | undefined,
): number {
  const { at } = fields;
  const value = takeLeb128(fields, key);
  if (fields.problem !== null) return 0;
  const name = naming?.(value);
  const type = name === undefined ? 'varint' : `varint ${value}`;
  fields.note(
    name === undefined ? 'number' : 'name',
    key,
    name ?? String(value),
    type,
    at,
    fields.at - at,
  );
  return value;
}
