import { Serializer } from 'phoenix';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { phoenixBinary } from '../../../../panel/decoders/protocols/phoenix-binary.ts';
import { bytes } from '../bytes.ts';
import { torture } from '../torture.ts';
import { editAgain, hexPayload, read } from './read.ts';

const url = 'wss://a.test/socket/websocket?vsn=2.0.0';
const sent: Hint = { url, direction: 'sent' };
const received: Hint = { url, direction: 'received' };
// join_ref 1, ref 2, topic "t:1", event "e", payload 01 02
const push = '00 01 01 03 01 31 32 74 3a 31 65 01 02';
const pushed = '00 01 03 01 31 74 3a 31 65 01 02';
const reply = '01 01 01 03 02 31 32 74 3a 31 6f 6b 07';
const broadcast = '02 03 01 74 3a 31 65 07';

describe('Phoenix binary', () => {
  it.each([
    [push, sent, { summary: 'push t:1 e 2 B #2', role: 'request', correlationId: '2' }],
    [pushed, received, { summary: 'push t:1 e 2 B', role: 'event' }],
    [push, { url }, { summary: 'push t:1 e 2 B #2', role: 'request', correlationId: '2' }],
    [reply, received, { summary: 'reply t:1 ok 1 B #2', role: 'response', correlationId: '2' }],
    [broadcast, received, { summary: 'broadcast t:1 e 1 B', role: 'event' }],
  ])('reads %s', (hex, hint, facts) => {
    expect(read(phoenixBinary, hex, hint)).toMatchObject({ facts, reason: undefined });
    expect(phoenixBinary.recognises(hexPayload(hex), hint)).toBeGreaterThan(0.9);
  });

  it('names the texts and hands on the payload', () => {
    const reading = read(phoenixBinary, push, sent);
    expect(reading.tree).toMatchObject({
      kind: 'push',
      join_ref: '1',
      ref: '2',
      topic: 't:1',
      event: 'e',
      payload: bytes('01 02'),
    });
    expect(reading.inner).toBe('\u0001\u0002');
  });

  it.each([
    ['', 'phoenix-binary: kind (uint8) wants 1 byte, 0 left, at byte 0'],
    ['03', 'phoenix-binary: no kind of frame, 0 to 2, at byte 0'],
    ['02 03', 'phoenix-binary: event length (uint8) wants 1 byte, 0 left, at byte 2'],
    ['02 03 01 74', 'phoenix-binary: topic wants 3 bytes, 1 left, at byte 3'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(read(phoenixBinary, hex, received).reason).toBe(reason);
  });

  it('is recognised at its address only', () => {
    expect(phoenixBinary.recognises(hexPayload(push), {})).toBe(0);
    expect(phoenixBinary.recognises(hexPayload('05 00'), sent)).toBe(0);
    expect(phoenixBinary.recognises({ bytes: bytes(push), isText: true }, sent)).toBe(0);
  });

  it('is edited as JSON with the payload as hex', () => {
    for (const [hex, hint] of [
      [push, sent],
      [pushed, received],
      [reply, received],
      [broadcast, received],
    ] as const) {
      const { text, again } = editAgain(phoenixBinary, hex, hint);
      expect(again).toEqual({ ok: true, payload: hexPayload(hex) });
      expect(JSON.parse(text)).toMatchObject({ topic: 't:1' });
    }
  });

  it.each([
    ['{"kind":"pull"}', '"kind" must be one of'],
    ['{"kind":"push","payload":"0"}', '"payload"'],
    ['{"kind":"push","topic":1}', '"topic" must be a text'],
    ['{"kind":"push","more":""}', '"more" is no field'],
    [`{"kind":"push","topic":"${'x'.repeat(256)}"}`, 'longer than 255'],
  ])('refuses %s', (text, reason) => {
    const reading = phoenixBinary.edit?.read(text, hexPayload(push), sent);
    expect(reading).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  it('puts another payload into the same frame', () => {
    const enclosed = phoenixBinary.enclose?.(hexPayload('09'), hexPayload(push), sent);
    expect(enclosed).toEqual(hexPayload('00 01 01 03 01 31 32 74 3a 31 65 09'));
  });

  it('reads what the serializer of phoenix writes, and writes what it reads', () => {
    // Its types are declared for texts only.
    const serializer = Serializer as unknown as {
      encode(message: object, send: (frame: ArrayBuffer) => void): void;
      decode(frame: ArrayBuffer, tell: (message: object) => void): void;
    };
    const payload = Uint8Array.of(1, 2).buffer;
    const message = { join_ref: '1', ref: '2', topic: 't:1', event: 'e', payload };
    serializer.encode(message, (frame) => expect(new Uint8Array(frame)).toEqual(bytes(push)));
    let decoded = 0;
    for (const hex of [pushed, reply, broadcast]) {
      const { again } = editAgain(phoenixBinary, hex, received);
      if (again?.ok !== true) throw new Error('not written');
      serializer.decode(again.payload.bytes.slice().buffer, (read) => {
        expect(read).toMatchObject({ topic: 't:1' });
        decoded += 1;
      });
    }
    expect(decoded).toBe(3);
  });

  it('bears everything', () => {
    torture(phoenixBinary, [push, reply, broadcast].map(hexPayload), sent, 5000);
    torture(phoenixBinary, [push, pushed, reply, broadcast].map(hexPayload), received, 5000);
  });
});
