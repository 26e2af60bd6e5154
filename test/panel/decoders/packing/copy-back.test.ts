import { expect, it } from 'vitest';
import { copyBack } from '../../../../panel/decoders/packing/copy-back.ts';

/** One byte after the other, as RFC 1951 says it. */
function copiedOneByOne(bytes: Uint8Array, at: number, distance: number, count: number): number[] {
  const copied = [...bytes];
  for (let to = at; to < at + count; to += 1) copied[to] = copied[to - distance] ?? 0;
  return copied;
}

it('copies as one byte after the other does, for every distance and count', () => {
  const original = Uint8Array.from({ length: 400 }, (_, at) => (at < 130 ? at * 7 + 1 : 0));
  for (let distance = 1; distance <= 130; distance += 1) {
    for (const count of [0, 1, 2, 15, 16, 23, 24, 25, 31, 64, 130, 257, 258]) {
      const bytes = original.slice();
      copyBack(bytes, 130, distance, count);
      expect([...bytes]).toEqual(copiedOneByOne(original, 130, distance, count));
    }
  }
});
