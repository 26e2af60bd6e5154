import {
  type BatchVisitor,
  type LifecycleRecord,
  type ReadResult,
  readBatch,
} from '../../../extension/protocol/batch-reader.ts';
import { batchHeaderBytes } from '../../../extension/protocol/record-layout.ts';

export interface ReadMessage {
  readonly kind: 'message';
  readonly isSent: boolean;
  readonly flags: number;
  readonly socketId: number;
  readonly sequence: number;
  readonly atMs: number;
  readonly size: number;
  readonly content: Uint8Array;
}
export interface ReadPayload {
  readonly kind: 'payload';
  readonly sequence: number;
  readonly payloadOffset: number;
  readonly flags: number;
  readonly content: Uint8Array;
}
export type ReadRecord = ReadMessage | ReadPayload | LifecycleRecord;

export interface Reading {
  readonly result: ReadResult;
  readonly records: readonly ReadRecord[];
  /** Calls whose range is not inside the batch, which a reader must never make. */
  readonly strayRanges: number;
}

/** Reads a batch into objects, and watches that every range the reader tells of is inside the batch. */
export function readRecords(batch: ArrayBuffer): Reading {
  const records: ReadRecord[] = [];
  let strayRanges = 0;
  const contentOf = (byteOffset: number, storedBytes: number): Uint8Array => {
    const end = byteOffset + storedBytes;
    if (!(byteOffset >= batchHeaderBytes && storedBytes >= 0 && end <= batch.byteLength)) {
      strayRanges++;
      return new Uint8Array(0);
    }
    return new Uint8Array(batch, byteOffset, storedBytes);
  };
  const visitor: BatchVisitor = {
    message: (isSent, flags, socketId, sequence, atMs, size, byteOffset, storedBytes) => {
      const content = contentOf(byteOffset, storedBytes);
      records.push({ kind: 'message', isSent, flags, socketId, sequence, atMs, size, content });
    },
    payload: (sequence, payloadOffset, flags, byteOffset, storedBytes) => {
      const content = contentOf(byteOffset, storedBytes);
      records.push({ kind: 'payload', sequence, payloadOffset, flags, content });
    },
    lifecycle: (record) => records.push(record),
  };
  return { result: readBatch(batch, visitor), records, strayRanges };
}

/** The records of batches that are all sound. */
export function soundRecords(batches: readonly ArrayBuffer[]): readonly ReadRecord[] {
  return batches.flatMap((batch) => {
    const { result, records } = readRecords(batch);
    if (!result.ok) throw new Error(`${result.reason}, at byte ${result.at}`);
    return records;
  });
}

export const isMessage = (record: ReadRecord): record is ReadMessage => record.kind === 'message';

/** A message's payload as the engine puts it together: what is in its record, or in those after it. */
export function wholePayload(records: readonly ReadRecord[], sequence: number): Uint8Array {
  const message = records.filter(isMessage).find((record) => record.sequence === sequence);
  if (message === undefined) throw new Error(`no message has the sequence ${sequence}`);
  const pieces = records.filter(
    (record): record is ReadPayload => record.kind === 'payload' && record.sequence === sequence,
  );
  if (pieces.length === 0) return message.content;
  const payload = new Uint8Array(pieces.reduce((sum, { content }) => sum + content.length, 0));
  for (const { content, payloadOffset } of pieces) payload.set(content, payloadOffset);
  return payload;
}
