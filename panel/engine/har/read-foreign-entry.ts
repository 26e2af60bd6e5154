import { type EntryFields, isObject, type JsonObject, nameOf } from './entry-fields.ts';
import { isTime } from './har-time.ts';
import type { ImportedEvent, ImportedItem, ImportedSocket } from './imported-socket.ts';
import { inOrder } from './item-order.ts';
import { readMessages, timeOf } from './read-messages.ts';

/** Closed without a close frame, by RFC 6455. */
const abnormalClosure = 1006;
/** Closed by a frame without a code. */
const noStatus = 1005;
const maxFrames = 50;

/** Reads an entry of Chrome, HTTP Toolkit, mitmproxy, Playwright and their like. */
export function readForeignEntry(
  entry: JsonObject,
  url: string,
  messages: readonly unknown[],
  startedAtMs: number,
  documentUrl: string,
  fields: EntryFields,
): ImportedSocket {
  const request = isObject(entry['request']) ? entry['request'] : {};
  const response = isObject(entry['response']) ? entry['response'] : {};
  const items: ImportedItem[] = readMessages(messages, fields, {
    field: '_webSocketMessages',
    isSeconds: false,
    markOf: () => undefined,
    flags: 0,
    fallbackMs: startedAtMs,
  });
  reportMessagesElsewhere(entry, response, fields);
  const opened = openedEvent(entry, response, items, startedAtMs);
  if (opened !== null) items.push(opened);
  const lastMs = items.reduce((latest, { atMs }) => Math.max(latest, atMs), startedAtMs);
  const closed = closedEvent(entry, startedAtMs, lastMs, fields);
  if (closed !== null) items.push(closed);
  const hasEnded = closed !== null || entry['_webSocketClose'] === 'aborted';
  return {
    url: url.replace(/^http(?=s?:)/i, 'ws'),
    documentUrl: documentUrl || headerOf(request, 'origin'),
    requestedProtocols: headerOf(request, 'sec-websocket-protocol'),
    protocol: headerOf(response, 'sec-websocket-protocol'),
    extensions: headerOf(response, 'sec-websocket-extensions'),
    stack: stackOf(entry),
    state: opened === null ? 'failed' : hasEnded ? 'closed' : 'open',
    createdAtMs: startedAtMs,
    openedAtMs: opened?.atMs ?? null,
    closedAtMs: closed?.atMs ?? null,
    closeCode: closed?.code ?? null,
    closeReason: closed?.text ?? '',
    wasClean: closed?.wasClean ?? false,
    isAdopted: false,
    missingMessages: 0,
    items: inOrder(items),
  };
}

/** Playwright can put the messages into a file of their own. */
function reportMessagesElsewhere(
  entry: JsonObject,
  response: JsonObject,
  fields: EntryFields,
): void {
  const content = isObject(response['content']) ? response['content'] : {};
  const file = content['_file'];
  if (entry['_webSocketMessages'] !== undefined || typeof file !== 'string') return;
  fields.report(
    'messagesElsewhere',
    'response.content._file',
    `is ${nameOf(file)}: the messages are in that file. Record the HAR with content: 'embed' to have them here.`,
  );
}

/** A socket that was accepted (over HTTP/2 that is a 200), or that has messages, was open. */
function openedEvent(
  entry: JsonObject,
  response: JsonObject,
  messages: readonly ImportedItem[],
  startedAtMs: number,
): ImportedEvent | null {
  const { status } = response;
  const isAccepted = status === 101 || status === 200;
  if (!isAccepted && !messages.some(({ kind }) => kind !== 'error')) return null;
  const timings = isObject(entry['timings']) ? entry['timings'] : {};
  const handshakeMs = ['blocked', 'dns', 'connect', 'send', 'wait']
    .map((name) => timings[name])
    .reduce<number>((sum, value) => sum + (typeof value === 'number' && value > 0 ? value : 0), 0);
  const endMs = startedAtMs + handshakeMs;
  // Nothing is exchanged before the handshake is over, whatever the clock of the timings says.
  const firstMs = messages.reduce((first, { atMs }) => Math.min(first, atMs), Infinity);
  return event('opened', Math.min(isTime(endMs) ? endMs : startedAtMs, firstMs));
}

function closedEvent(
  entry: JsonObject,
  startedAtMs: number,
  lastMs: number,
  fields: EntryFields,
): ImportedEvent | null {
  const close = entry['_webSocketClose'];
  if (close === undefined || close === null || close === 'aborted') return null;
  if (!isObject(close)) {
    fields.report(
      'wrongType',
      '_webSocketClose',
      `is ${nameOf(close)}, not an object or 'aborted'. It was left out.`,
    );
    return null;
  }
  const code = fields.count(close['code'], '_webSocketClose.code', 0xffff) ?? noStatus;
  return {
    ...event('closed', closeTime(entry, close, startedAtMs, lastMs, fields)),
    code,
    text: fields.text(close['reason'], '_webSocketClose.reason'),
    wasClean: code !== abnormalClosure,
  };
}

/** HTTP Toolkit writes this time by a clock that starts with the program, so it may lie before the socket. */
function closeTime(
  entry: JsonObject,
  close: JsonObject,
  startedAtMs: number,
  lastMs: number,
  fields: EntryFields,
): number {
  const told = timeOf(close['timestamp'], { isSeconds: false });
  if (told !== null && told >= startedAtMs) return told;
  const duration = entry['time'];
  const endMs = typeof duration === 'number' ? startedAtMs + duration : Number.NaN;
  const atMs = isTime(endMs) ? Math.max(endMs, lastMs) : lastMs;
  if (close['timestamp'] !== undefined)
    fields.report(
      'badTime',
      '_webSocketClose.timestamp',
      `is ${nameOf(close['timestamp'])}, not a time after the socket was created. The end of the entry was taken.`,
    );
  return atMs;
}

const event = (kind: 'opened' | 'closed', atMs: number): ImportedEvent => ({
  kind,
  atMs,
  tie: 0,
  flags: 0,
  code: 0,
  text: '',
  name: '',
  wasClean: false,
});

function headerOf(message: JsonObject, name: string): string {
  const { headers } = message;
  if (!Array.isArray(headers)) return '';
  const values = headers
    .filter(isObject)
    .filter((header) => String(header['name']).toLowerCase() === name)
    .map((header) => header['value']);
  return values.filter((value) => typeof value === 'string').join(', ');
}

/** The initiator's frames as a stack in Chromium's words. */
function stackOf(entry: JsonObject): string {
  const initiator = isObject(entry['_initiator']) ? entry['_initiator'] : {};
  const stack = isObject(initiator['stack']) ? initiator['stack'] : {};
  const frames: unknown[] = Array.isArray(stack['callFrames']) ? stack['callFrames'] : [];
  return frames
    .slice(0, maxFrames)
    .filter(isObject)
    .flatMap(({ functionName, url, lineNumber, columnNumber }) => {
      if (typeof url !== 'string' || url === '' || typeof lineNumber !== 'number') return [];
      const column = typeof columnNumber === 'number' ? columnNumber : 0;
      const place = `${url}:${lineNumber + 1}:${column + 1}`;
      const isNamed = typeof functionName === 'string' && functionName !== '';
      return isNamed ? `    at ${functionName} (${place})` : `    at ${place}`;
    })
    .join('\n');
}
