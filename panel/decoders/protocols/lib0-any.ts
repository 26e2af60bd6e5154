import type { FieldReader } from './field-reader.ts';
import { takeLeb128 } from './leb128.ts';

/**
 * A value as lib0 writes it: a byte for its type, and the value. Nested ones are kept in a list,
 * so that depth costs nothing.
 * @see https://github.com/dmonad/lib0/blob/main/encoding.js
 */
export function readAny(fields: FieldReader, key: string | undefined): void {
  const open: { left: number; readonly hasKeys: boolean }[] = [];
  let name = key;
  do {
    const top = open.at(-1);
    if (top !== undefined) {
      if (top.left === 0) {
        fields.end();
        open.pop();
        continue;
      }
      top.left -= 1;
      name = top.hasKeys ? takeText(fields) : undefined;
    }
    const container = readOne(fields, name);
    if (container !== null) open.push(container);
  } while (open.length > 0 && fields.problem === null);
}

function takeText(fields: FieldReader): string {
  const length = takeLeb128(fields, 'length of a key');
  if (!fields.wants(length, 'key')) return '';
  fields.at += length;
  return new TextDecoder().decode(fields.bytes.subarray(fields.at - length, fields.at));
}

const constants: Readonly<Record<number, readonly ['undefined' | 'null' | 'boolean', string]>> = {
  127: ['undefined', 'undefined'],
  126: ['null', 'null'],
  121: ['boolean', 'false'],
  120: ['boolean', 'true'],
};

/** Adds a scalar, or opens a container and says how many items it has. */
function readOne(
  fields: FieldReader,
  key: string | undefined,
): { left: number; hasKeys: boolean } | null {
  const type = fields.byte;
  const start = fields.at;
  if (!fields.wants(1, 'value')) return null;
  const constant = constants[type];
  if (constant !== undefined) {
    fields.add(constant[0], 1, key, constant[1]);
    return null;
  }
  if (type === 118 || type === 117) {
    fields.begin(type === 118 ? 'object' : 'array', key);
    fields.at += 1;
    return { left: takeLeb128(fields, 'number of items'), hasKeys: type === 118 };
  }
  fields.at += 1;
  if (type === 119) fields.string(key, takeLeb128(fields, 'length of a text'));
  else if (type === 116) fields.blob(key, takeLeb128(fields, 'number of bytes'));
  else if (type === 125) readSigned(fields, key, start);
  else if (type === 124 || type === 123) readFloat(fields, key, type === 124 ? 4 : 8);
  else if (type === 122) readBigInt(fields, key);
  else fields.fail(`type ${type} of a value is not known`, start);
  return null;
}

/** The second highest bit of the first byte is the sign; the others have seven bits. */
function readSigned(fields: FieldReader, key: string | undefined, start: number): void {
  let value = 0;
  let scale = 1;
  const first = fields.byte;
  for (let index = 0; fields.wants(1, 'integer'); index += 1) {
    const byte = fields.byte;
    value += (byte & (index === 0 ? 0x3f : 0x7f)) * scale;
    scale *= index === 0 ? 64 : 128;
    fields.at += 1;
    if (value > Number.MAX_SAFE_INTEGER) fields.fail('an integer is larger than 2^53', start);
    if (byte < 0x80) break;
  }
  const isNegative = (first & 0x40) !== 0;
  const text = isNegative && value === 0 ? '-0' : String(isNegative ? -value : value);
  fields.note('number', key, text, 'integer', start, fields.at - start);
}

function readFloat(fields: FieldReader, key: string | undefined, size: 4 | 8): void {
  if (!fields.wants(size, 'number')) return;
  const { buffer, byteOffset } = fields.bytes;
  const view = new DataView(buffer, byteOffset + fields.at, size);
  const value = size === 4 ? view.getFloat32(0) : view.getFloat64(0);
  fields.add('number', size, key, Object.is(value, -0) ? '-0' : String(value), `float${size * 8}`);
}

function readBigInt(fields: FieldReader, key: string | undefined): void {
  if (!fields.wants(8, 'bigint')) return;
  const { buffer, byteOffset } = fields.bytes;
  const value = new DataView(buffer, byteOffset + fields.at, 8).getBigInt64(0);
  fields.add('number', 8, key, String(value), 'bigint');
}
