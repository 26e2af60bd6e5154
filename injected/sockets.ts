import { newTally, type Tally } from '../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../extension/protocol/record-layout.ts';
import type { Log } from './log.ts';
import * as natives from './natives.ts';
import { recordMessage } from './payload.ts';

/** What the recorder remembers of a socket. It holds the socket weakly: being recorded must not keep it alive. */
export interface SocketState {
  readonly id: number;
  /** Null for a stream, on which nobody acts. */
  reference: WeakRef<WebSocket> | null;
  readonly url: string;
  readonly documentUrl: string;
  readonly stack: string;
  readonly requestedProtocols: string;
  readonly createdAtMs: number;
  /** `adopted`, `stream` or neither. */
  readonly flags: number;
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

/** Closed sockets, and streams, whose end nobody sees, are remembered up to here, so that a panel opened late can name them. */
const maxClosedSockets = 500;

export interface Sockets {
  /** Starts to record a socket; its listeners must be the first. */
  observe(
    socket: WebSocket,
    stack: string,
    requestedProtocols: string,
    isAdopted: boolean,
  ): SocketState;
  /** Records that a stream was made, and nothing more of it. */
  addStream(url: string, stack: string, createdAtMs: number): void;
  stateOf(socket: WebSocket): SocketState | undefined;
  socketById(id: number): WebSocket | undefined;
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
  const countClosed = (): void => {
    if (++closedSockets <= maxClosedSockets) return;
    for (let state = first; state !== null; state = state.next) {
      if (state.closedAtMs < 0 && state.reference !== null) continue;
      remove(state);
      closedSockets--;
      return;
    }
  };

  const add = (
    url: string,
    stack: string,
    requestedProtocols: string,
    createdAtMs: number,
    flags: number,
  ): SocketState => {
    const state: SocketState = natives.bare({
      id: ++lastId,
      reference: null,
      url,
      // `location.href` cannot be redefined by a page.
      documentUrl: location.href,
      stack,
      requestedProtocols,
      createdAtMs,
      flags,
      openedAtMs: -1,
      closedAtMs: -1,
      closeCode: 0,
      closeReason: '',
      wasClean: false,
      protocol: '',
      extensions: '',
      sentMessages: 0,
      receivedMessages: 0,
      sent: newTally(),
      received: newTally(),
      previous: null,
      next: null,
    });
    append(state);
    log.record(recordKind.created, flags, state.id, 0, createdAtMs, 0, (_, string) => {
      string(state.url);
      string(state.documentUrl);
      string(state.stack);
      string(state.requestedProtocols);
    });
    return state;
  };

  const observe = (
    socket: WebSocket,
    stack: string,
    requestedProtocols: string,
    isAdopted: boolean,
  ): SocketState => {
    const state = add(
      natives.urlOf(socket),
      stack,
      requestedProtocols,
      natives.now(),
      isAdopted ? recordFlag.adopted : 0,
    );
    state.reference = new natives.NativeWeakRef(socket);
    natives.mapSet(states, socket, state);
    if (isAdopted) recordOpened(socket, state, state.createdAtMs);
    listenTo(socket, state);
    return state;
  };

  const recordOpened = (socket: WebSocket, state: SocketState, atMs: number): void => {
    state.openedAtMs = atMs;
    state.protocol = natives.protocolOf(socket);
    state.extensions = natives.extensionsOf(socket);
    log.record(recordKind.opened, 0, state.id, 0, atMs, 0, (_, string) => {
      string(state.protocol);
      string(state.extensions);
    });
  };

  const listenTo = (socket: WebSocket, state: SocketState): void => {
    // Not by `guarded`: it would call what differs from listener to listener, which an engine cannot inline.
    natives.listen(socket, 'message', (event: MessageEvent) => {
      if (!event.isTrusted) return;
      try {
        // First, so that a message whose record cannot be written is counted as missing.
        state.receivedMessages++;
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
      } catch {
        // See `guarded`.
      }
    });
    natives.listen(
      socket,
      'open',
      guarded((event) => recordOpened(socket, state, natives.eventTimeOf(event))),
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
        countClosed();
      }),
    );
  };

  const readyState = (state: SocketState): number => {
    if (state.reference === null) return 0;
    const socket = natives.derefOf(state.reference);
    return socket === undefined ? 3 : natives.readyStateOf(socket);
  };

  return {
    observe,
    stateOf: (socket) => natives.mapGet(states, socket),
    addStream(url, stack, createdAtMs) {
      add(url, stack, '', createdAtMs, recordFlag.stream);
      countClosed();
    },
    socketById(id) {
      for (let state = first; state !== null; state = state.next)
        if (state.id === id && state.reference !== null) return natives.derefOf(state.reference);
      return undefined;
    },
    recordSent(state, payload, flags) {
      if (isRecording)
        recordMessage(log, recordKind.sent, flags, state.id, natives.now(), payload, state.sent);
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
          number((described.wasClean ? recordFlag.clean : 0) | described.flags);
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
