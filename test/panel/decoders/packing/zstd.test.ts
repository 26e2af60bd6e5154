import fc from 'fast-check';
import { decompress } from 'fzstd';
import { describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { xxh64 } from '../../../../panel/decoders/packing/xxhash.ts';
import { zstdDecoder } from '../../../../panel/decoders/packing/zstd.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, packedFixture, sampleBytes, sure, unpack } from './unpack.ts';

const rows = packedFixture('rows.txt');
const hi = packedFixture('hi.zst');

describe('Zstandard', () => {
  it.each(['rows.zst', 'rows-19.zst', 'rows-stream.zst', 'rows-frames.zst'])(
    'unpacks %s of the real program',
    (file) => {
      const { output, reason, warnings } = unpack(zstdDecoder, packedFixture(file));
      expect({ reason, warnings }).toEqual({ reason: undefined, warnings: [] });
      expect(output).toEqual(rows);
      expect(sure(zstdDecoder, packedFixture(file))).toBeGreaterThan(0.9);
    },
  );

  it('tells size, window and checksum, and the blocks', () => {
    expect(unpack(zstdDecoder, packedFixture('rows.zst')).fields).toMatchObject({
      size: String(rows.length),
      checksum: expect.stringMatching(/^0x[0-9a-f]{8}$/),
    });
    expect(unpack(zstdDecoder, packedFixture('rows-stream.zst')).fields).toMatchObject({
      window: '524288',
    });
    const payload = { bytes: packedFixture('zeros.zst'), isText: false };
    const { table } = zstdDecoder.decode(payload, {}, defaultBudget);
    const types = Array.from({ length: table?.nodeCount ?? 0 }, (_, node) => table?.type(node));
    expect(types).toEqual(expect.arrayContaining(['compressed', 'repeated byte']));
  });

  it('goes on with what is in it', () => {
    const layers = decodeLayers({ bytes: packedFixture('rows.zst'), isText: false }, {});
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['zstd', 'json']);
  });

  it('warns of a checksum that does not fit and of what is behind the end', () => {
    const wrong = Uint8Array.from(hi);
    wrong.set([0, 0, 0, 0], wrong.length - 4);
    expect(unpack(zstdDecoder, concat(wrong, bytes('01'))).warnings).toEqual([
      expect.stringContaining('zstd: the checksum is 0x00000000'),
      `zstd: 1 byte behind the end, at byte ${hi.length}`,
    ]);
  });

  it('stops a bomb at the limit', () => {
    const { output, reason } = unpack(zstdDecoder, packedFixture('zeros.zst'), {
      maxBytes: 200_000,
    });
    expect(reason).toContain('zstd: ');
    expect(reason).toContain('limit');
    expect(output === undefined || output.length === 200_000).toBe(true);
  });

  it('asks for no memory that a header dreams of', () => {
    // A window of 1 GB, and one block of one byte.
    const greedy = bytes('28 b5 2f fd 00 a0 09 00 00 61');
    expect(unpack(zstdDecoder, greedy).reason).toContain('window of 1073741824 bytes is larger');
    // A size of 2^40 in one segment.
    const large = bytes('28 b5 2f fd e0 00 00 00 00 00 01 00 00 09 00 00 61');
    expect(unpack(zstdDecoder, large).reason).toContain('window of 1099511627776 bytes');
  });

  it.each([
    ['', 'the header wants 5 bytes, 0 left'],
    ['28 b5 2f fe 00', 'expected 28 b5 2f fd'],
    ['28 b5 2f fd 08 00 00 00 00', 'a reserved bit is set'],
    ['28 b5 2f fd 01 00 07 01 00 00', 'it wants the dictionary 7'],
    ['28 b5 2f fd 20 02 11 00 00 68', 'a block wants 2 bytes, 1 left, at byte 10'],
    ['28 b5 2f fd 20 02 07 00 00', 'a block of the type 3'],
    ['50 2a 4d 18 03 00 00 00 61', 'a skippable frame wants 3 bytes, 1 left'],
  ])('says why %s is none', (hex, reason) => {
    expect(unpack(zstdDecoder, bytes(hex)).reason).toContain(reason);
  });

  it('keeps the blocks before the one that is cut off', () => {
    const two = concat(
      bytes('28 b5 2f fd 20 04 10 00 00'),
      utf8('hi'),
      bytes('15 00 00'),
      utf8('h'),
    );
    const { output, reason } = unpack(zstdDecoder, two);
    expect(reason).toContain('a block wants 2 bytes, 1 left');
    expect(output).toEqual(utf8('hi'));
  });

  it('encloses what was edited in blocks that are not compressed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (content) => {
        const inner = { bytes: content, isText: false };
        const enclosed = zstdDecoder.enclose?.(inner, { bytes: hi, isText: false }, {});
        expect(unpack(zstdDecoder, enclosed?.bytes ?? hi).output ?? new Uint8Array(0)).toEqual(
          content,
        );
      }),
    );
    const large = { bytes: sampleBytes(300_000), isText: false };
    const enclosed = zstdDecoder.enclose?.(large, large, {})?.bytes ?? hi;
    expect(Buffer.compare(decompress(enclosed), large.bytes)).toBe(0);
    const { output } = unpack(zstdDecoder, enclosed);
    expect(Buffer.compare(output ?? enclosed, large.bytes)).toBe(0);
  });

  it('bears everything', () => {
    const payloads = [
      hi,
      zstdDecoder.enclose?.({ bytes: utf8('abc'), isText: true }, { bytes: hi, isText: false }, {})
        .bytes ?? hi,
    ];
    torture(
      zstdDecoder,
      payloads.map((packed) => ({ bytes: packed, isText: false })),
      {},
      8000,
    );
    torture(
      zstdDecoder,
      [{ bytes: packedFixture('rows-19.zst').slice(0, 700), isText: false }],
      {},
      2000,
    );
  });
});

describe('xxh64', () => {
  // https://github.com/Cyan4973/xxHash, and `xxhsum -H1` of the real program.
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['The quick brown fox jumps over the lazy dog', 0x0b242d361fda71bcn],
  ])('of %j', (text, hash) => {
    expect(xxh64(utf8(text))).toBe(hash);
  });
});
