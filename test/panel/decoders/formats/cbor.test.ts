import { deepStrictEqual } from 'node:assert';
import { decode as decodeByCbor2, diagnose } from 'cbor2';
import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cborDecoder } from '../../../../panel/decoders/formats/cbor.ts';
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

/** RFC 8949, appendix A, all of it: diagnostic notation (with encoding indicators) and bytes. */
const appendixA: readonly (readonly [hex: string, diagnostic: string])[] = [
  ['00', '0'],
  ['01', '1'],
  ['0a', '10'],
  ['17', '23'],
  ['18 18', '24'],
  ['18 19', '25'],
  ['18 64', '100'],
  ['19 03 e8', '1000'],
  ['1a 00 0f 42 40', '1000000'],
  ['1b 00 00 00 e8 d4 a5 10 00', '1000000000000'],
  ['1b ff ff ff ff ff ff ff ff', '18446744073709551615'],
  ['c2 49 01 00 00 00 00 00 00 00 00', "2(h'010000000000000000')"],
  ['3b ff ff ff ff ff ff ff ff', '-18446744073709551616'],
  ['c3 49 01 00 00 00 00 00 00 00 00', "3(h'010000000000000000')"],
  ['20', '-1'],
  ['29', '-10'],
  ['38 63', '-100'],
  ['39 03 e7', '-1000'],
  ['f9 00 00', '0.0'],
  ['f9 80 00', '-0.0'],
  ['f9 3c 00', '1.0'],
  ['fb 3f f1 99 99 99 99 99 9a', '1.1'],
  ['f9 3e 00', '1.5'],
  ['f9 7b ff', '65504.0'],
  ['fa 47 c3 50 00', '100000.0'],
  ['fa 7f 7f ff ff', '3.4028234663852886e+38'],
  ['fb 7e 37 e4 3c 88 00 75 9c', '1.0e+300'],
  ['f9 00 01', '5.960464477539063e-8'],
  ['f9 04 00', '0.00006103515625'],
  ['f9 c4 00', '-4.0'],
  ['fb c0 10 66 66 66 66 66 66', '-4.1'],
  ['f9 7c 00', 'Infinity'],
  ['f9 7e 00', 'NaN'],
  ['f9 fc 00', '-Infinity'],
  ['fa 7f 80 00 00', 'Infinity_2'],
  ['fa 7f c0 00 00', 'NaN_2'],
  ['fa ff 80 00 00', '-Infinity_2'],
  ['fb 7f f0 00 00 00 00 00 00', 'Infinity_3'],
  ['fb 7f f8 00 00 00 00 00 00', 'NaN_3'],
  ['fb ff f0 00 00 00 00 00 00', '-Infinity_3'],
  ['f4', 'false'],
  ['f5', 'true'],
  ['f6', 'null'],
  ['f7', 'undefined'],
  ['f0', 'simple(16)'],
  ['f8 ff', 'simple(255)'],
  [
    'c0 74 32 30 31 33 2d 30 33 2d 32 31 54 32 30 3a 30 34 3a 30 30 5a',
    '0("2013-03-21T20:04:00Z")',
  ],
  ['c1 1a 51 4b 67 b0', '1(1363896240)'],
  ['c1 fb 41 d4 52 d9 ec 20 00 00', '1(1363896240.5)'],
  ['d7 44 01 02 03 04', "23(h'01020304')"],
  ['d8 18 45 64 49 45 54 46', "24(h'6449455446')"],
  [
    'd8 20 76 68 74 74 70 3a 2f 2f 77 77 77 2e 65 78 61 6d 70 6c 65 2e 63 6f 6d',
    '32("http://www.example.com")',
  ],
  ['40', "h''"],
  ['44 01 02 03 04', "h'01020304'"],
  ['60', '""'],
  ['61 61', '"a"'],
  ['64 49 45 54 46', '"IETF"'],
  ['62 22 5c', '"\\"\\\\"'],
  ['62 c3 bc', '"ü"'],
  ['63 e6 b0 b4', '"水"'],
  ['64 f0 90 85 91', '"𐅑"'],
  ['80', '[]'],
  ['83 01 02 03', '[1, 2, 3]'],
  ['83 01 82 02 03 82 04 05', '[1, [2, 3], [4, 5]]'],
  [
    `98 19 ${'01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17'} 18 18 18 19`,
    `[${[...Array(25).keys()].map((each) => each + 1).join(', ')}]`,
  ],
  ['a0', '{}'],
  ['a2 01 02 03 04', '{1: 2, 3: 4}'],
  ['a2 61 61 01 61 62 82 02 03', '{"a": 1, "b": [2, 3]}'],
  ['82 61 61 a1 61 62 61 63', '["a", {"b": "c"}]'],
  [
    'a5 61 61 61 41 61 62 61 42 61 63 61 43 61 64 61 44 61 65 61 45',
    '{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}',
  ],
  ['5f 42 01 02 43 03 04 05 ff', "(_ h'0102', h'030405')"],
  ['7f 65 73 74 72 65 61 64 6d 69 6e 67 ff', '(_ "strea", "ming")'],
  ['9f ff', '[_]'],
  ['9f 01 82 02 03 9f 04 05 ff ff', '[_ 1, [2, 3], [_ 4, 5]]'],
  ['9f 01 82 02 03 82 04 05 ff', '[_ 1, [2, 3], [4, 5]]'],
  ['83 01 82 02 03 9f 04 05 ff', '[1, [2, 3], [_ 4, 5]]'],
  ['83 01 9f 02 03 ff 82 04 05', '[1, [_ 2, 3], [4, 5]]'],
  [
    `9f ${'01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17'} 18 18 18 19 ff`,
    `[_ ${[...Array(25).keys()].map((each) => each + 1).join(', ')}]`,
  ],
  ['bf 61 61 01 61 62 9f 02 03 ff ff', '{_ "a": 1, "b": [_ 2, 3]}'],
  ['82 61 61 bf 61 62 61 63 ff', '["a", {_ "b": "c"}]'],
  ['bf 63 46 75 6e f5 63 41 6d 74 21 ff', '{_ "Fun": true, "Amt": -2}'],
];

/** RFC 8949, appendix F, and forms that are not the shortest. */
const unusual: readonly (readonly [hex: string, diagnostic: string])[] = [
  ['18 01', '1_0'],
  ['1b 00 00 00 00 00 00 00 05', '5_3'],
  ['39 00 00', '-1_1'],
  ['fa 3f c0 00 00', '1.5_2'],
  ['78 01 61', '"a"_0'],
  ['59 00 01 ff', "h'ff'_1"],
  ['98 01 01', '[_0 1]'],
  ['ba 00 00 00 01 01 02', '{_2 1: 2}'],
  ['d8 01 00', '1_0(0)'],
  ['5f ff', "''_"],
  ['7f ff', '""_'],
  ['7f 61 61 78 01 62 ff', '(_ "a", "b"_0)'],
  ['62 c3 28', "t'c328'"],
  ['d9 d9 f7 82 01 02', '55799([1, 2])'],
];
const payloads = [...appendixA, ...unusual].map(([hex]) => bytes(hex));
const oneLine = (text: string): string =>
  text
    .replace(/([[{]_[0-3]?)\n\s*/g, '$1 ')
    .replace(/([[{])\n\s*/g, '$1')
    .replace(/\n\s*([\]}])/g, '$1')
    .replace(/,\n\s*/g, ', ');

describe('CBOR', () => {
  it.each(appendixA)('reads %s', (hex) => {
    const table = tableOf(cborDecoder, bytes(hex));
    checkTable(table, bytes(hex).length);
    expect(table.byteLength(0)).toBe(bytes(hex).length);
  });

  it('shows values as they are', () => {
    const values = [
      ['c2 49 01 00 00 00 00 00 00 00 00', '18446744073709551616'],
      ['c3 49 01 00 00 00 00 00 00 00 00', '-18446744073709551617'],
      ['c2 40', '0'],
      ['3b ff ff ff ff ff ff ff ff', '-18446744073709551616'],
      ['f9 80 00', '-0'],
      ['c1 fb 41 d4 52 d9 ec 20 00 00', '2013-03-21T20:04:00.500Z'],
      ['c1 1a 51 4b 67 b0', '2013-03-21T20:04:00Z'],
      ['c1 20', '1969-12-31T23:59:59Z'],
      ['c0 61 78', 'x'],
      ['5f 42 01 02 43 03 04 05 ff', '<01 02 03 04 05>'],
      ['7f 65 73 74 72 65 61 64 6d 69 6e 67 ff', '"streaming"'],
      ['f8 ff', 'simple(255)'],
      ['bf 61 61 01 61 62 9f 02 03 ff ff', '{a: 1, b: [2, 3]}'],
      ['a3 01 02 f5 03 82 01 61 78 04', '{"1": 2, true: 3, "[1, \\"x\\"]": 4}'],
      ['d8 20 62 68 69', '"hi"'],
      ['d9 d9 f7 82 01 d8 20 61 78', '[1, "x"]'],
    ] as const;
    for (const [hex, value] of values) expect(shown(cborDecoder, bytes(hex))).toBe(value);
  });

  it('says by which type and tag each value was sent', () => {
    const types = [
      ['00', 'uint'],
      ['19 00 01', 'uint16'],
      ['3b ff ff ff ff ff ff ff ff', 'nint64'],
      ['f9 00 00', 'float16'],
      ['fb 00 00 00 00 00 00 00 00', 'float64'],
      ['f0', 'simple'],
      ['bf ff', 'indefinite map'],
      ['d8 20 60', 'tag 32 URI · text'],
      ['d9 d9 f7 c1 00', 'tag 55799 self-described CBOR · tag 1 epoch time · uint'],
      ['da 00 01 00 00 80', 'tag 65536 · array'],
    ] as const;
    for (const [hex, type] of types) expect(tableOf(cborDecoder, bytes(hex)).type(0)).toBe(type);
  });

  it.each([
    ['', 'cbor: expected a value, at byte 0, where the payload ends'],
    ['1c', 'cbor: a reserved length, at byte 0'],
    ['1f', 'cbor: an integer without a number, at byte 0'],
    ['df 00', 'cbor: a tag without a number, at byte 0'],
    ['ff', 'cbor: a break where a value should be, at byte 0'],
    ['81 ff', 'cbor: a break where a value should be, at byte 1'],
    ['f8 18', 'cbor: a simple value below 32 in two bytes, at byte 0'],
    ['a1 01', 'cbor: expected the value of the key at byte 1, at byte 2, where the payload ends'],
    ['bf 01 ff', 'cbor: a break where a value should be, at byte 2'],
    [
      '83 01',
      'cbor: expected 2 more items of the array at byte 0, at byte 2, where the payload ends',
    ],
    ['9f 01', 'cbor: expected a value or the break of byte 0, at byte 2, where the payload ends'],
    ['44 01', 'cbor: the byte string wants 4 bytes, 1 left, at byte 0'],
    [
      '5b ff ff ff ff ff ff ff ff 00',
      'cbor: the byte string wants 18446744073709552000 bytes, 1 left, at byte 0',
    ],
    ['5f 61 61 ff', 'cbor: expected a chunk or the break of the byte string at byte 0, at byte 1'],
    ['5f 5f ff ff', 'cbor: expected a chunk or the break of the byte string at byte 0, at byte 1'],
    ['7f 61 61', 'cbor: the text without a break wants 1 byte, 0 left, at byte 0'],
    ['c1', 'cbor: the content of a tag wants 1 byte, 0 left, at byte 0'],
    ['19 01', 'cbor: a head wants 3 bytes, 2 left, at byte 0'],
    ['80 1c', 'cbor: unexpected data after the value, at byte 1'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(decodeBytes(cborDecoder, bytes(hex))).toMatchObject({ ok: false, reason });
  });

  it('warns of equal keys, and of text that is not UTF-8 in a chunk', () => {
    const twice = decodeBytes(cborDecoder, bytes('a2 61 61 01 61 61 02'));
    expect(twice.ok && twice.warnings).toMatchObject([{ code: 'duplicate-key', at: 4 }]);
    // Two chunks that are valid only together (RFC 8949, section 3.2.3).
    const split = decodeBytes(cborDecoder, bytes('7f 61 c3 61 bc ff'));
    expect(split.ok && split.warnings.map(({ code }) => code)).toEqual([
      'invalid-utf8',
      'invalid-utf8',
    ]);
  });

  it('reads a sequence, and says so (RFC 8742)', () => {
    const decoded = decodeBytes(cborDecoder, bytes('01 82 02 03 61 78'));
    expect(decoded).toMatchObject({ ok: true, warnings: [{ code: 'trailing-data', at: 1 }] });
    expect(shown(cborDecoder, bytes('01 82 02 03 61 78'))).toBe('[1, [2, 3], "x"]');
    expect(decoded.table?.type(0)).toBe('sequence');
  });

  it('stops at the budget, with what is there', () => {
    const deep = Uint8Array.from([...Array(3000).fill(0x81), 0x01]);
    expect(decodeBytes(cborDecoder, deep)).toMatchObject({
      reason: 'cbor: nested deeper than 2000 levels, the limit, at byte 2000',
      table: { nodeCount: 2000 },
    });
    const wide = Uint8Array.from([0x9f, ...Array(65_535).fill(1), 0xff]);
    expect(decodeBytes(cborDecoder, wide, { maxNodes: 100 }).ok).toBe(false);
    expect(decodeBytes(cborDecoder, wide, { maxBytes: 1000 })).toMatchObject({
      reason: 'cbor: more than 1000 bytes, the limit, at byte 1000',
    });
    expect(decodeBytes(cborDecoder, wide)).toMatchObject({ ok: true });
    const tags = Uint8Array.from([...Array(100_000).fill(0xc1), 0x01]);
    expect(decodeBytes(cborDecoder, tags)).toMatchObject({ ok: true });
  });

  it('recognises what is plausible, and nothing by a byte or two', () => {
    const confidence = (hex: string) => cborDecoder.recognises(binary(bytes(hex)), {});
    expect(confidence('a1 61 61 01')).toBeGreaterThan(0.8);
    expect(confidence('d9 d9 f7 01')).toBeGreaterThan(0.9);
    expect(confidence('82 61 61 a1 61 62 61 63')).toBeGreaterThan(0.7);
    expect(confidence('a1 61 61 01 a1 61 61 02')).toBeGreaterThanOrEqual(0.5);
    for (const hex of [
      '01',
      '80',
      'a0',
      '81 01',
      '61 61',
      '41 61',
      '19 01 02',
      'a1 01 02 03',
      '',
    ]) {
      expect(confidence(hex)).toBeLessThan(0.5);
    }
    expect(cborDecoder.recognises({ ...binary(bytes('a1 61 61 01')), isText: true }, {})).toBe(0);
    expect(cborDecoder.recognises(textPayload('hello'), {})).toBe(0);
    expect(cborDecoder.recognises(binary(utf8('ehello')), {})).toBe(0);
  });

  it('leaves random bytes alone', () => {
    expect(falsePositives(cborDecoder, 5_000)).toBeLessThan(5);
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(cborDecoder, payloads.map(binary));
  }, 60_000);
});

describe('CBOR in diagnostic notation', () => {
  it.each([...appendixA, ...unusual])(
    'writes %s as %s, and back to the same bytes',
    (hex, text) => {
      const written = editText(cborDecoder, bytes(hex));
      expect(oneLine(written)).toBe(text);
      expect(readEdit(cborDecoder, written)).toBe(hex);
      expect(readEdit(cborDecoder, text)).toBe(hex);
    },
  );

  it('reads what people write', () => {
    const texts = [
      ["b64'AQI='", '42 01 02'],
      ["h'01 02'", '42 01 02'],
      ["'ab\\'c'", '44 61 62 27 63'],
      ['0x1F', '18 1f'],
      ['+1', '01'],
      ['-0', 'f9 80 00'],
      ['.5', 'f9 38 00'],
      ['1e3', 'f9 63 d0'],
      ['/ a comment / [1, # another\n 2 /* and */ , // one more\n 3]', '83 01 02 03'],
      ['18446744073709551616', 'c2 49 01 00 00 00 00 00 00 00 00'],
      ['-18446744073709551617', 'c3 49 01 00 00 00 00 00 00 00 00'],
      ['{ "a" : [ _ 1 ] }', 'a1 61 61 9f 01 ff'],
      ['1, "a", 3', '01 61 61 03'],
      ['1_0', '18 01'],
      ['NaN_1', 'f9 7e 00'],
      ['simple(0)', 'e0'],
    ] as const;
    for (const [text, hex] of texts) expect(readEdit(cborDecoder, text)).toBe(hex);
  });

  it.each([
    ['', 'cbor: expected a value (1:1)'],
    ['[1, 2', "cbor: expected ',' or ']' (1:6)"],
    ['{"a" 1}', "cbor: expected ':' (1:6)"],
    ['[\n  tru\n]', 'cbor: expected a value (2:3)'],
    ['1 2', 'cbor: expected a comma or the end (1:3)'],
    ['simple(24)', 'cbor: a simple value is from 0 to 23 or from 32 to 255 (1:1)'],
    ['300_0', 'cbor: 300 does not fit into _0 (1:1)'],
    ['1.1_1', 'cbor: 1.1 does not fit into _1 (1:1)'],
    ['-1(2)', 'cbor: -1 is no tag (1:1)'],
    ["h'0'", 'cbor: hex: half a byte, write 2 digits for each byte, at character 0 (1:1)'],
    ['"\\ud800"', 'cbor: half a surrogate pair cannot be sent (1:1)'],
    ['"\\q"', 'cbor: a text with an escape that JSON does not know (1:1)'],
    ['(_ 1)', 'cbor: expected a string (1:4)'],
    [`${'['.repeat(300)}`, 'cbor: nested deeper than 200 levels (1:201)'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(readEdit(cborDecoder, text)).toBe(problem);
  });

  it('agrees with cbor2 about the notation', () => {
    for (const [hex, text] of appendixA) {
      if (/_|e[-+]|0\.0000|^-?\d+\.0$/.test(text)) continue;
      expect(diagnose(bytes(hex)).replaceAll('_1', '').replaceAll('_3', '')).toBe(text);
    }
  });
});

const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.constant(undefined),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(1n << 64n), max: (1n << 64n) - 1n }),
    fc.double({ noNaN: true }),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 20 },
    ),
  ),
})).value;
/** What plainValue makes of big integers. */
const asNumbers = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asNumbers);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asNumbers(each)]));
};

describe('CBOR beside cborg and cbor2', () => {
  it('reads what cborg writes', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        // cborg makes Buffers in Node.js.
        const encoded = Uint8Array.from(encode(value));
        deepStrictEqual(
          asNumbers(plainValue(tableOf(cborDecoder, encoded))),
          asNumbers(decode(encoded)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('writes, from the editor, what both libraries read', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        // cborg makes Buffers in Node.js.
        const encoded = Uint8Array.from(encode(value));
        const copy = editedCopy(cborDecoder, encoded);
        deepStrictEqual(copy, encoded);
        deepStrictEqual(decode(copy), decode(encoded));
      }),
      { numRuns: 300 },
    );
    const sample = bytes('a2 61 61 9f 01 f9 3e 00 ff 61 62 7f 61 78 ff');
    deepStrictEqual(decodeByCbor2(editedCopy(cborDecoder, sample)), { a: [1, 1.5], b: 'x' });
  });

  it('keeps the value of every vector in the editor', () => {
    for (const payload of payloads) {
      const copy = tableOf(cborDecoder, editedCopy(cborDecoder, payload));
      expect(outline(copy, true)).toBe(outline(tableOf(cborDecoder, payload), true));
    }
  });
});
