import { recordFlag } from '../../extension/protocol/record-layout.ts';
import { newFloat64Column, newUint8Column, newUint32Column } from './chunked-column.ts';
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

/**
 * The rows of a session in the order of their arrival: numbers in columns, payloads where they came,
 * in their batches. No object exists per message.
 */
export class MessageLog {
  readonly #time = newFloat64Column();
  readonly #kind = newUint8Column();
  readonly #flags = newUint8Column();
  readonly #socket = newUint32Column();
  readonly #size = newUint32Column();
  readonly #batch = newUint32Column();
  readonly #offset = newUint32Column();
  readonly #stored = newUint32Column();
  readonly #batches: ArrayBuffer[] = [];
  readonly #details = new Map<number, LifecycleDetail>();
  readonly #pieces = new Map<number, Piece[]>();
  #batchBytes = 0;
  #messages = 0;

  get rowCount(): number {
    return this.#time.length;
  }
  get messageCount(): number {
    return this.#messages;
  }
  /** Bytes held: batches and columns. */
  get heldBytes(): number {
    const columns = [
      this.#time,
      this.#kind,
      this.#flags,
      this.#socket,
      this.#size,
      this.#batch,
      this.#offset,
      this.#stored,
    ];
    return columns.reduce((sum, column) => sum + column.byteLength, this.#batchBytes);
  }

  /** Keeps a batch whose rows follow. */
  addBatch(batch: ArrayBuffer): void {
    this.#batches.push(batch);
    this.#batchBytes += batch.byteLength;
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
    return this.#add(
      isSent ? kindCode.sent : kindCode.received,
      flags,
      socket,
      atMs,
      size,
      byteOffset,
      storedBytes,
    );
  }

  addLifecycle(
    kind: RowKind,
    flags: number,
    socket: number,
    atMs: number,
    detail: LifecycleDetail,
  ): number {
    const row = this.#add(kindCode[kind], flags, socket, atMs, 0, 0, 0);
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
    const stored = this.#stored.at(row);
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
      this.#flags.at(row) | (flags & (recordFlag.truncated | recordFlag.unreadable)),
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
  /** Bytes of the payload that are held. */
  storedBytes(row: number): number {
    return this.#stored.at(row);
  }
  detail(row: number): LifecycleDetail {
    return this.#details.get(row) ?? {};
  }

  /** The payload, or its first `maxBytes`. A view into the log where that is possible: do not change or transfer it. */
  payload(row: number, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
    const stored = Math.min(this.#stored.at(row), maxBytes);
    const pieces = this.#pieces.get(row);
    if (pieces === undefined) {
      return stored === 0
        ? empty
        : new Uint8Array(this.#batchOf(this.#batch.at(row)), this.#offset.at(row), stored);
    }
    const [first] = pieces;
    if (first !== undefined && first.payloadOffset === 0 && first.byteLength >= stored) {
      return new Uint8Array(this.#batchOf(first.batch), first.byteOffset, stored);
    }
    const payload = new Uint8Array(stored);
    for (const piece of pieces) {
      if (piece.payloadOffset >= stored) continue;
      const length = Math.min(piece.byteLength, stored - piece.payloadOffset);
      payload.set(
        new Uint8Array(this.#batchOf(piece.batch), piece.byteOffset, length),
        piece.payloadOffset,
      );
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
    storedBytes: number,
  ): number {
    this.#time.push(atMs);
    this.#kind.push(kind);
    this.#flags.push(flags);
    this.#socket.push(socket);
    this.#size.push(size);
    this.#batch.push(this.#batches.length - 1);
    this.#offset.push(byteOffset);
    this.#stored.push(storedBytes);
    return this.#time.length - 1;
  }

  #batchOf(index: number): ArrayBuffer {
    // Rows are added after their batch, and batches are never removed one by one.
    return this.#batches[index] as ArrayBuffer;
  }
}
