import {
  type Budget,
  type Decoder,
  defaultBudget,
  type Hint,
  type Payload,
} from '../../../../panel/decoders/decoder.ts';
import type { NodeTable } from '../../../../panel/decoders/node-table.ts';
import { previewOf } from '../../../../panel/decoders/preview.ts';
import { childrenByLinks } from '../bytes.ts';
import { seededRandom } from '../torture.ts';

export const binary = (bytes: Uint8Array): Payload => ({ bytes, isText: false });

export function decodeBytes(decoder: Decoder, bytes: Uint8Array, budget: Partial<Budget> = {}) {
  return decoder.decode(binary(bytes), {}, { ...defaultBudget, ...budget });
}

export function tableOf(decoder: Decoder, bytes: Uint8Array, hint: Hint = {}): NodeTable {
  const decoded = decoder.decode(binary(bytes), hint, defaultBudget);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.table;
}

/** The whole value on one line. */
export function shown(decoder: Decoder, bytes: Uint8Array): string {
  return previewOf(tableOf(decoder, bytes), 0, 100_000);
}

/** Every node as `kind type key=text`, for comparing values with what an edit has made of them. */
export function outline(table: NodeTable, withTypes: boolean, node = 0): string {
  const type = withTypes ? ` ${table.type(node)}` : '';
  const children = childrenByLinks(table, node).map((child) => outline(table, withTypes, child));
  const value = children.length > 0 ? `(${children.join(' ')})` : table.text(node);
  return `${table.kind(node)}${type} ${table.key(node) ?? ''}=${value}`;
}

/** Writes a payload for the editor and reads it back. */
export function editedCopy(decoder: Decoder, bytes: Uint8Array, hint: Hint = {}): Uint8Array {
  const original = binary(bytes);
  const written = decoder.edit?.write(original, hint);
  if (written?.ok !== true) throw new Error(written?.reason ?? 'no edit');
  const reading = decoder.edit?.read(written.text, original, hint);
  if (reading?.ok !== true) throw new Error(`${reading?.reason} in ${written.text}`);
  return reading.payload.bytes;
}

export function editText(decoder: Decoder, bytes: Uint8Array, hint: Hint = {}): string {
  const written = decoder.edit?.write(binary(bytes), hint);
  if (written?.ok !== true) throw new Error(written?.reason ?? 'no edit');
  return written.text;
}

/** What the editor's text becomes, as hex pairs, or what is wrong with it. */
export function readEdit(decoder: Decoder, text: string, original = new Uint8Array(0)): string {
  const reading = decoder.edit?.read(text, binary(original), {});
  if (reading === undefined) return 'no edit';
  if (!reading.ok) return `${reading.reason} (${reading.line}:${reading.column})`;
  return Buffer.from(reading.payload.bytes)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
}

/** The share of random payloads of 4 to 512 bytes that a decoder is sure enough to claim. */
export function falsePositives(decoder: Decoder, count: number): number {
  const random = seededRandom(7);
  let claimed = 0;
  for (let round = 0; round < count; round += 1) {
    const bytes = Uint8Array.from({ length: 4 + random(509) }, () => random(256));
    const confidence = decoder.recognises(binary(bytes), {});
    if (confidence >= 0.5) claimed += 1;
  }
  return claimed;
}
