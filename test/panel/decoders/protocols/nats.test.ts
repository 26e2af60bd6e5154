import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf, plain } from '../../../../panel/decoders/layers.ts';
import { nats } from '../../../../panel/decoders/protocols/nats.ts';
import { textPayload, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { follow, read } from './read.ts';

const info = 'INFO {"server_id":"NA","server_name":"one","version":"2.10.1","headers":true}\r\n';
const asBytes = (text: string) => utf8(text);

describe('NATS', () => {
  // Lines of the protocol's own documentation.
  it.each([
    [info, { summary: 'INFO one 2.10.1', role: 'control' }],
    [
      'CONNECT {"verbose":false,"lang":"nats.ws","version":"1.2","protocol":1}\r\n',
      { summary: 'CONNECT nats.ws 1.2', role: 'control' },
    ],
    ['PUB FOO 11\r\nHello NATS!\r\n', { summary: 'PUB FOO 11 B', role: 'event' }],
    [
      'PUB FRONT.DOOR _INBOX.22 2\r\nhi\r\n',
      {
        summary: 'PUB FRONT.DOOR 2 B → _INBOX.22',
        role: 'request',
        correlationId: '_INBOX.22',
      },
    ],
    ['PUB NOTIFY 0\r\n\r\n', { summary: 'PUB NOTIFY 0 B', role: 'event' }],
    [
      'HPUB FOO 22 33\r\nNATS/1.0\r\nBar: Baz\r\n\r\nHello NATS!\r\n',
      { summary: 'HPUB FOO 33 B', role: 'event' },
    ],
    ['SUB BAR G1 44\r\n', { summary: 'SUB BAR G1 #44', role: 'control' }],
    ['UNSUB 1 5\r\n', { summary: 'UNSUB #1 after 5', role: 'control' }],
    ['MSG FOO.BAR 9 11\r\nHello World\r\n', { summary: 'MSG FOO.BAR #9 11 B', role: 'event' }],
    [
      'MSG _INBOX.22 9 2\r\nhi\r\n',
      { summary: 'MSG _INBOX.22 #9 2 B', role: 'response', correlationId: '_INBOX.22' },
    ],
    [
      'HMSG FOO.BAR 9 BAZ.69 34 45\r\nNATS/1.0\r\nFoodGroup: vegetable\r\n\r\nHello World\r\n',
      { summary: 'HMSG FOO.BAR #9 45 B → BAZ.69', role: 'request', correlationId: 'BAZ.69' },
    ],
    ['PING\r\n', { summary: 'PING', role: 'control', isHeartbeat: true }],
    ['pong\r\n', { summary: 'PONG', role: 'control', isHeartbeat: true }],
    ['+OK\r\n', { summary: '+OK', role: 'control' }],
    [
      "-ERR 'Unknown Protocol Operation'\r\n",
      { summary: "-ERR 'Unknown Protocol Operation'", role: 'response' },
    ],
  ])('reads %j', (text, facts) => {
    const reading = read(nats, asBytes(text));
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
  });

  it('names the words, the headers and the payload', () => {
    const text =
      'HMSG FOO.BAR 9 BAZ.69 34 45\r\nNATS/1.0\r\nFoodGroup: vegetable\r\n\r\nHello World\r\n';
    const { tree, inner } = read(nats, asBytes(text));
    expect(tree).toEqual({
      operation: 'HMSG',
      subject: 'FOO.BAR',
      sid: '9',
      'reply to': 'BAZ.69',
      'header bytes': 34,
      bytes: 45,
      headers: { version: 'NATS/1.0', FoodGroup: 'vegetable' },
      payload: utf8('Hello World'),
    });
    expect(inner).toBe('Hello World');
    expect(read(nats, asBytes(info)).tree).toMatchObject({ options: { server_id: 'NA' } });
  });

  it('reads several operations in one message', () => {
    const { tree, facts, inner } = read(nats, asBytes('SUB a 1\r\nPUB a 2\r\nhi\r\nPING\r\n'));
    expect(tree).toMatchObject([{ operation: 'SUB' }, { operation: 'PUB' }, { operation: 'PING' }]);
    expect(facts?.summary).toBe('SUB a #1 · PUB a 2 B · PING');
    expect(inner).toBeUndefined();
  });

  it.each([
    ['PING', 'nats: the end of the line is missing, at byte 4'],
    ['GET / HTTP/1.1\r\n', 'nats: no operation of NATS, at byte 0'],
    ['PUB a\r\n', 'nats: no operation of NATS, at byte 0'],
    ['PUB a 5\r\nhi', 'nats: payload wants 5 bytes, 2 left, at byte 9'],
    ['PUB a 2\r\nhi', 'nats: the end of line behind the payload wants 2 bytes, 0 left, at byte 11'],
    ['PUB a 2\r\nhiya\r\n', 'nats: the payload does not end where its length says, at byte 11'],
    ['INFO {"a":\r\n', 'nats: expected a value, at byte 10'],
    ['', 'nats: the payload is empty, at byte 0'],
  ])('says what is wrong with %j', (text, reason) => {
    expect(read(nats, asBytes(text)).reason).toBe(reason);
  });

  it('is recognised where nothing else is meant', () => {
    const sure = (text: string) => nats.recognises({ bytes: utf8(text), isText: false }, {});
    for (const text of [info, 'PUB a 2\r\nhi\r\n', 'SUB a 1\r\nPING\r\n'])
      expect(sure(text)).toBeGreaterThan(0.9);
    for (const text of [
      'PING\r\n',
      '+OK\r\n',
      'PUB a 2\r\nhiya\r\n',
      'SUB',
      'msg me',
      'SUB a 1\n',
      'info {',
    ])
      expect(sure(text)).toBe(0);
    expect(nats.stream?.claims({ bytes: utf8(info), isText: false }, {})).toBeGreaterThan(0.9);
    expect(nats.stream?.claims(textPayload('PING\r\n'), {})).toBe(0);
  });

  it('joins an operation from the messages that it is cut into', () => {
    const readings = follow(nats, [
      ['received', asBytes(info.slice(0, 20))],
      ['sent', asBytes('PING\r\n')],
      ['received', asBytes(`${info.slice(20)}MSG a 1 5\r\nhe`)],
      ['received', asBytes('llo\r\nPI')],
      ['received', asBytes('NG\r\n')],
    ]);
    expect(readings.map(({ reason }) => reason)).toEqual(Array(5).fill(undefined));
    const summaries = readings.map(({ decoded }) => {
      if (decoded.inner === undefined) return decoded.facts?.summary;
      const hint = { context: decoded.inner.context } as Hint;
      return factsOf(decodeLayers(decoded.inner.payload, hint, { pipeline: ['nats', plain] }))
        ?.summary;
    });
    expect(summaries).toEqual([
      'beginning of an operation',
      'PING',
      'INFO one 2.10.1 · MSG a #1 5 B',
      'MSG a #1 5 B · beginning of an operation',
      'PING',
    ]);
  });

  it('bears everything', () => {
    const all = [
      info,
      'SUB a 1\r\nPUB a 2\r\nhi\r\n',
      'HPUB FOO 22 33\r\nNATS/1.0\r\nBar: Baz\r\n\r\nHello NATS!\r\n',
    ];
    const payloads = all.map((text) => ({ bytes: utf8(text), isText: false }));
    torture(nats, payloads);
    torture(nats, payloads, { state: nats.stream?.initial }, 2000);
  });
});
