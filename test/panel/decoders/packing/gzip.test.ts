import { gunzipSync, gzipSync } from 'node:zlib';
import { gzipSync as gzipByFflate } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { gzipDecoder } from '../../../../panel/decoders/packing/gzip.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, sampleBytes, sure, unpack } from './unpack.ts';

/** Debian's gzip 1.12: `printf 'hello\n' > hello.txt; touch -d @1000000000 hello.txt; gzip hello.txt` */
const published = bytes(
  '1f 8b 08 08 00 ca 9a 3b 00 03 68 65 6c 6c 6f 2e 74 78 74 00 cb 48 cd c9 c9 e7 02 00 20 30 3a 36 06 00 00 00',
);

const withAll = gzipByFflate(utf8('{"a":1}'), { filename: 'a.json', mtime: 1_700_000_000_000 });

describe('gzip', () => {
  it('unpacks, with the fields of the header', () => {
    const { output, isText, fields, warnings } = unpack(gzipDecoder, published);
    expect(Buffer.from(output ?? []).toString()).toBe('hello\n');
    expect(isText).toBe(true);
    expect(warnings).toEqual([]);
    expect(fields).toMatchObject({
      method: 'deflate',
      modified: '2001-09-09T01:46:40Z',
      system: 'Unix',
      name: 'hello.txt',
      crc32: '0x363a3020',
      size: '6',
    });
  });

  it('reads extra field, comment and header checksum, and checks it', () => {
    const head = '1f 8b 08 1e 00 00 00 00 00 03 03 00 61 62 63 6e 00 6b 00';
    const rest = Array.from(gzipSync('x').subarray(10), (byte) => byte.toString(16)).join(' ');
    const { fields, warnings, output } = unpack(gzipDecoder, bytes(`${head} 34 12 ${rest}`));
    expect(fields).toMatchObject({ name: 'n', comment: 'k', 'header checksum': '0x00001234' });
    expect(warnings).toEqual([expect.stringMatching(/^gzip: the header checksum is 4660, /)]);
    expect(output).toEqual(utf8('x'));
  });

  it('warns of a checksum and a size that do not fit', () => {
    const packed = Uint8Array.from(published);
    packed.set([1, 2, 3, 4, 7], packed.length - 8);
    expect(unpack(gzipDecoder, packed).warnings).toEqual([
      'gzip: the checksum is 0x04030201, that of the content is 0x363a3020',
      'gzip: the size is 7, that of the content is 6',
    ]);
  });

  it('joins several members, as zlib does', () => {
    const packed = concat(gzipSync('one '), gzipSync('two '), gzipSync('three'));
    const { output, warnings } = unpack(gzipDecoder, packed);
    expect(Buffer.from(output ?? [])).toEqual(gunzipSync(packed));
    expect(warnings).toEqual([]);
  });

  it('says what stands behind the end', () => {
    const { output, warnings } = unpack(gzipDecoder, concat(published, bytes('00 01')));
    expect(warnings).toEqual([`gzip: 2 bytes behind the end, at byte ${published.length}`]);
    expect(output?.length).toBe(6);
  });

  it('stops a bomb at the limit, says so and keeps what is there', () => {
    const bomb = gzipSync(new Uint8Array(20_000_000));
    const { output, reason } = unpack(gzipDecoder, bomb, { maxBytes: 100_000 });
    expect(reason).toMatch(/^gzip: unpacks to more than 100000 bytes, the limit, at byte \d+$/);
    expect(output?.length).toBe(100_000);
    const two = concat(gzipSync(new Uint8Array(60_000)), gzipSync(new Uint8Array(60_000)));
    const second = unpack(gzipDecoder, two, { maxBytes: 100_000 });
    expect(second.reason).toContain('more than 100000 bytes');
    expect(second.output?.length).toBe(100_000);
  });

  it.each([
    ['', 'the header wants 10 bytes, 0 left'],
    ['1f 8b 08', 'the header wants 10 bytes, 3 left'],
    ['1f 8b 07 00 00 00 00 00 00 03', 'the method 7 is not known'],
    ['50 4b 03 04 00 00 00 00 00 00', 'expected 1f 8b'],
    ['1f 8b 08 08 00 00 00 00 00 03 61', 'the name has no end'],
    ['1f 8b 08 04 00 00 00 00 00 03 10 00', 'the extra field wants 16 bytes'],
    ['1f 8b 08 00 00 00 00 00 00 03 03 00 01', 'the checksum and the size want 8 bytes, 1 left'],
    ['1f 8b 08 00 00 00 00 00 00 03 07', 'the compressed data is damaged'],
  ])('says why %s is none', (hex, reason) => {
    expect(unpack(gzipDecoder, bytes(hex)).reason).toContain(reason);
  });

  it('keeps what came out of a member that is cut off, and goes on with it', () => {
    const packed = gzipSync(JSON.stringify(Array.from({ length: 500 }, (_, index) => index)));
    const payload = { bytes: Uint8Array.from(packed.subarray(0, 500)), isText: false };
    const layers = decodeLayers(payload, {});
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['gzip', 'json']);
    expect(layers[0]?.decoded).toMatchObject({ ok: false, at: 500 });
    expect(layers[1]?.decoded.table?.nodeCount).toBeGreaterThan(50);
  });

  it('is recognised by its magic, never as text', () => {
    expect(sure(gzipDecoder, published)).toBeGreaterThan(0.9);
    expect(sure(gzipDecoder, published, true)).toBe(0);
    expect(sure(gzipDecoder, bytes('1f 8b 08 ff 00 00 00 00 00 03 00 00 00 00 00 00 00 00'))).toBe(
      0,
    );
    expect(sure(gzipDecoder, bytes('1f 8b 08 00'))).toBe(0);
  });

  it('encloses again what was edited, under the same header', () => {
    const inner = { bytes: sampleBytes(1000), isText: false };
    const enclosed = gzipDecoder.enclose?.(inner, { bytes: withAll, isText: false }, {});
    expect(Uint8Array.from(gunzipSync(enclosed?.bytes ?? new Uint8Array(0)))).toEqual(inner.bytes);
    const { output, fields, warnings } = unpack(gzipDecoder, enclosed?.bytes ?? new Uint8Array(0));
    expect(output).toEqual(inner.bytes);
    expect(warnings).toEqual([]);
    expect(fields).toMatchObject({ name: 'a.json', modified: '2023-11-14T22:13:20Z' });
  });

  it('bears everything', () => {
    const payloads = [published, withAll, concat(gzipSync('a'), gzipSync('bb'))];
    torture(
      gzipDecoder,
      payloads.map((packed) => ({ bytes: packed, isText: false })),
    );
  });
});
