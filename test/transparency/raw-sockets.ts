// Answers to a WebSocket handshake that no library would give: byte by byte, good and bad.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers the handshake for `/raw/<name>`, where the name is one of those below. */
export function answerRaw(request: IncomingMessage, connection: Duplex): void {
  const name = (request.url ?? '').split('/').at(-1) ?? '';
  const answer = answers[name];
  // A browser that has had enough may end its side and wait for this one.
  connection.on('end', () => connection.end());
  if (answer === undefined) connection.end('HTTP/1.1 404 Not Found\r\n\r\n');
  else answer(connection, request);
}

type Answer = (connection: Duplex, request: IncomingMessage) => void;

const acceptOf = ({ headers }: IncomingMessage): string =>
  createHash('sha1')
    // RFC 6455, 1.3.
    .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');

const head = (request: IncomingMessage, ...more: string[]): string =>
  [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOf(request)}`,
    ...more,
    '\r\n',
  ].join('\r\n');

/** Refuses or accepts with a head of its own, and ends. */
const headOnly =
  (make: (request: IncomingMessage) => string): Answer =>
  (connection, request) =>
    connection.end(make(request));

/** Accepts with more headers, where one browser fails and the other does not. */
const acceptingWith =
  (...headers: string[]): Answer =>
  (connection, request) => {
    connection.write(head(request, ...headers));
    onFrame(connection, 0x88, () => connection.end(Buffer.from(close)));
  };

/** Accepts, and sends these bytes in the same packet. Ends when the browser has answered, or asks to close. */
const accepting =
  (...frames: (readonly number[])[]): Answer =>
  (connection, request) => {
    connection.write(Buffer.concat([Buffer.from(head(request)), Buffer.from(frames.flat())]));
    const isClosing = frames.some(([first]) => first === 0x88);
    onFrame(connection, 0x88, () => connection.end(isClosing ? undefined : Buffer.from(close)));
  };

/** Calls once, when the first frame of a kind has come. What browsers send in these tests is short and masked. */
function onFrame(connection: Duplex, kind: number, act: () => void): void {
  let rest = Buffer.alloc(0);
  const look = (bytes: Buffer): void => {
    rest = Buffer.concat([rest, bytes]);
    for (let length = frameLength(rest); rest.length >= length; length = frameLength(rest)) {
      const [first] = rest;
      rest = rest.subarray(length);
      if (first !== kind) continue;
      connection.off('data', look);
      act();
      return;
    }
  };
  connection.on('data', look);
}
const frameLength = (frame: Buffer): number => 6 + ((frame[1] ?? 0) & 127);

/** Accepts, and sends these bytes once the page has sent a text. */
const breaking =
  (...bytes: number[]): Answer =>
  (connection, request) => {
    connection.write(head(request));
    onFrame(connection, 0x81, () => {
      connection.write(Buffer.from(bytes));
      onFrame(connection, 0x88, () => connection.end(Buffer.from(close)));
    });
  };

const text = (content: string): number[] => [
  0x81,
  Buffer.byteLength(content),
  ...Buffer.from(content),
];
const ping = [0x89, 1, 0x70];
const close = [0x88, 2, 0x03, 0xe8];

const answers: Readonly<Record<string, Answer>> = {
  'wrong-accept': headOnly((request) => head(request).replace(/Accept: .{4}/, 'Accept: AAAA')),
  'no-accept': headOnly((request) => head(request).replace(/Sec-WebSocket-Accept.*\r\n/, '')),
  'no-upgrade': headOnly((request) => head(request).replace('Upgrade: websocket\r\n', '')),
  'no-connection': headOnly((request) => head(request).replace('Connection: Upgrade\r\n', '')),
  'status-200': headOnly(() => 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnope'),
  'status-401': headOnly(
    () =>
      'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n',
  ),
  redirect: headOnly(
    ({ headers }) =>
      `HTTP/1.1 302 Found\r\nLocation: ws://${headers.host}/raw/first-message\r\nContent-Length: 0\r\n\r\n`,
  ),
  'unasked-protocol': acceptingWith('Sec-WebSocket-Protocol: unasked'),
  'two-protocols': acceptingWith('Sec-WebSocket-Protocol: a', 'Sec-WebSocket-Protocol: b'),
  'unknown-extension': acceptingWith('Sec-WebSocket-Extensions: unknown'),
  'bad-deflate': acceptingWith('Sec-WebSocket-Extensions: permessage-deflate; unknown=1'),
  garbage: headOnly(() => 'no HTTP at all\r\n\r\n'),
  nothing: (connection) => connection.destroy(),

  'odd-but-good': (connection, request) => {
    connection.write(
      head(request, 'X-More: 1', 'X-More: 2')
        .replace('Upgrade: websocket', 'uPGRADE:   WebSocket  ')
        .replace('Connection: Upgrade', 'connection: keep-alive, UPGRADE'),
    );
    onFrame(connection, 0x88, () => connection.end(Buffer.from(close)));
  },
  headers: (connection, request) => {
    // The key is another each time.
    const { 'sec-websocket-key': _, ...headers } = request.headers;
    const content = Buffer.from(JSON.stringify({ ...headers, url: request.url }));
    const [chosen] = (headers['sec-websocket-protocol'] ?? '').split(',');
    const more = chosen === '' ? [] : [`Sec-WebSocket-Protocol: ${chosen}`];
    connection.write(head(request, ...more));
    connection.write(
      Buffer.from([0x81, 126, content.length >> 8, content.length & 255, ...content]),
    );
    onFrame(connection, 0x88, () => connection.end(Buffer.from(close)));
  },
  'first-message': accepting(text('with the handshake')),
  'two-messages': accepting(text('one'), text('two')),
  'message-and-close': accepting(text('one'), close),
  'close-at-once': accepting(close),
  'close-without-code': accepting([0x88, 0]),
  'close-of-one-byte': breaking(0x88, 1, 0x03),
  'close-1005': breaking(0x88, 2, 0x03, 0xed),
  'close-invalid-reason': breaking(0x88, 3, 0x03, 0xe8, 0xff),
  'half-a-message': (connection, request) => {
    connection.write(head(request));
    onFrame(connection, 0x81, () => connection.end(Buffer.from([...text('whole'), 0x81, 5, 0x68])));
  },
  'invalid-utf8': breaking(0x81, 2, 0xc3, 0x28),
  masked: breaking(0x81, 0x81, 1, 2, 3, 4, 0x60),
  'reserved-bit': breaking(0xc1, 1, 0x61),
  'unknown-opcode': breaking(0x83, 1, 0x61),
  'continuation-first': breaking(0x80, 1, 0x61),
  'long-ping': breaking(0x89, 126, 0, 126, ...Array.from({ length: 126 }, () => 0)),
  fragments: accepting(
    [0x01, 1, 0xc3],
    // A ping and an empty piece between, in the middle of a letter.
    ping,
    [0x00, 0],
    [0x80, 1, 0xbc],
    text('after'),
  ),
  'message-after-close': (connection, request) => {
    connection.write(head(request));
    onFrame(connection, 0x88, () => connection.end(Buffer.from([...text('too late'), ...close])));
  },
};
