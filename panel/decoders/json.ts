import type { Budget, Decoded, Decoder, Payload, Warning } from './decoder.ts';
import { jsonNodeReader } from './json-node-reader.ts';
import { type JsonProblem, type JsonReading, readJson } from './json-reader.ts';
import { isSpace } from './json-scanner.ts';
import { validateJson } from './json-validate.ts';
import { createNodeTable, type NodeTable } from './node-table.ts';
import { decodeUtf8 } from './utf8.ts';

/** Leading space beyond this is not looked at: recognising must stay cheap. */
const maxSpace = 1024;

/**
 * Lossless JSON: numbers as they were written, duplicate keys kept, invalid UTF-8 and a byte
 * order mark read with a warning.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export const jsonDecoder: Decoder = {
  name: 'json',
  label: 'JSON',
  specification: 'https://www.rfc-editor.org/rfc/rfc8259',
  recognisedBy: 'begins with { or [ followed by what may stand there, and ends with its partner',
  recognises: (payload) => recogniseJson(payload),
  decode: (payload, _hint, budget) => decodeJson(payload.bytes, budget),
  edit: {
    write: ({ bytes }) => ({
      ok: true,
      text: decodeUtf8(bytes, 0, bytes.length),
      language: 'json',
    }),
    read(text, { isText }) {
      const checked = validateJson(text);
      if (!checked.ok) return checked;
      return { ok: true, payload: { bytes: new TextEncoder().encode(text), isText } };
    },
  },
};

function recogniseJson({ bytes, isText }: Payload): number {
  const end = bytes.length;
  const first = skipSpace(bytes, hasByteOrderMark(bytes) ? 3 : 0);
  const opening = bytes[first];
  if (opening !== 0x7b && opening !== 0x5b) return 0;
  let last = end - 1;
  while (last > first && last > end - maxSpace && isSpace(bytes[last] ?? 0)) last -= 1;
  const isClosed = last > first && bytes[last] === opening + 2;
  // Bytes need both brackets: a MessagePack map may well begin with 0x5b or 0x7b.
  if (!isText) return isClosed && canFollow(bytes, first) ? 0.7 : 0;
  if (opening === 0x5b && !canFollow(bytes, first)) return 0.2;
  return isClosed ? 0.95 : 0.8;
}

/** Tells `["a"]` and `{"a":1}` from `[INFO] started` and `{name}`. */
function canFollow(bytes: Uint8Array, opening: number): boolean {
  const next = String.fromCharCode(bytes[skipSpace(bytes, opening + 1)] ?? 0x20);
  return bytes[opening] === 0x7b ? '"}'.includes(next) : '{["-0123456789tfn]'.includes(next);
}

function skipSpace(bytes: Uint8Array, start: number): number {
  const end = Math.min(bytes.length, start + maxSpace);
  let at = start;
  while (at < end && isSpace(bytes[at] ?? 0)) at += 1;
  return at;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function decodeJson(bytes: Uint8Array, budget: Budget): Decoded {
  const hasMark = hasByteOrderMark(bytes);
  const reading = readJson(bytes, hasMark ? 3 : 0, budget);
  const table = tableOf(bytes, reading);
  if (reading.problem || !table) return failureOf(bytes, reading.problem, table);
  return {
    ok: true,
    table,
    warnings: hasMark ? [byteOrderMark, ...reading.warnings] : reading.warnings,
  };
}

const byteOrderMark: Warning = {
  code: 'byte-order-mark',
  at: 0,
  byteLength: 3,
  message: 'json: a byte order mark at byte 0',
};

function tableOf(bytes: Uint8Array, { columns }: JsonReading): NodeTable | undefined {
  return columns.nodeCount === 0 ? undefined : createNodeTable(bytes, columns, [jsonNodeReader]);
}

function failureOf(
  bytes: Uint8Array,
  problem: JsonProblem | undefined,
  table: NodeTable | undefined,
): Decoded {
  const at = problem?.at ?? bytes.length;
  const where = at >= bytes.length ? `at byte ${at}, where the payload ends` : `at byte ${at}`;
  const reason = `json: ${problem?.text ?? 'expected a value'} ${where}`;
  return table ? { ok: false, reason, at, table } : { ok: false, reason, at };
}
