import type { NodeReader } from '../node-table.ts';
import { decodeUtf8 } from '../utf8.ts';

/** Numbers of types in the columns. */
export const markupTypes = {
  element: 1,
  text: 2,
  comment: 3,
  cdata: 4,
  doctype: 5,
  instruction: 6,
  attribute: 7,
} as const;
const typeNames = [
  '',
  'element',
  'text',
  'comment',
  'CDATA',
  'doctype',
  'instruction',
  'attribute',
];

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  laquo: '«',
  raquo: '»',
  times: '×',
  middot: '·',
  bull: '•',
  euro: '€',
};

/** A reference of one character takes at most about so many bytes: `&#x10FFFF;`. */
const bytesPerChar = 10;

/** Reads text, comments and CDATA; references are resolved when somebody looks. */
export const markupTextReader: NodeReader = {
  key: (bytes, offset, length) => decodeUtf8(bytes, offset, offset + length),
  text: (bytes, kind, offset, length, maxChars) =>
    kind === 'object' || kind === 'array' ? '' : textOf(bytes, offset, length, maxChars),
  content: (bytes, _kind, offset, length) =>
    new TextEncoder().encode(textOf(bytes, offset, length, Number.POSITIVE_INFINITY)),
  typeName: (type) => typeNames[type] ?? '',
};

/** Reads the values of attributes, which stand with their quotes. */
export const markupAttributeReader: NodeReader = {
  ...markupTextReader,
  text: (bytes, _kind, offset, length, maxChars) => attributeOf(bytes, offset, length, maxChars),
  content: (bytes, _kind, offset, length) =>
    new TextEncoder().encode(attributeOf(bytes, offset, length, Number.POSITIVE_INFINITY)),
};

function attributeOf(bytes: Uint8Array, offset: number, length: number, maxChars: number): string {
  const isQuoted = bytes[offset] === 0x22 || bytes[offset] === 0x27;
  return resolved(bytes, offset + (isQuoted ? 1 : 0), length - (isQuoted ? 2 : 0), maxChars);
}

function textOf(bytes: Uint8Array, offset: number, length: number, maxChars: number): string {
  // In HTML a text may begin with a `<` that begins no tag.
  const isMarkup =
    bytes[offset] === 0x3c && (bytes[offset + 1] === 0x21 || bytes[offset + 1] === 0x3f);
  if (!isMarkup) return resolved(bytes, offset, length, maxChars);
  const isComment = bytes[offset + 2] === 0x2d;
  const isCdata = bytes[offset + 2] === 0x5b;
  const before = isComment ? 4 : isCdata ? 9 : 0;
  const after = isComment || isCdata ? 3 : 0;
  const start = offset + before;
  const end = Math.max(start, offset + length - after);
  return cut(decodeUtf8(bytes, start, Math.min(end, start + maxChars * 4)), maxChars);
}

function resolved(bytes: Uint8Array, start: number, length: number, maxChars: number): string {
  const end = start + Math.max(0, Math.min(length, maxChars * bytesPerChar));
  const text = decodeUtf8(bytes, start, end);
  return cut(
    text.includes('&') ? text.replace(/&(#x?[0-9a-f]{1,7}|\w{1,16});/gi, resolve) : text,
    maxChars,
  );
}

/** What is not known stays as it stands. */
function resolve(reference: string, name: string): string {
  if (!name.startsWith('#'))
    return Object.hasOwn(entities, name) ? (entities[name] ?? '') : reference;
  const isHex = name[1] === 'x' || name[1] === 'X';
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}

function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxChars + 1 : maxChars);
}
