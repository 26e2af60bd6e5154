import type { BatchPrimitives } from '../extension/protocol/batch-writer.ts';
import { createRecordPacker, type RecordPacker } from '../extension/protocol/record-packer.ts';
import * as natives from './natives.ts';

/**
 * A batch this full goes while nobody listens, so that the backlog can drop the oldest in small steps. Each costs
 * the page some 30 µs, however small it is.
 */
const unattendedMessages = 200;
const unattendedBytes = 64 * 1024;
/**
 * Of short messages one in so many is timed and stands for all: to read the clock twice takes a tenth of
 * what such a message does. A prime, so that it falls in step with nothing that a page does in turns.
 */
const shortForOneTimed = 17;

/** The recorder's log: packs records, and decides when a batch goes. */
export interface Log
  extends Pick<
    RecordPacker,
    'text' | 'bytes' | 'later' | 'payload' | 'record' | 'keep' | 'keptBytes'
  > {
  /** Before a message is recorded, or its payload: what `end` wants. @param isShort one of many that cost the same */
  begin(isShort: boolean): number;
  /** After it. The batch may go. */
  end(sinceMs: number, isShort: boolean): void;
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
  // The clock of a page goes in steps of up to a millisecond, larger than what is timed. A step falls into a
  // span as often as the span is long, so that sums are right though no summand is.
  let spentMs = 0;
  let flushedMs = 0;
  let untimed = 0;

  const flush = (): void => {
    // A batch has a number: once taken it must arrive.
    natives.needStack();
    const sinceMs = natives.now();
    const batch = packer.take((spentMs * 1000 + 0.5) >>> 0);
    if (batch === null) return;
    hasCredit = false;
    spentMs = 0;
    deliver(batch);
    const tookMs = natives.now() - sinceMs;
    spentMs += tookMs;
    flushedMs += tookMs;
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
    text: packer.text,
    bytes: packer.bytes,
    later: packer.later,
    payload: packer.payload,
    record(kind, flags, socketId, sequence, atMs, size, write) {
      packer.record(kind, flags, socketId, sequence, atMs, size, write);
      settle();
    },
    keep: packer.keep,
    get keptBytes() {
      return packer.keptBytes;
    },
    begin(isShort) {
      if (isShort && ++untimed % shortForOneTimed !== 0) return -1;
      flushedMs = 0;
      return natives.now();
    },
    end(sinceMs, isShort) {
      // A flush that was needed meanwhile has timed itself.
      if (sinceMs >= 0)
        spentMs += (natives.now() - sinceMs - flushedMs) * (isShort ? shortForOneTimed : 1);
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
