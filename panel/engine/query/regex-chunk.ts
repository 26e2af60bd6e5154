import type { Bitmap } from './bitmap.ts';

export interface RegexPattern {
  readonly source: string;
  readonly flags: string;
  /** The row matches when the pattern does not. */
  readonly isNegated: boolean;
}

/**
 * Payloads of some rows in one buffer, which is transferred to the regex worker. Row r is the
 * bytes from `offsets[r]` to `offsets[r + 1]`.
 */
export interface RegexChunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
}

export interface RegexRequest {
  readonly id: number;
  readonly patterns: readonly RegexPattern[];
  readonly chunk: RegexChunk;
}

export type RegexReport =
  /** The rows from `row` on are about to be matched. */
  | { readonly kind: 'reached'; readonly id: number; readonly row: number }
  | { readonly kind: 'done'; readonly id: number; readonly bitmap: Bitmap }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

/** The worker tells where it is this often: a 64th of a report a row costs next to nothing. */
export const rowsPerReport = 64;

/** Copies ranges of payloads into a chunk of their own, which may be transferred. */
export function packRegexChunk(
  rows: readonly { readonly bytes: Uint8Array; readonly start: number; readonly end: number }[],
): RegexChunk {
  const offsets = new Uint32Array(rows.length + 1);
  let byteLength = 0;
  for (const [index, { start, end }] of rows.entries()) {
    byteLength += end - start;
    offsets[index + 1] = byteLength;
  }
  const bytes = new Uint8Array(byteLength);
  for (const [index, row] of rows.entries()) {
    bytes.set(row.bytes.subarray(row.start, row.end), offsets[index]);
  }
  return { bytes, offsets };
}
