import type { Budget, Decoded, Decoder, Payload, Warning } from '../decoder.ts';
import { kindCode, NodeColumns } from '../node-columns.ts';
import { createNodeTable, type NodeReader } from '../node-table.ts';
import { decodeUtf8 } from '../utf8.ts';
import { WarningList } from '../warning-list.ts';
import { failureAt } from './unpacked.ts';
import { utf8Warnings } from './utf8-warning.ts';

const name = 'form';
const maxProbed = 4096;

/** Fields of a form, or a query: `name=Ada%20L&tag=a&tag=b`. */
export const formDecoder: Decoder = {
  name,
  label: 'Form data',
  specification: 'https://url.spec.whatwg.org/#application/x-www-form-urlencoded',
  recognisedBy:
    'text without spaces of names and values joined by = and &, with at least one & or one %XX',
  recognises: (payload) => recogniseForm(payload),
  decode: ({ bytes }, _hint, budget) => decodeForm(bytes, budget),
};

/** A name, `=`, a value; no character that would have been escaped. */
const pair = '[\\w.+*~$-]*(?:%[0-9a-f]{2}|\\[|\\]|[\\w.+*~$-])+=(?:%[0-9a-f]{2}|[\\w.+*~$:,/@!-])*';
const form = new RegExp(`^${pair}(?:&${pair})*$`, 'i');

function recogniseForm({ bytes, isText }: Payload): number {
  if (!isText || bytes.length < 3) return 0;
  const isLong = bytes.length > maxProbed;
  let text = decodeUtf8(bytes, 0, Math.min(bytes.length, maxProbed));
  // Of a long one, the last pair is likely to be cut.
  if (isLong) text = text.slice(0, text.lastIndexOf('&'));
  if (!/&|%[0-9a-f]{2}/i.test(text) || !/^[^=&\s]+=/.test(text)) return 0;
  return form.test(text) ? 0.75 : 0;
}

const plus = 0x2b;
const percent = 0x25;

function unescaped(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const output = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at += 1, length += 1) {
    const byte = bytes[at] ?? 0;
    const value = byte === percent ? hexAt(bytes, at + 1, end) : -1;
    if (value >= 0) at += 2;
    output[length] = value >= 0 ? value : byte === plus ? 0x20 : byte;
  }
  return output.subarray(0, length);
}

/** The byte that two hex digits stand for, -1 when there are none. */
function hexAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 > end) return -1;
  const digits = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : -1;
}

/** One character takes up to four bytes, each of which three when escaped. */
const bytesPerChar = 12;

const formNodeReader: NodeReader = {
  key: (bytes, offset, length) => textOf(bytes, offset, length),
  text(bytes, kind, offset, length, maxChars) {
    if (kind === 'object') return '';
    const text = textOf(bytes, offset, Math.min(length, maxChars * bytesPerChar));
    return text.length > maxChars ? text.slice(0, maxChars) : text;
  },
  content: (bytes, _kind, offset, length) => unescaped(bytes, offset, offset + length),
};

function textOf(bytes: Uint8Array, offset: number, length: number): string {
  const plain = unescaped(bytes, offset, offset + length);
  return decodeUtf8(plain, 0, plain.length);
}

function decodeForm(bytes: Uint8Array, budget: Budget): Decoded {
  const columns = new NodeColumns(16);
  const warnings = new WarningList();
  const end = Math.min(bytes.length, budget.maxBytes);
  columns.open(kindCode('object'), -1, 0, 0, 0);
  let at = 0;
  let problem: string | null = bytes.length === 0 ? 'expected a name' : null;
  while (at < end && problem === null) {
    if (columns.nodeCount >= budget.maxNodes)
      problem = `more than ${budget.maxNodes} values, the limit`;
    else at = addPair(bytes, at, end, columns, warnings);
    if ((columns.nodeCount & 0xfff) === 0xfff && budget.isOverdue?.() === true)
      problem = 'reading takes too long, it stopped';
  }
  if (problem === null && end < bytes.length) problem = `more than ${end} bytes, the limit`;
  columns.close(0, problem === null ? bytes.length : at);
  const table = createNodeTable(bytes, columns, [formNodeReader]);
  if (problem !== null) return { ...failureAt(name, problem, at, bytes.length), table };
  const found: readonly Warning[] = [...utf8Warnings(name, bytes), ...warnings.all()];
  return { ok: true, table, warnings: found };
}

/** Adds `name=value` and returns where the next one begins. */
function addPair(
  bytes: Uint8Array,
  start: number,
  end: number,
  columns: NodeColumns,
  warnings: WarningList,
): number {
  const next = bytes.indexOf(0x26, start);
  const pairEnd = next < 0 || next > end ? end : next;
  const equals = bytes.indexOf(0x3d, start);
  const keyEnd = equals < 0 || equals > pairEnd ? pairEnd : equals;
  const valueStart = Math.min(pairEnd, keyEnd + 1);
  if (pairEnd > start) {
    const node = columns.open(kindCode('string'), 0, valueStart, start, keyEnd - start);
    columns.close(node, pairEnd);
    warnOfPercent(bytes, start, pairEnd, warnings);
  }
  return pairEnd + 1;
}

function warnOfPercent(bytes: Uint8Array, start: number, end: number, warnings: WarningList): void {
  for (
    let at = bytes.indexOf(percent, start);
    at >= 0 && at < end;
    at = bytes.indexOf(percent, at + 1)
  ) {
    if (hexAt(bytes, at + 1, end) >= 0) continue;
    warnings.add('unusual', at, 1, () => `form: a % without two hex digits, at byte ${at}`);
  }
}
