import { formatBase64, parseBase64 } from '../decoders/base64.ts';
import { formatHex, parseHex } from '../decoders/hex.ts';
import { jsonDecoder } from '../decoders/json.ts';
import { validateJson } from '../decoders/json-validate.ts';
import { decodeUtf8Marked } from '../decoders/text.ts';
import type { PayloadFormat, PayloadReading, TextPart } from './engine-contract.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Longer ones are shown as base64, which is shorter than hex. */
const maxHexBytes = 64 * 1024;

/** What an editor's text means in bytes. JSON is checked and then sent as it was written. */
export function readPayload(format: PayloadFormat, text: string): PayloadReading {
  switch (format) {
    case 'text':
      return { ok: true, isText: true, bytes: encoder.encode(text) };
    case 'json': {
      const checked = validateJson(text);
      if (!checked.ok)
        return { ok: false, reason: checked.reason, line: checked.line, column: checked.column };
      return { ok: true, isText: true, bytes: encoder.encode(text) };
    }
    case 'hex':
    case 'base64': {
      const parsed = format === 'hex' ? parseHex(text) : parseBase64(text);
      if (!parsed.ok) return { ok: false, reason: parsed.reason, line: 0, column: 0 };
      return { ok: true, isText: false, bytes: parsed.bytes };
    }
  }
}

export function writePayload(bytes: Uint8Array, format: PayloadFormat): string {
  if (format === 'hex') return formatHex(bytes);
  if (format === 'base64') return formatBase64(bytes);
  return decoder.decode(bytes);
}

export function bestFormat(bytes: Uint8Array, isText: boolean): PayloadFormat {
  if (!isText) return bytes.length > maxHexBytes ? 'base64' : 'hex';
  const isJson =
    jsonDecoder.recognises({ bytes, isText }, {}) > 0.5 && validateJson(decoder.decode(bytes)).ok;
  return isJson ? 'json' : 'text';
}

/** Part of a payload as text, ended on the border of a character. */
export function textPart(payload: Uint8Array, start: number, end: number): TextPart {
  let border = Math.min(end, payload.length);
  // UTF-8 continuation bytes look like 10xxxxxx; no character has more than three.
  for (
    let back = 0;
    back < 3 &&
    border < payload.length &&
    border > start &&
    ((payload[border] ?? 0) & 0xc0) === 0x80;
    back++
  )
    border--;
  return {
    runs: decodeUtf8Marked(payload, start, border),
    end: border,
    byteLength: payload.length,
  };
}
