import { fillHuffmanTable, type HuffmanTable, maxCodeBits } from './huffman-table.ts';

/** The order in which the lengths of the codes for code lengths stand. @see https://www.rfc-editor.org/rfc/rfc1951 */
export const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
export const lengthExtra = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
export const distanceExtra = Uint8Array.from({ length: 30 }, (_, code) =>
  Math.max(0, (code >> 1) - 1),
);
export const lengthBase = basesOf(lengthExtra, 3);
// The last length code is 258 by itself, and not what would follow 227 to 257.
lengthBase[28] = 258;
export const distanceBase = basesOf(distanceExtra, 1);

function basesOf(extra: Uint8Array, first: number): Uint16Array {
  const bases = new Uint16Array(extra.length);
  let base = first;
  for (const [code, bits] of extra.entries()) {
    bases[code] = base;
    base += 1 << bits;
  }
  return bases;
}

export const fixedLiterals = fixedTable(288, (symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
export const fixedDistances = fixedTable(32, () => 5);

function fixedTable(count: number, lengthOf: (symbol: number) => number): HuffmanTable {
  const lengths = Uint8Array.from({ length: count }, (_, symbol) => lengthOf(symbol));
  const table = fillHuffmanTable(lengths, 0, count, new Uint16Array(1 << maxCodeBits));
  if (table === null) throw new Error('the fixed codes of RFC 1951 are whole');
  return table;
}
