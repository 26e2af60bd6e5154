import { describe, expect, it } from 'vitest';
import { packings } from '../../../../panel/decoders/packing/all.ts';
import { seededRandom } from '../torture.ts';

/** How many of the payloads a decoder would be chosen for. */
function taken(payloads: Iterable<Uint8Array>, isText: boolean): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const bytes of payloads) {
    for (const decoder of packings) {
      if (decoder.recognises({ bytes, isText }, {}) < 0.5) continue;
      counts[decoder.name] = (counts[decoder.name] ?? 0) + 1;
    }
  }
  return counts;
}

function* randomPayloads(
  count: number,
  seed: number,
  byteOf: (random: (below: number) => number) => number,
) {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index += 1)
    yield Uint8Array.from({ length: 1 + random(512) }, () => byteOf(random));
}

describe('layers that are recognised', () => {
  it('take no random bytes for their own', () => {
    expect(
      taken(
        randomPayloads(100_000, 1, (random) => random(256)),
        false,
      ),
    ).toEqual({});
  });

  it('take no small numbers for their own, as formats of many zeros have them', () => {
    const sparse = (random: (below: number) => number) =>
      random(3) === 0 ? random(256) : random(4);
    expect(taken(randomPayloads(30_000, 2, sparse), false)).toEqual({});
  });

  it('take no random ASCII text for their own', () => {
    const printable = (random: (below: number) => number) => 0x20 + random(95);
    expect(taken(randomPayloads(30_000, 3, printable), true)).toEqual({});
  });

  it('take no prose for their own', () => {
    const words =
      'the of and to in is you that it he was for on are as with his they at be this a'.split(' ');
    const random = seededRandom(4);
    const texts = Array.from({ length: 5000 }, () => {
      const parts = Array.from({ length: 1 + random(30) }, () => words[random(words.length)] ?? '');
      return new TextEncoder().encode(parts.join(random(10) === 0 ? '' : ' '));
    });
    expect(taken(texts, true)).toEqual({});
  });
});
