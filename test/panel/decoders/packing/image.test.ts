import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultBudget, type Payload } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { imageDecoder } from '../../../../panel/decoders/packing/image.ts';
import { mediaTypeOf } from '../../../../panel/decoders/packing/media-type.ts';
import { bytes, textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, unpack } from './unpack.ts';

const files = [
  ...['gradient.png', 'gradient.jpg', 'progressive.jpg', 'animated.gif'],
  ...['lossy.webp', 'lossless.webp', 'alpha.webp', 'gradient.avif'],
];
const picture = (file: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`../../../fixtures/pictures/${file}`, import.meta.url)));
const payloadOf = (file: string): Payload => ({ bytes: picture(file), isText: false });
const svg =
  '<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="http://www.w3.org/2000/svg" width="10" height=\'5\'><path d="M0 0"/></svg>';

describe('pictures', () => {
  it.each([
    ['gradient.png', 'image/png', { 'bit depth': '1', colour: 'palette', interlaced: 'false' }],
    ['gradient.jpg', 'image/jpeg', { mode: 'baseline', 'bit depth': '8', components: '3' }],
    ['progressive.jpg', 'image/jpeg', { mode: 'progressive' }],
    ['animated.gif', 'image/gif', { version: '89a', frames: '2', loops: '0' }],
    ['lossy.webp', 'image/webp', { compression: 'lossy' }],
    ['lossless.webp', 'image/webp', { compression: 'lossless', alpha: 'false' }],
    ['alpha.webp', 'image/webp', { alpha: 'true', animated: 'false' }],
    ['gradient.avif', 'image/avif', { brand: 'avif' }],
  ])('tells the size and more of %s', (file, mediaType, fields) => {
    const decoded = imageDecoder.decode(payloadOf(file), {}, defaultBudget);
    const { reason, warnings, fields: found } = unpack(imageDecoder, picture(file));
    expect({ reason, warnings }).toEqual({ reason: undefined, warnings: [] });
    expect(found).toMatchObject({ width: '3', height: '2', ...fields });
    expect(decoded.table?.type(0)).toBe(mediaType);
    expect(decoded.facts?.summary).toMatch(/^[A-Za-z]+ image, 3 × 2$/);
    expect(mediaTypeOf(payloadOf(file))).toBe(mediaType);
    expect(imageDecoder.recognises(payloadOf(file), {})).toBeGreaterThan(0.9);
    expect(decodeLayers(payloadOf(file), {}).map(({ decoder }) => decoder.name)).toEqual(['image']);
  });

  it('says where each is cut off, at whatever byte, and what is behind the end', () => {
    for (const file of files) {
      const whole = picture(file);
      for (let end = 12; end < whole.length; end += 1) {
        const { reason } = unpack(imageDecoder, whole.subarray(0, end));
        expect(reason, `${file} cut at ${end}`).toMatch(/^image: /);
      }
      const { reason } = unpack(imageDecoder, concat(whole, bytes('00 00 00 01 00 00 00 00')));
      expect(reason, file).toMatch(/^image: .* at byte \d+$/);
    }
  });

  it.each([
    ['gradient.png', 16, 20, 4],
    ['gradient.jpg', 165, 163, 2],
    ['animated.gif', 6, 8, 2],
    ['lossy.webp', 26, 28, 2],
  ])('says where width and height of %s stand', (file, width, height, byteLength) => {
    const { table } = imageDecoder.decode(payloadOf(file), {}, defaultBudget);
    const rangeOf = (key: string) => {
      const nodes = Array.from({ length: table?.nodeCount ?? 0 }, (_, node) => node);
      const node = nodes.find((each) => table?.key(each) === key) ?? -1;
      return [table?.byteOffset(node), table?.byteLength(node)];
    };
    expect([rangeOf('width'), rangeOf('height')]).toEqual([
      [width, byteLength],
      [height, byteLength],
    ]);
  });

  it('warns of the checksum of a chunk', () => {
    const broken = picture('gradient.png');
    broken[29] = 0;
    expect(unpack(imageDecoder, broken).warnings).toEqual([
      expect.stringContaining('image: the checksum of IHDR is 0x00'),
    ]);
  });

  it('reads the size of an SVG as text, and the rest as XML', () => {
    const { fields } = unpack(imageDecoder, textPayload(svg).bytes);
    expect(fields).toEqual({ width: '10', height: '5' });
    expect(mediaTypeOf(textPayload(svg))).toBe('image/svg+xml');
    const layers = decodeLayers(textPayload(svg), {});
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['image', 'xml']);
  });

  it.each(['<html><svg></svg></html>', '<?xml version="1.0"?><a/>', 'svg', '<svgx>', ''])(
    'is not %j',
    (text) => {
      expect(mediaTypeOf(textPayload(text))).toBeNull();
      expect(imageDecoder.recognises(textPayload(text), {})).toBe(0);
    },
  );

  it('fails where nothing begins like a picture', () => {
    expect(unpack(imageDecoder, bytes('00 01')).reason).toContain('no picture begins so');
    expect(unpack(imageDecoder, bytes('')).reason).toContain('no picture begins so');
  });

  it('bears everything', () => {
    torture(imageDecoder, [...files.map(payloadOf), textPayload(svg)]);
  });
});
