import { encode } from '@msgpack/msgpack';
import { Packr } from 'msgpackr';
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
    ['0d 05', received, { summary: '5', role: 'event' }],
    ['0d d0 ff c3', received, { summary: '-1 true', role: 'event' }],
    ['0e 80 01', received, { summary: 'state 2 B', role: 'event' }],
    ['0f 80 01 02', received, { summary: 'patch 3 B', role: 'event' }],
    ['11 d9 01 62 01 02', received, { summary: '"b" 2 B', role: 'event' }],
    [
      '15 03 a1 61 91 01',
      { url, direction: 'sent' },
      { summary: 'request "a" [1] #3', role: 'request', correlationId: '3' },
    ],
    ['16 03 00', received, { summary: 'result #3', role: 'response', correlationId: '3' }],
    [
      '16 cd 2c 01 01 a2 6e 6f',
      received,
      { summary: 'rejected "no" #300', role: 'response', correlationId: '300' },
    ],
    ['13 05', { url, direction: 'sent' }, { summary: 'input 1 B', role: 'event' }],
    // With the times that rooms with inputs send.
    ['8f 10 00 00 00 02 00 00 00 80 01', received, { summary: 'patch 2 B', role: 'event' }],
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

  it('reads the records of msgpackr, which its client writes', () => {
    const packr = new Packr({ useRecords: true });
    const piece = { x: 70, y: -1, tags: ['ü', { deep: Uint8Array.of(1) }] };
    const value = { pieces: [piece, { ...piece, x: 1.5 }], by: { name: null } };
    const record = packr.pack(value);
    const { tree, facts } = read(colyseus, Uint8Array.from([13, 0x07, ...record]), received);
    expect(tree).toMatchObject({ type: 7, data: value });
    expect(facts?.summary).toMatch(/^7 \{pieces: \[\{x: 70, y: -1, /);
  });

  it.each([
    ['', 'colyseus: message (uint8) wants 1 byte, 0 left, at byte 0'],
    ['63', 'colyseus: message 99 is not known, 9 to 22 are, at byte 0'],
    ['0d a5 61', 'colyseus: type wants 5 bytes, 1 left, at byte 2'],
    ['0d c0', 'colyseus: type is no text and no number, at byte 1'],
    ['0d 01 92 01', 'colyseus: expected 1 more value of the fixarray at byte 2, at byte 4'],
    ['0d 01 d4 72 40 92 a1 78', 'colyseus: a name that is no text, at byte 8'],
    ['0d 01 d4 72 40 91 a1 78 a5 61', 'colyseus: x wants 6 bytes, 2 left, at byte 8'],
    ['0d 01 d4 72 40 01', 'colyseus: a record without the names of its fields, at byte 5'],
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
    const records = hexPayload(
      '0d 07 d4 72 40 92 a1 78 a1 79 46 93 40 01 02 81 a1 7a d4 72 41 90 c0',
    );
    torture(colyseus, [...all, { bytes: data, isText: false }, records], received);
  });
});
