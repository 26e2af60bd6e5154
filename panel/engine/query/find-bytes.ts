export type ByteFinder = (bytes: Uint8Array, start: number, end: number) => boolean;

/**
 * Finds a text in UTF-8 bytes, whatever the case, without making strings where that is possible.
 *
 * - An ASCII needle is compared byte by byte, and only ASCII letters are folded: `k` does not find
 *   U+212A KELVIN SIGN.
 * - Otherwise both sides are compared as `toLowerCase` makes them, every sigma alike; the parts of
 *   the needle that have one spelling are searched as bytes first, and often they are all of it.
 *
 * Sequences of combined characters are compared as they are written, not normalised.
 */
export function createByteFinder(needle: string): ByteFinder {
  const folded = foldCase(needle);
  if (folded === '') return () => true;
  const literal = longestLiteral(folded);
  const findLiteral = literal === '' ? findNonAscii : createFoldedSearch(utf8.encode(literal));
  if (literal === folded || isAscii(folded)) return createFoldedSearch(utf8.encode(folded));
  return (bytes, start, end) =>
    findLiteral(bytes, start, end) && findDecoded(folded, bytes, start, end);
}

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function foldCase(text: string): string {
  // toLowerCase writes a sigma by its neighbours, so that a part of a word would not be found.
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) > 127) return false;
  return true;
}

/**
 * Code points that nothing else folds to but, for letters of ASCII, their capital: their bytes can
 * be searched. Not i and k, to which U+0130 and U+212A fold, not U+0307, which U+0130 leaves
 * behind, and not U+FFFD, which invalid bytes become. A test proves it for all of Unicode.
 */
export function hasOneSpelling(character: string): boolean {
  if (character === 'i' || character === 'k') return false;
  if (character === '\u0307' || character === '\ufffd') return false;
  if (isAscii(character)) return true;
  return character.toLowerCase() === character && character.toUpperCase() === character;
}

function longestLiteral(folded: string): string {
  let longest = '';
  let current = '';
  for (const character of folded) {
    // Half a surrogate pair would be encoded as U+FFFD.
    const isHalf = /\p{Cs}/u.test(character);
    current = hasOneSpelling(character) && !isHalf ? current + character : '';
    if (utf8.encode(current).length > utf8.encode(longest).length) longest = current;
  }
  return longest;
}

/** Horspool's search for bytes, in which letters of ASCII match both cases. */
function createFoldedSearch(needle: Uint8Array): ByteFinder {
  const last = needle.length - 1;
  const lower = needle.map(toLower);
  const upper = needle.map(toUpper);
  const lowerLast = lower[last] ?? 0;
  const upperLast = upper[last] ?? 0;
  if (last === 0) return createByteSearch(lowerLast, upperLast);
  const skips = createSkips(lower, upper);
  return (bytes, start, end) => {
    let at = start + last;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte === lowerLast || byte === upperLast) {
        const base = at - last;
        let index = 0;
        while (index < last) {
          const other = bytes[base + index];
          if (other !== lower[index] && other !== upper[index]) break;
          index += 1;
        }
        if (index === last) return true;
      }
      at += skips[byte] ?? 1;
    }
    return false;
  };
}

/** For one byte a table of skips is only in the way: half the speed. */
function createByteSearch(lower: number, upper: number): ByteFinder {
  return (bytes, start, end) => {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === lower || byte === upper) return true;
    }
    return false;
  };
}

/** How far the needle may move when a byte stands under its last one. */
function createSkips(lower: Uint8Array, upper: Uint8Array): Uint32Array {
  const last = lower.length - 1;
  const skips = new Uint32Array(256).fill(lower.length);
  for (let index = 0; index < last; index += 1) {
    skips[lower[index] ?? 0] = last - index;
    skips[upper[index] ?? 0] = last - index;
  }
  return skips;
}

function toLower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

function toUpper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte;
}

function findNonAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) return true;
  return false;
}

/** In windows, so that a payload of 50 MB is never one string. */
const windowBytes = 64 * 1024;

function findDecoded(folded: string, bytes: Uint8Array, start: number, end: number): boolean {
  // A code point folds to one UTF-16 unit or more, so a match takes at most four bytes for each.
  const overlap = folded.length * 4;
  for (let from = start; ; ) {
    const to = Math.min(end, from + windowBytes + overlap);
    if (foldCase(decoder.decode(bytes.subarray(from, to))).includes(folded)) return true;
    if (to === end) return false;
    // Half a code point at either edge becomes U+FFFD, and is whole in the other window.
    from = to - overlap;
  }
}
