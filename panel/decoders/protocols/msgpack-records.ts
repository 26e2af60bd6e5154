import { msgpackCount, msgpackFamily, msgpackHead } from '../formats/msgpack-layout.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { FieldReader } from './field-reader.ts';
import { readMsgpack } from './msgpack-part.ts';

/**
 * The records of msgpackr: the first object of a shape stands behind an extension with a number and the names of its
 * fields, others of the shape behind that number alone.
 * @see https://github.com/kriszyp/msgpackr#record-structure-extension-definition
 */
export const hasRecords = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = bytes.indexOf(0xd4, start); at >= 0 && at < end; at = bytes.indexOf(0xd4, at + 1))
    if (isDefinition(bytes, at)) return true;
  return false;
};

const isDefinition = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xd4 && bytes[at + 1] === 0x72 && isRecordNumber(bytes[at + 2] ?? 0);

const isRecordNumber = (byte: number): boolean => byte >= 0x40 && byte < 0x80;

type Shapes = Map<number, readonly string[]>;

const maxNesting = 100;

/** From here to the limit as one value of MessagePack with records; returns its node. */
export function readRecords(fields: FieldReader, key: string): number {
  const node = fields.tree.columns.nodeCount;
  readValue(fields, key, new Map(), 0);
  return node;
}

function readValue(
  fields: FieldReader,
  key: string | undefined,
  shapes: Shapes,
  depth: number,
): void {
  if (!fields.wants(1, 'a value')) return;
  const isNew = isDefinition(fields.bytes, fields.at);
  const family = msgpackFamily(fields.byte);
  if (depth > maxNesting) fields.fail(`nested deeper than ${maxNesting} levels`);
  else if (isNew || shapes.has(fields.byte)) readRecord(fields, key, shapes, depth, isNew);
  else if (family === 'array' || family === 'map') readContainer(fields, key, shapes, depth);
  else readMsgpack(fields, endOfLeaf(fields), key);
}

function readRecord(
  fields: FieldReader,
  key: string | undefined,
  shapes: Shapes,
  depth: number,
  isNew: boolean,
): void {
  fields.begin('object', key, 'record');
  const number = fields.bytes[fields.at + (isNew ? 2 : 0)] ?? 0;
  fields.at += isNew ? 3 : 1;
  if (isNew) shapes.set(number, takeNames(fields));
  for (const name of shapes.get(number) ?? []) {
    if (fields.problem !== null) break;
    readValue(fields, name, shapes, depth + 1);
  }
  fields.end();
}

function readContainer(
  fields: FieldReader,
  key: string | undefined,
  shapes: Shapes,
  depth: number,
): void {
  const isMap = msgpackFamily(fields.byte) === 'map';
  fields.begin(isMap ? 'object' : 'array', key);
  const count = takeCount(fields);
  for (let index = 0; index < count && fields.problem === null; index += 1)
    readValue(fields, isMap ? takeText(fields) : undefined, shapes, depth + 1);
  fields.end();
}

function takeNames(fields: FieldReader): string[] {
  const names: string[] = [];
  if (!fields.hasMore || msgpackFamily(fields.byte) !== 'array') {
    fields.fail('a record without the names of its fields');
    return names;
  }
  const count = takeCount(fields);
  while (names.length < count && fields.problem === null) names.push(takeText(fields));
  return names;
}

function takeText(fields: FieldReader): string {
  if (!fields.hasMore || msgpackFamily(fields.byte) !== 'str') {
    fields.fail('a name that is no text');
    return '';
  }
  const { bytes, at } = fields;
  const end = endOfLeaf(fields);
  if (!fields.wants(end - at, 'a name')) return '';
  fields.at = end;
  return decodeUtf8(bytes, at + msgpackHead(bytes[at] ?? 0), end);
}

function takeCount(fields: FieldReader): number {
  const head = msgpackHead(fields.byte);
  if (!fields.wants(head, 'a count')) return 0;
  const count = msgpackCount(fields.bytes, fields.at);
  fields.at += head;
  return count;
}

/** Where a value ends that holds no others, as far as its head is there to tell. */
function endOfLeaf({ bytes, at, limit }: FieldReader): number {
  const lead = bytes[at] ?? 0;
  const family = msgpackFamily(lead);
  const head = msgpackHead(lead);
  const holds = family === 'str' || family === 'bin' || family === 'ext';
  return at + head + (holds && at + head <= limit ? msgpackCount(bytes, at) : 0);
}
