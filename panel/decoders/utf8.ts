import { manyBytes, skipPlain } from './plain-word.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Longer texts the built-in decodes faster; each call of it takes 100 ns, twice as long as for most keys. */
const maxShort = 16;

/** Decodes UTF-8; a byte order mark stays, an invalid sequence becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const short = end - start <= maxShort ? shortAscii(bytes, start, end) : null;
  return short ?? utf8.decode(bytes.subarray(start, end));
}

/** Null where not all of it is ASCII, or not there. */
function shortAscii(bytes: Uint8Array, start: number, end: number): string | null {
  let text = '';
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const first = bytes[at] ?? 0x80;
    const second = bytes[at + 1] ?? 0x80;
    const third = bytes[at + 2] ?? 0x80;
    const fourth = bytes[at + 3] ?? 0x80;
    if ((first | second | third | fourth) >= 0x80) return null;
    text += String.fromCharCode(first, second, third, fourth);
  }
  for (; at < end; at += 1) {
    const byte = bytes[at] ?? 0x80;
    if (byte >= 0x80) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

/**
 * The length in bytes of the code point at `at`, or, if it is invalid, minus the length of the
 * part that a decoder replaces by one U+FFFD. `at` must be below `end`.
 * @see https://encoding.spec.whatwg.org/#utf-8-decoder
 */
export function utf8SequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const wanted = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  // The second byte is narrower after these leads: overlong forms, surrogates, beyond U+10FFFF.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (at + 1 >= end) return -1;
  const second = bytes[at + 1] ?? 0;
  if (second < least || second > most) return -1;
  for (let length = 2; length < wanted; length += 1) {
    if (at + length >= end || ((bytes[at + length] ?? 0) & 0xc0) !== 0x80) return -length;
  }
  return wanted;
}

/** The code point of a valid sequence of the given length. */
export function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  const lead = bytes[at] ?? 0;
  if (length === 1) return lead;
  let codePoint = lead & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    codePoint = (codePoint << 6) | ((bytes[at + index] ?? 0) & 0x3f);
  }
  return codePoint;
}

/** Decodes at most `maxChars` UTF-16 units, one more where the last code point needs two. */
export function decodeUtf8Prefix(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxChars: number,
): string {
  // Each byte makes at most one UTF-16 unit.
  if (end - start <= maxChars) return decodeUtf8(bytes, start, end);
  let at = start;
  for (let chars = 0; chars < maxChars && at < end; ) {
    const length = utf8SequenceLength(bytes, at, end);
    chars += length === 4 ? 2 : 1;
    at += Math.abs(length);
  }
  return decodeUtf8(bytes, start, at);
}

/** Where the first invalid sequence begins, -1 when all is valid UTF-8. */
export function findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let manyFrom = at + manyBytes;
  while (at < end) {
    if (at >= manyFrom) {
      at = skipPlain(bytes, at, end);
      manyFrom = at + manyBytes;
      continue;
    }
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const length = utf8SequenceLength(bytes, at, end);
    if (length < 0) return at;
    at += length;
  }
  return -1;
}
