const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export interface HexRow {
  /** Eight hex digits: `0000001a`. */
  readonly offset: string;
  /** `de ad be ef` */
  readonly bytes: string;
  /** A character a byte, `.` for those that are not printable ASCII. */
  readonly ascii: string;
}

export type BytesParse =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly ok: false;
      readonly reason: string;
      /** UTF-16 index, from 0. */
      readonly at: number;
    };

/** A byte as two lower-case hex digits. */
export function pairOf(byte: number): string {
  return pairs[byte] ?? '';
}

/** A byte as a printable ASCII character or `.`. */
export function asciiOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

/** One row of a hex view; the last one may be shorter. */
export function hexRow(bytes: Uint8Array, offset: number, bytesPerRow: number): HexRow {
  const row = bytes.subarray(offset, offset + bytesPerRow);
  let ascii = '';
  for (const byte of row) ascii += asciiOf(byte);
  return { offset: offset.toString(16).padStart(8, '0'), bytes: formatHex(row), ascii };
}

/** `de ad be ef` */
export function formatHex(bytes: Uint8Array): string {
  // In pieces, since one join over 50 million parts would need an array of as many strings.
  const piece = 8192;
  const texts: string[] = [];
  for (let start = 0; start < bytes.length; start += piece) {
    const end = Math.min(bytes.length, start + piece);
    const shown: string[] = [];
    for (let at = start; at < end; at += 1) shown.push(pairOf(bytes[at] ?? 0));
    texts.push(shown.join(' '));
  }
  return texts.join(' ');
}

/**
 * Reads hex digits in pairs, parted by spaces, newlines, commas or nothing. A pair or a run of
 * them may begin with `0x` or `\x`; after such a prefix one digit alone is a byte, as in C.
 */
export function parseHex(text: string): BytesParse {
  const bytes = new Uint8Array(Math.ceil(text.length / 2));
  let byteLength = 0;
  let at = 0;
  while (at < text.length) {
    if (/[\s,]/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const prefix = /^(?:0x|\\x)/i.test(text.slice(at, at + 2)) ? 2 : 0;
    const start = at + prefix;
    let end = start;
    while (end < text.length && digitOf(text, end) >= 0) end += 1;
    if (end === start) return unexpectedHex(text, end);
    if ((end - start) % 2 === 1 && !(prefix > 0 && end - start === 1)) {
      return canFollowByte(text, end) ? halfByte(end - 1) : unexpectedHex(text, end);
    }
    if (!canFollowByte(text, end)) return unexpectedHex(text, end);
    for (at = start; at < end; at += 2) {
      const isAlone = at + 1 === end;
      const low = isAlone ? digitOf(text, at) : digitOf(text, at + 1);
      bytes[byteLength] = isAlone ? low : digitOf(text, at) * 16 + low;
      byteLength += 1;
    }
    at = end;
  }
  return { ok: true, bytes: bytes.slice(0, byteLength) };
}

function digitOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 && unit < 0x80 ? letter - 0x57 : -1;
}

function canFollowByte(text: string, at: number): boolean {
  return at >= text.length || /[\s,\\]/.test(text.charAt(at));
}

function unexpectedHex(text: string, at: number): BytesParse {
  const reason =
    at < text.length
      ? `hex: '${characterAt(text, at)}' is not a hex digit, at character ${at}`
      : `hex: the text ends where 2 hex digits should be, at character ${at}`;
  return { ok: false, reason, at };
}

function halfByte(at: number): BytesParse {
  const reason = `hex: half a byte, write 2 digits for each byte, at character ${at}`;
  return { ok: false, reason, at };
}

/** The whole code point at an index, for messages. */
export function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);
}
