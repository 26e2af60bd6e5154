import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { etfDecoder } from '../../../../panel/decoders/formats/etf.ts';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { bytes } from '../bytes.ts';
import { torture } from '../torture.ts';
import { binary, decodeBytes, falsePositives, shown, tableOf } from './value-tests.ts';

/** Written after https://www.erlang.org/doc/apps/erts/erl_ext_dist.html; the right side is Erlang's. */
const vectors: readonly (readonly [hex: string, shown: string, type: string])[] = [
  ['83 61 ff', '255', 'uint8'],
  ['83 62 ff ff ff fe', '-2', 'int32'],
  ['83 46 3f f8 00 00 00 00 00 00', '1.5', 'float64'],
  [`83 63 31 2e 35 30 65 2b 30 30 ${'00 '.repeat(23)}`, '1.50e+00', 'float as text'],
  ['83 6e 08 00 ff ff ff ff ff ff ff ff', '18446744073709551615', 'big'],
  ['83 6e 01 01 05', '-5', 'big'],
  ['83 6f 00 00 00 02 00 00 01', '256', 'big'],
  ['83 64 00 02 6f 6b', 'ok', 'atom'],
  ['83 77 02 c3 a4', 'ä', 'atom'],
  ['83 73 01 e4', 'ä', 'atom'],
  ['83 77 04 74 72 75 65', 'true', 'atom'],
  ['83 77 03 6e 69 6c', 'null', 'atom'],
  ['83 77 09 75 6e 64 65 66 69 6e 65 64', 'undefined', 'atom'],
  ['83 6d 00 00 00 02 68 69', '"hi"', 'binary'],
  ['83 6d 00 00 00 02 ff 00', '<ff 00>', 'binary'],
  ['83 4d 00 00 00 01 03 e0', '<e0>', 'bitstring'],
  ['83 6b 00 02 01 41', '"\\u0001A"', 'charlist'],
  ['83 6a', '[]', 'nil'],
  ['83 6c 00 00 00 02 61 01 61 02 6a', '[1, 2]', 'list'],
  ['83 6c 00 00 00 01 61 01 61 02', '[1, 2]', 'list'],
  ['83 6c 00 00 00 01 6a 6a', '[[]]', 'list'],
  ['83 68 02 61 01 68 00', '[1, []]', 'tuple'],
  ['83 69 00 00 00 01 61 01', '[1]', 'tuple'],
  ['83 74 00 00 00 02 77 01 61 61 01 6d 00 00 00 01 62 6a', '{a: 1, b: []}', 'map'],
  ['83 74 00 00 00 02 61 07 61 01 68 01 61 01 61 02', '{"7": 1, "<68 01 61 01>": 2}', 'map'],
  ['83 67 77 01 6e 00 00 00 01 00 00 00 02 03', 'pid <77 01 6e 00 00 00 01 00 00 00 02 03>', 'pid'],
  [
    '83 58 77 01 6e 00 00 00 01 00 00 00 02 00 00 00 03',
    'pid <77 01 6e 00 00 00 01 00 00 00 02 00 00 00 03>',
    'pid',
  ],
  [
    '83 5a 00 01 77 01 6e 00 00 00 03 00 00 00 09',
    'reference <00 01 77 01 6e 00 00 00 03 00 00 00 09>',
    'reference',
  ],
  ['83 71 77 01 6d 77 01 66 61 02', 'export <77 01 6d 77 01 66 61 02>', 'export'],
];
/** Discord's hello: {op: 10, d: {heartbeat_interval: 41250}, s: nil}. */
const hello = bytes(
  '83 74 00 00 00 03 6d 00 00 00 02 6f 70 61 0a 6d 00 00 00 01 64 74 00 00 00 01 64 00 12 68 65 61 72 74 62 65 61 74 5f 69 6e 74 65 72 76 61 6c 62 00 00 a1 22 6d 00 00 00 01 73 64 00 03 6e 69 6c',
);

function compressed(term: Uint8Array, size = term.length): Uint8Array {
  return Uint8Array.from([
    131,
    80,
    0,
    (size >> 16) & 255,
    (size >> 8) & 255,
    size & 255,
    ...zlibSync(term),
  ]);
}

describe('Erlang terms', () => {
  it.each(vectors)('reads %s as %s', (hex, value, type) => {
    expect(shown(etfDecoder, bytes(hex))).toBe(value);
    expect(tableOf(etfDecoder, bytes(hex)).type(0)).toBe(type);
  });

  it("reads what Discord's gateway sends", () => {
    expect(shown(etfDecoder, hello)).toBe('{op: 10, d: {heartbeat_interval: 41250}, s: null}');
    expect(etfDecoder.recognises(binary(hello), {})).toBe(0.9);
    expect(
      etfDecoder.recognises(binary(hello), { url: 'wss://gateway.discord.gg/?v=10&encoding=etf' }),
    ).toBe(0.98);
  });

  it('makes a compressed term the next layer', () => {
    const layers = decodeLayers(binary(compressed(hello.subarray(1))), {});
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['etf', 'etf']);
    expect(layers[1]?.payload.bytes).toEqual(hello);
    expect(layers[1]?.decoded.ok).toBe(true);
  });

  it('does not unpack more than is told, or than the budget has room for', () => {
    const bomb = new Uint8Array(5_000_000);
    expect(decodeBytes(etfDecoder, compressed(bomb, 1000))).toMatchObject({
      ok: false,
      reason: 'etf: a term of more than 1000 bytes where 1000 were told, at byte 6',
    });
    expect(decodeBytes(etfDecoder, compressed(bomb), { maxBytes: 1_000_000 })).toMatchObject({
      ok: false,
      reason: 'etf: a term of 5000000 bytes, more than the limit, at byte 2',
    });
    expect(decodeBytes(etfDecoder, compressed(hello, 500))).toMatchObject({
      reason: `etf: a term of ${hello.length} bytes where 500 were told, at byte 6`,
    });
    const damaged = compressed(hello);
    damaged[8] = 0xff;
    expect(decodeBytes(etfDecoder, damaged)).toMatchObject({ ok: false, at: 6 });
  });

  it.each([
    ['', 'etf: expected the version byte 131, at byte 0, where the payload ends'],
    ['83', 'etf: a term wants 1 byte, 0 left, at byte 1, where the payload ends'],
    ['83 01', 'etf: tag 1, which is none, at byte 1'],
    ['83 6d 00 00 00 05 61', 'etf: binary wants 5 bytes, 1 left, at byte 1'],
    ['83 68 02 61 01', 'etf: a term wants 1 byte, 0 left, at byte 5, where the payload ends'],
    [
      '83 6c 00 00 00 01 61 01',
      'etf: a term wants 1 byte, 0 left, at byte 8, where the payload ends',
    ],
    ['83 61 01 00', 'etf: unexpected data after the term, at byte 3'],
    ['83 69 ff ff ff ff', 'etf: a term wants 1 byte, 0 left, at byte 6, where the payload ends'],
    ['83 50 00', 'etf: expected a compressed term, at byte 3, where the payload ends'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(decodeBytes(etfDecoder, bytes(hex))).toMatchObject({ ok: false, reason });
  });

  it('stops at the budget', () => {
    const deep = Uint8Array.from([131, ...Array(3000).fill([104, 1]).flat(), 106]);
    expect(decodeBytes(etfDecoder, deep)).toMatchObject({ ok: false, table: { nodeCount: 2000 } });
    const key = Uint8Array.from([
      131,
      116,
      0,
      0,
      0,
      1,
      ...Array(50_000).fill([104, 1]).flat(),
      106,
      97,
      1,
    ]);
    expect(decodeBytes(etfDecoder, key)).toMatchObject({ ok: true, table: { nodeCount: 2 } });
  });

  it('leaves other payloads alone', () => {
    expect(etfDecoder.recognises({ bytes: hello, isText: true }, {})).toBe(0);
    expect(etfDecoder.recognises(binary(bytes('83 01 02')), {})).toBe(0);
    expect(falsePositives(etfDecoder, 5_000)).toBeLessThan(5);
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(etfDecoder, [binary(hello), ...vectors.map(([hex]) => binary(bytes(hex)))]);
    torture(etfDecoder, [binary(compressed(hello.subarray(1)))], {}, 1000);
  }, 60_000);
});
