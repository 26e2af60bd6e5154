import { decodeUtf8, utf8SequenceLength } from './utf8.ts';

const quote = 0x22;
const backslash = 0x5c;

/**
 * The value of a JSON string literal, quotes included in the range, that the reader has accepted.
 * Cut after `maxChars` UTF-16 units, never inside an escape or a code point.
 */
export function decodeJsonString(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxChars: number = Number.POSITIVE_INFINITY,
): string {
  const contentEnd = end - start - 2 <= maxChars ? end - 1 : cutAt(bytes, start, end, maxChars);
  const content = decodeUtf8(bytes, start + 1, contentEnd);
  if (!content.includes('\\')) return content;
  // The literal was accepted by our reader, and its invalid UTF-8 is U+FFFD by now, so this
  // cannot throw; it resolves the escapes of JSON in JSON many times faster than a loop does.
  return String(JSON.parse(`"${content}"`));
}

export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === backslash) return true;
  return false;
}

function cutAt(bytes: Uint8Array, start: number, end: number, maxChars: number): number {
  let at = start + 1;
  for (let chars = 0; chars < maxChars && bytes[at] !== quote; ) {
    const length = unitLength(bytes, at, end);
    chars += length === 4 || length === 12 ? 2 : 1;
    at += length;
  }
  return at;
}

/** The bytes of one escape or code point; a surrogate pair of two escapes counts as one. */
function unitLength(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== backslash) return Math.abs(utf8SequenceLength(bytes, at, end));
  if (bytes[at + 1] !== 0x75) return 2;
  const isHigh = surrogateKind(bytes, at) === 'high';
  return isHigh && surrogateKind(bytes, at + 6) === 'low' ? 12 : 6;
}

/** Whether an escape `\uXXXX` stands at `at` and is half of a surrogate pair. */
export function surrogateKind(bytes: Uint8Array, at: number): 'high' | 'low' | 'none' {
  if (bytes[at] !== backslash || bytes[at + 1] !== 0x75) return 'none';
  if (((bytes[at + 2] ?? 0) | 0x20) !== 0x64) return 'none';
  const second = bytes[at + 3] ?? 0;
  if (second === 0x38 || second === 0x39) return 'high';
  const letter = second | 0x20;
  if (letter === 0x61 || letter === 0x62) return 'high';
  return letter >= 0x63 && letter <= 0x66 ? 'low' : 'none';
}
