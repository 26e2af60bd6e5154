import type { IncomingMessage } from 'node:http';
import { requestUrl } from './request-url.ts';

interface Bounds {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** A whole number of the request's query, kept within bounds; the fallback when there is none. */
export function queryNumber(request: IncomingMessage, name: string, bounds: Bounds): number {
  const text = requestUrl(request)?.searchParams.get(name);
  const value = text ? Math.trunc(Number(text)) : Number.NaN;
  if (Number.isNaN(value)) return bounds.fallback;
  return Math.min(Math.max(value, bounds.min), bounds.max);
}
