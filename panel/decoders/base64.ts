import { type BytesParse, characterAt } from './hex.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const symbols = new TextEncoder().encode(alphabet);
const sextets = new Int8Array(128).fill(-1);
for (const [sextet, symbol] of symbols.entries()) sextets[symbol] = sextet;
sextets[0x2d] = 62;
sextets[0x5f] = 63;
const padding = 0x3d;

/**
 * Reads base64 of the standard and of the URL-safe alphabet, also mixed. White space is skipped,
 * padding may be left out but not be wrong.
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function parseBase64(text: string): BytesParse {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let byteLength = 0;
  let bits = 0;
  let symbolCount = 0;
  let paddingCount = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) continue;
    if (unit === padding) {
      paddingCount += 1;
      if ((symbolCount + paddingCount) % 4 === 1 || paddingCount > 2) {
        return failAt(at, "no '=' belongs here");
      }
      continue;
    }
    const sextet = sextets[unit] ?? -1;
    if (sextet < 0) return failAt(at, `'${characterAt(text, at)}' is not in the alphabet`);
    if (paddingCount > 0) return failAt(at, "nothing may follow '='");
    bits = (bits << 6) | sextet;
    symbolCount += 1;
    if (symbolCount % 4 === 1) continue;
    const spareBits = (3 - ((symbolCount - 1) % 4)) * 2;
    bytes[byteLength] = bits >> spareBits;
    byteLength += 1;
    bits &= (1 << spareBits) - 1;
  }
  if (symbolCount % 4 === 1) {
    return failAt(text.length, 'one character is missing, 6 bits make no byte');
  }
  if (paddingCount > 0 && (symbolCount + paddingCount) % 4 !== 0) {
    return failAt(text.length, "one '=' is missing");
  }
  return { ok: true, bytes: bytes.slice(0, byteLength) };
}

/** Standard alphabet, padded, on one line. */
export function formatBase64(bytes: Uint8Array): string {
  // Pieces of whole groups of three bytes, so that only the last one is padded.
  const piece = 3 * 16384;
  const texts: string[] = [];
  for (let start = 0; start < bytes.length; start += piece) {
    texts.push(formatPiece(bytes.subarray(start, start + piece)));
  }
  return texts.join('');
}

function formatPiece(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const symbolCount = Math.min(3, bytes.length - at) + 1;
    for (let index = 0; index < symbolCount; index += 1) {
      text[length + index] = symbols[(group >> (18 - index * 6)) & 63] ?? 0;
    }
    length += 4;
  }
  return new TextDecoder().decode(text);
}

function failAt(at: number, problem: string): BytesParse {
  return { ok: false, reason: `base64: ${problem}, at character ${at}`, at };
}
