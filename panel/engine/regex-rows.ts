import type { MessageLog } from './message-log.ts';
import { packRegexChunk, type RegexChunk } from './query/regex-chunk.ts';

/** What one message to the regex worker carries at most. */
const maxRows = 4096;
const maxBytes = 4 * 1024 * 1024;

export interface RegexRows {
  readonly rows: readonly number[];
  readonly payloads: RegexChunk;
  /** The first row of the log that was not looked at. */
  readonly end: number;
}

/** Collects the payloads of rows for the regex worker: some that came late, then those from `start` to `rowsEnd`. */
export function collectRegexRows(
  log: MessageLog,
  late: readonly number[],
  start: number,
  rowsEnd: number,
  isCandidate: (row: number) => boolean,
): RegexRows {
  const rows: number[] = late.filter(isCandidate);
  let bytes = rows.reduce((sum, row) => sum + log.storedBytes(row), 0);
  let row = start;
  for (; row < rowsEnd && rows.length < maxRows && bytes < maxBytes; row++) {
    if (!isCandidate(row)) continue;
    rows.push(row);
    bytes += log.storedBytes(row);
  }
  const payloads = rows.map((each) => {
    const payload = log.searchedBytes(each);
    return { bytes: payload, start: 0, end: payload.length };
  });
  return { rows, payloads: packRegexChunk(payloads), end: row };
}
