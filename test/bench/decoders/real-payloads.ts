// Payloads as programs send them, in each format that is recognised by itself, written by libraries.
import { encode as encodeMsgpack } from '@msgpack/msgpack';
import { BSON } from 'bson';
import { encode as encodeCbor } from 'cborg';
import { deflateSync, gzipSync, zlibSync } from 'fflate';
import lz4 from 'lz4js';
import { Field, MapField, Type } from 'protobufjs';
import snappy from 'snappyjs';
import type { Payload } from '../../../panel/decoders/decoder.ts';
import { seededRandom } from '../../panel/decoders/torture.ts';

type Random = (below: number) => number;

const keys =
  'id type user name text at x y z price symbol items tags ok state seq data count total lang'.split(
    ' ',
  );
const words = 'ping join say order Grüße 日本 hello AAPL room-7 on off Ada 2026-11-25 ok'.split(
  ' ',
);

/** An object as messages hold them: a handful of fields, some of them lists and objects. */
export function plainObject(random: Random, depth = 2): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let left = 1 + random(6); left > 0; left--)
    object[keys[random(keys.length)] as string] = plainValue(random, depth);
  return object;
}

function plainValue(random: Random, depth: number): unknown {
  switch (random(depth > 0 ? 9 : 7)) {
    case 0:
      return random(2) === 0;
    case 1:
      return null;
    case 2:
      return random(200);
    case 3:
      return random(2_000_000_000) - 1_000_000_000;
    case 4:
      return random(1_000_000) / 997;
    case 5:
    case 6:
      return words[random(words.length)];
    case 7:
      return Array.from({ length: random(5) }, () => plainValue(random, depth - 1));
    default:
      return plainObject(random, depth - 1);
  }
}

const point = new Type('Point').add(new Field('x', 1, 'double')).add(new Field('y', 2, 'double'));
const order = new Type('Order')
  .add(new Field('id', 1, 'uint64'))
  .add(new Field('symbol', 2, 'string'))
  .add(new Field('price', 3, 'double'))
  .add(new Field('sizes', 4, 'sint32', 'repeated'))
  .add(new Field('where', 5, 'Point'))
  .add(new Field('isOpen', 6, 'bool'))
  .add(new MapField('tags', 7, 'string', 'string'))
  .add(point);

function protobuf(random: Random): Uint8Array {
  return order
    .encode({
      id: 1 + random(1_000_000),
      symbol: words[random(words.length)],
      price: random(100_000) / 100,
      sizes: Array.from({ length: random(6) }, () => random(2000) - 1000),
      ...(random(2) === 0 ? { where: { x: random(900) / 7, y: random(900) / 7 } } : {}),
      isOpen: random(2) === 0,
      tags: random(3) === 0 ? { [words[random(words.length)] as string]: 'yes' } : {},
    })
    .finish();
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (random: Random): string => JSON.stringify(plainObject(random));
/** Long enough for a packing to be worth it. */
const longJson = (random: Random): Uint8Array =>
  utf8(`[${Array.from({ length: 3 + random(20) }, () => json(random)).join()}]`);

type Write = (random: Random) => string | Uint8Array;

/** By the name of the decoder that is right. */
const formats: Readonly<Record<string, Write>> = {
  json,
  ndjson: (random) => Array.from({ length: 2 + random(5) }, () => json(random)).join('\n'),
  msgpack: (random) => encodeMsgpack(plainObject(random)),
  cbor: (random) => encodeCbor(plainObject(random)),
  bson: (random) => BSON.serialize(plainObject(random)),
  protobuf,
  gzip: (random) => gzipSync(longJson(random)),
  zlib: (random) => zlibSync(longJson(random)),
  deflate: (random) => deflateSync(longJson(random)),
  lz4: (random) => lz4.compress(longJson(random)),
  snappy: (random) => snappy.compress(longJson(random)),
  base64: (random) => Buffer.from(longJson(random)).toString('base64'),
};

export function realPayloads(count: number, seed: number): ReadonlyMap<string, readonly Payload[]> {
  return new Map(
    Object.entries(formats).map(([name, write]) => {
      const random = seededRandom(seed);
      const payloads = Array.from({ length: count }, (): Payload => {
        const written = write(random);
        return typeof written === 'string'
          ? { bytes: utf8(written), isText: true }
          : { bytes: written, isText: false };
      });
      return [name, payloads];
    }),
  );
}
