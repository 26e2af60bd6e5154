import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { jsonNodeReader } from '../json-node-reader.ts';
import { readJson } from '../json-reader.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { beginsWith } from './byte-reads.ts';
import { jsonExtent, recordSeparator, skipSeparators } from './json-extent.ts';
import { failureAt } from './unpacked.ts';

const name = 'ndjson';

/** The type of the root of several JSON documents, by which protocols tell it from an array. */
export const sequenceType = 'sequence';

/** As far as is looked for the end of the first document. */
const maxProbed = 65_536;
const maxWarnings = 100;

/** Several JSON documents in one message: one a line, behind record separators, or end to end. */
export const jsonSequenceDecoder: Decoder = {
  name,
  label: 'JSON documents',
  specification: 'https://www.rfc-editor.org/rfc/rfc7464',
  recognisedBy:
    'a JSON object or array, then another one behind a line break, a record separator or nothing',
  recognises: (payload) => recogniseSequence(payload),
  decode: ({ bytes }, _hint, budget) => decodeSequence(bytes, budget),
};

function recogniseSequence({ bytes, isText }: Payload): number {
  const end = Math.min(bytes.length, maxProbed);
  const start = skipSeparators(bytes, 0, end);
  if (!beginsDocument(bytes, start)) return 0;
  const firstEnd = jsonExtent(bytes, start, end);
  if (firstEnd < 0) return 0;
  const next = skipSeparators(bytes, firstEnd, bytes.length);
  const isSeparated = bytes.subarray(firstEnd, next).includes(recordSeparator);
  if (next >= bytes.length) {
    // One document alone is JSON, unless record separators stand around it.
    return isSeparated || bytes[0] === recordSeparator ? 0.85 : 0;
  }
  return beginsDocument(bytes, next) ? (isText ? 0.97 : 0.75) : 0;
}

/** `{"`, `{}`, `[1`, `[{` and the like, but not `[INFO]` and `{name}`. */
function beginsDocument(bytes: Uint8Array, at: number): boolean {
  const opening = bytes[at];
  if (opening !== 0x7b && opening !== 0x5b) return false;
  const next = String.fromCharCode(bytes[skipSeparators(bytes, at + 1, bytes.length)] ?? 0x20);
  return opening === 0x7b ? '"}'.includes(next) : '{["-0123456789tfn]'.includes(next);
}

function decodeSequence(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget, Math.min(bytes.length / 16, 65_536));
  const warnings: Warning[] = [];
  const { columns } = builder;
  builder.begin('array', 0, undefined, sequenceType);
  const place = { columns, parent: 0, reader: builder.readerNumber(jsonNodeReader) };
  let at = skipSeparators(bytes, beginsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0, bytes.length);
  let failure: { readonly text: string; readonly at: number } | undefined;
  if (at >= bytes.length) failure = { text: 'expected a value', at };
  while (at < bytes.length && failure === undefined) {
    if (builder.isFull) {
      failure = { text: `more than ${budget.maxNodes} values or too much time, it stopped`, at };
      break;
    }
    const extent = jsonExtent(bytes, at, bytes.length);
    const end = extent < 0 ? bytes.length : extent;
    const { problem, warnings: found } = readJson(bytes, at, budget, end, place);
    warnings.push(...found.slice(0, maxWarnings - warnings.length));
    failure = problem;
    at = skipSeparators(bytes, end, bytes.length);
  }
  builder.endAll(failure === undefined ? bytes.length : Math.min(failure.at, bytes.length));
  const table = builder.table();
  if (failure === undefined) return { ok: true, table, warnings };
  return { ...failureAt(name, failure.text, failure.at, bytes.length), table };
}
