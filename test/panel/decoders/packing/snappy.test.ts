import fc from 'fast-check';
import snappyjs from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../../panel/decoders/packing/checksums.ts';
import { snappyDecoder } from '../../../../panel/decoders/packing/snappy-block.ts';
import { snappyFramesDecoder } from '../../../../panel/decoders/packing/snappy-frames.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, sampleBytes, sure, unpack } from './unpack.ts';

const hello = snappyjs.compress(utf8('hello hello hello hello hello'));
const identifier = bytes('ff 06 00 00 73 4e 61 50 70 59');
/** "Wikipedia is a free, web-based…" of the article on Snappy: literals, and copies of both short kinds. */
const framed = concat(identifier, bytes('01 07 00 00'), bytes('00 00 00 00'), utf8('abc'));

describe('Snappy', () => {
  it('unpacks what snappyjs packs, and the other way round', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(), (length, seed) => {
        const content = sampleBytes(length, seed);
        const { output, reason } = unpack(snappyDecoder, snappyjs.compress(content));
        expect(reason).toBeUndefined();
        expect(output ?? new Uint8Array(0)).toEqual(content);
        const inner = { bytes: content, isText: false };
        const enclosed = snappyDecoder.enclose?.(inner, inner, {}).bytes ?? hello;
        expect(Uint8Array.from(snappyjs.uncompress(enclosed))).toEqual(content);
        expect(unpack(snappyDecoder, enclosed).output ?? new Uint8Array(0)).toEqual(content);
      }),
      { numRuns: 40 },
    );
    expect(sure(snappyDecoder, hello)).toBe(0);
  });

  it('unpacks what is longer than one block of the library', () => {
    const content = sampleBytes(100_000);
    const { output } = unpack(snappyDecoder, snappyjs.compress(content));
    expect(Buffer.compare(output ?? new Uint8Array(0), content)).toBe(0);
  });

  it.each([
    ['a literal', '03 08 61 62 63', 'abc'],
    ['a literal whose length has a byte', '03 f0 02 61 62 63', 'abc'],
    ['a copy of one byte of offset', '08 0c 61 62 63 64 01 04', 'abcdabcd'],
    ['a copy of two bytes of offset', '05 00 61 0e 01 00', 'aaaaa'],
    ['a copy of four bytes of offset', '05 00 61 0f 01 00 00 00', 'aaaaa'],
    ['nothing', '00', ''],
  ])('reads %s', (_name, hex, text) => {
    const { output, reason } = unpack(snappyDecoder, bytes(hex));
    expect(reason).toBeUndefined();
    expect(Buffer.from(output ?? []).toString()).toBe(text);
  });

  it.each([
    ['', 'the length at the beginning is not whole'],
    ['ff ff ff ff ff', 'the length at the beginning is not whole'],
    ['05 08 61', 'a literal wants 3 bytes, 1 left'],
    ['05 f4 01', 'the length of a literal is cut off'],
    ['05 00 61 0e 01', 'the offset of a copy is cut off'],
    ['05 00 61 0e 02 00', 'a copy from 2 bytes before, where nothing is, at byte 3'],
    ['05 08 61 62 63', 'unpacks to 3 bytes, and says 5'],
  ])('says why %j is none', (hex, reason) => {
    expect(unpack(snappyDecoder, bytes(hex)).reason).toContain(reason);
  });

  it('stops a bomb at the limit, and believes no length', () => {
    const bomb = snappyjs.compress(new Uint8Array(500_000));
    const { output, reason } = unpack(snappyDecoder, bomb, { maxBytes: 10_000 });
    expect(reason).toContain('more than 10000 bytes');
    expect(output?.length).toBe(10_000);
    expect(unpack(snappyDecoder, bytes('ff ff ff ff 0f 00 61')).reason).toContain(
      'says 4294967295',
    );
  });

  it('bears everything', () => {
    torture(snappyDecoder, [{ bytes: Uint8Array.from(hello), isText: false }]);
  });
});

describe('Snappy frames', () => {
  const chunk = (content: Uint8Array): Uint8Array => {
    const inner = { bytes: content, isText: false };
    return snappyFramesDecoder.enclose?.(inner, inner, {}).bytes ?? content;
  };

  it('unpack compressed and plain chunks, and skip what may be skipped', () => {
    const plain = chunk(utf8('abc')).subarray(10);
    const packed = snappyjs.compress(utf8('abc'));
    const compressed = concat(
      bytes('00'),
      Uint8Array.of(packed.length + 4, 0, 0),
      plain.subarray(4, 8),
      packed,
    );
    const all = concat(
      identifier,
      plain,
      bytes('fe 02 00 00 00 00'),
      bytes('80 01 00 00 09'),
      compressed,
    );
    const { output, reason, warnings } = unpack(snappyFramesDecoder, all);
    expect({ reason, warnings }).toEqual({ reason: undefined, warnings: [] });
    expect(output).toEqual(utf8('abcabc'));
    expect(sure(snappyFramesDecoder, all)).toBeGreaterThan(0.9);
  });

  it('warn of a checksum that does not fit', () => {
    expect(unpack(snappyFramesDecoder, framed).warnings).toEqual([
      expect.stringContaining('snappy-frames: the checksum of a chunk is 0x00000000'),
    ]);
  });

  it.each([
    ['', 'expected the identifier'],
    ['ff 06 00 00 73 4e 61 50 70 59 00', 'the header of a chunk wants 4 bytes, 1 left'],
    ['ff 06 00 00 73 4e 61 50 70 59 01 09 00 00 00', 'a chunk wants 9 bytes, 1 left'],
    ['ff 06 00 00 73 4e 61 50 70 59 02 00 00 00', 'which may not be skipped'],
    ['ff 06 00 00 73 4e 61 50 70 59 01 01 00 00 00', 'a chunk without a checksum'],
    [
      'ff 06 00 00 73 4e 61 50 70 59 00 07 00 00 00 00 00 00 ff ff 7f',
      'a chunk of more than 65536 bytes',
    ],
  ])('say why %j is none', (hex, reason) => {
    expect(unpack(snappyFramesDecoder, bytes(hex)).reason).toContain(reason || 'at byte 0');
  });

  it('enclose what was edited', () => {
    for (const length of [0, 1, 65_536, 65_537, 200_000]) {
      const { output, reason, warnings } = unpack(snappyFramesDecoder, chunk(sampleBytes(length)));
      expect({ reason, warnings }).toEqual({ reason: undefined, warnings: [] });
      expect(Buffer.compare(output ?? new Uint8Array(0), sampleBytes(length))).toBe(0);
    }
  });

  it('stop at the limit', () => {
    const { output, reason } = unpack(snappyFramesDecoder, chunk(new Uint8Array(100_000)), {
      maxBytes: 70_000,
    });
    expect(reason).toContain('more than 70000 bytes');
    expect(output?.length).toBe(70_000);
  });

  it('bear everything', () => {
    torture(snappyFramesDecoder, [{ bytes: framed, isText: false }]);
  });
});

describe('CRC-32C', () => {
  it.each([
    // RFC 3720, appendix B.4.
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(255), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    [utf8('123456789'), 0xe3069283],
  ])('is that of the published examples', (content, crc) => {
    expect(crc32c(content)).toBe(crc);
  });
});
