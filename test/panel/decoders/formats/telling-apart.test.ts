import { encode as encodeMsgpack } from '@msgpack/msgpack';
import { serialize } from 'bson';
import { encode as encodeCbor } from 'cborg';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { formats } from '../../../../panel/decoders/formats/all.ts';
import { jsonDecoder } from '../../../../panel/decoders/json.ts';
import { chooseDecoder } from '../../../../panel/decoders/registry.ts';
import { bytes, utf8 } from '../bytes.ts';
import { seededRandom } from '../torture.ts';
import { binary } from './value-tests.ts';

const registry = { decoders: [jsonDecoder, ...formats], protocols: [] };
const nameOf = (payload: Uint8Array): string | undefined =>
  chooseDecoder(binary(payload), {}, registry)?.chosen.name;

const { root } = protobuf.parse(
  'syntax = "proto3"; message Event { string type = 1; int64 at = 2; repeated Event children = 3; double value = 4; bytes raw = 5; bool on = 6; }',
);
const event = root.lookupType('Event');

/** Messages as applications send them, always the same. */
function message(random: (below: number) => number): Record<string, unknown> {
  const names = ['price', 'order', 'cursor', 'joined', 'left', 'typing', 'присоединился', '加入'];
  const name = (): string => names[random(names.length)] ?? '';
  return {
    type: `${name()}.${name()}`,
    at: random(1_000_000_000),
    children: Array.from({ length: random(3) }, () => ({ type: name(), value: random(1000) / 8 })),
    value: random(1_000_000) / 64,
    on: random(2) === 1,
  };
}

describe('formats without magic bytes', () => {
  it('tell each other’s messages apart', () => {
    const random = seededRandom(11);
    const writers = {
      msgpack: encodeMsgpack,
      cbor: (value: unknown) => Uint8Array.from(encodeCbor(value)),
      bson: (value: object) => Uint8Array.from(serialize(value)),
      protobuf: (value: object) => Uint8Array.from(event.encode(event.fromObject(value)).finish()),
    };
    const wrong: string[] = [];
    for (let round = 0; round < 500; round += 1) {
      const value = message(random);
      for (const [name, write] of Object.entries(writers)) {
        const chosen = nameOf(write(value));
        if (chosen !== name) wrong.push(`${name} taken for ${chosen}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('leave texts alone that were sent as bytes', () => {
    const texts = [
      'ping',
      'hello',
      'ehello',
      'A?',
      'CONNECT\naccept-version:1.2\n\n\0',
      'PING\r\n',
    ];
    texts.push(
      'Привет, мир',
      '你好',
      '\u{1f600}',
      'a=1&b=2',
      '<a/>',
      '42["x"]',
      'MSG a 1 2\r\nhi\r\n',
    );
    for (const text of texts) expect([text, nameOf(utf8(text))]).toEqual([text, undefined]);
  });

  it('leave the beginnings of other formats alone', () => {
    const others = [
      '1f 8b 08 00 00 00 00 00 00 03',
      '89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52',
      'ff d8 ff e0 00 10 4a 46 49 46 00 01',
      '47 49 46 38 39 61 01 00 01 00',
      '10 1b 00 04 4d 51 54 54 04 02 00 3c',
      '41 4d 51 50 00 01 00 00',
      '00 00 01 00 01',
      '28 b5 2f fd 04 00 01 00 00',
      '78 9c 4b 4c 4a 06 00',
      '00 61 73 6d 01 00 00 00',
    ];
    for (const hex of others) expect([hex, nameOf(bytes(hex))]).toEqual([hex, undefined]);
  });

  it('leave random bytes alone, all together', () => {
    const random = seededRandom(5);
    let claimed = 0;
    for (let round = 0; round < 5_000; round += 1) {
      if (nameOf(Uint8Array.from({ length: 4 + random(509) }, () => random(256)))) claimed += 1;
    }
    expect(claimed).toBeLessThan(5);
  });
});
