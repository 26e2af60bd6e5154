import { readBatchHeader } from './protocol/batch-reader.ts';
import {
  batchHeaderBytes,
  maxBatchBytes,
  padded,
  recordHeaderBytes,
  recordKind,
} from './protocol/record-layout.ts';

/** What the relay refuses to forward, and where: "batch: 3 expected, 5 came, at byte 8". */
export interface BatchProblem {
  readonly reason: string;
  /** Byte offset in the batch. */
  readonly at: number;
}

const problem = (reason: string, at: number): BatchProblem => ({ reason, at });

/** Checks the batches of one document, which must come in order; null: this one may pass. */
export type BatchCheck = (batch: ArrayBuffer) => BatchProblem | null;

/** Walks over the headers of the records once: nothing is decoded and no byte is copied. */
export function createBatchCheck(): BatchCheck {
  let next = 0;
  return (batch) => {
    const { byteLength } = batch;
    if (byteLength > maxBatchBytes)
      return problem(`batch: ${byteLength} bytes, ${maxBatchBytes} at most`, 4);
    const head = readBatchHeader(batch);
    if (!head.ok) return problem(head.reason, head.at);
    const { sequence, messageCount, recordCount } = head.header;
    if (sequence !== next) return problem(`batch: ${next} expected, ${sequence} came`, 8);
    const wrong = checkRecords(batch, recordCount, messageCount);
    if (wrong === null) next++;
    return wrong;
  };
}

/** Each record in bounds, of a known kind, and as many as the header says: what `readBatch` then reads to its end. */
function checkRecords(
  batch: ArrayBuffer,
  recordCount: number,
  messageCount: number,
): BatchProblem | null {
  const { byteLength } = batch;
  // Whole words: what stands behind the last of them belongs to no record.
  const words = new Uint32Array(batch, 0, byteLength >> 2);
  const doubles = new Float64Array(batch, 0, byteLength >> 3);
  const word = (index: number): number => words[index] ?? 0;
  let at = batchHeaderBytes;
  let records = 0;
  let messages = 0;
  while (at < byteLength) {
    if (byteLength - at < recordHeaderBytes) return problem('record: cut off in its header', at);
    const first = at >> 2;
    const length = word(first);
    const stored = word(first + 7);
    if (length < recordHeaderBytes || length > byteLength - at || length % 8 !== 0)
      return problem(`record: ${length} bytes, ${byteLength - at} left`, at);
    // `padded` overflows for what is as large as this.
    if (stored > length || recordHeaderBytes + padded(stored) !== length)
      return problem(`record: ${stored} bytes of content in ${length}`, at + 28);
    const kind = word(first + 1) & 0xff;
    if (kind < recordKind.created || kind > recordKind.answer)
      return problem(`record: unknown kind ${kind}`, at + 4);
    if (!Number.isFinite(doubles[(at >> 3) + 2]))
      return problem('record: its time is not a number', at + 16);
    if (kind === recordKind.sent || kind === recordKind.received) {
      const size = word(first + 6);
      if (stored > size) return problem(`record: ${stored} bytes of a message of ${size}`, at + 28);
      messages++;
    }
    at += length;
    records++;
  }
  if (records === 0 || records !== recordCount)
    return problem(`batch: ${records} records, ${recordCount} announced`, 24);
  if (messages !== messageCount)
    return problem(`batch: ${messages} messages, ${messageCount} announced`, 12);
  return null;
}
