import type { Payload } from '../decoder.ts';
import { isPlainWord } from '../plain-word.ts';
import { utf8SequenceLength } from '../utf8.ts';

const maxLooked = 65_536;

/**
 * What came out of a layer as a payload. Bytes that look like text (whole UTF-8 without control
 * characters, as far as the first 64 KiB) are text, since nobody has said what they are.
 */
export function guessPayload(bytes: Uint8Array): Payload {
  return { bytes, isText: looksLikeText(bytes) };
}

export function looksLikeText(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(bytes.length, maxLooked);
  for (let at = 0; at < end; ) {
    if (at + 4 <= end && isPlainWord(view.getInt32(at))) {
      at += 4;
      continue;
    }
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      if (!isTextByte(byte)) return false;
      at += 1;
      continue;
    }
    const length = utf8SequenceLength(bytes, at, bytes.length);
    if (length < 0) return false;
    at += length;
  }
  return bytes.length > 0;
}

/** Tab, line feed, carriage return, the record separator of RFC 7464, and all that can be seen. */
function isTextByte(byte: number): boolean {
  if (byte >= 0x20) return byte !== 0x7f;
  return byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x1e;
}
