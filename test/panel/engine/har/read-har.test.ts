import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordFlag } from '../../../../extension/protocol/record-layout.ts';
import type { HarProblem } from '../../../../panel/engine/har/har-problem.ts';
import type { ImportedSocket } from '../../../../panel/engine/har/imported-socket.ts';
import { packImported } from '../../../../panel/engine/har/pack-imported.ts';
import { readHar } from '../../../../panel/engine/har/read-har.ts';

type Fields = Readonly<Record<string, unknown>>;

const started = '2022-10-20T08:48:38.000Z';
const startedMs = Date.parse(started);
const seconds = startedMs / 1000;

const entryOf = (fields: Fields): Fields => ({
  startedDateTime: started,
  time: 900,
  request: { method: 'GET', url: 'wss://server.test/feed', headers: [] },
  response: { status: 101, headers: [] },
  timings: { blocked: -1, send: 0, wait: 25.5, receive: 3 },
  _resourceType: 'websocket',
  ...fields,
});
const harOf = (...entries: unknown[]): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries } });

function read(text: string): {
  sockets: readonly ImportedSocket[];
  problems: readonly HarProblem[];
} {
  const reading = readHar(text);
  if (!reading.ok) throw new Error(reading.problem.text);
  return reading;
}
const readMessages = (messages: unknown, more: Fields = {}) =>
  read(harOf(entryOf({ _webSocketMessages: messages, ...more })));
const message = (fields: Fields = {}): Fields => ({
  type: 'send',
  time: seconds + 1,
  opcode: 1,
  data: 'hi',
  ...fields,
});
const itemsOf = ({ sockets }: { sockets: readonly ImportedSocket[] }) =>
  sockets[0]?.items.filter(({ kind }) => kind !== 'opened') ?? [];

describe('a HAR of Chrome', () => {
  const chrome = `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},
    "pages":[{"startedDateTime":"2022-10-20T08:48:37.000Z","id":"page_1","title":"https://page.test/app","pageTimings":{}}],
    "entries":[
      {"startedDateTime":"2022-10-20T08:48:37.100Z","time":1,"request":{"method":"GET","url":"https://page.test/","headers":[]},"response":{"status":200}},
      {"_connectionId":"77","_initiator":{"type":"script","stack":{"callFrames":[
          {"functionName":"connect","scriptId":"8","url":"https://page.test/a.js","lineNumber":41,"columnNumber":9},
          {"functionName":"","scriptId":"8","url":"https://page.test/a.js","lineNumber":0,"columnNumber":0}]}},
       "_resourceType":"websocket","connection":"443","pageref":"page_1",
       "request":{"method":"GET","url":"wss://server.test/feed","httpVersion":"http/1.1","headers":[{"name":"Sec-WebSocket-Protocol","value":"chat, other"}]},
       "response":{"status":101,"statusText":"Switching Protocols","headers":[{"name":"sec-websocket-protocol","value":"chat"},{"name":"Sec-WebSocket-Extensions","value":"permessage-deflate"}]},
       "startedDateTime":"2022-10-20T08:48:38.000Z","time":3000.5,
       "timings":{"blocked":2,"dns":-1,"ssl":-1,"connect":-1,"send":0.5,"wait":20,"receive":2978},
       "_webSocketMessages":[
          {"type":"send","time":1666255720.899063,"opcode":1,"data":"héllo"},
          {"type":"receive","time":1666255721.022082,"opcode":2,"data":"3q2+7w=="},
          {"type":"error","time":1666255722,"opcode":-1,"data":"Connection reset"}]}
    ]}}`;

  it('gives the socket, its messages and its errors, and no other entries', () => {
    const { sockets, problems } = read(chrome);
    expect(problems).toEqual([]);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]).toMatchObject({
      url: 'wss://server.test/feed',
      documentUrl: 'https://page.test/app',
      requestedProtocols: 'chat, other',
      protocol: 'chat',
      extensions: 'permessage-deflate',
      state: 'open',
      createdAtMs: startedMs,
      openedAtMs: startedMs + 22.5,
      closedAtMs: null,
      stack: '    at connect (https://page.test/a.js:42:10)\n    at https://page.test/a.js:1:1',
    });
    expect(sockets[0]?.items).toMatchObject([
      { kind: 'opened', atMs: startedMs + 22.5 },
      { kind: 'sent', atMs: 1666255720899.063, payload: 'héllo', flags: 0 },
      {
        kind: 'received',
        atMs: 1666255721022.082,
        payload: Uint8Array.of(0xde, 0xad, 0xbe, 0xef),
        flags: recordFlag.binary,
      },
      { kind: 'error', atMs: 1666255722000, text: 'Connection reset' },
    ]);
  });

  it('has the opening before a message of the same time', () => {
    const { sockets } = readMessages([message({ time: seconds + 0.0255 })]);
    expect(sockets[0]?.items.map(({ kind }) => kind)).toEqual(['opened', 'sent']);
  });

  it('is read with a byte order mark before it', () => {
    expect(read(`\ufeff${chrome}`).sockets).toHaveLength(1);
  });
});

describe('a HAR of HTTP Toolkit', () => {
  it('gives how the socket was closed', () => {
    const { sockets, problems } = readMessages([message()], {
      _webSocketClose: { code: 4001, reason: 'kicked', timestamp: seconds + 9 },
    });
    expect(problems).toEqual([]);
    expect(sockets[0]).toMatchObject({
      state: 'closed',
      closedAtMs: startedMs + 9000,
      closeCode: 4001,
      closeReason: 'kicked',
      wasClean: true,
    });
    expect(sockets[0]?.items.at(-1)).toMatchObject({ kind: 'closed', code: 4001, text: 'kicked' });
  });

  it('takes the end of the entry where the close is told by the clock of the program', () => {
    const { sockets, problems } = readMessages([message({ time: seconds + 0.5 })], {
      _webSocketClose: { code: 1000, reason: '', timestamp: 12.345 },
    });
    expect(sockets[0]?.closedAtMs).toBe(startedMs + 900);
    expect(problems).toMatchObject([{ code: 'badTime', field: '_webSocketClose.timestamp' }]);
  });

  it('has a socket that went away as closed, without an event of closing', () => {
    const { sockets } = readMessages([message()], { _webSocketClose: 'aborted' });
    expect(sockets[0]).toMatchObject({ state: 'closed', closedAtMs: null });
    expect(sockets[0]?.items.some(({ kind }) => kind === 'closed')).toBe(false);
  });
});

describe('a HAR of mitmproxy', () => {
  it('gives the address as a WebSocket has it', () => {
    const { sockets } = readMessages([message()], {
      request: { method: 'GET', url: 'https://server.test/feed', headers: [] },
    });
    expect(sockets[0]?.url).toBe('wss://server.test/feed');
  });
});

describe('a HAR of Playwright', () => {
  it('is read with its times in milliseconds', () => {
    const { sockets, problems } = readMessages([message({ time: startedMs + 1234.5 })]);
    expect(problems).toEqual([]);
    expect(sockets[0]?.items.at(-1)?.atMs).toBe(startedMs + 1234.5);
  });

  it('takes the time of the message before for one that has none', () => {
    const reading = readMessages([
      message({ time: -1, data: 'a' }),
      message({ time: startedMs + 70, data: 'b' }),
      message({ time: -1, data: 'c' }),
      message({ time: undefined, data: 'd' }),
      message({ time: startedMs + 80, data: 'e' }),
      message({ time: -1, data: 'f' }),
    ]);
    expect(
      itemsOf(reading).map((item) => [item.atMs - startedMs, 'payload' in item && item.payload]),
    ).toEqual([
      [70, 'a'],
      [70, 'b'],
      [70, 'c'],
      [70, 'd'],
      [80, 'e'],
      [80, 'f'],
    ]);
    expect(reading.problems).toEqual([
      {
        code: 'badTime',
        entry: 0,
        message: 0,
        field: '_webSocketMessages[0].time',
        text: 'log.entries[0]._webSocketMessages[0].time is the number -1, not a time. The time of the message next to it was taken. 3 more in this entry are like it.',
      },
    ]);
  });

  it('takes the time of the entry when no message has one', () => {
    expect(itemsOf(readMessages([message({ time: -1 })]))[0]?.atMs).toBe(startedMs);
  });

  it('says where the messages are when they are in another file', () => {
    const { sockets, problems } = read(
      harOf(entryOf({ response: { status: 101, content: { _file: 'abc.json' } } })),
    );
    expect(sockets).toHaveLength(1);
    expect(problems).toMatchObject([
      { code: 'messagesElsewhere', field: 'response.content._file' },
    ]);
  });
});

describe('a handshake over HTTP/2', () => {
  it('opens the socket with a 200', () => {
    const { sockets } = readMessages([], {
      request: { method: 'CONNECT', url: 'https://server.test/feed', headers: [] },
      response: { status: 200, headers: [] },
    });
    expect(sockets[0]).toMatchObject({ state: 'open', openedAtMs: startedMs + 25.5 });
  });
});

describe('readHar', () => {
  it('says at which line and column a text stops being JSON, and what was expected', () => {
    expect(readHar('{"log":\n  {"entries" []}}')).toEqual({
      ok: false,
      problem: {
        code: 'notJson',
        field: '',
        text: "The file is not JSON: expected ':', at line 2, column 14. Choose a HAR file, or export it again.",
      },
    });
  });

  it.each([
    ['', 'notJson'],
    ['null', 'notHar'],
    ['[]', 'notHar'],
    ['{"log":null}', 'notHar'],
    ['{"log":{"entries":{}}}', 'notHar'],
  ])('refuses %j as %s', (text, code) => {
    expect(readHar(text)).toMatchObject({ ok: false, problem: { code } });
  });

  it('refuses a HAR that is cut off at any place, and does not throw', () => {
    const whole = harOf(entryOf({ _webSocketMessages: [message()] }));
    for (let length = 0; length < whole.length; length++)
      expect(readHar(whole.slice(0, length))).toMatchObject({ ok: false });
  });

  it('has a socket for an entry without messages, and none for other entries', () => {
    const { sockets, problems } = read(
      harOf(
        { request: { url: 'https://page.test/' } },
        { request: { url: 'ws://server.test/' }, startedDateTime: started },
        entryOf({}),
      ),
    );
    expect(sockets.map(({ url }) => url)).toEqual(['ws://server.test/', 'wss://server.test/feed']);
    expect(problems).toEqual([]);
  });

  it('has a socket that was refused as failed', () => {
    const { sockets } = read(harOf(entryOf({ response: { status: 403 } })));
    expect(sockets[0]).toMatchObject({ state: 'failed', openedAtMs: null, items: [] });
  });

  it('puts messages in the order of time', () => {
    const reading = readMessages([
      message({ time: seconds + 3, data: 'second' }),
      message({ time: seconds + 2, data: 'first' }),
    ]);
    expect(itemsOf(reading)).toMatchObject([{ payload: 'first' }, { payload: 'second' }]);
  });

  it.each<[string, Fields, Partial<HarProblem>, object[]]>([
    [
      'base64 that is not',
      { opcode: 2, data: 'AAA*' },
      { code: 'badBase64', field: '_webSocketMessages[1].data' },
      [{ payload: 'AAA*', flags: 0 }],
    ],
    [
      'an unknown type',
      { type: 'shout' },
      { code: 'unknownMessageType', field: '_webSocketMessages[1].type' },
      [],
    ],
    [
      'a missing opcode',
      { opcode: undefined },
      { code: 'unknownOpcode', field: '_webSocketMessages[1].opcode' },
      [{ payload: 'hi' }],
    ],
    ['a ping', { opcode: 9 }, { code: 'unknownOpcode', field: '_webSocketMessages[1].opcode' }, []],
    [
      'content that is no string',
      { data: 5 },
      { code: 'wrongType', field: '_webSocketMessages[1].data' },
      [{ payload: '', flags: recordFlag.unreadable }],
    ],
    [
      'a time far too late',
      { time: 1e300 },
      { code: 'badTime', field: '_webSocketMessages[1].time' },
      [{ payload: 'hi', atMs: startedMs + 1000 }],
    ],
  ])('names %s, and keeps what can be read', (_, fields, problem, kept) => {
    const reading = readMessages([
      message({ data: 'before' }),
      message(fields),
      message({ data: 'after' }),
    ]);
    expect(reading.problems).toMatchObject([{ entry: 0, message: 1, ...problem }]);
    expect(itemsOf(reading)).toMatchObject([{ payload: 'before' }, ...kept, { payload: 'after' }]);
  });

  it('names messages and entries that are no objects', () => {
    const { sockets, problems } = read(
      harOf(
        null,
        entryOf({ _webSocketMessages: [7, message()] }),
        entryOf({ _webSocketMessages: {} }),
      ),
    );
    expect(sockets.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(problems.map(({ entry, field }) => [entry, field])).toEqual([
      [0, ''],
      [1, '_webSocketMessages[0]'],
      [2, '_webSocketMessages'],
    ]);
  });

  it('puts rows of the same time in the order that our own file tells', () => {
    const { sockets } = readMessages([message({ time: seconds, data: 'last' })], {
      _sockets: {
        version: 1,
        state: 'open',
        createdAtMs: startedMs,
        events: [{ kind: 'error', atMs: startedMs, tie: 1 }],
        marks: [{ index: 0, tie: 2 }],
      },
    });
    expect(sockets[0]?.items.map(({ kind }) => kind)).toEqual(['error', 'sent']);
  });

  it('reads only the messages of a version of ours that it does not know', () => {
    const { sockets, problems } = readMessages([message()], { _sockets: { version: 2 } });
    expect(problems).toMatchObject([{ code: 'unknownVersion', field: '_sockets.version' }]);
    expect(sockets[0]?.items).toHaveLength(2);
  });

  it('names what is wrong in our own fields', () => {
    const { problems } = readMessages([message()], {
      _sockets: {
        version: 1,
        state: 'asleep',
        createdAtMs: -5,
        openedAtMs: 'then',
        closeCode: 70_000,
        stack: [],
        events: [{ kind: 'sent' }, 3, { kind: 'error', atMs: 1e99 }],
        marks: [{ index: 1 }, { index: 0, size: 1 }, null],
        notSent: [{ type: 'send', opcode: 2, data: '?', time: seconds }],
      },
    });
    expect(problems.map(({ code, field }) => `${code} ${field}`).sort()).toEqual([
      'badBase64 _sockets.notSent[0].data',
      'badNumber _sockets.closeCode',
      'badNumber _sockets.marks[0].index',
      'badNumber _sockets.marks[1].size',
      'badTime _sockets.createdAtMs',
      'badTime _sockets.events[2].atMs',
      'badTime _sockets.openedAtMs',
      'unknownEventKind _sockets.events[0].kind',
      'wrongType _sockets.events[1]',
      'wrongType _sockets.marks[2]',
      'wrongType _sockets.stack',
      'wrongType _sockets.state',
    ]);
  });

  it('tells of 100 problems and how many there are besides', () => {
    const { problems } = read(harOf(...new Array(1000).fill(null)));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ code: 'moreProblems' });
    expect(problems.at(-1)?.text).toContain('900 more');
  });

  it('reads a name of a prototype as any other name', () => {
    const text = harOf(entryOf({ _webSocketMessages: [message()] })).replaceAll(
      '"type"',
      '"__proto__":{"polluted":true},"constructor":1,"type"',
    );
    expect(read(text).sockets).toHaveLength(1);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('reads a file that nests 100,000 levels deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = harOf(entryOf({ _webSocketMessages: ['deep'], _sockets: 'deep' }));
    expect(read(text.replaceAll('"deep"', deep)).sockets).toHaveLength(1);
  });

  it('does not throw on anything, and what it reads can be packed', () => {
    const odd = fc.oneof(
      fc.constantFrom<unknown>(
        -1,
        1e300,
        -1e300,
        1e12,
        0,
        '',
        '\ud800',
        null,
        true,
        [],
        {},
        'send',
      ),
      fc.constantFrom<unknown>(1, 2, 'aGk=', 'error', 'receive', 'aborted', 'closed', 'opened'),
      fc.jsonValue(),
    );
    const odds = (...names: string[]) =>
      fc.record(Object.fromEntries(names.map((name) => [name, odd])), { requiredKeys: [] });
    const item = fc.oneof(
      odd,
      odds('type', 'time', 'opcode', 'data', 'ours', 'size', 'tie', 'atMs'),
    );
    const items = fc.oneof(odd, fc.array(item));
    const entry = fc.record(
      {
        _resourceType: fc.constant('websocket'),
        startedDateTime: fc.oneof(odd, fc.constant(started)),
        time: odd,
        timings: fc.oneof(odd, odds('send', 'wait')),
        request: fc.oneof(
          odd,
          fc.record({ url: odd, headers: fc.oneof(odd, fc.array(odds('name', 'value'))) }),
        ),
        response: fc.oneof(
          odd,
          fc.record({ status: fc.constantFrom(101, 0, 'x'), content: odds('_file') }),
        ),
        _initiator: fc.oneof(odd, fc.record({ stack: fc.record({ callFrames: items }) })),
        _webSocketMessages: items,
        _webSocketClose: fc.oneof(odd, odds('code', 'reason', 'timestamp')),
        _sockets: fc.oneof(
          odd,
          fc.record({
            version: fc.constant(1),
            state: odd,
            createdAtMs: odd,
            openedAtMs: odd,
            closedAtMs: odd,
            missingMessages: odd,
            events: fc.oneof(
              odd,
              fc.array(fc.oneof(odd, odds('kind', 'atMs', 'code', 'text', 'flags', 'tie'))),
            ),
            marks: fc.oneof(
              odd,
              fc.array(odds('index', 'size', 'truncated', 'unreadable', 'atMs')),
            ),
            notSent: items,
          }),
        ),
      },
      { requiredKeys: ['_resourceType'] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(entry, odd)), odd, (entries, pages) => {
        const reading = readHar(JSON.stringify({ log: { entries, pages } }));
        if (!reading.ok) throw new Error(reading.problem.text);
        for (const { items } of reading.sockets)
          for (const [index, { atMs }] of items.entries())
            expect(atMs).toBeGreaterThanOrEqual(items[index - 1]?.atMs ?? 0);
        for (const batch of packImported(reading.sockets))
          expect(batch.byteLength).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.string(), (text) => readHar(text) !== undefined));
  });
});
