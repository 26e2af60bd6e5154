import { deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflateDecoder } from '../../../../panel/decoders/packing/deflate.ts';
import { zlibDecoder } from '../../../../panel/decoders/packing/zlib.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, sampleBytes, sure, unpack } from './unpack.ts';

const hello = deflateSync('hello hello hello');

describe('zlib', () => {
  it('unpacks, with the fields of the header', () => {
    const { output, fields, warnings, reason } = unpack(zlibDecoder, hello);
    expect(output).toEqual(utf8('hello hello hello'));
    expect(fields).toEqual({
      method: 'deflate',
      window: '32768',
      level: 'default',
      adler32: expect.stringMatching(/^0x[0-9a-f]{8}$/),
    });
    expect({ warnings, reason }).toEqual({ warnings: [], reason: undefined });
  });

  it('is sure of what zlib has packed, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(9), (content, level) => {
        const packed = deflateSync(content, { level });
        expect(sure(zlibDecoder, packed)).toBeGreaterThan(0.9);
        expect(unpack(zlibDecoder, packed).output).toEqual(content);
      }),
      { numRuns: 50 },
    );
    expect(sure(zlibDecoder, deflateSync(sampleBytes(100_000)))).toBe(0.9);
  });

  it('is not sure of a header alone, of another checksum, of text', () => {
    const wrong = Uint8Array.from(hello);
    wrong[wrong.length - 1] = 0;
    expect(sure(zlibDecoder, wrong)).toBeLessThan(0.5);
    expect(sure(zlibDecoder, hello, true)).toBe(0);
    expect(sure(zlibDecoder, utf8('x^y is a power of x'))).toBe(0);
    expect(sure(zlibDecoder, bytes('78 9c'))).toBe(0);
  });

  it.each([
    ['', 'the header wants 2 bytes'],
    ['78 9d', 'the check bits are wrong'],
    ['78 9c', 'another block is missing, at byte 2, where the payload ends'],
    ['78 9c 03 00 00', 'the checksum wants 4 bytes, 1 left'],
    ['78 bb 01 02 03 04 03 00', 'it wants a dictionary with the checksum 0x01020304'],
  ])('says why %s is none', (hex, reason) => {
    expect(unpack(zlibDecoder, bytes(hex)).reason).toContain(reason);
  });

  it('warns of a checksum that does not fit and of what is behind the end', () => {
    const wrong = Uint8Array.from(hello);
    wrong[wrong.length - 1] = 0;
    expect(unpack(zlibDecoder, concat(wrong, bytes('01'))).warnings).toEqual([
      expect.stringMatching(/^zlib: the checksum is 0x/),
      `zlib: 1 byte behind the end, at byte ${hello.length}`,
    ]);
  });

  it('stops a bomb at the limit', () => {
    const { output, reason } = unpack(zlibDecoder, deflateSync(Buffer.alloc(9_000_000)), {
      maxBytes: 5000,
    });
    expect(reason).toContain('more than 5000 bytes');
    expect(output?.length).toBe(5000);
  });

  it('encloses again what was edited', () => {
    for (const original of [hello, deflateSync('small', { windowBits: 9 }), bytes('00 00')]) {
      const inner = { bytes: sampleBytes(2000), isText: false };
      const enclosed = zlibDecoder.enclose?.(inner, { bytes: original, isText: false }, {});
      expect(Uint8Array.from(inflateSync(enclosed?.bytes ?? original))).toEqual(inner.bytes);
    }
  });

  it('bears everything', () => {
    const payloads = [hello, deflateSync(sampleBytes(300)), deflateSync('abc', { level: 0 })];
    torture(
      zlibDecoder,
      payloads.map((packed) => ({ bytes: Uint8Array.from(packed), isText: false })),
    );
  });
});

describe('raw DEFLATE', () => {
  it('unpacks when it is chosen, and is never guessed', () => {
    const packed = deflateRawSync('hello hello');
    expect(unpack(deflateDecoder, packed).output).toEqual(utf8('hello hello'));
    expect(sure(deflateDecoder, packed)).toBe(0);
  });

  it('takes what ends between two blocks, as permessage-deflate does', () => {
    const { output, reason } = unpack(deflateDecoder, bytes('f2 48 cd c9 c9 07 00 00 00 ff ff'));
    expect({ output, reason }).toEqual({ output: utf8('Hello'), reason: undefined });
  });

  it('fails at nothing, at damage and at the limit', () => {
    expect(unpack(deflateDecoder, bytes('')).reason).toContain('another block is missing');
    expect(unpack(deflateDecoder, bytes('07')).reason).toContain('damaged');
    expect(
      unpack(deflateDecoder, deflateRawSync(Buffer.alloc(5000)), { maxBytes: 10 }).reason,
    ).toContain('more than 10 bytes');
    expect(unpack(deflateDecoder, bytes('03 00 01')).warnings).toHaveLength(1);
  });

  it('encloses again what was edited', () => {
    const inner = { bytes: sampleBytes(500), isText: false };
    const enclosed = deflateDecoder.enclose?.(inner, inner, {});
    expect(Uint8Array.from(inflateRawSync(enclosed?.bytes ?? inner.bytes))).toEqual(inner.bytes);
  });

  it('bears everything', () => {
    const packed = Uint8Array.from(deflateRawSync(sampleBytes(200)));
    torture(deflateDecoder, [{ bytes: packed, isText: false }], {}, 5000);
  });
});
