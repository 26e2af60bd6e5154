import { type CentrifugoField, centrifugoMessages } from './centrifugo-words.ts';
import type { FieldReader } from './field-reader.ts';
import { takeLeb128 } from './leb128.ts';

const maxNesting = 30;

/** Reads fields up to the limit into the object that is open, by the names of a message. */
export function readFields(fields: FieldReader, message: string, depth = 0): void {
  const known = centrifugoMessages[message];
  while (fields.hasMore) {
    const start = fields.at;
    const tag = takeLeb128(fields, 'a tag');
    const number = Math.floor(tag / 8);
    if (fields.problem === null && number === 0) fields.fail('field 0 does not exist', start);
    const field = known?.get(number);
    const key = field?.name ?? `field ${number}`;
    switch (tag % 8) {
      case 0:
        readVarint(fields, key, field?.type ?? 'uint');
        break;
      case 1:
        fields.uintLittle(key, 8);
        break;
      case 5:
        fields.uintLittle(key, 4);
        break;
      case 2: {
        const length = takeLeb128(fields, `the length of ${key}`);
        fields.within(length, key, () => readDelimited(fields, key, field, depth));
        break;
      }
      default:
        fields.fail(`wire type ${tag % 8} of ${key} is not used`, start);
    }
  }
}

function readDelimited(
  fields: FieldReader,
  key: string,
  field: CentrifugoField | undefined,
  depth: number,
): void {
  const type = field?.type ?? 'bytes';
  if (type === 'string') fields.string(key, fields.left);
  else if (type.startsWith('map:')) readEntry(fields, key, type.slice(4), depth);
  else if (centrifugoMessages[type] === undefined) fields.blob(key, fields.left);
  else if (depth >= maxNesting) fields.fail(`nested deeper than ${maxNesting} levels`);
  else {
    fields.begin('object', key, type);
    readFields(fields, type, depth + 1);
    fields.end();
  }
}

/** One pair of a map: 1 is the key, 2 the value. Each pair is a field of its own. */
function readEntry(fields: FieldReader, key: string, valueType: string, depth: number): void {
  fields.begin('object', key, 'entry');
  while (fields.hasMore) {
    const tag = takeLeb128(fields, 'a tag');
    const length = takeLeb128(fields, `the length in ${key}`);
    if (tag !== 0x0a && tag !== 0x12) fields.fail(`an entry of ${key} has fields 1 and 2 only`);
    const name = tag === 0x0a ? 'key' : 'value';
    const type = tag === 0x0a ? 'string' : valueType;
    fields.within(length, name, () => readDelimited(fields, name, { name, type }, depth));
  }
  fields.end();
}

/** Up to 64 bits, exact. */
function readVarint(fields: FieldReader, key: string, type: string): void {
  const start = fields.at;
  let value = 0n;
  for (let shift = 0n; fields.wants(1, key); shift += 7n) {
    const byte = fields.byte;
    value |= BigInt(byte & 0x7f) << shift;
    fields.at += 1;
    if (byte < 0x80) break;
    if (shift > 63n) fields.fail(`${key} is longer than 10 bytes`, start);
  }
  const isFlag = type === 'bool' && value < 2n;
  const text = isFlag ? String(value === 1n) : String(asType(BigInt.asUintN(64, value), type));
  fields.note(isFlag ? 'boolean' : 'number', key, text, 'varint', start, fields.at - start);
}

function asType(value: bigint, type: string): bigint {
  if (type === 'int') return BigInt.asIntN(64, value);
  return type === 'sint' ? (value >> 1n) ^ -(value & 1n) : value;
}
