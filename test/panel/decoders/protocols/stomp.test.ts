import { FrameImpl, Parser } from '@stomp/stompjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf } from '../../../../panel/decoders/layers.ts';
import { stomp } from '../../../../panel/decoders/protocols/stomp.ts';
import { textPayload, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { editAgain, follow, read } from './read.ts';

const named: Hint = { subprotocol: 'v12.stomp' };
const send = 'SEND\ndestination:/queue/a\ncontent-type:text/plain\n\nhello\0';

describe('STOMP', () => {
  // Frames of the specification's own examples.
  it.each([
    [
      'CONNECT\naccept-version:1.2\nhost:stomp.github.org\n\n\0',
      { summary: 'CONNECT stomp.github.org 1.2', role: 'request', correlationId: 'connect' },
    ],
    [
      'CONNECTED\nversion:1.2\n\n\0',
      { summary: 'CONNECTED 1.2', role: 'response', correlationId: 'connect' },
    ],
    [send, { summary: 'SEND /queue/a 5 B', role: 'event' }],
    [
      'SUBSCRIBE\nid:0\ndestination:/queue/foo\nack:client\n\n\0',
      { summary: 'SUBSCRIBE /queue/foo #0', role: 'request' },
    ],
    ['UNSUBSCRIBE\nid:0\n\n\0', { summary: 'UNSUBSCRIBE #0', role: 'control' }],
    [
      'ACK\nid:12345\ntransaction:tx1\nreceipt:7\n\n\0',
      { summary: 'ACK #12345 in tx1', role: 'request', correlationId: 'receipt 7' },
    ],
    ['BEGIN\ntransaction:tx1\n\n\0', { summary: 'BEGIN tx1', role: 'control' }],
    [
      'DISCONNECT\nreceipt:77\n\n\0',
      { summary: 'DISCONNECT', role: 'request', correlationId: 'receipt 77' },
    ],
    [
      'RECEIPT\nreceipt-id:77\n\n\0',
      { summary: 'RECEIPT #77', role: 'response', correlationId: 'receipt 77' },
    ],
    [
      'ERROR\r\nreceipt-id:m-1\r\nmessage:malformed frame received\r\n\r\nThe message\0',
      {
        summary: 'ERROR malformed frame received',
        role: 'response',
        correlationId: 'receipt m-1',
      },
    ],
    [
      'MESSAGE\nsubscription:0\nmessage-id:007\ndestination:/queue/a\n\nhello queue a\0\n\n',
      { summary: 'MESSAGE /queue/a 13 B', role: 'event' },
    ],
  ])('reads %j', (text, facts) => {
    const reading = read(stomp, `'${text}`);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    expect(stomp.recognises(textPayload(text), {})).toBeGreaterThan(0.9);
    expect(stomp.recognises(textPayload(text), named)).toBeGreaterThan(0.9);
  });

  it('names the parts, and hands on the body', () => {
    const { tree, inner } = read(stomp, `'${send}`);
    expect(tree).toEqual({
      command: 'SEND',
      headers: { destination: '/queue/a', 'content-type': 'text/plain' },
      body: 'hello',
    });
    expect(inner).toBe('hello');
  });

  it('takes a body for bytes as long as content-length says, zeros included', () => {
    const text = 'SEND\ndestination:a\ncontent-length:3\n\na\0b\0';
    expect(read(stomp, `'${text}`)).toMatchObject({ inner: 'a\0b', reason: undefined });
  });

  it.each([
    ['1.0', 'a\\nb\\c', 'a\\nb\\c', 0],
    ['1.1', 'a\\nb\\c\\\\', 'a\nb:\\', 0],
    ['1.1', 'a\\r', 'a\\r', 1],
    ['1.2', 'a\\r\\n', 'a\r\n', 0],
    ['1.2', 'a\\t', 'a\\t', 1],
  ])('reads escapes as version %s knows them: %s', (version, raw, value, warnings) => {
    const reading = read(stomp, `'MESSAGE\nkey:${raw}\n\n\0`, {
      subprotocol: `v${version.replace('.', '')}.stomp`,
    });
    expect(reading.tree).toMatchObject({ headers: { key: value } });
    expect(reading.warnings).toHaveLength(warnings);
  });

  it('knows no escapes in CONNECT and CONNECTED', () => {
    expect(read(stomp, "'CONNECT\nlogin:a\\c\n\n\0").tree).toMatchObject({
      headers: { login: 'a\\c' },
    });
  });

  it('keeps headers that are there twice, and says so', () => {
    const reading = read(stomp, "'MESSAGE\nfoo:World\nfoo:Hello\n\n\0");
    expect(reading.warnings).toEqual(['duplicate-key']);
    expect(reading.decoded.table?.nodeCount).toBe(5);
  });

  it('reads several frames and heart-beats in one message', () => {
    const { tree, facts } = read(stomp, `'\n${send}\n${'ACK\nid:1\n\n\0'}`);
    expect(tree).toMatchObject(['heart-beat', { command: 'SEND' }, { command: 'ACK' }]);
    expect(facts?.summary).toBe('heart-beat · SEND /queue/a 5 B · ACK #1');
    expect(read(stomp, "'\n").facts).toEqual({
      summary: 'heart-beat',
      role: 'control',
      isHeartbeat: true,
    });
  });

  it.each([
    ["'SEND\nfoo", 'stomp: the empty line behind the headers is missing, at byte 5'],
    ["'SEND\nfoo\n\n\0", "stomp: a header has no ':', at byte 5"],
    ["'SEND\na:b\n\nhello", 'stomp: the zero byte at the end of the frame is missing, at byte 15'],
    ["'SEND\ncontent-length:9\n\nhello", 'stomp: body wants 9 bytes, 5 left, at byte 23'],
    [
      "'SEND\ncontent-length:2\n\nhello\0",
      'stomp: no zero byte where content-length ends the body, at byte 23',
    ],
    ["'HELLO\n\n\0", 'stomp: no command of STOMP, at byte 0'],
  ])('says what is wrong with %j', (text, reason) => {
    const reading = read(stomp, text);
    expect(reading.reason).toBe(reason);
    expect(reading.decoded.table?.nodeCount).toBeGreaterThan(0);
  });

  it('is not recognised in what only looks like it', () => {
    for (const text of [
      'SEND',
      'SEND\n',
      'SEND money',
      'ERROR\nno such file',
      '\n',
      'ACK\n\n',
      'SENDING\n\n\0',
    ])
      expect(stomp.recognises(textPayload(text), {})).toBe(0);
    expect(stomp.recognises(textPayload('\n'), named)).toBeGreaterThan(0.5);
    expect(stomp.recognises(textPayload('\n'), { ...named, outer: ['gzip'] })).toBe(0);
    expect(stomp.recognises(textPayload('\n'), { outer: ['sockjs'] })).toBeGreaterThan(0.5);
  });

  it('joins a frame from the messages that it is cut into', () => {
    const large = `SEND\ndestination:/a\ncontent-length:20\n\n${'x'.repeat(20)}\0`;
    const parts = [large.slice(0, 3), large.slice(3, 30), `${large.slice(30)}\n${send}SE`];
    const readings = follow(
      stomp,
      [
        ['sent', `'${parts[0]}`],
        ['received', "'\n"],
        ['sent', `'${parts[1]}`],
        ['sent', `'${parts[2]}`],
        ['sent', "'ND\n\n\0"],
      ],
      named,
    );
    expect(readings.map(({ reason }) => reason)).toEqual(Array(5).fill(undefined));
    expect(readings[2]?.facts?.summary).toBe('part of a packet, 30 bytes so far');
    const inner = readings[3]?.decoded.inner;
    if (inner === undefined) throw new Error('nothing joined');
    const layers = decodeLayers(inner.payload, { ...named, context: inner.context } as Hint, {
      pipeline: ['stomp', 'plain'],
    });
    expect(layers[0]?.decoded.ok).toBe(true);
    expect(factsOf(layers)?.summary).toBe('SEND /a 20 B · SEND /queue/a 5 B · beginning of SE');
  });

  it('asks for a receipt once, where the frame is whole', () => {
    const readings = follow(
      stomp,
      [
        ['sent', "'SEND\ndestination:/a\nreceipt:1\n\nhel"],
        ['sent', "'lo\0"],
      ],
      named,
    );
    expect(readings[0]?.facts).toEqual({ summary: 'beginning of SEND /a' });
    const { inner } = readings[1]?.decoded ?? {};
    if (inner === undefined) throw new Error('nothing joined');
    expect(read(stomp, inner.payload, { ...named, context: inner.context }).facts).toEqual({
      summary: 'SEND /a 5 B',
      role: 'request',
      correlationId: 'receipt 1',
    });
  });

  it('takes no more than 64 KiB of lines for headers', () => {
    const lines = `SEND\n${'a:b\n'.repeat(20_000)}`;
    expect(read(stomp, `'${lines}`, { state: stomp.stream?.initial }).reason).toBeDefined();
    const state = stomp.stream?.advance(textPayload(lines), {
      state: stomp.stream.initial,
      direction: 'sent',
    });
    expect(state).toMatchObject({ sent: { byteLength: 0 } });
  });

  it('takes the version from CONNECTED', () => {
    const readings = follow(stomp, [
      ['received', "'CONNECTED\nserver:x\nversion:1.1\n\n\0"],
      ['received', "'MESSAGE\na:\\r\n\n\0"],
    ]);
    expect(readings[1]?.warnings).toEqual(['unusual']);
  });

  it('is edited as text, and counts the length again', () => {
    const text = 'SEND\ndestination:/a\ncontent-length:2\n\nhi\0';
    const { text: shown, again } = editAgain(stomp, `'${text}`);
    expect(shown).toBe(text.slice(0, -1));
    expect(again).toEqual({ ok: true, payload: textPayload(text) });
    const edit = (source: string) => stomp.edit?.read(source, textPayload(''), {});
    expect(edit('SEND\ncontent-length:2\n\nhey ü')).toEqual({
      ok: true,
      payload: textPayload('SEND\ncontent-length:6\n\nhey ü\0'),
    });
    expect(edit('SEND\n\na\0b')).toMatchObject({
      payload: textPayload('SEND\ncontent-length:3\n\na\0b\0'),
    });
    expect(edit('')).toEqual({ ok: true, payload: textPayload('\n') });
    expect(edit('SEND\nfoo\n\n')).toMatchObject({ ok: false, line: 2 });
    expect(edit('HELLO\n\n')).toMatchObject({ ok: false, line: 1 });
    expect(edit('SEND')).toMatchObject({ ok: false });
    expect(stomp.edit?.write(textPayload('SEND\n\n\0ACK\n\n\0'), {})).toMatchObject({ ok: false });
    const bad = { bytes: Uint8Array.from([...utf8('SEND\n\n'), 0xff, 0]), isText: false };
    expect(stomp.edit?.write(bad, {})).toMatchObject({ ok: false });
  });

  const headers = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.stringMatching(/^[a-zü\\:\n\r]{0,8}$/),
    { noNullPrototype: true },
  );
  it('reads what stompjs writes', () => {
    fc.assert(
      fc.property(headers, fc.string(), (given, body) => {
        const frame = { command: 'SEND', headers: { x: '1', ...given }, body };
        const text = FrameImpl.marshall({ ...frame, escapeHeaderValues: true });
        const reading = read(stomp, { bytes: utf8(String(text)), isText: true }, named);
        expect(reading.reason).toBeUndefined();
        const expected = Object.fromEntries(
          Object.entries(frame.headers).map(([key, value]) => [key, String(value)]),
        );
        expect(valuesOf(reading.tree)).toEqual(expect.arrayContaining(Object.values(expected)));
        expect(reading.inner ?? '').toBe(body);
      }),
    );
  });

  it('reads the same as stompjs', () => {
    const seen: unknown[] = [];
    const parser = new Parser(
      (frame) => seen.push(frame),
      () => seen.push('heart-beat'),
    );
    const text = `${send}\n${'MESSAGE\na:1\ncontent-length:1\n\n\0\0'}`;
    parser.parseChunk(text);
    expect(seen).toMatchObject([
      { command: 'SEND' },
      'heart-beat',
      {
        command: 'MESSAGE',
        headers: [
          ['a', '1'],
          ['content-length', '1'],
        ],
      },
    ]);
    expect(read(stomp, `'${text}`).tree).toMatchObject([
      { command: 'SEND' },
      { command: 'MESSAGE', headers: { a: '1' }, body: '\0' },
    ]);
  });

  it('bears everything', () => {
    const payloads = [send, `\n${send}\n${send}`, 'SEND\r\na:\\n\r\ncontent-length:1\r\n\r\nx\0'];
    torture(stomp, payloads.map(textPayload), named);
    torture(stomp, payloads.map(textPayload), { ...named, state: stomp.stream?.initial }, 2000);
  });
});

const valuesOf = (tree: unknown): unknown[] =>
  Object.values((tree as { headers: Record<string, unknown> }).headers);
