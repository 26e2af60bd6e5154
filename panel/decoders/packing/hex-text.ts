import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { formatHex, parseHex } from '../hex.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { latin1 } from './base64-text.ts';
import { insideOf } from './text-layer.ts';
import { failureAt, unpackedLayer } from './unpacked.ts';

const name = 'hex';
const maxProbed = 4096;
const minDigits = 12;

/** Bytes written as hex digits. */
export const hexDecoder: Decoder = {
  name,
  label: 'Hex',
  specification: 'https://www.rfc-editor.org/rfc/rfc4648#section-8',
  recognisedBy:
    'text of hex digits that holds text or a file that is known, or of at least six pairs with spaces between',
  recognises: (payload) => recogniseHex(payload),
  decode: ({ bytes }, _hint, budget) => decodeHex(bytes, budget),
  enclose: (inner, original) => encloseHex(inner, original),
};

function recogniseHex({ bytes, isText }: Payload): number {
  if (!isText || bytes.length < minDigits) return 0;
  const probed = decodeUtf8(bytes, 0, Math.min(bytes.length, maxProbed)).trimEnd();
  if (/^[0-9a-f]{2}(?:[ \r\n]+[0-9a-f]{2}){5,}(?:[ \r\n]+[0-9a-f])?$/i.test(probed)) {
    // Lists of small numbers look so too, but have no letters.
    return /[a-f]/i.test(probed) ? 0.7 : 0;
  }
  // Digits alone are a number; an id or a digest holds neither text nor a file.
  if (!/^(?:0x|\\x)?[0-9a-f]+$/i.test(probed) || !/[a-f]/i.test(probed.slice(2))) return 0;
  const parsed = parseHex(probed.length % 2 === 0 ? probed : '');
  return parsed.ok && insideOf(parsed.bytes) !== 'unknown' ? 0.75 : 0;
}

function decodeHex(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const end = Math.min(bytes.length, budget.maxBytes * 2);
  const parsed = parseHex(latin1(bytes, end));
  const node = builder.addString(0, bytes.length, undefined, name);
  if (!parsed.ok) {
    const [, problem = parsed.reason] = /^hex: (.*), at/.exec(parsed.reason) ?? [];
    return { ...failureAt(name, problem, parsed.at, bytes.length), table: builder.table() };
  }
  const problem = end < bytes.length ? `more than ${budget.maxBytes} bytes, the limit` : undefined;
  return unpackedLayer(name, builder, node, { output: parsed.bytes, problem, at: end });
}

/** With spaces, a prefix and upper case where the original had them. */
function encloseHex(inner: Payload, { bytes }: Payload): Payload {
  const original = latin1(bytes, Math.min(bytes.length, maxProbed));
  const prefix = /^(?:0x|\\x)/i.exec(original)?.[0] ?? '';
  const spaced = formatHex(inner.bytes);
  const written = / /.test(original.trim()) ? spaced : spaced.replace(/ /g, '');
  const text = /[A-F]/.test(original.slice(prefix.length)) ? written.toUpperCase() : written;
  return { bytes: new TextEncoder().encode(prefix + text), isText: true };
}
