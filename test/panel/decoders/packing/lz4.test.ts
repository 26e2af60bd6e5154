import fc from 'fast-check';
import lz4js from 'lz4js';
import { describe, expect, it } from 'vitest';
import { lz4Decoder } from '../../../../panel/decoders/packing/lz4.ts';
import { lz4BlockDecoder } from '../../../../panel/decoders/packing/lz4-block.ts';
import { xxh32 } from '../../../../panel/decoders/packing/xxhash.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, packedFixture, sampleBytes, sure, unpack } from './unpack.ts';

const rows = packedFixture('rows.txt');
const hello = lz4js.compress(utf8('hello hello hello hello hello'));

describe('LZ4 frames', () => {
  it.each(['rows.lz4', 'rows-size.lz4', 'rows-plain.lz4'])(
    'unpack %s of the real program',
    (file) => {
      const { output, reason, warnings } = unpack(lz4Decoder, packedFixture(file));
      expect({ reason, warnings }).toEqual({ reason: undefined, warnings: [] });
      expect(output).toEqual(rows);
      expect(sure(lz4Decoder, packedFixture(file))).toBeGreaterThan(0.9);
    },
  );

  it('unpack blocks that refer to those before them', () => {
    const { output, reason, warnings, fields } = unpack(
      lz4Decoder,
      packedFixture('rows-linked.lz4'),
    );
    expect({ reason, warnings }).toEqual({ reason: undefined, warnings: [] });
    expect(output).toEqual(concat(rows, rows, rows, rows));
    expect(fields).toMatchObject({ 'linked blocks': 'true' });
  });

  it('unpack what lz4js packs, and the other way round', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(), (length, seed) => {
        const content = sampleBytes(length, seed);
        expect(unpack(lz4Decoder, lz4js.compress(content)).output ?? new Uint8Array(0)).toEqual(
          content,
        );
        const inner = { bytes: content, isText: false };
        const enclosed = lz4Decoder.enclose?.(inner, inner, {}).bytes ?? hello;
        // lz4js cannot read a frame without blocks.
        if (length > 0) expect(Uint8Array.from(lz4js.decompress(enclosed))).toEqual(content);
        expect(unpack(lz4Decoder, enclosed).output ?? new Uint8Array(0)).toEqual(content);
      }),
      { numRuns: 50 },
    );
  });

  it('tell the fields of the header', () => {
    expect(unpack(lz4Decoder, packedFixture('rows-size.lz4')).fields).toMatchObject({
      'linked blocks': 'false',
      size: String(rows.length),
      'largest block': '65536',
      checksum: expect.stringMatching(/^0x/),
    });
  });

  it('warn of checksums that do not fit and of what is behind the end', () => {
    const wrong = packedFixture('rows-size.lz4');
    wrong.set([0, 0, 0, 0], wrong.length - 4);
    wrong[14] = 1;
    expect(unpack(lz4Decoder, concat(wrong, bytes('01 02'))).warnings).toEqual([
      expect.stringContaining('lz4: the header checksum is 1'),
      expect.stringContaining('lz4: the checksum is 0x00000000'),
      expect.stringContaining('lz4: 2 bytes behind the end'),
    ]);
  });

  it('stop a bomb at the limit', () => {
    const { output, reason } = unpack(lz4Decoder, packedFixture('zeros.lz4'), {
      maxBytes: 150_000,
    });
    expect(reason).toContain('lz4: unpacks to more than 150000 bytes, the limit');
    expect(output?.length).toBe(150_000);
  });

  it.each([
    ['', 'the header wants 7 bytes'],
    ['04 22 4d 19 60 70 73', 'expected 04 22 4d 18'],
    ['04 22 4d 18 20 70 73', 'the version 0 is not known'],
    ['04 22 4d 18 61 70 01 00 00 00 73', 'it wants the dictionary 0x00000001'],
    ['04 22 4d 18 60 70 73', 'the length of a block wants 4 bytes, 0 left'],
    ['04 22 4d 18 60 70 73 05 00 00 80 61', 'a block wants 5 bytes, 1 left'],
    ['04 22 4d 18 60 70 73 03 00 00 00 14 61 09 00', 'a block wants 3 bytes'],
  ])('say why %s is none', (hex, reason) => {
    const { reason: found } = unpack(lz4Decoder, bytes(hex));
    if (reason === 'a block wants 3 bytes') expect(found).toContain('a copy');
    else expect(found).toContain(reason);
  });

  it('bear everything', () => {
    const payloads = [hello, packedFixture('rows-linked.lz4').slice(0, 200)];
    torture(
      lz4Decoder,
      payloads.map((packed) => ({ bytes: Uint8Array.from(packed), isText: false })),
    );
  });
});

describe('LZ4 blocks', () => {
  it.each([
    ['literals alone', '30 61 62 63', 'abc'],
    ['a copy that overlaps itself', '1b 61 01 00 50 62 62 62 62 62', 'aaaaaaaaaaaaaaaabbbbb'],
    [
      'a length of several bytes',
      'f0 01 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66',
      '0123456789abcdef',
    ],
  ])('unpack %s when they are chosen', (_name, hex, text) => {
    const { output, reason } = unpack(lz4BlockDecoder, bytes(hex));
    expect(reason).toBeUndefined();
    expect(Buffer.from(output ?? []).toString()).toBe(text);
    expect(sure(lz4BlockDecoder, bytes(hex))).toBe(0);
  });

  it.each([
    ['', 'expected a token'],
    ['30 61', 'only 1 bytes of 3 literals are left'],
    ['10 61 01', 'the offset of a copy'],
    ['10 61 05 00 00', 'a copy from 5 bytes before, where nothing is, at byte 2'],
    ['10 61 00 00 00', 'a copy from 0 bytes before'],
    ['10 61 01 00', 'the last sequence with its literals is missing'],
  ])('say why %j is none', (hex, reason) => {
    expect(unpack(lz4BlockDecoder, bytes(hex)).reason).toContain(reason);
  });

  it('stop a bomb at the limit', () => {
    const bomb = concat(bytes('1f 61 01 00'), new Uint8Array(5000).fill(255), bytes('00'));
    const { output, reason } = unpack(lz4BlockDecoder, bomb, { maxBytes: 10_000 });
    expect(reason).toContain('more than 10000 bytes');
    expect(output?.length).toBe(10_000);
  });

  it('enclose what was edited', () => {
    for (const length of [0, 1, 14, 15, 16, 269, 270, 271, 2000]) {
      const inner = { bytes: sampleBytes(length), isText: false };
      const enclosed = lz4BlockDecoder.enclose?.(inner, inner, {}).bytes ?? hello;
      expect(unpack(lz4BlockDecoder, enclosed).output ?? new Uint8Array(0)).toEqual(inner.bytes);
    }
  });

  it('bear everything', () => {
    torture(
      lz4BlockDecoder,
      [{ bytes: bytes('1b 61 01 00 50 62 62 62 62 62'), isText: false }],
      {},
      5000,
    );
  });
});

describe('xxh32', () => {
  // https://github.com/Cyan4973/xxHash, and `xxhsum -H0` of the real program.
  it.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['The quick brown fox jumps over the lazy dog', 0xe85ea4de],
  ])('of %j', (text, hash) => {
    expect(xxh32(utf8(text))).toBe(hash);
  });
});
