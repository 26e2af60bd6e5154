import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalr } from '../../../../panel/decoders/protocols/signalr.ts';
import { bytes, textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';
import { editAgain, follow, hexPayload, read } from './read.ts';

const end = '\u001e';
const send = `{"type":1,"invocationId":"123","target":"Send","arguments":[42,"Test Message"]}${end}`;
// Messages of the specification's own examples, behind their length.
const invocation = '11 96 01 80 a3 78 79 7a a6 6d 65 74 68 6f 64 91 2a 90';
const frame = (message: unknown): Uint8Array => {
  const content = encode(message);
  return Uint8Array.from([content.length, ...content]);
};

describe('SignalR', () => {
  it.each([
    [
      '{"protocol":"json","version":1}',
      { summary: 'handshake json 1', role: 'request', correlationId: 'handshake' },
    ],
    ['{}', { summary: 'handshake accepted', role: 'response', correlationId: 'handshake' }],
    [
      '{"error":"Requested protocol \'x\' is not available."}',
      {
        summary: "handshake error Requested protocol 'x' is not available.",
        role: 'response',
        correlationId: 'handshake',
      },
    ],
    [
      send.slice(0, -1),
      { summary: 'Send(42, "Test Message") #123', role: 'request', correlationId: '123' },
    ],
    ['{"type":1,"target":"Send","arguments":[]}', { summary: 'Send()', role: 'event' }],
    [
      '{"type":4,"invocationId":"1","target":"Count","arguments":[5]}',
      { summary: 'stream Count(5) #1', role: 'request', correlationId: '1' },
    ],
    [
      '{"type":2,"invocationId":"1","item":42}',
      { summary: 'item #1 42', role: 'response', correlationId: '1' },
    ],
    [
      '{"type":3,"invocationId":"1"}',
      { summary: 'completed #1', role: 'response', correlationId: '1' },
    ],
    [
      '{"type":3,"invocationId":"1","result":42}',
      { summary: 'result #1 42', role: 'response', correlationId: '1' },
    ],
    [
      '{"type":3,"invocationId":"1","error":"It didn\'t work!"}',
      { summary: "error #1 It didn't work!", role: 'response', correlationId: '1' },
    ],
    [
      '{"type":5,"invocationId":"1"}',
      { summary: 'cancel #1', role: 'control', correlationId: '1' },
    ],
    ['{"type":6}', { summary: 'ping', role: 'control', isHeartbeat: true }],
    ['{"type":7,"error":"no"}', { summary: 'close no', role: 'control' }],
    ['{"type":8,"sequenceId":1394}', { summary: 'ack 1394', role: 'control' }],
    ['{"type":9,"sequenceId":1234}', { summary: 'sequence 1234', role: 'control' }],
    ['{"type":99}', { summary: 'type 99' }],
  ])('reads the record %s', (record, facts) => {
    const reading = read(signalr, `'${record}${end}`);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    expect(signalr.recognises(textPayload(`${record}${end}`), {})).toBeGreaterThan(0.9);
  });

  it.each([
    [invocation, { summary: 'method(42) #xyz', role: 'request', correlationId: 'xyz' }],
    ['0e 96 01 80 c0 a6 6d 65 74 68 6f 64 91 2a 90', { summary: 'method(42)', role: 'event' }],
    [
      '11 96 04 80 a3 78 79 7a a6 6d 65 74 68 6f 64 91 2a 90',
      { summary: 'stream method(42) #xyz', role: 'request', correlationId: 'xyz' },
    ],
    [
      '08 94 02 80 a3 78 79 7a 2a',
      { summary: 'item #xyz 42', role: 'response', correlationId: 'xyz' },
    ],
    [
      '0e 95 03 80 a3 78 79 7a 01 a5 45 72 72 6f 72',
      { summary: 'error #xyz Error', role: 'response', correlationId: 'xyz' },
    ],
    [
      '08 94 03 80 a3 78 79 7a 02',
      { summary: 'completed #xyz', role: 'response', correlationId: 'xyz' },
    ],
    [
      '09 95 03 80 a3 78 79 7a 03 2a',
      { summary: 'result #xyz 42', role: 'response', correlationId: 'xyz' },
    ],
    ['07 93 05 80 a3 78 79 7a', { summary: 'cancel #xyz', role: 'control', correlationId: 'xyz' }],
    ['02 91 06', { summary: 'ping', role: 'control', isHeartbeat: true }],
    ['06 92 07 a3 78 79 7a', { summary: 'close xyz', role: 'control' }],
    ['03 92 08 05', { summary: 'ack 5', role: 'control' }],
  ])('reads the frame %s', (hex, facts) => {
    const reading = read(signalr, hex);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    expect(signalr.recognises(hexPayload(hex), {})).toBeGreaterThan(0.8);
  });

  it('names the items of a frame, which has no keys', () => {
    const { table } = read(signalr, invocation).decoded;
    const keys = Array.from({ length: table?.nodeCount ?? 0 }, (_, node) => table?.key(node));
    expect(keys).toEqual([
      undefined,
      'type',
      'headers',
      'invocationId',
      'target',
      'arguments',
      undefined,
      'streamIds',
    ]);
    expect(table?.type(1)).toBe('Invocation');
    expect(table?.byteOffset(4)).toBe(8);
  });

  it('reads several messages in one', () => {
    expect(read(signalr, `'${send}{"type":6}${end}`)).toMatchObject({
      tree: [{ target: 'Send' }, { type: 6 }],
      facts: { summary: 'Send(42, "Test Message") #123 · ping', correlationId: '123' },
    });
    expect(read(signalr, `${invocation} 02 91 06`)).toMatchObject({
      tree: [[1, {}, 'xyz', 'method', [42], []], [6]],
      facts: { summary: 'method(42) #xyz · ping' },
    });
  });

  it('remembers the protocol of the handshake', () => {
    const readings = follow(signalr, [
      ['sent', `'{"protocol":"messagepack","version":1}${end}`],
      ['received', `'{}${end}`],
      ['received', '02 91 06'],
    ]);
    expect(readings.map(({ facts }) => facts?.summary)).toEqual([
      'handshake messagepack 1',
      'handshake accepted, messagepack',
      'ping',
    ]);
    const claims = (text: string) => signalr.stream?.claims(textPayload(text), {});
    expect(claims(`{"protocol":"json","version":1}${end}`)).toBe(1);
    expect(claims('{"protocol":"json","version":1}')).toBe(0);
  });

  it.each([
    ['\'{"type":6}', 'signalr: the separator 0x1e at the end of the record is missing, at byte 10'],
    [`'{"type":${end}`, 'signalr: expected a value, at byte 8'],
    ['05 91 06', 'signalr: the message wants 5 bytes, 2 left, at byte 1'],
    ['02 81 06', 'signalr: a hub message is an array, at byte 1'],
    ['02 91 00', 'signalr: a hub message begins with its type, 1 to 9, at byte 2'],
    ['02 91 01', 'signalr: Invocation has 1 items, at byte 1'],
    ['03 91 06 06', 'signalr: unexpected data after the value, at byte 3'],
    ['80', 'signalr: length (varint) is cut off, at byte 0'],
  ])('says what is wrong with %s', (source, reason) => {
    expect(read(signalr, source).reason).toBe(reason);
  });

  it('is not recognised in other JSON and MessagePack', () => {
    for (const text of ['{"type":6}', `[1]${end}`, `text${end}`, `{x}${end}`])
      expect(signalr.recognises(textPayload(text), {})).toBe(0);
    for (const hex of ['91 06', '02 91 00', '03 92 01 02', '01 91', '05 05 05'])
      expect(signalr.recognises(hexPayload(hex), {})).toBe(0);
  });

  it('is edited as JSON, with numbers as they are', () => {
    const record = `{"type":1,"target":"a","arguments":[12345678901234567890,1.0,"\\u001e"]}${end}`;
    expect(editAgain(signalr, `'${record}`).again).toEqual({
      ok: true,
      payload: textPayload(record),
    });
    const two = `${record}{"type":6}${end}`;
    const { text, again } = editAgain(signalr, `'${two}`);
    expect(JSON.parse(text)).toHaveLength(2);
    expect(again).toEqual({ ok: true, payload: textPayload(two) });
    const edit = (source: string) => signalr.edit?.read(source, textPayload(send), {});
    expect(edit('[]')).toMatchObject({ ok: false });
    expect(edit('7')).toMatchObject({ ok: false });
    expect(edit('{"a":')).toMatchObject({ ok: false, line: 1, column: 6 });
  });

  it('is edited as extended JSON where it is MessagePack', () => {
    for (const hex of [invocation, `${invocation} 02 91 06`]) {
      const { again } = editAgain(signalr, hex);
      expect(again).toEqual({ ok: true, payload: hexPayload(hex) });
    }
    const long = frame([1, {}, null, 'm', ['x'.repeat(100)], []]);
    expect(editAgain(signalr, long).again).toEqual({
      ok: true,
      payload: { bytes: long, isText: false },
    });
    expect(signalr.edit?.read('{}', hexPayload(invocation), {})).toMatchObject({ ok: false });
  });

  it('reads what @msgpack/msgpack writes', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        fc.array(fc.jsonValue(), { maxLength: 3 }),
        (target, given) => {
          const content = encode([1, {}, '7', target, given, []]);
          fc.pre(content.length < 128);
          const payload = Uint8Array.from([content.length, ...content]);
          const { tree, reason } = read(signalr, payload);
          expect(reason).toBeUndefined();
          // The library writes -0 as 0, as JSON does.
          const written: unknown = JSON.parse(JSON.stringify(given));
          expect(tree).toEqual([1, {}, '7', target, written, []]);
        },
      ),
    );
  });

  it('bears everything', () => {
    torture(signalr, [textPayload(send), textPayload(`${send}{"type":6}${end}`)], {}, 5000);
    torture(signalr, [invocation, `${invocation} 02 91 06`].map(hexPayload), {}, 5000);
    torture(signalr, [{ bytes: bytes('7b 7d 1e'), isText: false }], {}, 500);
  });
});
