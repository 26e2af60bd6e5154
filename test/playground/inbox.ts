/** One WebSocket message as a server of the playground received it. */
export interface ReceivedMessage {
  /** The socket's path, such as "/echo". Socket.IO's is "/socket.io/". */
  readonly path: string;
  /** The socket's query, with its question mark, or the empty string. */
  readonly query: string;
  readonly isBinary: boolean;
  readonly bytes: Uint8Array;
}

export interface Inbox {
  readonly received: readonly ReceivedMessage[];
  add(message: ReceivedMessage): void;
  /**
   * The first message that matches, of those received already or yet to come. Rejects after
   * `timeoutMs`, and when the inbox closes.
   */
  waitFor(
    match: (message: ReceivedMessage) => boolean,
    timeoutMs?: number,
  ): Promise<ReceivedMessage>;
  close(): void;
}

interface Waiter {
  readonly match: (message: ReceivedMessage) => boolean;
  readonly resolve: (message: ReceivedMessage) => void;
  readonly reject: (reason: Error) => void;
}

// `npm start` may run for days: beyond this the oldest tenth is forgotten.
const maxMessages = 200_000;

export function createInbox(): Inbox {
  const received: ReceivedMessage[] = [];
  const waiters = new Set<Waiter>();
  let isClosed = false;

  return {
    received,
    add(message) {
      if (received.length >= maxMessages) received.splice(0, maxMessages / 10);
      received.push(message);
      for (const waiter of waiters) {
        if (waiter.match(message)) waiter.resolve(message);
      }
    },
    waitFor(match, timeoutMs = 5000) {
      const already = received.find(match);
      if (already) return Promise.resolve(already);
      if (isClosed)
        return Promise.reject(new Error('the playground is closed: nothing will arrive'));
      return waitInLine(waiters, match, timeoutMs);
    },
    close() {
      isClosed = true;
      for (const waiter of waiters) waiter.reject(new Error('the playground closed while waiting'));
    },
  };
}

async function waitInLine(
  waiters: Set<Waiter>,
  match: Waiter['match'],
  timeoutMs: number,
): Promise<ReceivedMessage> {
  const { promise, resolve, reject } = withResolvers<ReceivedMessage>();
  const waiter = { match, resolve, reject };
  const timer = setTimeout(() => {
    reject(new Error(`no message matched within ${timeoutMs} ms`));
  }, timeoutMs);
  waiters.add(waiter);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    waiters.delete(waiter);
  }
}

// Node 20 has no Promise.withResolvers.
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}
