import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { brotliDecoder } from '../../../../panel/decoders/packing/brotli.ts';
import { utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, packedFixture, sampleBytes, sure, unpack } from './unpack.ts';

const rows = packedFixture('rows.txt');
const hello = Uint8Array.from(brotliCompressSync('hello hello hello, the quick brown fox'));

describe('Brotli', () => {
  it('says that its decoder is not loaded, as long as it is not', () => {
    expect(unpack(brotliDecoder, hello).reason).toContain('brotli: its decoder is not loaded yet');
  });
});

describe('Brotli, once it is loaded', () => {
  beforeAll(() => brotliDecoder.prepare?.());

  it.each([0, 1, 5, 9, 11])('unpacks what Node packs at quality %i', (quality) => {
    for (const content of [rows, utf8('x'), sampleBytes(3000), new Uint8Array(100_000)]) {
      for (const window of [10, 16, 22]) {
        const packed = brotliCompressSync(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: quality,
            [constants.BROTLI_PARAM_LGWIN]: window,
          },
        });
        const { output, reason } = unpack(brotliDecoder, Uint8Array.from(packed));
        expect(reason).toBeUndefined();
        expect(Buffer.compare(output ?? new Uint8Array(0), content)).toBe(0);
      }
    }
  });

  it('unpacks whatever Node packs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), (content) => {
        expect(unpack(brotliDecoder, Uint8Array.from(brotliCompressSync(content))).output).toEqual(
          content,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is never guessed, and goes on with what is in it when chosen', () => {
    const packed = Uint8Array.from(brotliCompressSync(rows));
    expect(sure(brotliDecoder, packed)).toBe(0);
    const layers = decodeLayers({ bytes: packed, isText: false }, {}, { pipeline: ['brotli'] });
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['brotli', 'json']);
    expect(unpack(brotliDecoder, packed).fields).toEqual({ window: '4194288' });
  });

  it('stops a bomb at the limit', () => {
    const bomb = Uint8Array.from(brotliCompressSync(new Uint8Array(50_000_000)));
    expect(bomb.length).toBeLessThan(500);
    const { output, reason } = unpack(brotliDecoder, bomb, { maxBytes: 1_000_000 });
    expect(reason).toContain('brotli: unpacks to more than 1000000 bytes, the limit');
    expect(output?.length).toBe(1_000_000);
  });

  it('stops when the time is up', () => {
    const bomb = Uint8Array.from(brotliCompressSync(sampleBytes(400_000)));
    const { reason } = unpack(brotliDecoder, bomb, { isOverdue: () => true });
    expect(reason).toContain('takes too long');
  });

  it('says what is damaged or cut off', () => {
    const whole = Array.from({ length: hello.length }, (_, end) => end).filter(
      (end) => unpack(brotliDecoder, hello.subarray(0, end)).reason === undefined,
    );
    expect(whole).toEqual([]);
    expect(unpack(brotliDecoder, new Uint8Array(0)).reason).toContain('brotli: ');
    const damaged = Uint8Array.from(hello).fill(0xff, 4);
    expect(unpack(brotliDecoder, damaged).reason).toContain('damaged');
  });

  it('says what stands behind the end', () => {
    const { output, warnings } = unpack(brotliDecoder, concat(hello, utf8('abc')));
    expect(warnings).toEqual([`brotli: 3 bytes behind the end, at byte ${hello.length}`]);
    expect(output).toEqual(utf8('hello hello hello, the quick brown fox'));
  });

  it('encloses what was edited', () => {
    for (const length of [0, 1, 100, 65_535, 65_536, 65_537, 200_000]) {
      const inner = { bytes: sampleBytes(length), isText: false };
      const enclosed = brotliDecoder.enclose?.(inner, inner, {}).bytes ?? hello;
      expect(Buffer.compare(brotliDecompressSync(enclosed), inner.bytes)).toBe(0);
      const { output } = unpack(brotliDecoder, enclosed);
      expect(Buffer.compare(output ?? new Uint8Array(0), inner.bytes)).toBe(0);
    }
  });

  it('bears everything', () => {
    torture(brotliDecoder, [{ bytes: hello, isText: false }], {}, 1000);
  });
});
