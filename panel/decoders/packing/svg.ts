import type { Payload } from '../decoder.ts';
import type { TreeBuilder } from '../tree-builder.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { PictureReading } from './picture-fields.ts';

/** The root must begin within this. */
const maxProlog = 2048;

const prolog =
  /^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*(?:<!DOCTYPE\s+svg\b[^>]*>\s*)?<svg[\s>/]/i;

/** By its beginning only: whether it is well formed is said by the XML layer within. */
export function isSvg({ bytes }: Payload): boolean {
  return prolog.test(decodeUtf8(bytes, 0, Math.min(bytes.length, maxProlog)));
}

/** The size as the root says it; a picture is never drawn as markup of the panel's page. */
export function readSvg(builder: TreeBuilder): PictureReading {
  const { bytes } = builder;
  const text = decodeUtf8(bytes, 0, Math.min(bytes.length, maxProlog * 2));
  const root = /<svg\b[^>]*/i.exec(text)?.[0] ?? '';
  for (const name of ['width', 'height', 'viewBox']) {
    const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(root);
    if (value !== null) builder.add('string', 0, 0, name, value[1] ?? value[2] ?? '');
  }
  return null;
}
