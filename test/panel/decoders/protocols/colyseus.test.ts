import { encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { colyseus } from '../../../../panel/decoders/protocols/colyseus.ts';
import { bytes } from '../bytes.ts';
import { torture } from '../torture.ts';
import { hexPayload, read } from './read.ts';

const url = 'wss://game.test/process/room?sessionId=abc';
const received: Hint = { url, direction: 'received' };
const data = Uint8Array.from([13, 0xa4, 0x6d, 0x6f, 0x76, 0x65, ...encode({ x: 1, y: [2.5] })]);

describe('Colyseus', () => {
  it.each([
    [
      // token "tok", serializer "schema", handshake of two bytes
      '0a 03 74 6f 6b 06 73 63 68 65 6d 61 ff 01',
      received,
      { summary: 'join schema', role: 'request', correlationId: 'join' },
    ],
    [
      '0a 06 73 63 68 65 6d 61 ff 01',
      received,
      { summary: 'join schema', role: 'request', correlationId: 'join' },
    ],
    [
      '0a',
      { url, direction: 'sent' },
      { summary: 'join', role: 'response', correlationId: 'join' },
    ],
    ['0b cd 74 10 a2 6e 6f', received, { summary: 'error 4212 no', role: 'response' }],
    ['0c', received, { summary: 'leave', role: 'control' }],
    [data, received, { summary: '"move" {x: 1, y: [2.5]}', role: 'event' }],
    ['0d 05', received, { summary: '"5"', role: 'event' }],
    ['0d d0 ff c3', received, { summary: '"-1" true', role: 'event' }],
    ['0e 80 01', received, { summary: 'state 2 B', role: 'event' }],
    ['0f 80 01 02', received, { summary: 'patch 3 B', role: 'event' }],
    ['11 d9 01 62 01 02', received, { summary: '"b" 2 B', role: 'event' }],
    ['12', received, { summary: 'ping', role: 'control', isHeartbeat: true }],
    ['09', received, { summary: 'handshake', role: 'control' }],
  ] as const)('reads %s', (source, hint, facts) => {
    const reading = read(colyseus, source, hint);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    const payload = typeof source === 'string' ? bytes(source) : source;
    expect(colyseus.recognises({ bytes: payload, isText: false }, hint)).toBeGreaterThan(0.9);
  });

  it('names the fields', () => {
    expect(read(colyseus, data, received).tree).toEqual({
      message: 'ROOM_DATA',
      type: 'move',
      data: { x: 1, y: [2.5] },
    });
    expect(read(colyseus, '0a 03 74 6f 6b 06 73 63 68 65 6d 61 ff', received).tree).toMatchObject({
      'reconnection token': 'tok',
      serializer: 'schema',
      handshake: bytes('ff'),
    });
  });

  it.each([
    ['', 'colyseus: message (uint8) wants 1 byte, 0 left, at byte 0'],
    ['63', 'colyseus: message 99 is not known, 9 to 18 are, at byte 0'],
    ['0d a5 61', 'colyseus: type wants 5 bytes, 1 left, at byte 2'],
    ['0d c0', 'colyseus: type is no text and no number, at byte 1'],
    ['0d 01 92 01', 'colyseus: expected 1 more value of the fixarray at byte 2, at byte 4'],
    ['12 00', 'colyseus: 1 byte left over, at byte 1'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(read(colyseus, hex, received).reason).toBe(reason);
  });

  it('is recognised at the address of a room only', () => {
    expect(colyseus.recognises(hexPayload('12'), {})).toBe(0);
    expect(colyseus.recognises(hexPayload('12'), { url: 'wss://a.test/?x=1' })).toBe(0);
    expect(colyseus.recognises(hexPayload('20'), received)).toBe(0);
    expect(colyseus.recognises(hexPayload('12 00'), received)).toBe(0);
  });

  it('bears everything', () => {
    const all = ['0a 03 74 6f 6b 06 73 63 68 65 6d 61 ff 01', '0b cd 74 10 a2 6e 6f'].map(
      hexPayload,
    );
    torture(colyseus, [...all, { bytes: data, isText: false }], received);
  });
});
