import { deepStrictEqual } from 'node:assert';
import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { msgpackDecoder } from '../../../../panel/decoders/formats/msgpack.ts';
import { bytes, plainValue, textPayload, utf8 } from '../bytes.ts';
import { checkTable, torture } from '../torture.ts';
import {
  binary,
  decodeBytes,
  editedCopy,
  editText,
  falsePositives,
  outline,
  readEdit,
  shown,
  tableOf,
} from './value-tests.ts';

/** Facts of https://github.com/kawanet/msgpack-test-suite: a value and the bytes that say it. */
const vectors: readonly (readonly [shown: string, ...hex: string[]])[] = [
  ['null', 'c0'],
  ['false', 'c2'],
  ['true', 'c3'],
  ['<>', 'c4 00', 'c5 00 00', 'c6 00 00 00 00'],
  ['<01>', 'c4 01 01', 'c5 00 01 01', 'c6 00 00 00 01 01'],
  ['<00 ff>', 'c4 02 00 ff', 'c5 00 02 00 ff', 'c6 00 00 00 02 00 ff'],
  ['0', '00', 'cc 00', 'cd 00 00', 'ce 00 00 00 00', 'cf 00 00 00 00 00 00 00 00', 'd0 00'],
  ['0', 'd1 00 00', 'd2 00 00 00 00', 'd3 00 00 00 00 00 00 00 00', 'ca 00 00 00 00'],
  ['-0', 'ca 80 00 00 00', 'cb 80 00 00 00 00 00 00 00'],
  [
    '1',
    '01',
    'cc 01',
    'cd 00 01',
    'ce 00 00 00 01',
    'd3 00 00 00 00 00 00 00 01',
    'ca 3f 80 00 00',
  ],
  ['127', '7f', 'cc 7f', 'cd 00 7f', 'd0 7f', 'd1 00 7f'],
  ['128', 'cc 80', 'cd 00 80', 'd1 00 80'],
  ['255', 'cc ff', 'cd 00 ff'],
  ['256', 'cd 01 00', 'ce 00 00 01 00', 'd1 01 00'],
  ['65535', 'cd ff ff', 'ce 00 00 ff ff', 'd2 00 00 ff ff'],
  ['2147483647', 'ce 7f ff ff ff', 'd2 7f ff ff ff'],
  ['4294967295', 'ce ff ff ff ff', 'cf 00 00 00 00 ff ff ff ff', 'cb 41 ef ff ff ff e0 00 00'],
  ['4294967296', 'cf 00 00 00 01 00 00 00 00', 'd3 00 00 00 01 00 00 00 00', 'ca 4f 80 00 00'],
  ['281474976710656', 'cf 00 01 00 00 00 00 00 00', 'd3 00 01 00 00 00 00 00 00'],
  ['9223372036854775807', 'd3 7f ff ff ff ff ff ff ff', 'cf 7f ff ff ff ff ff ff ff'],
  ['18446744073709551615', 'cf ff ff ff ff ff ff ff ff'],
  [
    '-1',
    'ff',
    'd0 ff',
    'd1 ff ff',
    'd2 ff ff ff ff',
    'd3 ff ff ff ff ff ff ff ff',
    'ca bf 80 00 00',
  ],
  ['-32', 'e0', 'd0 e0', 'd1 ff e0'],
  ['-33', 'd0 df', 'd1 ff df'],
  ['-128', 'd0 80', 'd1 ff 80'],
  ['-129', 'd1 ff 7f', 'd2 ff ff ff 7f'],
  ['-2147483648', 'd2 80 00 00 00', 'cb c1 e0 00 00 00 00 00 00'],
  ['-9223372036854775808', 'd3 80 00 00 00 00 00 00 00'],
  ['0.5', 'ca 3f 00 00 00', 'cb 3f e0 00 00 00 00 00 00'],
  ['-0.5', 'ca bf 00 00 00', 'cb bf e0 00 00 00 00 00 00'],
  ['""', 'a0', 'd9 00', 'da 00 00', 'db 00 00 00 00'],
  ['"a"', 'a1 61', 'd9 01 61', 'da 00 01 61', 'db 00 00 00 01 61'],
  ['"1234567890123456789012345678901"', `bf ${'31 32 33 34 35 36 37 38 39 30 '.repeat(3)}31`],
  ['"Кириллица"', 'b2 d0 9a d0 b8 d1 80 d0 b8 d0 bb d0 bb d0 b8 d1 86 d0 b0'],
  ['"❤🍺"', 'a7 e2 9d a4 f0 9f 8d ba', 'd9 07 e2 9d a4 f0 9f 8d ba'],
  ['[]', '90', 'dc 00 00', 'dd 00 00 00 00'],
  ['[1]', '91 01', 'dc 00 01 01', 'dd 00 00 00 01 01'],
  ['["a"]', '91 a1 61', 'dc 00 01 a1 61'],
  ['{}', '80', 'de 00 00', 'df 00 00 00 00'],
  ['{a: 1}', '81 a1 61 01', 'de 00 01 a1 61 01', 'df 00 00 00 01 a1 61 01'],
  ['{a: "A"}', '81 a1 61 a1 41', 'de 00 01 a1 61 a1 41'],
  ['[[]]', '91 90', 'dc 00 01 dc 00 00'],
  ['[{}]', '91 80', 'dd 00 00 00 01 df 00 00 00 00'],
  ['{a: {}}', '81 a1 61 80'],
  ['2018-01-02T03:04:05Z', 'd6 ff 5a 4a f6 a5'],
  ['2018-01-02T03:04:05.678901234Z', 'd7 ff a1 dc d7 c8 5a 4a f6 a5'],
  ['2106-02-07T06:28:15.999999999Z', 'd7 ff ee 6b 27 fc ff ff ff ff'],
  ['2106-02-07T06:28:16Z', 'd7 ff 00 00 00 01 00 00 00 00'],
  ['2514-05-30T01:53:03.999999999Z', 'd7 ff ee 6b 27 ff ff ff ff ff'],
  ['2514-05-30T01:53:04Z', 'c7 0c ff 00 00 00 00 00 00 00 04 00 00 00 00'],
  ['1969-12-31T23:59:59.999999999Z', 'c7 0c ff 3b 9a c9 ff ff ff ff ff ff ff ff ff'],
  ['1900-01-01T00:00:00Z', 'c7 0c ff 00 00 00 00 ff ff ff ff 7c 55 81 80'],
  ['<10>', 'd4 01 10'],
  ['<20 21>', 'd5 02 20 21'],
  ['<30 31 32 33>', 'd6 03 30 31 32 33'],
  ['<40 41 42 43 44 45 46 47>', 'd7 04 40 41 42 43 44 45 46 47'],
  [
    '<50 51 52 53 54 55 56 57 58 59 5a 5b 5c 5d 5e 5f>',
    'd8 05 50 51 52 53 54 55 56 57 58 59 5a 5b 5c 5d 5e 5f',
  ],
  ['<>', 'c7 00 06', 'c8 00 00 06', 'c9 00 00 00 00 06'],
  ['<70 71 72>', 'c7 03 07 70 71 72'],
];
const payloads = vectors.flatMap(([, ...hex]) => hex.map(bytes));

const sample = bytes(
  '86 a1 61 01 a4 6c 69 73 74 93 c0 c3 cb 3f f8 00 00 00 00 00 00 01 a3 69 6e 74 ff 81 a1 78 c4 02 de ad d6 ff 5a 4a f6 a5 a2 68 69 d9 03 62 79 65 c7 01 05 aa',
);

describe('MessagePack', () => {
  it.each(vectors)('reads %s', (value, ...hex) => {
    for (const each of hex) {
      expect(shown(msgpackDecoder, bytes(each))).toBe(value);
      checkTable(tableOf(msgpackDecoder, bytes(each)), bytes(each).length);
    }
  });

  it('says by which type each value was sent', () => {
    const types = ['01', 'e0', 'cd 00 01', 'd3 00 00 00 00 00 00 00 01', 'a0', 'd9 00', 'c4 00'];
    expect(types.map((hex) => tableOf(msgpackDecoder, bytes(hex)).type(0))).toEqual([
      'fixint',
      'fixint',
      'uint16',
      'int64',
      'fixstr',
      'str8',
      'bin8',
    ]);
    expect(tableOf(msgpackDecoder, bytes('d4 fe 10')).type(0)).toBe('ext -2');
    expect(tableOf(msgpackDecoder, bytes('d6 ff 00 00 00 00')).type(0)).toBe('timestamp');
    expect(tableOf(msgpackDecoder, bytes('ca 7f c0 00 00')).text(0)).toBe('NaN');
  });

  it('knows the bytes of every value and of every key', () => {
    const table = tableOf(msgpackDecoder, bytes('82 a1 61 cd 01 00 a1 62 91 a1 78'));
    const ranges = Array.from({ length: table.nodeCount }, (_, node) => [
      table.keyByteOffset(node),
      table.keyByteLength(node),
      table.byteOffset(node),
      table.byteLength(node),
    ]);
    expect(ranges).toEqual([
      [-1, 0, 0, 11],
      [1, 2, 3, 3],
      [6, 2, 8, 3],
      [-1, 0, 9, 2],
    ]);
    expect(table.content(3)).toEqual(bytes('78'));
  });

  it('shows keys that are no strings', () => {
    const hex = '87 01 00 c0 01 92 01 a1 61 02 c4 01 aa 03 81 a1 6b c3 04 ca 3f 00 00 00 05 90 06';
    expect(shown(msgpackDecoder, bytes(hex))).toBe(
      '{"1": 0, null: 1, "[1, \\"a\\"]": 2, "<aa>": 3, "{\\"k\\": true}": 4, "0.5": 5, "[]": 6}',
    );
  });

  it('keeps equal keys and warns of them, also among many', () => {
    const few = decodeBytes(msgpackDecoder, bytes('82 a1 61 01 a1 61 02'));
    expect(few.ok && few.warnings).toMatchObject([{ code: 'duplicate-key', at: 4, byteLength: 2 }]);
    const pairs = [...Array(20).keys()].map((key) => `a1 ${(0x41 + key).toString(16)} 01`);
    const many = bytes(`de 00 16 ${pairs.join(' ')} a1 43 02 a1 5c 03`);
    const decoded = decodeBytes(msgpackDecoder, many);
    expect(decoded.ok && decoded.warnings).toMatchObject([{ code: 'duplicate-key', at: 63 }]);
    expect(decoded.table?.childCount(0)).toBe(22);
  });

  it('warns of strings that are not UTF-8', () => {
    const decoded = decodeBytes(msgpackDecoder, bytes('92 a2 c3 28 a1 78'));
    expect(decoded.ok && decoded.warnings).toMatchObject([{ code: 'invalid-utf8', at: 2 }]);
    expect(shown(msgpackDecoder, bytes('92 a2 c3 28 a1 78'))).toBe('["\ufffd(", "x"]');
  });

  it.each([
    ['', 'msgpack: expected a value, at byte 0, where the payload ends'],
    ['c1', 'msgpack: 0xc1 is never used, at byte 0'],
    ['91 c1', 'msgpack: 0xc1 is never used, at byte 1'],
    ['92 01 c4 05 01', 'msgpack: bin8 wants 5 bytes, 1 left, at byte 2'],
    ['cd 01', 'msgpack: uint16 wants 3 bytes, 2 left, at byte 0'],
    [
      '94 01 02',
      'msgpack: expected 2 more values of the fixarray at byte 0, at byte 3, where the payload ends',
    ],
    [
      '82 a1 61 01',
      'msgpack: expected 1 more pair of the fixmap at byte 0, at byte 4, where the payload ends',
    ],
    [
      '81 a1 61',
      'msgpack: expected the value of the key at byte 1, at byte 3, where the payload ends',
    ],
    ['91 01 c1', 'msgpack: unexpected data after the value, at byte 2'],
    [
      'df ff ff ff ff',
      'msgpack: expected 4294967295 more pairs of the map32 at byte 0, at byte 5, where the payload ends',
    ],
    ['81 dd ff ff ff ff', 'msgpack: a key wants 1 byte, 0 left, at byte 1'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(decodeBytes(msgpackDecoder, bytes(hex))).toMatchObject({ ok: false, reason });
  });

  it('keeps what could be read of a payload that is cut off', () => {
    const decoded = decodeBytes(msgpackDecoder, sample.subarray(0, 20));
    expect(decoded.ok).toBe(false);
    expect(decoded.table && outline(decoded.table, false)).toBe(
      'object =(number a=1 array list=(null =null boolean =true))',
    );
  });

  it('reads several documents as a sequence, and says so', () => {
    const decoded = decodeBytes(msgpackDecoder, bytes('81 a1 61 01 91 02 a1 78'));
    expect(decoded).toMatchObject({ ok: true, warnings: [{ code: 'trailing-data', at: 4 }] });
    expect(decoded.table?.type(0)).toBe('sequence');
    expect(shown(msgpackDecoder, bytes('81 a1 61 01 91 02 a1 78'))).toBe('[{a: 1}, [2], "x"]');
  });

  it('stops at the budget, with what is there', () => {
    const deep = Uint8Array.from([...Array(3000).fill(0x91), 0x01]);
    expect(decodeBytes(msgpackDecoder, deep)).toMatchObject({
      ok: false,
      reason: 'msgpack: nested deeper than 2000 levels, the limit, at byte 2000',
      table: { nodeCount: 2000 },
    });
    const wide = Uint8Array.from([0xdc, 0xff, 0xff, ...Array(65_535).fill(1)]);
    expect(decodeBytes(msgpackDecoder, wide, { maxNodes: 100 })).toMatchObject({
      reason: 'msgpack: more than 100 values, the limit, at byte 102',
    });
    expect(decodeBytes(msgpackDecoder, wide, { maxBytes: 1000 })).toMatchObject({
      reason: 'msgpack: more than 1000 bytes, the limit, at byte 1000',
    });
    expect(decodeBytes(msgpackDecoder, wide, { isOverdue: () => true })).toMatchObject({
      ok: false,
      table: { nodeCount: 4095 },
    });
    expect(decodeBytes(msgpackDecoder, wide)).toMatchObject({ ok: true });
  });

  it('recognises what is plausible, and nothing by a byte or two', () => {
    const confidence = (hex: string) => msgpackDecoder.recognises(binary(bytes(hex)), {});
    expect(msgpackDecoder.recognises(binary(sample), {})).toBeGreaterThan(0.8);
    expect(confidence('81 a1 61 01')).toBeGreaterThan(0.8);
    expect(confidence('93 01 a5 68 65 6c 6c 6f c0')).toBeGreaterThan(0.7);
    expect(confidence('81 a1 61 01 81 a1 61 02')).toBeGreaterThanOrEqual(0.5);
    for (const hex of [
      '82 a1 02 a1 03 a1 04 a1 05',
      '94 a3 00 01 02 01 02 03',
      '01',
      'c0',
      '80',
      '91 05',
      'cd 01 02',
      '81 a1 61 01 01',
      'c4 01 01',
      '',
    ]) {
      expect(confidence(hex)).toBeLessThan(0.5);
    }
    expect(msgpackDecoder.recognises({ bytes: sample, isText: true }, {})).toBe(0);
    expect(msgpackDecoder.recognises(textPayload('ping'), {})).toBe(0);
    expect(msgpackDecoder.recognises(binary(utf8('Привет, {"a":1}')), {})).toBe(0);
  });

  it('recognises a large payload by its beginning', () => {
    const large = encode(Array.from({ length: 50_000 }, (_, id) => ({ id, name: `row ${id}` })));
    expect(msgpackDecoder.recognises(binary(large), {})).toBeGreaterThan(0.8);
  });

  it('ends where a key is cut off in its head, which once took forever', () => {
    expect(decodeBytes(msgpackDecoder, bytes('81 91 c9 00 00'))).toMatchObject({
      reason: 'msgpack: ext32 wants 6 bytes, 3 left, at byte 2',
    });
  });

  it('leaves random bytes alone', () => {
    expect(falsePositives(msgpackDecoder, 5_000)).toBeLessThan(5);
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(msgpackDecoder, [binary(sample), ...payloads.map(binary)]);
  }, 60_000);
});

const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 20 },
    ),
  ),
})).value;

describe('MessagePack beside @msgpack/msgpack', () => {
  it('reads what the library writes', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const encoded = encode(value, { useBigInt64: false });
        deepStrictEqual(plainValue(tableOf(msgpackDecoder, encoded)), decode(encoded));
      }),
      { numRuns: 500 },
    );
  });

  it('writes, from the editor, what the library reads', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const encoded = encode(value, { useBigInt64: false });
        deepStrictEqual(decode(editedCopy(msgpackDecoder, encoded)), decode(encoded));
      }),
      { numRuns: 500 },
    );
  });
});

describe('MessagePack in the editor', () => {
  it('comes back as the same value, for all vectors', () => {
    for (const payload of [...payloads, sample, bytes('a2 c3 28'), bytes('01 02 91 03')]) {
      const copy = editedCopy(msgpackDecoder, payload);
      expect(outline(tableOf(msgpackDecoder, copy), false)).toBe(
        outline(tableOf(msgpackDecoder, payload), false),
      );
    }
  });

  it('says in JSON what JSON cannot say', () => {
    const texts = [
      ['cf ff ff ff ff ff ff ff ff', '18446744073709551615'],
      ['cb 3f f0 00 00 00 00 00 00', '1.0'],
      ['cb 44 4b 1a e4 d6 e2 ef 50', '1.0e+21'],
      ['ca 3f c0 00 00', '{"$float32": 1.5}'],
      ['cb 7f f8 00 00 00 00 00 00', '{"$float": "NaN"}'],
      ['ca ff 80 00 00', '{"$float32": "-Infinity"}'],
      ['c4 02 de ad', '{"$bytes": "3q0="}'],
      ['d4 05 aa', '{"$ext": [5, "qg=="]}'],
      ['d6 ff 5a 4a f6 a5', '{"$date": "2018-01-02T03:04:05Z"}'],
      ['a2 c3 28', '{"$string": "wyg="}'],
      ['81 a2 24 61 01', '{\n  "$$a": 1\n}'],
      ['82 01 02 c0 03', '{"$map": [\n  [1, 2],\n  [null, 3]\n]}'],
      ['91 01 90', '{"$sequence": [\n  [\n    1\n  ],\n  []\n]}'],
      ['82 a1 61 01 a1 61 02', '{\n  "a": 1,\n  "a": 2\n}'],
    ] as const;
    for (const [hex, text] of texts) {
      expect(editText(msgpackDecoder, bytes(hex))).toBe(text);
      expect(readEdit(msgpackDecoder, text)).toBe(hex);
    }
  });

  it.each([
    ['{"a": 1,}', 'msgpack: expected a key (1:9)'],
    [
      '{"$nope": 1}',
      'msgpack: $nope is none of $bytes, $date, $ext, $float, $float32, $map, $sequence, $string; for a key of that name write $$nope (1:11)',
    ],
    [
      '{"a": 1, "$bytes": ""}',
      'msgpack: $bytes stands beside other keys; for a key of that name write $$bytes (1:20)',
    ],
    ['{"$bytes": "*"}', 'msgpack: expected base64 in quotes (1:12)'],
    ['{"$bytes": 1}', 'msgpack: expected base64 in quotes (1:12)'],
    [
      '{"$date": "2026-02-30T00:00:00Z"}',
      'msgpack: expected a date as "2026-01-31T12:00:00Z" (1:11)',
    ],
    ['{"$ext": [200, ""]}', 'msgpack: $ext wants [type from -128 to 127, "base64"] (1:10)'],
    ['{"$map": [1]}', 'msgpack: $map wants an array of pairs [key, value] (1:10)'],
    ['{"$float": "x"}', 'msgpack: expected a number, "NaN", "Infinity" or "-Infinity" (1:12)'],
    [
      '[\n  18446744073709551616\n]',
      'msgpack: 18446744073709551616 does not fit into 64 bits (2:3)',
    ],
    ['[-9223372036854775809]', 'msgpack: -9223372036854775809 does not fit into 64 bits (1:2)'],
    ['[{"$sequence": []}]', 'msgpack: $sequence can only be the whole text (1:2)'],
    ['"\\ud800"', 'msgpack: half a surrogate pair cannot be sent (1:2)'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(readEdit(msgpackDecoder, text)).toBe(problem);
  });

  it('does not write what could not be decoded', () => {
    expect(msgpackDecoder.edit?.write(binary(bytes('91')), {})).toMatchObject({ ok: false });
    const deep = Uint8Array.from([...Array(300).fill(0x91), 0x01]);
    expect(msgpackDecoder.edit?.write(binary(deep), {})).toMatchObject({ ok: false, at: 200 });
  });
});
