import { describe, expect, it } from 'vitest';
import { fillHuffmanTable } from '../../../../panel/decoders/packing/huffman-table.ts';

const table = (...lengths: number[]) =>
  fillHuffmanTable(Uint8Array.from(lengths), 0, lengths.length, new Uint16Array(1 << 15));

describe('a table of a canonical code', () => {
  it('has the codes of RFC 1951, section 3.2.2, with the first bit lowest', () => {
    const found = table(3, 3, 3, 3, 3, 2, 4, 4);
    expect(found?.bits).toBe(4);
    // F is 00, A is 010, H is 1111.
    expect(found?.entries[0b0000]).toBe((5 << 4) | 2);
    expect(found?.entries[0b1010]).toBe((0 << 4) | 3);
    expect(found?.entries[0b1111]).toBe((7 << 4) | 4);
  });

  it.each([
    ['more codes than fit', [1, 1, 1]],
    ['fewer codes than fill it', [2, 2, 2]],
    ['a long code alone', [2]],
  ])('is none with %s', (_name, lengths) => {
    expect(table(...lengths)).toBeNull();
  });

  it('may have one code of one bit, or none', () => {
    expect(table(0, 1)?.bits).toBe(1);
    expect(table(0, 0)?.bits).toBe(0);
  });
});
