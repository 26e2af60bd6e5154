/** The longest code that DEFLATE knows, in bits. */
export const maxCodeBits = 15;

export interface HuffmanTable {
  /** By the next bits, lowest first: symbol << 4 | bits of its code; 0 where no code begins so. */
  readonly entries: Uint16Array;
  /** As many bits as the longest code has; 0 when there is no code at all. */
  readonly bits: number;
}

const counts = new Uint16Array(maxCodeBits + 1);
const nextCodes = new Uint16Array(maxCodeBits + 1);

/**
 * Makes the table of a canonical code from the lengths of its codes, into `entries`, which is used
 * again for each block. Null when the lengths are more than fit, or fewer than needed and not the
 * one code that is allowed to stand alone.
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2
 */
export function fillHuffmanTable(
  lengths: Uint8Array,
  start: number,
  end: number,
  entries: Uint16Array,
): HuffmanTable | null {
  counts.fill(0);
  for (let at = start; at < end; at += 1) {
    const length = lengths[at] ?? 0;
    counts[length] = (counts[length] ?? 0) + 1;
  }
  counts[0] = 0;
  let bits = maxCodeBits;
  while (bits > 0 && counts[bits] === 0) bits -= 1;
  if (!areCodesWhole(bits)) return null;
  entries.fill(0, 0, 1 << bits);
  for (let at = start; at < end; at += 1) {
    const length = lengths[at] ?? 0;
    if (length === 0) continue;
    const code = nextCodes[length] ?? 0;
    nextCodes[length] = code + 1;
    const entry = ((at - start) << 4) | length;
    for (let slot = reverse(code, length); slot < 1 << bits; slot += 1 << length) {
      entries[slot] = entry;
    }
  }
  return { entries, bits };
}

/** Counts down the codes that are left at each length, and notes the first code of each. */
function areCodesWhole(bits: number): boolean {
  let left = 1;
  let code = 0;
  for (let length = 1; length <= maxCodeBits; length += 1) {
    code = (code + (length === 1 ? 0 : (counts[length - 1] ?? 0))) << 1;
    nextCodes[length] = code;
    left = (left << 1) - (counts[length] ?? 0);
    if (left < 0) return false;
  }
  // One distance code of one bit may be alone; a block of literals only has none.
  return left === 0 || bits <= 1;
}

const reversedBytes = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
});

function reverse(code: number, length: number): number {
  const reversed = ((reversedBytes[code & 0xff] ?? 0) << 8) | (reversedBytes[code >> 8] ?? 0);
  return reversed >> (16 - length);
}
