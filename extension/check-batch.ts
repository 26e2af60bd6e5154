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
    const wrong = checkRecords(new DataView(batch), byteLength, recordCount, messageCount);
    if (wrong === null) next++;
    return wrong;
  };
}

/** Each record in bounds, of a known kind, and as many as the header says: what `readBatch` then reads to its end. */
function checkRecords(
  view: DataView,
  byteLength: number,
  recordCount: number,
  messageCount: number,
): BatchProblem | null {
  let at = batchHeaderBytes;
  let records = 0;
  let messages = 0;
  while (at < byteLength) {
    if (byteLength - at < recordHeaderBytes) return problem('record: cut off in its header', at);
    const length = view.getUint32(at, true);
    const stored = view.getUint32(at + 28, true);
    if (length < recordHeaderBytes || length > byteLength - at || length % 8 !== 0)
      return problem(`record: ${length} bytes, ${byteLength - at} left`, at);
    // `padded` overflows for what is as large as this.
    if (stored > length || recordHeaderBytes + padded(stored) !== length)
      return problem(`record: ${stored} bytes of content in ${length}`, at + 28);
    const kind = view.getUint8(at + 4);
    if (kind < recordKind.created || kind > recordKind.answer)
      return problem(`record: unknown kind ${kind}`, at + 4);
    if (!Number.isFinite(view.getFloat64(at + 16, true)))
      return problem('record: its time is not a number', at + 16);
    if (kind === recordKind.sent || kind === recordKind.received) {
      const size = view.getUint32(at + 24, true);
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
