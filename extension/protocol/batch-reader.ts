import {
  batchHeaderBytes,
  batchMagic,
  padded,
  recordFlag,
  recordHeaderBytes,
  recordKind,
  type snapshotNumbers,
} from './record-layout.ts';

export interface BatchHeader {
  readonly sequence: number;
  readonly messageCount: number;
  readonly timeOriginMs: number;
  readonly recordCount: number;
  /** What the recorder worked since the batch before, µs. */
  readonly costUs: number;
}

/** A record that is not a message: small and rare, so an object is fine. Times are epoch ms. */
export type LifecycleRecord = {
  readonly socketId: number;
  readonly atMs: number;
} & (
  | {
      readonly kind: 'created';
      readonly url: string;
      readonly documentUrl: string;
      readonly stack: string;
      readonly requestedProtocols: string;
      readonly isAdopted: boolean;
      readonly isStream: boolean;
    }
  | { readonly kind: 'opened'; readonly protocol: string; readonly extensions: string }
  | { readonly kind: 'sendFailed' | 'closeFailed'; readonly name: string; readonly text: string }
  /** The text is only in imported sessions: scripts are told none. */
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'closeCalled'; readonly code: number; readonly reason: string }
  | {
      readonly kind: 'closed';
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
    }
  | ({
      readonly kind: 'snapshot';
      readonly url: string;
      readonly documentUrl: string;
      readonly stack: string;
      readonly requestedProtocols: string;
      readonly protocol: string;
      readonly extensions: string;
      readonly closeReason: string;
    } & SnapshotNumbers)
  | {
      readonly kind: 'answer';
      readonly requestId: number;
      readonly isDone: boolean;
      readonly errorCode: string;
      readonly errorText: string;
    }
);
export type SnapshotNumbers = { readonly [name in (typeof snapshotNumbers)[number]]: number };

/** Receives the records of a batch in order. Offsets point into the batch. */
export interface BatchVisitor {
  message(
    isSent: boolean,
    flags: number,
    socketId: number,
    sequence: number,
    atMs: number,
    size: number,
    byteOffset: number,
    storedBytes: number,
  ): void;
  payload(
    sequence: number,
    payloadOffset: number,
    flags: number,
    byteOffset: number,
    storedBytes: number,
  ): void;
  lifecycle(record: LifecycleRecord): void;
}

export type ReadResult = { readonly ok: true; readonly header: BatchHeader } | BatchFault;
export interface BatchFault {
  readonly ok: false;
  readonly reason: string;
  /** Byte offset in the batch. */
  readonly at: number;
}

const fault = (reason: string, at: number): BatchFault => ({ ok: false, reason, at });

/** Reads and checks the header alone: what a relay may know of a batch. */
export function readBatchHeader(batch: ArrayBuffer): ReadResult {
  if (batch.byteLength < batchHeaderBytes) return fault('batch: shorter than its header', 0);
  const view = new DataView(batch, 0, batchHeaderBytes);
  if (view.getUint32(0, true) !== batchMagic) return fault('batch: unknown layout or version', 0);
  if (view.getUint32(4, true) !== batch.byteLength)
    return fault('batch: its length differs from what its header says', 4);
  const timeOriginMs = view.getFloat64(16, true);
  if (!Number.isFinite(timeOriginMs)) return fault('batch: the time origin is not a number', 16);
  return {
    ok: true,
    header: {
      sequence: view.getUint32(8, true),
      messageCount: view.getUint32(12, true),
      timeOriginMs,
      recordCount: view.getUint32(24, true),
      costUs: view.getUint32(28, true),
    },
  };
}

/**
 * Reads a batch that may come from a hostile page: every length is checked before it is used, and
 * what was read before a fault stays read.
 */
export function readBatch(batch: ArrayBuffer, visitor: BatchVisitor): ReadResult {
  const head = readBatchHeader(batch);
  if (!head.ok) return head;
  const { timeOriginMs } = head.header;
  const view = new DataView(batch);
  const end = batch.byteLength;
  let at = batchHeaderBytes;
  let records = 0;
  while (at < end) {
    if (end - at < recordHeaderBytes) return fault('record: cut off in its header', at);
    const length = view.getUint32(at, true);
    const stored = view.getUint32(at + 28, true);
    if (length < recordHeaderBytes || length > end - at || length % 8 !== 0)
      return fault('record: its length is out of bounds', at);
    if (recordHeaderBytes + padded(stored) !== length || stored > length)
      return fault('record: its content does not fit its length', at + 28);
    const kind = view.getUint8(at + 4);
    const flags = view.getUint8(at + 5);
    const socketId = view.getUint32(at + 8, true);
    const sequence = view.getUint32(at + 12, true);
    const time = view.getFloat64(at + 16, true);
    const size = view.getUint32(at + 24, true);
    if (!Number.isFinite(time)) return fault('record: its time is not a number', at + 16);
    const content = at + recordHeaderBytes;
    if (kind === recordKind.sent || kind === recordKind.received) {
      if (stored > size) return fault('record: more content than the message has', at + 28);
      visitor.message(
        kind === recordKind.sent,
        flags,
        socketId,
        sequence,
        timeOriginMs + time,
        size,
        content,
        stored,
      );
    } else if (kind === recordKind.payload) {
      visitor.payload(sequence, size, flags, content, stored);
    } else {
      const record = readLifecycle(
        new FieldReader(view, content, content + stored),
        kind,
        flags,
        sequence,
        size,
        socketId,
        timeOriginMs,
        time,
      );
      if (record === null) return fault(`record: unknown kind ${kind}`, at + 4);
      visitor.lifecycle(record);
    }
    at += length;
    records++;
  }
  if (records !== head.header.recordCount)
    return fault('batch: the number of records differs from what its header says', 24);
  return head;
}

function readLifecycle(
  fields: FieldReader,
  kind: number,
  flags: number,
  sequence: number,
  size: number,
  socketId: number,
  timeOriginMs: number,
  time: number,
): LifecycleRecord | null {
  const base = { socketId, atMs: timeOriginMs + time };
  switch (kind) {
    case recordKind.created: {
      const [url, documentUrl, stack, requestedProtocols] = [
        fields.string(),
        fields.string(),
        fields.string(),
        fields.string(),
      ];
      return {
        ...base,
        kind: 'created',
        url,
        documentUrl,
        stack,
        requestedProtocols,
        isAdopted: (flags & recordFlag.adopted) !== 0,
        isStream: (flags & recordFlag.stream) !== 0,
      };
    }
    case recordKind.opened:
      return { ...base, kind: 'opened', protocol: fields.string(), extensions: fields.string() };
    case recordKind.sendFailed:
      return { ...base, kind: 'sendFailed', name: fields.string(), text: fields.string() };
    case recordKind.error:
      return { ...base, kind: 'error', text: fields.string() };
    case recordKind.closeCalled:
      return { ...base, kind: 'closeCalled', code: size, reason: fields.string() };
    case recordKind.closeFailed:
      return { ...base, kind: 'closeFailed', name: fields.string(), text: fields.string() };
    case recordKind.closed:
      return {
        ...base,
        kind: 'closed',
        code: size,
        reason: fields.string(),
        wasClean: (flags & recordFlag.clean) !== 0,
      };
    case recordKind.snapshot: {
      const number = (): number => fields.number();
      const epoch = (): number => {
        const value = fields.number();
        return value < 0 ? -1 : timeOriginMs + value;
      };
      const numbers: SnapshotNumbers = {
        createdAt: epoch(),
        openedAt: epoch(),
        closedAt: epoch(),
        readyState: number(),
        sentMessages: number(),
        receivedMessages: number(),
        sentBytes: number(),
        receivedBytes: number(),
        closeCode: number(),
        flags: number(),
      };
      const [url, documentUrl, stack, requestedProtocols, protocol, extensions, closeReason] = [
        fields.string(),
        fields.string(),
        fields.string(),
        fields.string(),
        fields.string(),
        fields.string(),
        fields.string(),
      ];
      return {
        ...base,
        kind: 'snapshot',
        ...numbers,
        url,
        documentUrl,
        stack,
        requestedProtocols,
        protocol,
        extensions,
        closeReason,
      };
    }
    case recordKind.answer:
      return {
        ...base,
        kind: 'answer',
        requestId: sequence,
        isDone: (flags & recordFlag.clean) !== 0,
        errorCode: fields.string(),
        errorText: fields.string(),
      };
    default:
      return null;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads numbers and strings of a record; beyond its end they are 0 and ''. */
class FieldReader {
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  constructor(view: DataView, start: number, end: number) {
    this.#view = view;
    this.#at = start;
    this.#end = end;
  }

  number(): number {
    if (this.#end - this.#at < 8) return 0;
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return Number.isFinite(value) ? value : 0;
  }

  string(): string {
    if (this.#end - this.#at < 4) return '';
    const length = this.#view.getUint32(this.#at, true);
    const start = this.#at + 4;
    const readable = Math.min(length, this.#end - start);
    this.#at = start + ((readable + 3) & ~3);
    return decoder.decode(new Uint8Array(this.#view.buffer as ArrayBuffer, start, readable));
  }
}
