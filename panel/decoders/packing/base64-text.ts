import { formatBase64, parseBase64 } from '../base64.ts';
import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { insideOf } from './text-layer.ts';
import { failureAt, unpackedLayer } from './unpacked.ts';

const name = 'base64';
const maxProbed = 4096;
const minChars = 12;

/** Bytes written as base64, or as its URL-safe form. */
export const base64Decoder: Decoder = {
  name,
  label: 'Base64',
  specification: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
  recognisedBy:
    'text of its alphabet alone that holds text or a file that is known, or with upper and lower case and digits and padding',
  recognises: (payload) => recogniseBase64(payload),
  decode: ({ bytes }, _hint, budget) => decodeBase64(bytes, budget),
  enclose: (inner, original) => encloseBase64(inner, original),
};

function recogniseBase64({ bytes, isText }: Payload): number {
  if (!isText || bytes.length < minChars) return 0;
  const isLong = bytes.length > maxProbed;
  const probed = decodeUtf8(bytes, 0, Math.min(bytes.length, maxProbed)).trimEnd();
  // Lines as of MIME are fine, words between spaces are not.
  if (!/^[A-Za-z0-9+/_-]+(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}$/.test(probed)) return 0;
  // Digests and other numbers in hex are what they are.
  if (/^[0-9a-f]+$/i.test(probed)) return 0;
  const parsed = parseBase64(isLong ? probed.replace(/\s/g, '').slice(0, 4000) : probed);
  if (!parsed.ok) return 0;
  const inside = insideOf(parsed.bytes);
  if (inside !== 'unknown') return inside === 'known' ? 0.85 : 0.8;
  const isMixed = /[a-z]/.test(probed) && /[A-Z]/.test(probed) && /[0-9]/.test(probed);
  if (!isMixed) return 0;
  const isPadded = probed.endsWith('=') && probed.length >= 24;
  return isPadded
    ? 0.6
    : probed.length >= 88 && !/[_-]/.test(probed) && probed.length % 4 === 0
      ? 0.5
      : 0;
}

function decodeBase64(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  // A character more or less than three quarters does not matter: four of them make three bytes.
  const end = Math.min(bytes.length, Math.floor(budget.maxBytes / 3) * 4);
  const parsed = parseBase64(latin1(bytes, end));
  const node = builder.addString(0, bytes.length, undefined, name);
  if (!parsed.ok) {
    const [, problem = parsed.reason] = /^base64: (.*), at/.exec(parsed.reason) ?? [];
    return { ...failureAt(name, problem, parsed.at, bytes.length), table: builder.table() };
  }
  const problem = end < bytes.length ? `more than ${budget.maxBytes} bytes, the limit` : undefined;
  return unpackedLayer(name, builder, node, { output: parsed.bytes, problem, at: end });
}

/** One character a byte, so that the places of errors are bytes. */
export function latin1(bytes: Uint8Array, end: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, end));
}

/** In the alphabet of the original, padded if it was. */
function encloseBase64(inner: Payload, { bytes }: Payload): Payload {
  const original = latin1(bytes, bytes.length).trimEnd();
  let text = formatBase64(inner.bytes);
  if (/[-_]/.test(original)) text = text.replace(/\+/g, '-').replace(/\//g, '_');
  if (!original.endsWith('=') && original.replace(/\s/g, '').length % 4 !== 0)
    text = text.replace(/=+$/, '');
  return { bytes: new TextEncoder().encode(text), isText: true };
}
