import type { Handshake, Header, NetworkMessage, NetworkSocket } from '../engine/network-socket.ts';

/** How long after a change the network log is asked: it learns of a handshake a moment later than the page. */
const settleMs = 600;
/**
 * Live within 2 s, also for what comes just after a reading has begun: the log has no cursor and carries every
 * request, so it is not asked more often.
 */
export const pollMs = 900;
/** Between two readings there is a rest of so many times as long as the last one took. */
const restsPerReading = 20;
/**
 * Each reading copies all messages that the log has, on the thread that draws the panel: some 50 ms for 10,000. With
 * more than this many it is not asked whether the counts agree, or, far beyond, what is new of a page's socket.
 */
const mostMessages = { counts: 2000, sockets: 100_000 };

export interface NetworkLogOptions {
  /** `devtools.network.getHAR`; null where it has no WebSockets (Firefox): then only the events of finished handshakes tell of them. */
  readonly readLog: (() => Promise<unknown>) | null;
  readonly observe: (sockets: readonly NetworkSocket[]) => void;
  readonly after: (ms: number, run: () => void) => void;
  /** ms. */
  readonly now: () => number;
  /** How many messages the log has, as far as the panel knows. */
  readonly messageCount: () => number;
  /** Whether there is a socket of which only the network log tells messages. */
  readonly isAwaited: () => boolean;
  /** Where the extension's own files are: `chrome-extension://…/`. */
  readonly extensionUrl: string;
}

/** Asks the browser's network log, and only while there is something to learn from it. */
export interface NetworkLog {
  /** Something has changed about which the network log may know more: a socket, or only how many messages it has. */
  ask(about: 'sockets' | 'counts'): void;
  /** A request has finished: it may be a worker's script. */
  requestFinished(request: unknown): void;
  /** The tab shows another page, which began at `sinceMs`, epoch ms. What the log still has of the one before counts only if it is preserved. */
  navigated(isPreserving: boolean, sinceMs: number): void;
}

export function createNetworkLog({
  readLog,
  observe,
  after,
  now,
  messageCount,
  isAwaited,
  extensionUrl,
}: NetworkLogOptions): NetworkLog {
  /** Messages that the engine has got, by the key of their socket. */
  const told = new Map<string, number>();
  const finished = new Set<string>();
  /** Firefox: the entries of WebSocket handshakes. */
  const handshakes: Fields[] = [];
  let isDue = false;
  let hasWorkers = false;
  let sinceMs = 0;
  /** The last reading. */
  let endedAtMs = Number.NEGATIVE_INFINITY;
  let tookMs = 0;

  const readEntries = async (): Promise<readonly Fields[]> => {
    if (readLog === null) return handshakes;
    const fromMs = now();
    const log = await readLog();
    endedAtMs = now();
    tookMs = endedAtMs - fromMs;
    return entriesOf(log);
  };
  const read = async (): Promise<void> => {
    const entries = await readEntries();
    if (entries.some(isWorkerScript)) hasWorkers = true;
    const sockets = withKeys(entries.filter(isWebSocket), extensionUrl)
      .filter(({ startedAtMs }) => startedAtMs >= sinceMs)
      .map((keyed) =>
        describe(keyed, extensionUrl, told.get(keyed.key) ?? 0, finished.has(keyed.place)),
      );
    for (const { key, messageCount } of sockets) told.set(key, messageCount);
    if (sockets.some(({ isRecorded, isFinished }) => isRecorded === false && !isFinished))
      hasWorkers = true;
    if (sockets.length > 0) observe(sockets);
  };
  const run = (): void => {
    isDue = false;
    read().then(
      () => (hasWorkers || isAwaited()) && schedule(pollMs),
      () => {
        // The inspected page is gone, or this browser has no network log for extensions.
      },
    );
  };
  const schedule = (ms: number): void => {
    if (isDue) return;
    isDue = true;
    after(Math.max(ms, endedAtMs + tookMs * restsPerReading - now()), run);
  };

  const ask: NetworkLog['ask'] = (about) => {
    // Of workers and streams nobody else tells.
    if (hasWorkers || isAwaited() || messageCount() <= mostMessages[about]) schedule(settleMs);
  };

  return {
    ask,
    requestFinished(request) {
      if (readLog === null) {
        if (!isWebSocketUrl(request)) return;
        handshakes.push({ ...fieldsOf(request), _resourceType: 'websocket' });
        schedule(settleMs);
        return;
      }
      if (isWorkerScript(request)) {
        hasWorkers = true;
        schedule(settleMs);
      } else if (isWebSocket(request)) {
        finished.add(placeOf(fieldsOf(request), extensionUrl));
        ask('sockets');
      }
    },
    navigated(isPreserving, beganAtMs) {
      // Requests of the new page may have finished already: only what is older goes.
      if (!isPreserving) sinceMs = beganAtMs;
      hasWorkers = false;
      schedule(settleMs);
    },
  };
}

/** An entry of the log with a name that stays when entries before it are cleared. */
interface Keyed {
  readonly key: string;
  readonly place: string;
  readonly startedAtMs: number;
  readonly entry: Fields;
}

/** When and where to: the log has no ids for WebSockets. */
function placeOf(entry: Fields, extensionUrl: string): string {
  const startedAt = streamTimeOf(entry, extensionUrl) ?? textOf(entry['startedDateTime']);
  return `${startedAt} ${textOf(fieldsOf(entry['request'])['url'])}`;
}

function withKeys(entries: readonly Fields[], extensionUrl: string): Keyed[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const place = placeOf(entry, extensionUrl);
    const count = (seen.get(place) ?? 0) + 1;
    seen.set(place, count);
    return {
      key: `${place} ${count}`,
      place,
      // Until the handshake begins, the log has no time for it but 1969.
      startedAtMs: streamTimeOf(entry, extensionUrl) ?? startOf(entry) ?? 0,
      entry,
    };
  });
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0;

const entriesOf = (log: unknown): readonly Fields[] =>
  listOf(fieldsOf(log)['entries']).filter(isFields);
const isWebSocketUrl = (entry: unknown): boolean =>
  /^wss?:/.test(textOf(fieldsOf(fieldsOf(entry)['request'])['url']));
const isWebSocket = (entry: unknown): boolean => fieldsOf(entry)['_resourceType'] === 'websocket';

/** A worker's script: fetched for a worker, or from a blob, which is how pages make workers of text. */
function isWorkerScript(entry: unknown): boolean {
  const { _resourceType: type, request } = fieldsOf(entry);
  if (type !== 'script' && type !== 'other') return false;
  const { url, headers } = fieldsOf(request);
  if (textOf(url).startsWith('blob:')) return true;
  return headersOf(headers).some(
    ({ name, value }) => name.toLowerCase() === 'sec-fetch-dest' && /worker$/.test(value),
  );
}

function describe(
  { key, startedAtMs, entry }: Omit<Keyed, 'place'>,
  extensionUrl: string,
  toldMessages: number,
  hasFinished: boolean,
): NetworkSocket {
  const request = fieldsOf(entry['request']);
  const url = textOf(request['url']);
  const frames = framesOf(entry);
  // A browser that keeps no messages keeps no stacks either.
  const isSilent = entry['_webSocketMessages'] === undefined;
  const isRecorded = isSilent ? null : frames.some((frame) => isOfRecorder(frame, extensionUrl));
  const streamCreatedAtMs = streamTimeOf(entry, extensionUrl);
  const reported = listOf(entry['_webSocketMessages']).map(fieldsOf);
  const messages = reported.filter(({ type }) => type === 'send' || type === 'receive');
  const handshakeMs = startOf(entry) === null ? 0 : numberOf(fieldsOf(entry['timings'])['wait']);
  const error = textOf(reported.find(({ type }) => type === 'error')?.['data']);
  return {
    key,
    url,
    startedAtMs,
    isRecorded,
    streamCreatedAtMs,
    scriptUrl: frames[0]?.url ?? '',
    stack: frames
      .map(
        ({ name, url: place, line, column }) =>
          `    at ${name === '' ? '' : `${name} `}(${place}:${line}:${column})`,
      )
      .join('\n'),
    handshake: handshakeOf(entry, error),
    messageCount: isSilent ? -1 : messages.length,
    messages:
      isRecorded && streamCreatedAtMs === null ? [] : messages.slice(toldMessages).map(messageOf),
    isFinished: hasFinished || error !== '' || hasEnded(entry),
    // Each message moves the time of the answer on.
    openedAtMs: Math.min(startedAtMs + handshakeMs, ...messages.slice(0, 1).map(timeOf)),
    finishedAtMs:
      hasEnded(entry) && startOf(entry) !== null ? startedAtMs + numberOf(entry['time']) : null,
  };
}

function messageOf(message: Fields): NetworkMessage {
  return {
    isSent: message['type'] === 'send',
    atMs: timeOf(message),
    isText: message['opcode'] === 1,
    data: textOf(message['data']),
  };
}

const timeOf = (message: Fields): number => numberOf(message['time']) * 1000;

/** When the handshake began, epoch ms; null before. */
function startOf(entry: Fields): number | null {
  const atMs = Date.parse(textOf(entry['startedDateTime']));
  return atMs > 0 ? atMs : null;
}

/** The log has an end only for what has ended, also before anybody listened. What never began has a length since 1969. */
const hasEnded = (entry: Fields): boolean =>
  startOf(entry) === null
    ? numberOf(entry['time']) > 0
    : numberOf(fieldsOf(entry['timings'])['receive']) > 0;

/** When the recorder made this WebSocketStream: the name of its function, see watch-streams.ts. */
function streamTimeOf(entry: Fields, extensionUrl: string): number | null {
  const frame = framesOf(entry).find((each) => isOfRecorder(each, extensionUrl));
  return Number(frame?.name) || null;
}

const isOfRecorder = (frame: { readonly url: string }, extensionUrl: string): boolean =>
  frame.url.startsWith(`${extensionUrl}injected/`);

function handshakeOf(entry: Fields, error: string): Handshake {
  const request = fieldsOf(entry['request']);
  const response = fieldsOf(entry['response']);
  // Chromium tells a refused handshake's status in the error's words only.
  const refused = Number(/response code: (\d{3})/.exec(error)?.[1] ?? 0);
  return {
    status: numberOf(response['status']) || refused,
    statusText: textOf(response['statusText']),
    remoteAddress: textOf(entry['serverIPAddress']),
    requestHeaders: headersOf(request['headers']),
    responseHeaders: headersOf(response['headers']),
    error,
  };
}

const headersOf = (headers: unknown): Header[] =>
  listOf(headers)
    .map(fieldsOf)
    .map(({ name, value }) => ({ name: textOf(name), value: textOf(value) }));

function framesOf(entry: Fields): { name: string; url: string; line: number; column: number }[] {
  return listOf(fieldsOf(fieldsOf(entry['_initiator'])['stack'])['callFrames'])
    .map(fieldsOf)
    .map((frame) => ({
      name: textOf(frame['functionName']),
      url: textOf(frame['url']),
      line: numberOf(frame['lineNumber']) + 1,
      column: numberOf(frame['columnNumber']) + 1,
    }));
}
