import { isSpace } from '../json-scanner.ts';

/**
 * Where the JSON value at `start` ends, by its brackets and quotes alone, or -1 when that is not
 * before `end`. For an object or array; anything else ends at white space or a record separator.
 */
export function jsonExtent(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  return first === 0x7b || first === 0x5b || first === 0x22
    ? bracketsExtent(bytes, start, end)
    : wordExtent(bytes, start, end);
}

function bracketsExtent(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) {
      at = stringEnd(bytes, at, end);
      if (at < 0) return -1;
      if (depth === 0) return at + 1;
    } else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth <= 0) return at + 1;
    }
  }
  return -1;
}

/** The closing quote of the string whose opening quote is at `start`, -1 for none. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) return at;
    if (byte === 0x5c) at += 1;
  }
  return -1;
}

function wordExtent(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isSpace(bytes[at] ?? 0) && bytes[at] !== recordSeparator) at += 1;
  return at;
}

/** Begins a record of RFC 7464, and ends one of SignalR. */
export const recordSeparator = 0x1e;

/** The next byte that is neither white space nor a record separator, `end` when there is none. */
export function skipSeparators(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (isSpace(bytes[at] ?? 0) || bytes[at] === recordSeparator)) at += 1;
  return at;
}
