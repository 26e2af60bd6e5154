import type { FieldReader } from './field-reader.ts';
import { varintAt } from './mqtt-stream.ts';
import { properties } from './mqtt-words.ts';

/** A variable byte integer. */
export function readVarint(fields: FieldReader, key: string): number {
  const { value, size } = varintAt(fields.bytes, fields.at, fields.limit);
  if (size === 0) fields.fail(`${key} (varint) is cut off`);
  if (size < 0) fields.fail(`${key} (varint) is longer than 4 bytes`);
  const isLonger = size > 1 && fields.bytes[fields.at + size - 1] === 0;
  if (isLonger)
    fields.warn('not-canonical', fields.at, `mqtt: ${key} takes more bytes than it needs`);
  fields.add('number', size, key, String(value), 'varint');
  return value;
}

/** Text behind its length in two bytes; the node holds both. */
export function readText(fields: FieldReader, key: string | undefined): string {
  const what = key ?? 'topic filter';
  if (!fields.wants(2, `the length of ${what}`)) return '';
  const length = (fields.bytes[fields.at] ?? 0) * 256 + (fields.bytes[fields.at + 1] ?? 0);
  fields.at += 2;
  return fields.string(key, length, `string, ${length} B`);
}

/** The properties of version 5; of those the alias of a topic is needed at once, 0 for none. */
export function readProperties(fields: FieldReader, key: string): { alias: number } {
  let alias = 0;
  fields.begin('object', key);
  const length = readVarint(fields, 'length');
  fields.within(length, key, () => {
    while (fields.hasMore) {
      const id = fields.byte;
      const property = properties[id];
      if (property === undefined) {
        fields.fail(`property 0x${id.toString(16).padStart(2, '0')} does not exist`);
        break;
      }
      fields.at += 1;
      const [name, shape] = property;
      if (shape === 'byte') fields.uint8(name);
      else if (shape === 'two bytes') {
        const value = fields.uint(name, 2);
        if (id === 0x23) alias = value;
      } else if (shape === 'four bytes') fields.uint(name, 4);
      else if (shape === 'varint') readVarint(fields, name);
      else if (shape === 'string') readText(fields, name);
      else if (shape === 'binary') readBinary(fields, name);
      else readPair(fields, name);
    }
  });
  fields.end();
  return { alias };
}

function readBinary(fields: FieldReader, name: string): void {
  if (!fields.wants(2, `the length of ${name}`)) return;
  const length = (fields.bytes[fields.at] ?? 0) * 256 + (fields.bytes[fields.at + 1] ?? 0);
  fields.at += 2;
  fields.blob(name, length);
}

function readPair(fields: FieldReader, name: string): void {
  fields.begin('object', name);
  readText(fields, 'name');
  readText(fields, 'value');
  fields.end();
}
