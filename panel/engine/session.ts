import {
  type BatchHeader,
  type BatchVisitor,
  type LifecycleRecord,
  readBatch,
  readBatchHeader,
} from '../../extension/protocol/batch-reader.ts';
import { maxBatchBytes, recordFlag } from '../../extension/protocol/record-layout.ts';
import { type BatchStoreOptions, inMemory } from './batch-store.ts';
import { GapFinder } from './gap-finder.ts';
import { MessageLog } from './message-log.ts';
import { packPayloads } from './pack-payloads.ts';
import type { RowKind } from './row-kind.ts';
import { applyRecord, type SocketEntry, SocketTable } from './socket-table.ts';
import { Statistics } from './statistics.ts';
import { TimeBins } from './time-bins.ts';

export interface SessionDocument {
  readonly id: number;
  readonly url: string;
  readonly isTop: boolean;
  readonly isImported: boolean;
  /** It is a worker that records itself, of this url; left out: no. */
  readonly isWorker?: boolean;
}

interface DocumentState extends SessionDocument {
  /** Batches before this one have been seen: a backlog that is sent again is skipped. */
  nextBatch: number;
  /** Epoch ms of the newest message of the batch that is read, 0 before there is one. */
  newestMs: number;
  /** Rows of messages whose payload is still to come, by their sequence. */
  readonly pending: Map<number, number>;
  readonly gaps: GapFinder;
}

export interface SessionEvents {
  readonly onSocket: (socket: SocketEntry) => void;
  readonly onPayload: (row: number) => void;
  readonly onBatch: (document: number, header: BatchHeader, newestMs: number) => void;
  readonly onAnswer: (
    document: number,
    answer: Extract<LifecycleRecord, { kind: 'answer' }>,
  ) => void;
}

/** Everything that was recorded: documents, sockets and the log. Appending costs the same at any size. */
export class Session {
  log: MessageLog;
  readonly sockets = new SocketTable();
  readonly times = new TimeBins();
  readonly statistics = new Statistics();
  readonly #documents = new Map<number, DocumentState>();
  readonly #events: SessionEvents;
  #storage: BatchStoreOptions;
  faults = 0;

  /** @param storage where the payloads go that do not fit in memory */
  constructor(events: SessionEvents, storage: BatchStoreOptions = inMemory) {
    this.#events = events;
    this.#storage = storage;
    this.log = new MessageLog(storage);
  }

  get documents(): Iterable<SessionDocument> {
    return this.#documents.values();
  }

  /** Whether the page itself has announced itself, and not only frames of it. */
  get hasTopDocument(): boolean {
    for (const { isTop, isImported } of this.#documents.values())
      if (isTop && !isImported) return true;
    return false;
  }

  addDocument(document: SessionDocument): void {
    const known = this.#documents.get(document.id);
    // A document that comes back (from the back/forward cache) goes on where it was.
    if (known === undefined)
      this.#documents.set(document.id, {
        ...document,
        nextBatch: 0,
        newestMs: 0,
        pending: new Map(),
        gaps: new GapFinder(),
      });
  }

  leaveDocument(document: number): void {
    for (const socket of this.sockets.leaveDocument(document)) this.#events.onSocket(socket);
  }

  clear(isNavigation: boolean): void {
    this.log.release();
    this.log = new MessageLog(this.#storage);
    this.sockets.clear(isNavigation);
    this.times.clear();
    this.statistics.clear();
    this.faults = 0;
    for (const document of this.#documents.values()) document.pending.clear();
    if (isNavigation) this.#documents.clear();
  }

  append(documentId: number, batch: ArrayBuffer): void {
    const document = this.#documents.get(documentId);
    if (document === undefined) return;
    if (batch.byteLength > maxBatchBytes) {
      this.faults++;
      return;
    }
    const head = readBatchHeader(batch);
    if (head.ok && head.header.sequence < document.nextBatch) return;
    if (head.ok && head.header.sequence > document.nextBatch) {
      this.#endPending(document);
      document.gaps.open();
    }
    document.newestMs = 0;
    const payloads = packPayloads(batch, head.ok ? head.header.recordCount : 0);
    let isKept = false;
    const keep = (byteOffset: number, storedBytes: number): number => {
      if (!isKept) this.log.addBatch(payloads.buffer);
      isKept = true;
      return payloads.place(byteOffset, storedBytes);
    };
    const result = readBatch(batch, this.#visitor(document, keep));
    if (!result.ok) this.faults++;
    if (!head.ok) return;
    document.nextBatch = head.header.sequence + 1;
    this.#events.onBatch(documentId, head.header, document.newestMs);
  }

  /** Batches were dropped on the way, and with them what was to come of some payloads. */
  #endPending(document: DocumentState): void {
    for (const row of document.pending.values()) {
      this.log.truncatePayload(row);
      this.#events.onPayload(row);
    }
    document.pending.clear();
  }

  /** @param keep keeps a payload and tells its place, or -1: only of a batch whose header lies, which is a fault */
  #visitor(
    document: DocumentState,
    keep: (byteOffset: number, storedBytes: number) => number,
  ): BatchVisitor {
    return {
      message: (isSent, flags, socketId, sequence, atMs, size, byteOffset, storedBytes) => {
        const place = keep(byteOffset, storedBytes);
        document.gaps.pass(atMs);
        document.newestMs = atMs;
        const socket = this.#socketOf(document, socketId, atMs);
        const row = this.log.addMessage(
          isSent,
          flags,
          socket.id,
          atMs,
          size,
          Math.max(0, place),
          place < 0 ? 0 : storedBytes,
        );
        if ((flags & recordFlag.payloadFollows) !== 0) document.pending.set(sequence, row);
        if (isSent) {
          socket.sentMessages++;
          socket.sentBytes += size;
        } else {
          socket.receivedMessages++;
          socket.receivedBytes += size;
        }
        this.times.add(socket.id, isSent, atMs, size);
        this.statistics.add(socket.id, isSent, atMs, size);
        this.#events.onSocket(socket);
      },
      payload: (sequence, payloadOffset, flags, byteOffset, storedBytes) => {
        const row = document.pending.get(sequence);
        // The message itself was dropped or cleared.
        if (row === undefined || payloadOffset + storedBytes > this.log.size(row)) return;
        const place = keep(byteOffset, storedBytes);
        this.log.addPiece(
          row,
          payloadOffset,
          flags,
          Math.max(0, place),
          place < 0 ? 0 : storedBytes,
        );
        if ((flags & recordFlag.payloadFollows) !== 0) return;
        document.pending.delete(sequence);
        this.log.completePayload(row);
        this.#events.onPayload(row);
      },
      lifecycle: (record) => {
        if (record.kind === 'answer') this.#events.onAnswer(document.id, record);
        else this.#addLifecycle(document, record);
      },
    };
  }

  #addLifecycle(
    document: DocumentState,
    record: Exclude<LifecycleRecord, { kind: 'answer' }>,
  ): void {
    // A recorder describes all that it remembers, also what the user has cleared.
    if (record.kind === 'snapshot' && this.sockets.isCleared(document.id, record.socketId)) return;
    const socket = this.#socketOf(document, record.socketId, record.atMs);
    const missingBefore = socket.missingMessages;
    applyRecord(socket, record);
    this.#events.onSocket(socket);
    if (record.kind === 'snapshot')
      this.#showMissing(document, socket, socket.missingMessages - missingBefore);
    else document.gaps.pass(record.atMs);
    const row = lifecycleRow(record);
    if (row === null) return;
    this.log.addLifecycle(row.kind, 0, socket.id, record.atMs, row);
  }

  #socketOf(document: DocumentState, idInDocument: number, atMs: number): SocketEntry {
    const { id, isImported } = document;
    const socket = this.sockets.inDocument(id, idInDocument, atMs, isImported);
    if (document.isWorker === true) socket.worker = document.url;
    return socket;
  }

  /** A description has shown that messages of the socket were lost: a row says so where they were. */
  #showMissing(document: DocumentState, socket: SocketEntry, messages: number): void {
    const gapAtMs = document.gaps.describe();
    // A file tells how many are missing, and not where.
    if (messages <= 0 || document.isImported) return;
    const atMs = Math.max(gapAtMs, socket.openedAtMs ?? socket.createdAtMs);
    this.log.addLifecycle('missing', 0, socket.id, atMs, { code: messages });
  }
}

function lifecycleRow(
  record: LifecycleRecord,
): { kind: RowKind; code?: number; text?: string; name?: string; wasClean?: boolean } | null {
  switch (record.kind) {
    case 'opened':
      return { kind: 'opened', text: record.protocol };
    case 'closed':
      return { kind: 'closed', code: record.code, text: record.reason, wasClean: record.wasClean };
    case 'error':
      return { kind: 'error', text: record.text };
    case 'closeCalled':
      return { kind: 'closeCalled', code: record.code, text: record.reason };
    case 'sendFailed':
    case 'closeFailed':
      return { kind: record.kind, name: record.name, text: record.text };
    case 'created':
    case 'snapshot':
    case 'answer':
      return null;
  }
}
