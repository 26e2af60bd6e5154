import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflate } from '../../../../panel/decoders/packing/inflate.ts';
import { bytes, utf8 } from '../bytes.ts';
import { concat, sampleBytes } from './unpack.ts';

const maxBytes = 1024 * 1024;
const all = (packed: Uint8Array) => inflate(packed, { maxBytes });

describe('inflate', () => {
  it('unpacks what zlib packs, at every level and with every strategy', () => {
    const content = sampleBytes(50_000);
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_RLE,
        constants.Z_FIXED,
      ]) {
        const packed = deflateRawSync(content, { level, strategy });
        const { output, end, at } = all(packed);
        expect(end).toBe('finished');
        expect(at).toBe(packed.length);
        expect(Buffer.compare(output, content)).toBe(0);
      }
    }
  });

  it('unpacks what zlib and fflate pack, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(9), (content, level) => {
        for (const packed of [
          deflateRawSync(content, { level, memLevel: 1 }),
          deflateSync(content, { level: level as 0 }),
        ]) {
          expect(Buffer.compare(all(packed).output, content)).toBe(0);
        }
      }),
    );
  });

  it.each([
    ['a stored block', '01 03 00 fc ff 61 62 63', 'abc'],
    ['fixed codes', '4b 4c 4a 06 00', 'abc'],
    ['a copy that overlaps itself', '4b 04 03 00', 'aaaaaaaaaa'],
    ['nothing', '03 00', ''],
  ])('reads %s', (_name, hex, text) => {
    const { output, end } = all(hex.includes('4b 04') ? deflateRawSync('aaaaaaaaaa') : bytes(hex));
    expect(end).toBe('finished');
    expect(Buffer.from(output).toString()).toBe(text);
  });

  it.each([
    ['a block of the type 3', '07', 'type 3'],
    ['lengths of a stored block that differ', '01 03 00 fc fe 61', 'stored'],
    ['a distance before the beginning', '03 02 00', 'before the beginning'],
    ['more codes than there are', 'fd ff ff', 'more codes'],
    ['code lengths that are too many', '05 00 92 24 49 92 24 49', 'not whole'],
  ])('says what is wrong with %s', (_name, hex, problem) => {
    const { end, problem: found } = all(bytes(hex));
    expect({ end, found }).toEqual({ end: 'corrupt', found: expect.stringContaining(problem) });
  });

  it('keeps what came out when the input ends at any byte', () => {
    const content = sampleBytes(3000);
    const packed = deflateRawSync(content);
    let length = 0;
    for (let end = 0; end < packed.length; end += 1) {
      const { output, end: how } = all(packed.subarray(0, end));
      expect(['cut', 'between-blocks']).toContain(how);
      expect(Buffer.compare(output, content.subarray(0, output.length))).toBe(0);
      expect(output.length).toBeGreaterThanOrEqual(length);
      length = output.length;
    }
    expect(length).toBeGreaterThan(2900);
  });

  it('stops at the limit to the byte, and keeps what fits', () => {
    const packed = deflateRawSync(new Uint8Array(10_000_000));
    for (const limit of [0, 1, 1000, 65_536]) {
      const { output, end } = inflate(packed, { maxBytes: limit });
      expect(end).toBe('full');
      expect(output.length).toBe(limit);
    }
    const stored = deflateRawSync(sampleBytes(100), { level: 0 });
    expect(inflate(stored, { maxBytes: 40 }).output.length).toBe(40);
    expect(inflate(stored, { maxBytes: 100 }).end).toBe('finished');
  });

  it('stops when the time is up', () => {
    const packed = deflateRawSync(new Uint8Array(10_000_000));
    let asked = 0;
    const isOverdue = () => {
      asked += 1;
      return asked > 4;
    };
    const { output, end } = inflate(packed, { maxBytes: 100_000_000, isOverdue });
    expect(end).toBe('overdue');
    expect(output.length).toBeLessThan(600_000);
  });

  it('goes on with a dictionary of what came out before', () => {
    const dictionary = utf8('the quick brown fox jumps over the lazy dog');
    const content = utf8('over the lazy dog jumps the quick brown fox');
    const packed = deflateRawSync(content, { dictionary });
    expect(packed.length).toBeLessThan(content.length);
    expect(Buffer.compare(inflate(packed, { maxBytes, dictionary }).output, content)).toBe(0);
    expect(all(packed).end).toBe('corrupt');
  });

  it('leaves what follows the last block', () => {
    const packed = deflateRawSync('abc');
    expect(all(concat(packed, bytes('01 02 03'))).at).toBe(packed.length);
  });
});
