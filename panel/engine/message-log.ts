import { recordFlag } from '../../extension/protocol/record-layout.ts';
import { BatchStore, type BatchStoreOptions, inMemory } from './batch-store.ts';
import {
  newFloat64Column,
  newUint8Column,
  newUint16Column,
  newUint32Column,
} from './chunked-column.ts';
import { isMessageCode, kindCode, kindOf, type RowKind } from './row-kind.ts';

/** What stands behind a row that is not a message. */
export interface LifecycleDetail {
  readonly code?: number;
  readonly text?: string;
  readonly name?: string;
  readonly wasClean?: boolean;
}

interface Piece {
  readonly batch: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly payloadOffset: number;
}

const encoder = new TextEncoder();
const empty = new Uint8Array(0);

const isBare = (flags: number): boolean =>
  (flags & (recordFlag.reduced | recordFlag.truncated)) === recordFlag.reduced;

/** Payloads start at multiples of 8 in batches of up to 256 KiB: their place fits in 16 bits. */
const offsetShift = 3;

/**
 * The rows of a session in the order of their arrival: numbers in columns, payloads batch by batch as they
 * came. No object exists per message, and 20 bytes beside its payload.
 */
export class MessageLog {
  readonly #time = newFloat64Column();
  readonly #kind = newUint8Column();
  readonly #flags = newUint8Column();
  readonly #socket = newUint32Column();
  readonly #size = newUint32Column();
  readonly #offset = newUint16Column();
  readonly #batches: BatchStore;
  /** By batch: its first row, and the messages before it. The rows of a batch follow each other. */
  readonly #firstRow = newUint32Column();
  readonly #messagesBefore = newUint32Column();
  /** Bytes of payload that are there, of the messages that have not all of it in one place. */
  readonly #stored = new Map<number, number>();
  readonly #details = new Map<number, LifecycleDetail>();
  readonly #pieces = new Map<number, Piece[]>();
  #messages = 0;
  /** The batch that was looked up last: rows are mostly read one after the other. */
  #lastBatch = 0;

  constructor(storage: BatchStoreOptions = inMemory) {
    this.#batches = new BatchStore(storage);
  }

  get rowCount(): number {
    return this.#time.length;
  }
  get messageCount(): number {
    return this.#messages;
  }
  /** Messages whose payload had to be forgotten: the oldest. */
  get forgottenMessages(): number {
    const { firstKept, length } = this.#batches;
    return firstKept >= length ? 0 : this.#messagesBefore.at(firstKept);
  }
  /** Bytes of batches that are on the disk. */
  get diskBytes(): number {
    return this.#batches.fileBytes;
  }
  /** Bytes held in memory: batches and columns. */
  get heldBytes(): number {
    const columns = [
      this.#time,
      this.#kind,
      this.#flags,
      this.#socket,
      this.#size,
      this.#offset,
      this.#firstRow,
      this.#messagesBefore,
    ];
    return columns.reduce((sum, column) => sum + column.byteLength, this.#batches.memoryBytes);
  }

  /** Keeps a batch whose rows follow. */
  addBatch(batch: ArrayBuffer): void {
    this.#firstRow.push(this.rowCount);
    this.#messagesBefore.push(this.#messages);
    this.#batches.add(batch);
  }

  /** The log is read no more. */
  release(): void {
    this.#batches.release();
  }

  /** A message whose payload stands in the newest batch. Returns its row. */
  addMessage(
    isSent: boolean,
    flags: number,
    socket: number,
    atMs: number,
    size: number,
    byteOffset: number,
    storedBytes: number,
  ): number {
    this.#messages++;
    const kind = isSent ? kindCode.sent : kindCode.received;
    const row = this.#add(kind, flags, socket, atMs, size, byteOffset);
    if (storedBytes !== this.#storedOf(row)) this.#stored.set(row, storedBytes);
    return row;
  }

  addLifecycle(
    kind: RowKind,
    flags: number,
    socket: number,
    atMs: number,
    detail: LifecycleDetail,
  ): number {
    const row = this.#add(kindCode[kind], flags, socket, atMs, 0, 0);
    this.#details.set(row, detail);
    return row;
  }

  /** A part, from the newest batch, of the payload of a message. Parts come in order; behind one that was lost on the way nothing is kept. */
  addPiece(
    row: number,
    payloadOffset: number,
    flags: number,
    byteOffset: number,
    byteLength: number,
  ): void {
    const stored = this.#storedOf(row);
    if (payloadOffset !== stored) {
      this.#flags.set(row, this.#flags.at(row) | recordFlag.truncated);
      return;
    }
    const pieces = this.#pieces.get(row) ?? [];
    this.#pieces.set(row, pieces);
    pieces.push({ batch: this.#batches.length - 1, byteOffset, byteLength, payloadOffset });
    this.#stored.set(row, stored + byteLength);
    this.#flags.set(
      row,
      this.#flags.at(row) |
        (flags & (recordFlag.truncated | recordFlag.unreadable | recordFlag.reduced)),
    );
  }

  /** All parts have come. */
  completePayload(row: number): void {
    this.#flags.set(row, this.#flags.at(row) & ~recordFlag.payloadFollows);
  }

  /** No more parts will come: what is there is all that is kept. */
  truncatePayload(row: number): void {
    this.#flags.set(row, this.#flags.at(row) | recordFlag.truncated);
    this.completePayload(row);
  }

  atMs(row: number): number {
    return this.#time.at(row);
  }
  kind(row: number): RowKind {
    return kindOf(this.#kind.at(row));
  }
  isMessage(row: number): boolean {
    return isMessageCode(this.#kind.at(row));
  }
  flags(row: number): number {
    return this.#flags.at(row);
  }
  isBinary(row: number): boolean {
    return (this.#flags.at(row) & recordFlag.binary) !== 0;
  }
  /** Whether the payload, or a part of it, is still to come. */
  isPending(row: number): boolean {
    return (this.#flags.at(row) & recordFlag.payloadFollows) !== 0;
  }
  socket(row: number): number {
    return this.#socket.at(row);
  }
  /** Bytes on the wire. */
  size(row: number): number {
    return this.#size.at(row);
  }
  /** Bytes of the payload that are held, in memory or on the disk. */
  storedBytes(row: number): number {
    return this.isForgotten(row) ? 0 : this.#storedOf(row);
  }
  /** Whether there was a payload that had to make room for newer ones. */
  isForgotten(row: number): boolean {
    if (this.#batches.firstKept === 0 || !this.isMessage(row) || this.#storedOf(row) === 0)
      return false;
    const [first] = this.#pieces.get(row) ?? [];
    return (first?.batch ?? this.#batchOfRow(row)) < this.#batches.firstKept;
  }
  detail(row: number): LifecycleDetail {
    return this.#details.get(row) ?? {};
  }

  /**
   * The payload, or its first `maxBytes`; nothing of one that is forgotten. A view into the log where that is
   * possible: do not change or transfer it.
   */
  payload(row: number, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
    const stored = Math.min(this.storedBytes(row), maxBytes);
    if (stored === 0) return empty;
    const pieces = this.#pieces.get(row);
    if (pieces === undefined) {
      const batch = this.#batches.get(this.#batchOfRow(row));
      return batch === null
        ? empty
        : new Uint8Array(batch, this.#offset.at(row) << offsetShift, stored);
    }
    const [first] = pieces;
    if (first !== undefined && first.payloadOffset === 0 && first.byteLength >= stored) {
      const batch = this.#batches.get(first.batch);
      return batch === null ? empty : new Uint8Array(batch, first.byteOffset, stored);
    }
    const payload = new Uint8Array(stored);
    for (const piece of pieces) {
      if (piece.payloadOffset >= stored) continue;
      const length = Math.min(piece.byteLength, stored - piece.payloadOffset);
      const batch = this.#batches.get(piece.batch);
      if (batch === null) return payload.subarray(0, piece.payloadOffset);
      payload.set(new Uint8Array(batch, piece.byteOffset, length), piece.payloadOffset);
    }
    return payload;
  }

  /** What a search looks at: the payload, or what is known of an event. */
  searchedBytes(row: number): Uint8Array {
    if (this.isMessage(row)) return this.payload(row);
    const { code = '', name = '', text = '' } = this.detail(row);
    return encoder.encode(`${code} ${name} ${text}`);
  }

  #add(
    kind: number,
    flags: number,
    socket: number,
    atMs: number,
    size: number,
    byteOffset: number,
  ): number {
    this.#time.push(atMs);
    this.#kind.push(kind);
    this.#flags.push(flags);
    this.#socket.push(socket);
    this.#size.push(size);
    this.#offset.push(byteOffset >> offsetShift);
    return this.#time.length - 1;
  }

  #storedOf(row: number): number {
    // No entry for a message of which recording kept the size alone: there may be millions of them.
    return this.#stored.get(row) ?? (isBare(this.#flags.at(row)) ? 0 : this.#size.at(row));
  }

  /** The batch that a message came in. */
  #batchOfRow(row: number): number {
    const first = this.#firstRow;
    const holds = (batch: number): boolean =>
      first.at(batch) <= row && (batch + 1 === first.length || row < first.at(batch + 1));
    if (holds(this.#lastBatch)) return this.#lastBatch;
    if (this.#lastBatch + 1 < first.length && holds(this.#lastBatch + 1)) return ++this.#lastBatch;
    let [low, high] = [0, first.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (first.at(middle) <= row) low = middle;
      else high = middle - 1;
    }
    this.#lastBatch = low;
    return low;
  }
}
