import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fileDecoder } from '../../../../panel/decoders/packing/file.ts';
import { mediaTypeOf } from '../../../../panel/decoders/packing/media-type.ts';
import { bytes, utf8 } from '../bytes.ts';
import { seededRandom, torture } from '../torture.ts';
import { concat, unpack } from './unpack.ts';

const typeOf = (payload: Uint8Array) => mediaTypeOf({ bytes: payload, isText: false });
const padded = (hex: string, length: number): Uint8Array => {
  const payload = new Uint8Array(length);
  payload.set(bytes(hex));
  return payload;
};
/** A frame of 128 kbit/s at 44,100 Hz has 417 bytes. */
const mp3 = concat(padded('ff fb 90 00', 417), padded('ff fb 90 00', 417));
const transport = concat(padded('47 40 00 10', 188), padded('47 01 00 10', 188));

describe('files', () => {
  it.each<readonly [string, Uint8Array]>([
    ['audio/wav', utf8('RIFF\x24\0\0\0WAVEfmt ')],
    ['audio/mpeg', padded('49 44 33 04 00 00 00 00 02 01', 40)],
    ['audio/mpeg', mp3],
    ['audio/ogg', padded('4f 67 67 53 00 02', 40)],
    ['audio/flac', padded('66 4c 61 43 00', 40)],
    ['video/webm', padded('1a 45 df a3 9f', 40)],
    ['video/mp4', padded('00 00 00 18 66 74 79 70 69 73 6f 6d', 40)],
    ['video/mp4', padded('00 00 01 00 6d 6f 6f 66', 40)],
    ['video/mp2t', transport],
    ['video/h264', padded('00 00 00 01 67 42 c0 1e', 40)],
    ['font/ttf', padded('00 01 00 00 00 0a 00 80 00 03 00 20 4f 53 2f 32', 60)],
    ['font/otf', padded('4f 54 54 4f 00 0a 00 80 00 03 00 20', 60)],
    ['font/woff2', padded('77 4f 46 32 00 01', 40)],
    ['application/pdf', utf8('%PDF-1.7\n')],
    ['application/zip', zipSync({ 'a.txt': utf8('a') })],
    ['application/wasm', bytes('00 61 73 6d 01 00 00 00')],
    ['application/vnd.sqlite3', utf8('SQLite format 3\0\x10\0')],
    ['application/vnd.apache.avro', bytes('4f 62 6a 01 04 14')],
    ['application/vnd.apache.arrow.stream', padded('ff ff ff ff 20 00 00 00 10 00 00 00', 60)],
    ['application/ion', bytes('e0 01 00 ea 21 01')],
    ['application/x-jackson-smile', bytes('3a 29 0a 01 fa 80')],
    [
      'image/bmp',
      Uint8Array.from(
        readFileSync(new URL('../../../fixtures/pictures/gradient.bmp', import.meta.url)),
      ),
    ],
  ])('names %s', (mediaType, payload) => {
    expect(typeOf(payload)).toBe(mediaType);
    const { reason, fields } = unpack(fileDecoder, payload);
    expect(reason).toBeUndefined();
    expect(fields['format']).not.toBe('');
    expect(mediaTypeOf({ bytes: payload, isText: true })).toBeNull();
  });

  it.each([
    ['a lone MP3 header', padded('ff fb 90 00', 417)],
    ['one transport packet', padded('47 40 00 10', 188)],
    ['BM with another size', padded('42 4d 40 00 00 00', 40)],
    ['a font without the search fields', padded('00 01 00 00 00 0a 00 00', 60)],
    ['a smile', utf8(':) hello')],
    ['nothing', new Uint8Array(0)],
    ['zeros', new Uint8Array(400)],
  ])('does not name %s', (_name, payload) => {
    expect(typeOf(payload)).toBeNull();
    expect(unpack(fileDecoder, payload).reason).toContain('file: no file');
  });

  it('names no random bytes', () => {
    const random = seededRandom(7);
    let named = 0;
    for (let count = 0; count < 100_000; count += 1) {
      const payload = Uint8Array.from({ length: 4 + random(60) }, () => random(256));
      if (typeOf(payload) !== null) named += 1;
    }
    expect(named).toBeLessThanOrEqual(5);
  });

  it('bears everything', () => {
    torture(
      fileDecoder,
      [
        { bytes: utf8('RIFF\x24\0\0\0WAVEfmt '), isText: false },
        { bytes: mp3, isText: false },
        { bytes: transport, isText: false },
      ],
      {},
      3000,
    );
  });
});
