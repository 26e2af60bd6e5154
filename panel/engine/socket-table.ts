import type { LifecycleRecord } from '../../extension/protocol/batch-reader.ts';
import { recordFlag } from '../../extension/protocol/record-layout.ts';
import { type CallSite, firstPageFrame } from './call-site.ts';
import type { Handshake } from './network-socket.ts';

export type SocketState = 'connecting' | 'open' | 'closing' | 'closed' | 'failed';

/** What is known of a socket. Times are epoch ms, null where it has not happened. */
export interface SocketSummary {
  /** Unique in the session. */
  readonly id: number;
  readonly document: number;
  readonly idInDocument: number;
  readonly url: string;
  readonly documentUrl: string;
  readonly requestedProtocols: string;
  readonly protocol: string;
  readonly extensions: string;
  readonly callSite: CallSite | null;
  readonly state: SocketState;
  /** Its document is there and the socket can be used. */
  readonly isLive: boolean;
  readonly isAdopted: boolean;
  readonly isImported: boolean;
  readonly createdAtMs: number;
  readonly openedAtMs: number | null;
  readonly closedAtMs: number | null;
  readonly closeCode: number | null;
  readonly closeReason: string;
  readonly wasClean: boolean;
  readonly sentMessages: number;
  readonly receivedMessages: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Messages that the page exchanged and that are not in the log: dropped from the backlog, or not recorded. */
  readonly missingMessages: number;
  /** The script of the worker that opened it; null for a page's socket. */
  readonly worker: string | null;
  /** A worker's, known from the browser's network log alone: nobody can act on it. */
  readonly isFromNetwork: boolean;
  /** Known from the network log alone while the page was not recorded: it may be the page's and no worker's. */
  readonly isOfUnrecordedPage: boolean;
  /** A WebSocketStream of a page: all but its making is known from the browser's network log. */
  readonly isStream: boolean;
  /** What the browser's network log knows of the handshake; null when it knows nothing. */
  readonly handshake: Handshake | null;
  /** The network log's own count of messages, -1 when it has not seen the socket from its start. */
  readonly networkMessages: number;
  /** The page's count when the network log was read. */
  readonly comparedMessages: number;
  /** The page's count, messages that were cleared or missed included: what the network's is held against. */
  readonly allMessages: number;
}

type Mutable<Shape> = { -readonly [key in keyof Shape]: Shape[key] };

/** A socket of the table, with what only the engine needs. */
export interface SocketEntry extends Mutable<Omit<SocketSummary, 'allMessages'>> {
  stack: string;
  /** Messages accounted for before the log was cleared. */
  clearedMessages: number;
}

/** Every socket of the session. */
export class SocketTable {
  readonly #entries = new Map<number, SocketEntry>();
  readonly #byDocument = new Map<string, SocketEntry>();
  #lastId = 0;

  get size(): number {
    return this.#entries.size;
  }
  get all(): Iterable<SocketEntry> {
    return this.#entries.values();
  }
  get(id: number): SocketEntry | undefined {
    return this.#entries.get(id);
  }

  /** The socket with this id in this document; one that nobody has described yet gets an empty place, and one that was cleared its old one. */
  inDocument(
    document: number,
    idInDocument: number,
    atMs: number,
    isImported: boolean,
  ): SocketEntry {
    const key = keyOf(document, idInDocument);
    const known = this.#byDocument.get(key);
    if (known !== undefined) {
      this.#entries.set(known.id, known);
      return known;
    }
    const entry: SocketEntry = {
      id: ++this.#lastId,
      idInDocument,
      document,
      url: '',
      documentUrl: '',
      requestedProtocols: '',
      protocol: '',
      extensions: '',
      stack: '',
      callSite: null,
      state: 'connecting',
      isLive: !isImported,
      isAdopted: false,
      isImported,
      createdAtMs: atMs,
      openedAtMs: null,
      closedAtMs: null,
      closeCode: null,
      closeReason: '',
      wasClean: false,
      sentMessages: 0,
      receivedMessages: 0,
      sentBytes: 0,
      receivedBytes: 0,
      missingMessages: 0,
      clearedMessages: 0,
      worker: null,
      isFromNetwork: false,
      isOfUnrecordedPage: false,
      isStream: false,
      handshake: null,
      networkMessages: -1,
      comparedMessages: 0,
    };
    this.#entries.set(entry.id, entry);
    this.#byDocument.set(key, entry);
    return entry;
  }

  /** From now on what is recorded in this document under this id is about that socket. */
  alias(document: number, idInDocument: number, socket: SocketEntry): void {
    this.#byDocument.set(keyOf(document, idInDocument), socket);
  }

  /** The document went away: what was open in it is closed, though nobody saw it close. Returns the sockets that changed. */
  leaveDocument(document: number): SocketEntry[] {
    const changed: SocketEntry[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.document !== document || !entry.isLive) continue;
      entry.isLive = false;
      if (entry.state === 'open' || entry.state === 'closing') entry.state = 'closed';
      else if (entry.state === 'connecting') entry.state = 'failed';
      changed.push(entry);
    }
    return changed;
  }

  /** Whether the user has cleared this socket and nothing has happened on it since. */
  isCleared(document: number, idInDocument: number): boolean {
    const known = this.#byDocument.get(keyOf(document, idInDocument));
    return known !== undefined && !this.#entries.has(known.id);
  }

  /** Keeps the sockets that are in use, with their counters at zero; a navigation leaves none. */
  clear(isNavigation: boolean): void {
    for (const entry of this.#entries.values()) {
      const isInUse =
        entry.isLive &&
        (entry.state === 'connecting' || entry.state === 'open' || entry.state === 'closing');
      if (!isInUse) this.#entries.delete(entry.id);
      entry.clearedMessages += entry.sentMessages + entry.receivedMessages + entry.missingMessages;
      entry.sentMessages =
        entry.receivedMessages =
        entry.sentBytes =
        entry.receivedBytes =
        entry.missingMessages =
          0;
    }
    if (!isNavigation) return;
    this.#entries.clear();
    this.#byDocument.clear();
  }
}

const keyOf = (document: number, idInDocument: number): string => `${document}:${idInDocument}`;

/** Every message that the page exchanged, whether it is in the log or not. */
export const allMessagesOf = (entry: SocketEntry): number =>
  entry.clearedMessages + entry.sentMessages + entry.receivedMessages + entry.missingMessages;

/** Puts what a lifecycle record says into a socket's entry. */
export function applyRecord(entry: SocketEntry, record: LifecycleRecord): void {
  switch (record.kind) {
    case 'created':
      describe(entry, record);
      entry.createdAtMs = record.atMs;
      entry.isAdopted = record.isAdopted;
      entry.isStream = record.isStream;
      return;
    case 'opened':
      entry.openedAtMs = record.atMs;
      entry.protocol = record.protocol;
      entry.extensions = record.extensions;
      if (entry.state === 'connecting') entry.state = 'open';
      return;
    case 'closeCalled':
      if (entry.state === 'open' || entry.state === 'connecting') entry.state = 'closing';
      return;
    case 'closed':
      entry.closedAtMs = record.atMs;
      entry.closeCode = record.code === 0 ? null : record.code;
      entry.closeReason = record.reason;
      entry.wasClean = record.wasClean;
      entry.state = entry.openedAtMs === null ? 'failed' : 'closed';
      return;
    case 'snapshot':
      applySnapshot(entry, record);
      return;
    case 'error':
    case 'sendFailed':
    case 'closeFailed':
    case 'answer':
      return;
  }
}

function describe(
  entry: SocketEntry,
  record: { url: string; documentUrl: string; stack: string; requestedProtocols: string },
): void {
  entry.url = record.url;
  entry.documentUrl = record.documentUrl;
  entry.requestedProtocols = record.requestedProtocols;
  entry.stack = record.stack;
  entry.callSite = firstPageFrame(record.stack);
}

function applySnapshot(
  entry: SocketEntry,
  record: Extract<LifecycleRecord, { kind: 'snapshot' }>,
): void {
  describe(entry, record);
  entry.isLive = !entry.isImported;
  entry.isAdopted = (record.flags & recordFlag.adopted) !== 0;
  entry.createdAtMs = record.createdAt;
  entry.isStream = (record.flags & recordFlag.stream) !== 0;
  // The recorder knows no more of a stream; what the network log has told stays.
  if (entry.isStream) return;
  entry.openedAtMs = record.openedAt < 0 ? null : record.openedAt;
  entry.protocol = record.protocol;
  entry.extensions = record.extensions;
  if (record.closedAt >= 0) {
    entry.closedAtMs = record.closedAt;
    entry.closeCode = record.closeCode;
    entry.closeReason = record.closeReason;
    entry.wasClean = (record.flags & recordFlag.clean) !== 0;
  }
  entry.state = stateOf(record.readyState, entry.openedAtMs !== null);
  const accounted = entry.clearedMessages + entry.sentMessages + entry.receivedMessages;
  entry.missingMessages = Math.max(0, record.sentMessages + record.receivedMessages - accounted);
}

function stateOf(readyState: number, wasOpen: boolean): SocketState {
  if (readyState === 0) return 'connecting';
  if (readyState === 1) return 'open';
  if (readyState === 2) return 'closing';
  return wasOpen ? 'closed' : 'failed';
}
