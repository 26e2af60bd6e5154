import { newTally, type Tally } from '../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../extension/protocol/record-layout.ts';
import type { Log } from './log.ts';
import * as natives from './natives.ts';
import { recordMessage } from './payload.ts';

/** What the recorder remembers of a socket. It holds the socket weakly: being recorded must not keep it alive. */
export interface SocketState {
  readonly id: number;
  readonly reference: WeakRef<WebSocket>;
  readonly url: string;
  readonly documentUrl: string;
  readonly stack: string;
  readonly requestedProtocols: string;
  readonly createdAtMs: number;
  readonly isAdopted: boolean;
  openedAtMs: number;
  closedAtMs: number;
  closeCode: number;
  closeReason: string;
  wasClean: boolean;
  protocol: string;
  extensions: string;
  sentMessages: number;
  receivedMessages: number;
  readonly sent: Tally;
  readonly received: Tally;
  // A list linked by hand: pushing to an array can run a setter that the page put on Array.prototype.
  previous: SocketState | null;
  next: SocketState | null;
}

/** Closed sockets are remembered up to here, so that a panel opened late can name them. */
const maxClosedSockets = 500;

export interface Sockets {
  /** Starts to record a socket; its listeners must be the first. */
  observe(
    socket: WebSocket,
    stack: string,
    requestedProtocols: string,
    isAdopted: boolean,
  ): SocketState;
  stateOf(socket: WebSocket): SocketState | undefined;
  byId(id: number): SocketState | undefined;
  recordSent(state: SocketState, payload: unknown, flags: number): void;
  /** Describes every socket, so that a reader who missed records knows what it missed. */
  snapshot(): void;
  setRecording(isRecording: boolean): void;
}

export function createSockets(log: Log): Sockets {
  const states = new natives.NativeWeakMap<WebSocket, SocketState>();
  let first: SocketState | null = null;
  let last: SocketState | null = null;
  let lastId = 0;
  let closedSockets = 0;
  let isRecording = true;

  const append = (state: SocketState): void => {
    state.previous = last;
    if (last === null) first = state;
    else last.next = state;
    last = state;
  };
  const remove = (state: SocketState): void => {
    if (state.previous === null) first = state.next;
    else state.previous.next = state.next;
    if (state.next === null) last = state.previous;
    else state.next.previous = state.previous;
  };
  const forgetOldestClosed = (): void => {
    for (let state = first; state !== null; state = state.next) {
      if (state.closedAtMs < 0) continue;
      remove(state);
      closedSockets--;
      return;
    }
  };

  const observe = (
    socket: WebSocket,
    stack: string,
    requestedProtocols: string,
    isAdopted: boolean,
  ): SocketState => {
    const createdAtMs = natives.now();
    const state: SocketState = natives.bare({
      id: ++lastId,
      reference: new natives.NativeWeakRef(socket),
      url: natives.urlOf(socket),
      // `location.href` cannot be redefined by a page.
      documentUrl: location.href,
      stack,
      requestedProtocols,
      createdAtMs,
      isAdopted,
      openedAtMs: isAdopted ? createdAtMs : -1,
      closedAtMs: -1,
      closeCode: 0,
      closeReason: '',
      wasClean: false,
      protocol: isAdopted ? natives.protocolOf(socket) : '',
      extensions: isAdopted ? natives.extensionsOf(socket) : '',
      sentMessages: 0,
      receivedMessages: 0,
      sent: newTally(),
      received: newTally(),
      previous: null,
      next: null,
    });
    natives.mapSet(states, socket, state);
    append(state);
    log.record(
      recordKind.created,
      isAdopted ? recordFlag.adopted : 0,
      state.id,
      0,
      createdAtMs,
      0,
      (_, string) => {
        string(state.url);
        string(state.documentUrl);
        string(state.stack);
        string(state.requestedProtocols);
      },
    );
    if (isAdopted) recordOpened(state, createdAtMs);
    listenTo(socket, state);
    return state;
  };

  const recordOpened = (state: SocketState, atMs: number): void => {
    log.record(recordKind.opened, 0, state.id, 0, atMs, 0, (_, string) => {
      string(state.protocol);
      string(state.extensions);
    });
  };

  const listenTo = (socket: WebSocket, state: SocketState): void => {
    natives.listen(
      socket,
      'message',
      guarded((event) => {
        if (isRecording)
          recordMessage(
            log,
            recordKind.received,
            0,
            state.id,
            natives.eventTimeOf(event),
            natives.eventDataOf(event),
            state.received,
          );
        state.receivedMessages++;
      }),
    );
    natives.listen(
      socket,
      'open',
      guarded((event) => {
        state.openedAtMs = natives.eventTimeOf(event);
        state.protocol = natives.protocolOf(socket);
        state.extensions = natives.extensionsOf(socket);
        recordOpened(state, state.openedAtMs);
      }),
    );
    natives.listen(
      socket,
      'error',
      guarded((event) => {
        log.record(recordKind.error, 0, state.id, 0, natives.eventTimeOf(event), 0, nothing);
      }),
    );
    natives.listen(
      socket,
      'close',
      guarded((event) => {
        state.closedAtMs = natives.eventTimeOf(event);
        state.closeCode = natives.closeCodeOf(event);
        state.closeReason = natives.closeReasonOf(event);
        state.wasClean = natives.wasCleanOf(event);
        log.record(
          recordKind.closed,
          state.wasClean ? recordFlag.clean : 0,
          state.id,
          0,
          state.closedAtMs,
          state.closeCode,
          (_, string) => string(state.closeReason),
        );
        if (++closedSockets > maxClosedSockets) forgetOldestClosed();
      }),
    );
  };

  const readyState = (state: SocketState): number => {
    const socket = natives.derefOf(state.reference);
    return socket === undefined ? 3 : natives.readyStateOf(socket);
  };

  return {
    observe,
    stateOf: (socket) => natives.mapGet(states, socket),
    byId(id) {
      for (let state = first; state !== null; state = state.next) if (state.id === id) return state;
      return undefined;
    },
    recordSent(state, payload, flags) {
      if (isRecording)
        recordMessage(log, recordKind.sent, flags, state.id, natives.now(), payload, state.sent);
      state.sentMessages++;
    },
    snapshot() {
      for (let state = first; state !== null; state = state.next) {
        const described = state;
        log.record(recordKind.snapshot, 0, described.id, 0, natives.now(), 0, (number, string) => {
          number(described.createdAtMs);
          number(described.openedAtMs);
          number(described.closedAtMs);
          number(readyState(described));
          number(described.sentMessages);
          number(described.receivedMessages);
          number(described.sent.bytes);
          number(described.received.bytes);
          number(described.closeCode);
          number(
            (described.wasClean ? recordFlag.clean : 0) |
              (described.isAdopted ? recordFlag.adopted : 0),
          );
          string(described.url);
          string(described.documentUrl);
          string(described.stack);
          string(described.requestedProtocols);
          string(described.protocol);
          string(described.extensions);
          string(described.closeReason);
        });
      }
    },
    setRecording(value) {
      isRecording = value;
    },
  };
}

const nothing = (): void => {
  // An error event tells scripts nothing, by design of the platform.
};

/**
 * Only events of the browser count: a page may dispatch its own on a socket. And whatever happens in
 * here, the page must not notice.
 */
function guarded<Kind extends Event>(record: (event: Kind) => void): (event: Kind) => void {
  return (event) => {
    // `isTrusted` is an own property that a page can neither redefine nor shadow.
    if (!event.isTrusted) return;
    try {
      record(event);
    } catch {
      // A record that cannot be written is lost; the socket's counters show that it is missing.
    }
  };
}
