import { readFileSync } from 'node:fs';
import type { Budget, Decoder, Hint } from '../../../../panel/decoders/decoder.ts';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import { seededRandom } from '../torture.ts';

/** What a decoder makes of bytes: the inner bytes, the reason, the fields of the tree. */
export function unpack(
  decoder: Decoder,
  bytes: Uint8Array,
  { hint = {}, ...budget }: Partial<Budget> & { readonly hint?: Hint } = {},
) {
  const payload = { bytes, isText: false };
  const decoded = decoder.decode(payload, hint, { ...defaultBudget, ...budget });
  const { table } = decoded;
  const fields: Record<string, string> = {};
  for (let node = 1; node < (table?.nodeCount ?? 0); node += 1) {
    if (table?.parent(node) === 0 && table.kind(node) !== 'bytes')
      fields[table.key(node) ?? ''] = table.text(node, 200);
  }
  return {
    output: decoded.inner?.payload.bytes,
    isText: decoded.inner?.payload.isText,
    reason: decoded.ok ? undefined : decoded.reason,
    at: decoded.ok ? undefined : decoded.at,
    warnings: decoded.ok ? decoded.warnings.map(({ message }) => message) : [],
    fields,
  };
}

export const sure = (decoder: Decoder, bytes: Uint8Array, isText = false, hint: Hint = {}) =>
  decoder.recognises({ bytes, isText }, hint);

/** Repeats itself now and then, as real data does. */
export function sampleBytes(length: number, seed = 1): Uint8Array {
  const random = seededRandom(seed);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const run = Math.min(length - at, 1 + random(40));
    const from = at > 64 && random(2) === 0 ? random(at - run < 1 ? 1 : at - run) : -1;
    for (let index = 0; index < run; index += 1, at += 1)
      bytes[at] = from < 0 ? random(256) : (bytes[from + index] ?? 0);
  }
  return bytes;
}

export const concat = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

/** A file of test/fixtures/packed/, which says in its README how it was made. */
export function packedFixture(file: string): Uint8Array {
  const url = new URL(`../../../fixtures/packed/${file}`, import.meta.url);
  return Uint8Array.from(readFileSync(url));
}
