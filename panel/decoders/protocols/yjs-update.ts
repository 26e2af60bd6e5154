import type { FieldReader } from './field-reader.ts';
import { readLeb128, takeLeb128 } from './leb128.ts';
import { readAny } from './lib0-any.ts';

export interface UpdateCounts {
  readonly structs: number;
  /** Ranges that were deleted. */
  readonly deletes: number;
}

/** Clients with the clock that is known of them; returns their number. */
export function readStateVector(fields: FieldReader): number {
  fields.begin('array', 'state vector');
  const count = takeLeb128(fields, 'number of clients');
  for (let index = 0; index < count && fields.problem === null; index += 1) {
    fields.begin('object');
    readLeb128(fields, 'client');
    readLeb128(fields, 'clock');
    fields.end();
  }
  fields.end();
  return count;
}

/** An update of version 1: structs by client, then what was deleted. */
export function readUpdate(fields: FieldReader): UpdateCounts {
  let structs = 0;
  fields.begin('array', 'clients');
  const clients = takeLeb128(fields, 'number of clients');
  for (let index = 0; index < clients && fields.problem === null; index += 1) {
    fields.begin('object');
    const count = takeLeb128(fields, 'number of structs');
    readLeb128(fields, 'client');
    readLeb128(fields, 'clock');
    fields.begin('array', 'structs');
    for (let struct = 0; struct < count && fields.problem === null; struct += 1) {
      readStruct(fields);
      structs += 1;
    }
    fields.end();
    fields.end();
  }
  fields.end();
  return { structs, deletes: readDeletions(fields) };
}

function readDeletions(fields: FieldReader): number {
  let deletes = 0;
  fields.begin('array', 'deleted');
  const clients = takeLeb128(fields, 'number of clients with deletions');
  for (let index = 0; index < clients && fields.problem === null; index += 1) {
    fields.begin('object');
    readLeb128(fields, 'client');
    fields.begin('array', 'ranges');
    const ranges = takeLeb128(fields, 'number of ranges');
    for (let range = 0; range < ranges && fields.problem === null; range += 1) {
      fields.begin('object');
      readLeb128(fields, 'clock');
      readLeb128(fields, 'length');
      fields.end();
      deletes += 1;
    }
    fields.end();
    fields.end();
  }
  fields.end();
  return deletes;
}

const contents = [
  'GC',
  'Deleted',
  'JSON',
  'Binary',
  'String',
  'Embed',
  'Format',
  'Type',
  'Any',
  'Doc',
  'Skip',
];

/** Three flags and the kind of content, where it belongs, and the content. */
function readStruct(fields: FieldReader): void {
  const info = fields.byte;
  const kind = contents[info & 0x1f];
  if (kind === undefined) fields.fail(`content ${info & 0x1f} is not known`);
  fields.begin('object');
  fields.add('name', 1, 'content', kind ?? '', `0x${info.toString(16).padStart(2, '0')}`);
  if (kind === 'GC' || kind === 'Skip') readLeb128(fields, 'length');
  else {
    const hasOrigin = (info & 0x80) !== 0;
    const hasRightOrigin = (info & 0x40) !== 0;
    if (hasOrigin) readId(fields, 'origin');
    if (hasRightOrigin) readId(fields, 'right origin');
    if (!hasOrigin && !hasRightOrigin) {
      if (takeLeb128(fields, 'kind of parent') === 1) readText(fields, 'parent');
      else readId(fields, 'parent');
      if ((info & 0x20) !== 0) readText(fields, 'key');
    }
    readContent(fields, kind ?? '');
  }
  fields.end();
}

function readId(fields: FieldReader, key: string): void {
  fields.begin('object', key);
  readLeb128(fields, 'client');
  readLeb128(fields, 'clock');
  fields.end();
}

const typeNames = [
  'YArray',
  'YMap',
  'YText',
  'YXmlElement',
  'YXmlFragment',
  'YXmlHook',
  'YXmlText',
];

function readContent(fields: FieldReader, kind: string): void {
  switch (kind) {
    case 'Deleted':
      readLeb128(fields, 'length');
      break;
    case 'JSON':
      readList(fields, () => readText(fields, undefined));
      break;
    case 'Binary':
      fields.blob('value', takeLeb128(fields, 'length'));
      break;
    case 'String':
    case 'Embed':
      readText(fields, 'value');
      break;
    case 'Format':
      readText(fields, 'name');
      readText(fields, 'value');
      break;
    case 'Type': {
      const type = readLeb128(fields, 'type', (value) => typeNames[value]);
      if (typeNames[type] === undefined) fields.fail(`type ${type} is not known`);
      if (type === 3 || type === 5) readText(fields, 'node name');
      break;
    }
    case 'Any':
      readList(fields, () => readAny(fields, undefined));
      break;
    default:
      readText(fields, 'guid');
      readAny(fields, 'options');
  }
}

function readList(fields: FieldReader, readItem: () => void): void {
  fields.begin('array', 'values');
  const count = takeLeb128(fields, 'number of values');
  for (let index = 0; index < count && fields.problem === null; index += 1) readItem();
  fields.end();
}

function readText(fields: FieldReader, key: string | undefined): void {
  fields.string(key, takeLeb128(fields, 'length of the text'));
}
