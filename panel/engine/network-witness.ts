import { plainPrimitives } from '../../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../../extension/protocol/record-layout.ts';
import { createRecordPacker, type RecordPacker } from '../../extension/protocol/record-packer.ts';
import { parseBase64 } from '../decoders/base64.ts';
import type { NetworkMessage, NetworkSocket } from './network-socket.ts';
import type { Session } from './session.ts';
import { allMessagesOf, type SocketEntry } from './socket-table.ts';

/** The network log and the page look at the same clock from two processes; they differ by this at most. */
const maxClockDifferenceMs = 3000;
/** Documents of the page count up from 1; the network's stand-in is far from them. */
const firstNetworkDocument = 1_000_000_000;

/**
 * The second witness: what the browser's network log says. For a socket that the page's recorder saw, it
 * adds the handshake and its own count of messages. A socket that the recorder cannot see (a worker's)
 * is recorded from here, through the same batches as every other. So is all of a WebSocketStream but its
 * making, on the socket that the recorder has described.
 */
export class NetworkWitness {
  readonly #session: Session;
  readonly #onSocket: (socket: SocketEntry) => void;
  /** Sockets of the session by the key of their entry in the network log. */
  readonly #socketOf = new Map<string, number>();
  readonly #unseen = new Map<string, UnseenSocket>();
  /** Messages of streams whose own record may still be on its way, by key. */
  readonly #early = new Map<string, readonly NetworkMessage[]>();
  #document = firstNetworkDocument;
  #lastId = 0;
  readonly #packer: RecordPacker;

  constructor(session: Session, onSocket: (socket: SocketEntry) => void) {
    this.#session = session;
    this.#onSocket = onSocket;
    this.#packer = createRecordPacker(plainPrimitives, 0, () => this.#deliver());
    this.#addDocument();
  }

  /** The session was cleared by a navigation: the network log begins anew as well. */
  forget(): void {
    this.#socketOf.clear();
    this.#unseen.clear();
    this.#early.clear();
    this.#document++;
    this.#lastId = 0;
    this.#addDocument();
  }

  observe(sockets: readonly NetworkSocket[]): void {
    for (const socket of sockets) {
      // Where the browser does not tell, a socket is a worker's if the page has none that fits.
      if (socket.streamCreatedAtMs !== null) this.#recordStream(socket);
      else if (
        socket.isRecorded === false ||
        (socket.isRecorded === null && this.#entryOf(socket) === undefined)
      )
        this.#recordUnseen(socket);
      const entry = this.#entryOf(socket);
      if (entry === undefined) continue;
      entry.handshake = socket.handshake;
      entry.networkMessages = socket.messageCount;
      entry.comparedMessages = allMessagesOf(entry);
      if (entry.worker !== null && socket.isFinished) end(entry);
      this.#onSocket(entry);
    }
  }

  #addDocument(): void {
    this.#session.addDocument({ id: this.#document, url: '', isTop: false, isImported: false });
  }

  #entryOf(socket: NetworkSocket): SocketEntry | undefined {
    const known = this.#session.sockets.get(this.#socketOf.get(socket.key) ?? -1);
    const isFromHere = socket.isRecorded === false || socket.streamCreatedAtMs !== null;
    if (known !== undefined || isFromHere) return known;
    const match = this.#nearest(socket);
    if (match !== undefined) this.#socketOf.set(socket.key, match.id);
    return match;
  }

  /** The page's socket of this URL that was opened nearest in time and is not taken. */
  #nearest(socket: NetworkSocket): SocketEntry | undefined {
    const taken = new Set(this.#socketOf.values());
    let best: SocketEntry | undefined;
    let bestMs = maxClockDifferenceMs;
    for (const entry of this.#session.sockets.all) {
      if (entry.url !== socket.url || entry.isImported || entry.isAdopted || taken.has(entry.id))
        continue;
      if (entry.isStream) continue;
      const differenceMs = Math.abs(entry.createdAtMs - socket.startedAtMs);
      if (differenceMs >= bestMs) continue;
      best = entry;
      bestMs = differenceMs;
    }
    return best;
  }

  #recordStream(socket: NetworkSocket): void {
    if (this.#unseen.has(socket.key)) {
      this.#recordUnseen(socket);
      return;
    }
    const own = this.#streamOf(socket);
    const early = this.#early.get(socket.key);
    if (own === undefined && early === undefined) {
      this.#early.set(socket.key, socket.messages);
      return;
    }
    // Without its record it stands for itself: the document was cut off.
    if (own !== undefined) this.#session.sockets.alias(this.#document, this.#enter(socket).id, own);
    this.#early.delete(socket.key);
    this.#recordUnseen({ ...socket, messages: [...(early ?? []), ...socket.messages] });
  }

  /** The page's stream that was made at that very time. */
  #streamOf(socket: NetworkSocket): SocketEntry | undefined {
    const taken = new Set(this.#socketOf.values());
    for (const entry of this.#session.sockets.all) {
      const isSame = entry.createdAtMs === socket.streamCreatedAtMs && entry.url === socket.url;
      if (isSame && entry.isStream && !taken.has(entry.id)) return entry;
    }
    return undefined;
  }

  #recordUnseen(socket: NetworkSocket): void {
    const unseen = this.#unseen.get(socket.key) ?? this.#begin(socket);
    const packer = this.#packer;
    if (!unseen.isOpened && socket.handshake.status === 101) {
      unseen.isOpened = true;
      packer.record(recordKind.opened, 0, unseen.id, 0, socket.openedAtMs, 0, (_, string) => {
        string(headerOf(socket, 'sec-websocket-protocol'));
        string(headerOf(socket, 'sec-websocket-extensions'));
      });
    }
    for (const { isSent, atMs, isText, data } of socket.messages) {
      const kind = isSent ? recordKind.sent : recordKind.received;
      const bytes = isText ? null : parseBase64(data);
      if (bytes?.ok) packer.bytes(kind, 1, unseen.id, atMs, bytes.bytes);
      else packer.text(kind, 0, unseen.id, atMs, data);
    }
    if (socket.handshake.error !== '' && !unseen.hasFailed) {
      unseen.hasFailed = true;
      packer.record(recordKind.error, 0, unseen.id, 0, socket.startedAtMs, 0, (_, string) =>
        string(socket.handshake.error),
      );
    }
    if (socket.finishedAtMs !== null && !unseen.hasFinished) {
      unseen.hasFinished = true;
      // Its code is in nobody's log.
      packer.record(recordKind.closed, 0, unseen.id, 0, socket.finishedAtMs, 0, (_, string) =>
        string(''),
      );
    }
    this.#deliver();
    const { sockets } = this.#session;
    if (sockets.isCleared(this.#document, unseen.id)) return;
    const entry = sockets.inDocument(this.#document, unseen.id, socket.startedAtMs, false);
    this.#socketOf.set(socket.key, entry.id);
    if (socket.streamCreatedAtMs === null) {
      entry.worker = socket.scriptUrl;
      entry.isFromNetwork = true;
      entry.isOfUnrecordedPage = unseen.isOfUnrecordedPage;
    }
    if (socket.isFinished && entry.state !== 'failed')
      entry.state = unseen.isOpened ? 'closed' : 'failed';
  }

  #begin(socket: NetworkSocket): UnseenSocket {
    const unseen = this.#enter(socket);
    const flags = socket.streamCreatedAtMs === null ? 0 : recordFlag.stream;
    const { startedAtMs } = socket;
    this.#packer.record(recordKind.created, flags, unseen.id, 0, startedAtMs, 0, (_, string) => {
      string(socket.url);
      string(socket.scriptUrl);
      string(socket.stack);
      string(
        socket.handshake.requestHeaders.find(
          ({ name }) => name.toLowerCase() === 'sec-websocket-protocol',
        )?.value ?? '',
      );
    });
    return unseen;
  }

  #enter(socket: NetworkSocket): UnseenSocket {
    const id = ++this.#lastId;
    const isOfUnrecordedPage = !this.#session.hasTopDocument;
    const unseen = {
      ...{ id, isOfUnrecordedPage },
      ...{ isOpened: false, hasFailed: false, hasFinished: false },
    };
    this.#unseen.set(socket.key, unseen);
    return unseen;
  }

  #deliver(): void {
    const batch = this.#packer.take();
    if (batch !== null) this.#session.append(this.#document, batch);
  }
}

/** A worker that is gone has told nobody: what it had open is closed with it. */
function end(entry: SocketEntry): void {
  entry.isLive = false;
  if (entry.state === 'open' || entry.state === 'closing') entry.state = 'closed';
  else if (entry.state === 'connecting') entry.state = 'failed';
}

interface UnseenSocket {
  readonly id: number;
  readonly isOfUnrecordedPage: boolean;
  isOpened: boolean;
  hasFailed: boolean;
  hasFinished: boolean;
}

const headerOf = ({ handshake }: NetworkSocket, wanted: string): string =>
  handshake.responseHeaders.find(({ name }) => name.toLowerCase() === wanted)?.value ?? '';
