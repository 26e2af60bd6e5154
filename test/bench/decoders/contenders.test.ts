import { describe, expect, it } from 'vitest';
import { decodingByUs } from './bench-decoders.ts';
import { formatContenders } from './contenders.ts';
import { protocolContenders } from './protocol-contenders.ts';

describe.each([
  ['formats', formatContenders],
  ['protocols', protocolContenders],
])('Contenders for %s', (_name, contenders) => {
  it.each(
    contenders().map((contender) => {
      const { layers, library, what } = contender;
      return [`${layers.join(', ')} beside ${library}, ${what}`, contender] as const;
    }),
  )('read what they are given: %s', (_row, contender) => {
    expect(decodingByUs(contender)).not.toThrow();
    const value = contender.decodeByLibrary(contender.payload.bytes);
    expect(value ?? null).not.toBeNull();
    expect(value).not.toEqual([]);
  });
});
