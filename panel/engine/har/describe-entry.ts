import type { Entry, Header } from 'har-format';
import { type CallSite, firstPageFrame } from '../call-site.ts';
import type { SocketEntry } from '../socket-table.ts';
import { isoTime, toSeconds } from './har-time.ts';
import type { EntryField } from './sockets-field.ts';

/** What is exported of a socket besides its rows. */
export type HarSocket = Readonly<
  Pick<SocketEntry, 'id' | 'document' | 'url' | Exclude<keyof EntryField, 'version'>>
>;

/** As many as Chrome takes of a stack, about. */
const maxFrames = 50;

/**
 * The fields of HAR 1.2 and Chrome's own, without the messages.
 * @param lastAtMs when the socket was last heard of
 * @see http://www.softwareishard.com/blog/har-12-spec/#entries
 */
export function describeEntry(socket: HarSocket, lastAtMs: number, page: string | null): Entry {
  const wasOpen = socket.openedAtMs !== null;
  const handshakeEndMs = socket.openedAtMs ?? lastAtMs;
  const wait = span(socket.createdAtMs, handshakeEndMs);
  const receive = span(handshakeEndMs, lastAtMs);
  const url = URL.canParse(socket.url) ? new URL(socket.url) : null;
  return {
    ...(page === null ? {} : { pageref: page }),
    startedDateTime: isoTime(socket.createdAtMs),
    time: wait + receive,
    request: {
      method: 'GET',
      url: socket.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headers({ 'Sec-WebSocket-Protocol': socket.requestedProtocols }),
      queryString: [...(url?.searchParams ?? [])].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: wasOpen ? 101 : 0,
      statusText: wasOpen ? 'Switching Protocols' : '',
      httpVersion: wasOpen ? 'HTTP/1.1' : '',
      cookies: [],
      headers: headers({
        'Sec-WebSocket-Protocol': socket.protocol,
        'Sec-WebSocket-Extensions': socket.extensions,
      }),
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait, receive },
    ...(url === null ? {} : { connection: url.port || (url.protocol === 'wss:' ? '443' : '80') }),
    _connectionId: String(socket.id),
    _initiator: describeInitiator(socket.stack),
    _resourceType: 'websocket',
  };
}

/** HTTP Toolkit's field: how the socket ended, undefined while it has not. */
export function describeClose(
  socket: HarSocket,
): { code?: number; reason: string; timestamp: number } | 'aborted' | undefined {
  if (socket.closedAtMs !== null)
    return {
      // Nobody tells a stream's.
      ...(socket.closeCode === null ? {} : { code: socket.closeCode }),
      reason: socket.closeReason,
      timestamp: toSeconds(socket.closedAtMs),
    };
  return socket.state === 'closed' || socket.state === 'failed' ? 'aborted' : undefined;
}

function describeInitiator(stack: string): { type: string; stack?: object } {
  const frames = stack
    .split('\n')
    .map(firstPageFrame)
    .filter((frame): frame is CallSite => frame !== null)
    .slice(0, maxFrames);
  if (frames.length === 0) return { type: 'other' };
  return {
    type: 'script',
    stack: {
      callFrames: frames.map(({ functionName, url, line, column }) => ({
        functionName,
        scriptId: '',
        url,
        // Chrome counts from 0 here, and stacks as text from 1.
        lineNumber: line - 1,
        columnNumber: column - 1,
      })),
    },
  };
}

const headers = (values: Readonly<Record<string, string>>): Header[] =>
  Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, value }));

/** Clocks of events and of calls differ by fractions of a millisecond, and HAR has no negative times. */
const span = (fromMs: number, toMs: number): number => Math.max(0, toMs - fromMs);
