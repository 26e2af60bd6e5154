import type { BatchPrimitives } from '../extension/protocol/batch-writer.ts';
import { createRecordPacker, type RecordPacker } from '../extension/protocol/record-packer.ts';
import * as natives from './natives.ts';

/**
 * A batch this full goes while nobody listens, so that the backlog can drop the oldest in small steps. Each costs
 * the page some 30 µs, however small it is.
 */
const unattendedMessages = 200;
const unattendedBytes = 64 * 1024;

/** The recorder's log: packs records, and decides when a batch goes. */
export interface Log extends Pick<RecordPacker, 'text' | 'bytes' | 'later' | 'payload' | 'record'> {
  /** Hands over what is there. */
  flush(): void;
  /** A panel listens: batches go as it grants credit. */
  attach(): void;
  detach(): void;
  credit(): void;
  /** While the document is leaving, every record goes at once. */
  hurry(isLeaving: boolean): void;
}

const primitives: BatchPrimitives = {
  newBytes: (buffer, byteOffset, byteLength) =>
    new natives.NativeUint8Array(buffer, byteOffset, byteLength),
  newBuffer: (byteLength) => new natives.NativeArrayBuffer(byteLength),
  newWords: (buffer) => new natives.NativeUint32Array(buffer),
  newDoubles: (buffer) => new natives.NativeFloat64Array(buffer),
  encodeInto: natives.encodeTextInto,
  copyBytes: natives.setBytes,
  encode: natives.encodeText,
  lengthOf: natives.typedArrayByteLengthOf,
  part: (bytes, from, length) =>
    new natives.NativeUint8Array(
      natives.typedArrayBufferOf(bytes),
      natives.typedArrayOffsetOf(bytes) + from,
      length,
    ),
};

/** @param deliver hands a batch over */
export function createLog(deliver: (batch: ArrayBuffer) => void): Log {
  let isAttended = false;
  let hasCredit = false;
  let isLeaving = false;

  const flush = (): void => {
    const batch = packer.take();
    if (batch === null) return;
    hasCredit = false;
    deliver(batch);
  };
  const packer = createRecordPacker(primitives, natives.timeOriginMs, flush);

  // No timer: a page can see the ids of timers and clear them. A listening panel grants credit
  // every few milliseconds instead, which is the pace of the batches and the back-pressure at once.
  const settle = (): void => {
    const isDue = isAttended
      ? hasCredit
      : packer.messageCount >= unattendedMessages || packer.byteLength >= unattendedBytes;
    if (isDue || isLeaving) flush();
  };

  return {
    text(kind, flags, socketId, atMs, text, tally) {
      packer.text(kind, flags, socketId, atMs, text, tally);
      settle();
    },
    bytes(kind, flags, socketId, atMs, bytes, tally) {
      packer.bytes(kind, flags, socketId, atMs, bytes, tally);
      settle();
    },
    later(kind, flags, socketId, atMs, byteLength, tally) {
      const sequence = packer.later(kind, flags, socketId, atMs, byteLength, tally);
      settle();
      return sequence;
    },
    payload(sequence, flags, bytes) {
      packer.payload(sequence, flags, bytes);
      settle();
    },
    record(kind, flags, socketId, sequence, atMs, size, write) {
      packer.record(kind, flags, socketId, sequence, atMs, size, write);
      settle();
    },
    flush,
    attach() {
      isAttended = true;
      // Nothing is under way yet, so nothing would grant the first credit.
      hasCredit = true;
      flush();
    },
    detach() {
      isAttended = false;
    },
    credit() {
      hasCredit = true;
      flush();
    },
    hurry(leaving) {
      isLeaving = leaving;
      if (leaving) flush();
    },
  };
}
