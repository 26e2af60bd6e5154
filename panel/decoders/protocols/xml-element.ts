import { decodeUtf8 } from '../utf8.ts';
import type { FieldReader } from './field-reader.ts';

const maxNesting = 200;
const [lessThan, greaterThan, slash] = [0x3c, 0x3e, 0x2f];
const [quote, apostrophe, equals, bracket] = [0x22, 0x27, 0x3d, 0x5d];

/**
 * Reads one element, small and strict as XMPP wants it: no document type, no entities but the five,
 * no processing instructions. An element is an object: `@name` for attributes, `#text` for text,
 * and the names of its children.
 * @see https://www.rfc-editor.org/rfc/rfc6120#section-11
 */
export function readElement(fields: FieldReader): string {
  const open: string[] = [];
  const root = readStartTag(fields, open);
  while (open.length > 0 && fields.problem === null) {
    if (!fields.hasMore) fields.fail(`the end tag </${open.at(-1)}> is missing`);
    else if (fields.byte !== lessThan) readText(fields);
    else if (fields.bytes[fields.at + 1] === slash) readEndTag(fields, open);
    else if (fields.bytes[fields.at + 1] === 0x21) readSpecial(fields);
    else if (open.length >= maxNesting) fields.fail(`nested deeper than ${maxNesting} levels`);
    else readStartTag(fields, open);
  }
  return root;
}

function readStartTag(fields: FieldReader, open: string[]): string {
  if (fields.byte !== lessThan || !fields.hasMore) {
    fields.fail("expected '<'");
    return '';
  }
  const nameAt = fields.at + 1;
  const nameEnd = endOfName(fields, nameAt);
  const name = decodeUtf8(fields.bytes, nameAt, nameEnd);
  if (name === '') fields.fail('expected the name of an element', nameAt);
  // The root stands under no key, its name is its type.
  if (open.length === 0) fields.begin('object', undefined, `<${name}>`);
  else fields.begin('object', name);
  if (fields.problem !== null) return name;
  fields.at = nameEnd;
  const seen = new Set<string>();
  for (;;) {
    skipSpace(fields);
    if (fields.problem !== null || readTagEnd(fields, name, open)) return name;
    readAttribute(fields, name, seen);
  }
}

/** Whether the tag ends here, with its element or before its content. */
function readTagEnd(fields: FieldReader, name: string, open: string[]): boolean {
  if (!fields.hasMore) {
    fields.fail(`the tag <${name}> has no end`);
    return true;
  }
  const isEmpty = fields.byte === slash && fields.bytes[fields.at + 1] === greaterThan;
  if (!isEmpty && fields.byte !== greaterThan) return false;
  fields.at += isEmpty ? 2 : 1;
  if (isEmpty) fields.end();
  else open.push(name);
  return true;
}

function readAttribute(fields: FieldReader, element: string, seen: Set<string>): void {
  const start = fields.at;
  const nameEnd = endOfName(fields, start);
  const name = decodeUtf8(fields.bytes, start, nameEnd);
  if (name === '') {
    fields.fail(`expected an attribute or the end of <${element}>`);
    return;
  }
  if (seen.has(name)) fields.fail(`the attribute ${name} is there twice`);
  seen.add(name);
  fields.at = nameEnd;
  skipSpace(fields);
  if (fields.byte !== equals) fields.fail(`expected '=' behind the attribute ${name}`);
  fields.at = Math.min(fields.limit, fields.at + 1);
  skipSpace(fields);
  const mark = fields.byte;
  const end =
    mark === quote || mark === apostrophe ? fields.bytes.indexOf(mark, fields.at + 1) : -1;
  if (end < 0 || end >= fields.limit) {
    fields.fail(`the value of the attribute ${name} is not in quotes`);
    return;
  }
  const value = textAt(fields, fields.at + 1, end);
  fields.add('string', end + 1 - fields.at, `@${name}`, value);
}

function readEndTag(fields: FieldReader, open: string[]): void {
  const nameAt = fields.at + 2;
  const nameEnd = endOfName(fields, nameAt);
  const name = decodeUtf8(fields.bytes, nameAt, nameEnd);
  if (name !== open.at(-1)) {
    fields.fail(`</${name}> ends <${open.at(-1)}>`);
    return;
  }
  fields.at = nameEnd;
  skipSpace(fields);
  if (fields.byte !== greaterThan || !fields.hasMore) {
    fields.fail(`the tag </${name}> has no end`);
    return;
  }
  fields.at += 1;
  open.pop();
  fields.end();
}

/** Text between tags; space alone is only layout. */
function readText(fields: FieldReader): void {
  const found = fields.bytes.indexOf(lessThan, fields.at);
  const end = found < 0 || found > fields.limit ? fields.limit : found;
  const text = textAt(fields, fields.at, end);
  if (text.trim() === '') fields.at = end;
  else fields.add('string', end - fields.at, '#text', text);
}

const cdata = '<![CDATA[';

/** A section of characters; comments and document types have no place here. */
function readSpecial(fields: FieldReader): void {
  const { at } = fields;
  if (decodeUtf8(fields.bytes, at, Math.min(fields.limit, at + cdata.length)) !== cdata) {
    fields.fail('comments and document types are not allowed');
    return;
  }
  const start = at + cdata.length;
  const end = endOfCdata(fields, start);
  if (end < 0) {
    fields.fail('the section of characters has no end');
    return;
  }
  if (!fields.wants(end + 3 - at, 'text')) return;
  fields.checkUtf8(start, end);
  fields.add('string', end + 3 - at, '#text', decodeUtf8(fields.bytes, start, end));
}

function endOfCdata({ bytes, limit }: FieldReader, start: number): number {
  let at = bytes.indexOf(bracket, start);
  while (at >= 0 && at + 2 < limit) {
    if (bytes[at + 1] === bracket && bytes[at + 2] === greaterThan) return at;
    at = bytes.indexOf(bracket, at + 1);
  }
  return -1;
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

function textAt(fields: FieldReader, start: number, end: number): string {
  // Asked before the text is read: when a payload is only looked at, most of it is not.
  if (!fields.wants(end - fields.at, 'text')) return '';
  fields.checkUtf8(start, end);
  const text = decodeUtf8(fields.bytes, start, end);
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{1,12};)?/g, (whole, name: string | undefined) => {
    const character = name === undefined ? undefined : characterOf(name.slice(0, -1));
    if (character === undefined) fields.fail(`${whole} is no character`, start);
    return character ?? whole;
  });
}

function characterOf(name: string): string | undefined {
  const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
  if (number === null) return entities[name];
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

function skipSpace(fields: FieldReader): void {
  while (fields.hasMore && (fields.byte === 0x20 || (fields.byte >= 0x09 && fields.byte <= 0x0d)))
    fields.at += 1;
}

/** Letters, digits, `:`, `_`, `-`, `.` and everything beyond ASCII. */
function endOfName({ bytes, limit }: FieldReader, start: number): number {
  let at = start;
  while (at < limit && isNameByte(bytes[at] ?? 0)) at += 1;
  return at;
}

function isNameByte(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x2d && byte <= 0x3a && byte !== slash) ||
    byte === 0x5f ||
    byte >= 0x80
  );
}
