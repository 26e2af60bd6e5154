import { beginsWith } from './byte-reads.ts';
import { looksLikeText } from './guess-text.ts';
import { fileTypeOf, pictureTypeOf } from './media-type.ts';

/** How much a text must hold before what is in it says anything. */
const minText = 6;

/**
 * What bytes that were written as text turn out to be: text again, a file that is known, or bytes
 * of which nothing can be said.
 */
export function insideOf(bytes: Uint8Array): 'text' | 'known' | 'unknown' {
  const payload = { bytes, isText: false };
  const isPacked = beginsWith(bytes, 0x1f, 0x8b, 0x08) || beginsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd);
  if (isPacked || pictureTypeOf(payload) !== null || fileTypeOf(payload) !== null) return 'known';
  if (bytes.length >= minText && looksLikeText(bytes)) return 'text';
  return 'unknown';
}
