import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../../extension/protocol/record-layout.ts';
import { createRecordedEngine } from '../../model/recorded-engine.ts';
import { sent } from '../recorded.ts';

const fixture = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(`../../../fixtures/pictures/${name}`, import.meta.url)));

function opened(payload: string | Uint8Array) {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    if (typeof payload === 'string') sent(packer, 1, 0, payload);
    else packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, payload);
  });
  return recorded.engine;
}
async function pictureOf(payload: string | Uint8Array) {
  const message = await opened(payload).ask('message', { row: 0 });
  return message?.decoded.layers[0]?.picture ?? null;
}
/** A PNG that says it is so large; what follows its header is that of another. */
async function pngOf(width: number, height: number): Promise<Uint8Array> {
  const bytes = await fixture('gradient.png');
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

describe('A picture in a message', () => {
  it.each([
    ['gradient.png', 'image/png'],
    ['progressive.jpg', 'image/jpeg'],
    ['animated.gif', 'image/gif'],
    ['lossless.webp', 'image/webp'],
    ['gradient.avif', 'image/avif'],
  ])('is known by its bytes: %s', async (name, mediaType) => {
    expect(await pictureOf(await fixture(name))).toEqual({ mediaType, isHeavy: false });
  });

  it('is given to the view byte by byte', async () => {
    const bytes = await fixture('gradient.png');
    expect(await opened(bytes).ask('layerBytes', { row: 0, layer: 0 })).toEqual(bytes);
  });

  it('that says to be larger than 16 million pixels is heavy, however few its bytes', async () => {
    expect(await pictureOf(await pngOf(4000, 4000))).toMatchObject({ isHeavy: false });
    expect(await pictureOf(await pngOf(30_000, 30_000))).toMatchObject({ isHeavy: true });
    expect(await pictureOf(await pngOf(0, 9))).toMatchObject({ isHeavy: true });
  });

  it('that is an SVG is heavy where a short one can take for ever', async () => {
    const svg = (inner: string) =>
      pictureOf(`<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`);
    expect(await svg('<path d="M0 0h9v9z"/>')).toEqual({
      mediaType: 'image/svg+xml',
      isHeavy: false,
    });
    expect(await svg('<g id="a"/><use href="#a"/>')).toMatchObject({ isHeavy: true });
    expect(await svg('<s:filter id="f"/>')).toMatchObject({ isHeavy: true });
  });

  it('is none where nothing shows one', async () => {
    expect(await pictureOf('{"a":1}')).toBeNull();
    expect(await pictureOf(await fixture('gradient.bmp'))).toBeNull();
  });
});
