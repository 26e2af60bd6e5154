import type { Tally } from '../extension/protocol/batch-writer.ts';
import { type RecordKind, recordFlag } from '../extension/protocol/record-layout.ts';
import type { Log } from './log.ts';
import * as natives from './natives.ts';

/**
 * Records a message by the type of its payload. Types are told by brand, through saved getters, never
 * by `instanceof`, which fails for objects of other realms and can be fooled.
 * @param tally gets the message's size
 */
export function recordMessage(
  log: Log,
  kind: RecordKind,
  flags: number,
  socketId: number,
  atMs: number,
  payload: unknown,
  tally: Tally,
): void {
  const isShort = typeof payload === 'string' && payload.length <= maxShortUnits;
  const sinceMs = log.begin(isShort);
  pack(log, kind, flags, socketId, atMs, payload, tally);
  log.end(sinceMs, isShort);
}

/** Texts up to here cost about the same. */
const maxShortUnits = 1024;

function pack(
  log: Log,
  kind: RecordKind,
  flags: number,
  socketId: number,
  atMs: number,
  payload: unknown,
  tally: Tally,
): void {
  if (typeof payload === 'string') {
    log.text(kind, flags, socketId, atMs, payload, tally);
    return;
  }
  if (typeof payload === 'object' && payload !== null) {
    const bytes = bytesOf(payload);
    // Copied now: the page may change or transfer the buffer as soon as it runs again.
    if (bytes !== null) {
      log.bytes(kind, flags | recordFlag.binary, socketId, atMs, bytes, tally);
      return;
    }
    const size = blobSize(payload);
    if (size >= 0) {
      // A Blob is immutable, so its place in the order is kept now and its bytes are read later.
      const sequence = log.later(kind, flags | recordFlag.binary, socketId, atMs, size, tally);
      // blobSize has shown that it is one.
      const blob = payload as Blob;
      if (sequence >= 0)
        readLater(
          log,
          sequence,
          size > log.keptBytes ? natives.sliceBlob(blob, 0, log.keptBytes) : blob,
        );
      return;
    }
  }
  // null, undefined, numbers, booleans, bigints: turning them into text runs no code of the page.
  log.text(kind, flags, socketId, atMs, `${payload as string}`, tally);
}

/** Whether `send` would turn this value into text by calling methods of it. */
export function needsConversion(payload: unknown): payload is object {
  if (typeof payload === 'function') return true;
  // document.all is an object of the type "undefined".
  if (typeof payload === 'undefined') return payload !== undefined;
  return (
    typeof payload === 'object' &&
    payload !== null &&
    !natives.isView(payload) &&
    bufferSize(payload) < 0 &&
    blobSize(payload) < 0 &&
    !isSharedBuffer(payload)
  );
}

/** The bytes that `send` takes: none of a buffer that is detached, or of a view beyond the end of its buffer. */
function bytesOf(value: object): Uint8Array | null {
  if (natives.isView(value)) {
    const isTypedArray = natives.typedArrayNameOf(value) !== undefined;
    const size = isTypedArray ? natives.typedArrayByteLengthOf(value) : dataViewSize(value);
    if (size === 0) return new natives.NativeUint8Array(0);
    return isTypedArray
      ? new natives.NativeUint8Array(
          natives.typedArrayBufferOf(value),
          natives.typedArrayOffsetOf(value),
          size,
        )
      : new natives.NativeUint8Array(
          natives.dataViewBufferOf(value),
          natives.dataViewOffsetOf(value),
          size,
        );
  }
  const size = bufferSize(value);
  if (size < 0) return null;
  if (size === 0) return new natives.NativeUint8Array(0);
  // bufferSize has shown that it is one.
  return new natives.NativeUint8Array(value as ArrayBuffer, 0, size);
}

function bufferSize(value: object): number {
  try {
    return natives.bufferByteLengthOf(value);
  } catch {
    // Not an ArrayBuffer. A detached one has 0.
    return -1;
  }
}

/** `send` refuses shared memory. The constructor of SharedArrayBuffer is hidden in most pages. */
function isSharedBuffer(value: object): boolean {
  try {
    // It takes buffers of both kinds and touches nothing else.
    return new natives.NativeDataView(value as ArrayBuffer) !== null;
  } catch {
    return false;
  }
}

function dataViewSize(value: object): number {
  try {
    return natives.dataViewByteLengthOf(value);
  } catch {
    // Its buffer is detached, or has become too short.
    return 0;
  }
}

function blobSize(value: object): number {
  try {
    return natives.blobSizeOf(value);
  } catch {
    // Not a Blob.
    return -1;
  }
}

function readLater(log: Log, sequence: number, blob: Blob): void {
  // FileReader rather than blob.arrayBuffer(): a Promise would look up `then` and `constructor`,
  // which the page may have replaced.
  const reader = new natives.NativeFileReader();
  natives.listen(reader, 'loadend', () => {
    const sinceMs = log.begin(false);
    const buffer = natives.fileReaderResultOf(reader);
    if (buffer === null)
      log.payload(sequence, recordFlag.unreadable, new natives.NativeUint8Array(0));
    else log.payload(sequence, 0, new natives.NativeUint8Array(buffer));
    log.end(sinceMs, false);
  });
  natives.readBlob(reader, blob);
}
