import { Centrifuge } from 'centrifuge/build/protobuf';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { centrifugo } from '../../../../panel/decoders/protocols/centrifugo.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { hexPayload, read } from './read.ts';

const named = { subprotocol: 'centrifuge-protobuf' };
const sent: Hint = { ...named, direction: 'sent' };
const received: Hint = { ...named, direction: 'received' };
// id 1, subscribe { channel "a" }
const subscribe = '07 08 01 2a 03 0a 01 61';
// push { channel "a", pub { data {"x":1}, offset 2^63 + 1 } }
const publication =
  '1b 22 19 12 01 61 22 14 22 07 7b 22 78 22 3a 31 7d 30 81 80 80 80 80 80 80 80 80 01';

describe('Centrifugo in Protobuf', () => {
  it.each([
    ['00', sent, { summary: 'pong', role: 'control', isHeartbeat: true }],
    ['00', received, { summary: 'ping', role: 'control', isHeartbeat: true }],
    [subscribe, sent, { summary: 'subscribe a #1', role: 'request', correlationId: '1' }],
    ['04 08 01 32 00', received, { summary: 'subscribe #1', role: 'response', correlationId: '1' }],
    [
      '0a 08 01 12 06 08 67 12 02 6e 6f',
      received,
      { summary: 'error 103 no #1', role: 'response', correlationId: '1' },
    ],
    [publication, received, { summary: 'pub a 7 B', role: 'event' }],
    ['07 22 05 12 01 61 2a 00', received, { summary: 'join a', role: 'event' }],
    [
      '0a 08 02 6a 06 12 01 6d 0a 01 78',
      sent,
      { summary: 'rpc m 1 B #2', role: 'request', correlationId: '2' },
    ],
    ['05 62 03 0a 01 78', sent, { summary: 'send 1 B', role: 'event' }],
  ])('reads %s', (hex, hint, facts) => {
    const reading = read(centrifugo, hex, hint);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    expect(centrifugo.recognises(hexPayload(hex), hint)).toBeGreaterThan(0.9);
  });

  it('names the fields, with 64 bits exactly, and hands on the data', () => {
    const { decoded, tree, inner } = read(centrifugo, publication, received);
    expect(tree).toMatchObject({ push: { channel: 'a', pub: { data: utf8('{"x":1}') } } });
    const table = decoded.table;
    const nodes = Array.from({ length: table?.nodeCount ?? 0 }, (_, node) => node);
    const offset = nodes.find((node) => table?.key(node) === 'offset') ?? 0;
    expect(table?.text(offset)).toBe('9223372036854775809');
    expect(inner).toBe('{"x":1}');
  });

  it('reads maps, several messages, and fields that it does not know', () => {
    // presence { "c": { user "u" } }; then an empty reply; then field 99
    const hex = '0d 4a 0b 0a 09 0a 01 63 12 04 0a 02 75 75 00 03 98 06 01';
    expect(read(centrifugo, hex, received)).toMatchObject({
      reason: undefined,
      tree: [
        { presence: { presence: { key: 'c', value: { user: 'uu' } } } },
        {},
        { 'field 99': 1 },
      ],
    });
  });

  it.each([
    ['05 08 01', 'centrifugo-protobuf: the message wants 5 bytes, 2 left, at byte 1'],
    ['02 08 80', 'centrifugo-protobuf: id wants 1 byte, 0 left, at byte 3'],
    ['02 00 01', 'centrifugo-protobuf: field 0 does not exist, at byte 1'],
    ['02 0b 01', 'centrifugo-protobuf: wire type 3 of id is not used, at byte 1'],
    ['03 22 05 01', 'centrifugo-protobuf: push wants 5 bytes, 1 left, at byte 3'],
    ['', 'centrifugo-protobuf: the payload is empty, at byte 0'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(read(centrifugo, hex, received).reason).toBe(reason);
  });

  it('is recognised by its subprotocol only', () => {
    expect(centrifugo.recognises(hexPayload(subscribe), {})).toBe(0);
    expect(centrifugo.recognises(hexPayload('05 08 01'), sent)).toBe(0);
    expect(centrifugo.recognises({ bytes: bytes(subscribe), isText: true }, sent)).toBe(0);
  });

  it('reads what the client of Centrifugo writes', () => {
    const frames: Uint8Array[] = [];
    class FakeSocket {
      binaryType = '';
      onopen: (() => void) | undefined;
      constructor() {
        queueMicrotask(() => this.onopen?.());
      }
      send(frame: Uint8Array): void {
        frames.push(Uint8Array.from(frame));
      }
      close(): void {
        // The fake has nothing to close.
      }
    }
    const client = new Centrifuge('ws://nowhere.test', {
      websocket: FakeSocket,
      token: 'secret',
      name: 'test',
      data: utf8('hi'),
    });
    client.connect();
    return new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve))).then(
      () => {
        client.disconnect();
        const [connect] = frames;
        if (connect === undefined) throw new Error('nothing was sent');
        expect(read(centrifugo, connect, sent)).toMatchObject({
          reason: undefined,
          tree: { id: 1, connect: { token: 'secret', name: 'test', data: utf8('hi') } },
          facts: { role: 'request', correlationId: '1' },
        });
      },
    );
  });

  it('bears everything', () => {
    torture(
      centrifugo,
      [publication, '0d 4a 0b 0a 09 0a 01 63 12 04 0a 02 75 75'].map(hexPayload),
      received,
    );
    torture(centrifugo, [hexPayload(subscribe)], sent, 2000);
  });
});
