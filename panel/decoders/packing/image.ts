import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { readAvif } from './avif.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { pictureTypeOf } from './media-type.ts';
import type { PictureReading } from './picture-fields.ts';
import { readPng } from './png.ts';
import { readSvg } from './svg.ts';
import { failureAt } from './unpacked.ts';
import { readWebp } from './webp.ts';

const name = 'image';

/**
 * Pictures: what their headers say. The root's type is the media type, by which a view knows that
 * it can show the payload.
 */
export const imageDecoder: Decoder = {
  name,
  label: 'Image',
  specification: 'https://developer.mozilla.org/en-US/docs/Web/Media/Guides/Formats/Image_types',
  recognisedBy: 'begins as a PNG, JPEG, GIF, WebP or AVIF file, or is text whose root is svg',
  recognises: (payload) => (pictureTypeOf(payload) === null ? 0 : 0.95),
  decode: decodeImage,
};

type Reader = (builder: TreeBuilder, warnings: Warning[]) => PictureReading;

const readers: Readonly<Record<string, Reader>> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/gif': readGif,
  'image/webp': readWebp,
  'image/avif': readAvif,
  'image/heic': readAvif,
  'image/svg+xml': readSvg,
};

function decodeImage(payload: Payload, _hint: unknown, budget: Budget): Decoded {
  const { bytes } = payload;
  const type = pictureTypeOf(payload);
  const read = type === null ? undefined : readers[type];
  if (type === null || read === undefined) {
    return failureAt(name, 'no picture begins so', 0, bytes.length);
  }
  const builder = new TreeBuilder(bytes, budget);
  const warnings: Warning[] = [];
  builder.begin('object', 0, undefined, type);
  const failure = read(builder, warnings);
  const summary = summaryOf(builder, type);
  builder.endAll(bytes.length);
  const table = builder.table();
  // An SVG is XML too, and read as such within.
  const inner = type === 'image/svg+xml' ? { inner: { node: 0, payload, decoder: 'xml' } } : {};
  const facts = { facts: { summary } };
  if (failure === null) return { ok: true, table, warnings, ...facts, ...inner };
  return { ...failureAt(name, failure.problem, failure.at, bytes.length), table, ...facts };
}

/** `PNG image, 640 × 480` */
function summaryOf(builder: TreeBuilder, type: string): string {
  const size = ['width', 'height'].map((key) => literalOf(builder, key));
  const format = type.replace(/^image\/|\+xml$/g, '');
  const label = `${format === 'webp' ? 'WebP' : format.toUpperCase()} image`;
  return size.includes(null) ? label : `${label}, ${size.join(' × ')}`;
}

function literalOf({ literals }: TreeBuilder, key: string): string | null {
  return literals.texts[literals.keys.indexOf(key)] ?? null;
}
