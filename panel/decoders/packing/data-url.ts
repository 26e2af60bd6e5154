import { formatBase64, parseBase64 } from '../base64.ts';
import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { latin1 } from './base64-text.ts';
import { failureAt, unpackedLayer } from './unpacked.ts';

const name = 'data-url';
const maxHeader = 256;
const header = /^data:([\w.+-]+\/[\w.+-]+)?((?:;[\w-]+=[^;,]*)*)(;base64)?,/i;

export const dataUrlDecoder: Decoder = {
  name,
  label: 'data: URL',
  specification: 'https://www.rfc-editor.org/rfc/rfc2397',
  recognisedBy: 'text that begins with data:, a media type and a comma',
  recognises: ({ bytes, isText }) => (isText && headerOf(bytes) !== null ? 0.95 : 0),
  decode: ({ bytes }, _hint, budget) => decodeDataUrl(bytes, budget),
  enclose: (inner, original) => encloseDataUrl(inner, original),
};

function headerOf(bytes: Uint8Array): RegExpExecArray | null {
  if (bytes[0] !== 0x64 && bytes[0] !== 0x44) return null;
  return header.exec(decodeUtf8(bytes, 0, Math.min(bytes.length, maxHeader)));
}

function decodeDataUrl(bytes: Uint8Array, budget: Budget): Decoded {
  const found = headerOf(bytes);
  if (found === null)
    return failureAt(name, "expected 'data:', a media type and a comma", 0, bytes.length);
  const [head, mediaType = '', parameters = '', base64] = found;
  const start = new TextEncoder().encode(head).length;
  const builder = new TreeBuilder(bytes, budget);
  builder.begin('object', 0, undefined, name);
  if (mediaType !== '') builder.addString(5, mediaType.length, 'media type');
  if (parameters !== '')
    builder.addString(6 + mediaType.length, parameters.length - 1, 'parameters');
  const isBase64 = base64 !== undefined;
  const node = builder.addString(
    start,
    bytes.length - start,
    'data',
    isBase64 ? 'base64' : 'percent-encoded',
  );
  builder.endAll(bytes.length);
  const limit = isBase64 ? Math.floor(budget.maxBytes / 3) * 4 : budget.maxBytes;
  const end = Math.min(bytes.length, start + limit);
  const problem = end < bytes.length ? `more than ${budget.maxBytes} bytes, the limit` : undefined;
  if (!isBase64) {
    const output = percentDecoded(bytes.subarray(start, end));
    return unpackedLayer(name, builder, node, { output, problem, at: end });
  }
  const parsed = parseBase64(latin1(bytes.subarray(start), end - start));
  if (parsed.ok)
    return unpackedLayer(name, builder, node, { output: parsed.bytes, problem, at: end });
  const [, reason = parsed.reason] = /^base64: (.*), at/.exec(parsed.reason) ?? [];
  return { ...failureAt(name, reason, start + parsed.at, bytes.length), table: builder.table() };
}

function percentDecoded(bytes: Uint8Array): Uint8Array {
  const output = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1, length += 1) {
    const digits = bytes[at] === 0x25 ? latin1(bytes.subarray(at + 1, at + 3), 2) : '';
    const isEscape = /^[0-9a-f]{2}$/i.test(digits);
    output[length] = isEscape ? Number.parseInt(digits, 16) : (bytes[at] ?? 0);
    if (isEscape) at += 2;
  }
  return output.subarray(0, length);
}

/** Always as base64, which holds any bytes. */
function encloseDataUrl(inner: Payload, { bytes }: Payload): Payload {
  const [, mediaType = '', parameters = ''] = headerOf(bytes) ?? [];
  const text = `data:${mediaType}${parameters};base64,${formatBase64(inner.bytes)}`;
  return { bytes: new TextEncoder().encode(text), isText: true };
}
