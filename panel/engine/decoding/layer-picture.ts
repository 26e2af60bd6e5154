import { childrenOf } from '../../decoders/children.ts';
import type { Layer } from '../../decoders/layers.ts';
import { pictureTypeOf } from '../../decoders/packing/media-type.ts';
import { decodeUtf8 } from '../../decoders/utf8.ts';
import type { LayerPicture } from '../engine-contract.ts';

/** What a few bytes may claim to be: each pixel takes four bytes once it is drawn. */
const maxPixels = 16_000_000;
const maxBytes = 8 * 1024 * 1024;
/** What lets a short SVG take for ever: parts that are repeated, filtered or moved, and entities. */
const costlySvg = /<(?:\w+:)?(?:use|pattern|filter|mask|foreignObject|animate\w*|set)\b|<!ENTITY/i;

/** The picture that a layer's bytes are, for an `img`; null where browsers show none. */
export function pictureOf({ decoder, payload, decoded }: Layer): LayerPicture | null {
  if (decoder.name !== 'image' || decoded.table === undefined) return null;
  const mediaType = pictureTypeOf(payload);
  // No browser that Sockets runs in has a decoder for HEIC.
  if (mediaType === null || mediaType === 'image/heic') return null;
  return { mediaType, isHeavy: isHeavy(mediaType, payload.bytes, decoded.table) };
}

function isHeavy(
  mediaType: string,
  bytes: Uint8Array,
  table: NonNullable<Layer['decoded']['table']>,
): boolean {
  if (bytes.length > maxBytes) return true;
  if (mediaType === 'image/svg+xml') return costlySvg.test(decodeUtf8(bytes, 0, bytes.length));
  let pixels = 1;
  for (const node of childrenOf(table, 0, 0, table.childCount(0))) {
    const key = table.key(node);
    if (key === 'width' || key === 'height') pixels *= Number(table.text(node));
  }
  // Also where the size is not there, or no number.
  return !(pixels > 1 && pixels <= maxPixels);
}
