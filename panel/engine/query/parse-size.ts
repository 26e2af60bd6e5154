import type { QueryProblem } from './query.ts';

/** kb and mb are 1000-based as in the size column, kib and mib 1024-based; none means bytes. */
export const bytesPerUnit = {
  b: 1,
  kb: 1000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
} as const;

export type SizeParse =
  | { readonly ok: true; readonly leastBytes: number; readonly mostBytes: number }
  | { readonly ok: false; readonly problem: QueryProblem };

/** Reads what stands behind `size:`: `>1kb`, `<=1.5MiB`, `200` (exactly) or `1kb..2kb` (inclusive). */
export function parseSize(value: string): SizeParse {
  const range = /^([^.]+|.*?\d.*?)\.\.(.+)$/.exec(value);
  return range ? parseRange(value, range[1] ?? '', range[2] ?? '') : parseComparison(value);
}

function parseRange(value: string, from: string, to: string): SizeParse {
  const least = bytesOf(from);
  const most = bytesOf(to);
  if (least === null || most === null) return fail('invalid-size', value);
  if (least > most) return fail('reversed-range', value);
  return { ok: true, leastBytes: Math.ceil(least), mostBytes: Math.floor(most) };
}

function parseComparison(value: string): SizeParse {
  const [, comparison, size] = /^(>=|<=|>|<|=|)(.*)$/s.exec(value) ?? [];
  const bytes = bytesOf(size ?? '');
  if (bytes === null) return fail('invalid-size', value);
  switch (comparison) {
    case '>':
      return { ok: true, leastBytes: Math.floor(bytes) + 1, mostBytes: Number.POSITIVE_INFINITY };
    case '>=':
      return { ok: true, leastBytes: Math.ceil(bytes), mostBytes: Number.POSITIVE_INFINITY };
    case '<':
      return { ok: true, leastBytes: 0, mostBytes: Math.ceil(bytes) - 1 };
    case '<=':
      return { ok: true, leastBytes: 0, mostBytes: Math.floor(bytes) };
    default:
      return { ok: true, leastBytes: Math.ceil(bytes), mostBytes: Math.floor(bytes) };
  }
}

function bytesOf(text: string): number | null {
  const [, amount, unit] = /^(\d+(?:\.\d+)?|\.\d+)([a-z]*)$/i.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const factor = unit === '' ? 1 : unitFactor(unit.toLowerCase());
  // 1.001 * 1000 is 1000.9999999999999; a millionth of a byte is exact enough.
  return factor === null ? null : Math.round(Number(amount) * factor * 1e6) / 1e6;
}

function unitFactor(unit: string): number | null {
  const found = Object.entries(bytesPerUnit).find(([name]) => name === unit);
  return found ? found[1] : null;
}

function fail(reasonCode: 'invalid-size' | 'reversed-range', value: string): SizeParse {
  return { ok: false, problem: { reasonCode, parameters: { value } } };
}
