import type { Warning } from '../decoder.ts';
import { utf8SequenceLength } from '../utf8.ts';

/** A warning of the first bytes that are not UTF-8, and how many such places there are. */
export function utf8Warnings(name: string, bytes: Uint8Array): readonly Warning[] {
  let first = -1;
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const length = utf8SequenceLength(bytes, at, bytes.length);
    if (length < 0) {
      if (count === 0) first = at;
      count += 1;
    }
    at += Math.abs(length);
  }
  if (count === 0) return [];
  const places = count === 1 ? '' : `, the first of ${count}`;
  const message = `${name}: bytes that are not UTF-8 at byte ${first}${places}`;
  return [{ code: 'invalid-utf8', at: first, byteLength: 1, message }];
}
