import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { failureAt } from './unpacked.ts';

const name = 'utf-16';
const maxProbed = 8192;
/** Without a byte order mark fewer characters may be anything. */
const minUnits = 4;

/** Text of two bytes a character, as Windows programs send it. */
export const utf16Decoder: Decoder = {
  name,
  label: 'UTF-16',
  specification: 'https://www.rfc-editor.org/rfc/rfc2781',
  recognisedBy:
    'binary with a byte order mark before text, or of which every other byte is 0 and the rest is ASCII text',
  recognises: (payload) => recogniseUtf16(payload),
  decode: ({ bytes }, _hint, budget) => decodeUtf16(bytes, budget),
  enclose: (inner, original) => encloseUtf16(inner, original),
};

interface Order {
  readonly isBigEndian: boolean;
  readonly markLength: 0 | 2;
}

/** By the mark, or else by where the zeros stand. */
function orderOf(bytes: Uint8Array): Order {
  const { 0: first = 0, 1: second = 0 } = bytes;
  if (first === 0xff && second === 0xfe) return { isBigEndian: false, markLength: 2 };
  if (first === 0xfe && second === 0xff) return { isBigEndian: true, markLength: 2 };
  return { isBigEndian: first === 0, markLength: 0 };
}

const unitAt = (bytes: Uint8Array, at: number, isBigEndian: boolean): number => {
  const { [at]: first = 0, [at + 1]: second = 0 } = bytes;
  return isBigEndian ? (first << 8) | second : first | (second << 8);
};

function recogniseUtf16({ bytes, isText }: Payload): number {
  if (isText || bytes.length % 2 !== 0 || bytes.length < 4) return 0;
  const { isBigEndian, markLength } = orderOf(bytes);
  if (markLength === 0 && bytes.length < minUnits * 2) return 0;
  const end = Math.min(bytes.length, maxProbed);
  for (let at = markLength; at < end; at += 2) {
    const unit = unitAt(bytes, at, isBigEndian);
    if (!isTextUnit(unit)) return 0;
    if (markLength === 0 && unit > 0x7e) return 0;
    const isHigh = unit >= 0xd800 && unit < 0xdc00;
    const next = at + 2 < bytes.length ? unitAt(bytes, at + 2, isBigEndian) : 0;
    if (isHigh && !(next >= 0xdc00 && next < 0xe000)) return 0;
    if (isHigh) at += 2;
  }
  return markLength === 2 ? 0.9 : 0.75;
}

/** No control character, no half of a pair that stands alone, no noncharacter. */
function isTextUnit(unit: number): boolean {
  if (unit < 0x20) return unit === 0x09 || unit === 0x0a || unit === 0x0d;
  return unit !== 0x7f && (unit < 0xdc00 || unit > 0xdfff) && unit < 0xfffe;
}

function decodeUtf16(bytes: Uint8Array, budget: Budget): Decoded {
  const { isBigEndian, markLength } = orderOf(bytes);
  const label = isBigEndian ? 'UTF-16BE' : 'UTF-16LE';
  const builder = new TreeBuilder(bytes, budget);
  // A unit takes up to three bytes in UTF-8, a pair of them four.
  const room = Math.floor(budget.maxBytes / 3) * 2;
  const whole = bytes.length - (bytes.length % 2);
  const end = Math.min(whole, markLength + room);
  const text = new TextDecoder(label, { ignoreBOM: true }).decode(bytes.subarray(markLength, end));
  builder.begin('object', 0, undefined, name);
  builder.add(
    'name',
    0,
    Math.min(markLength, bytes.length),
    'byte order',
    isBigEndian ? 'big-endian' : 'little-endian',
  );
  const node = builder.addBytes(
    Math.min(markLength, bytes.length),
    Math.max(0, end - markLength),
    'text',
    label,
  );
  builder.endAll(bytes.length);
  const table = builder.table();
  const inner = { node, payload: { bytes: new TextEncoder().encode(text), isText: true } };
  if (end < whole)
    return {
      ...failureAt(name, `more than ${room} bytes, the limit`, end, bytes.length),
      table,
      inner,
    };
  if (whole < bytes.length)
    return { ...failureAt(name, 'half a character', whole, bytes.length), table, inner };
  return { ok: true, table, warnings: [], inner };
}

function encloseUtf16(inner: Payload, { bytes }: Payload): Payload {
  const { isBigEndian, markLength } = orderOf(bytes);
  const text = new TextDecoder().decode(inner.bytes);
  const encoded = new Uint8Array(markLength + text.length * 2);
  const view = new DataView(encoded.buffer);
  if (markLength === 2) view.setUint16(0, 0xfeff, !isBigEndian);
  for (let index = 0; index < text.length; index += 1) {
    view.setUint16(markLength + index * 2, text.charCodeAt(index), !isBigEndian);
  }
  return { bytes: encoded, isText: false };
}
