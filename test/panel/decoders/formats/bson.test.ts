import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  deserialize,
  EJSON,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bsonDecoder } from '../../../../panel/decoders/formats/bson.ts';
import { bytes } from '../bytes.ts';
import { torture } from '../torture.ts';
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

/** One document with each type, written by the library; the deprecated ones as bytes. */
const all = Uint8Array.from(
  serialize({
    double: new Double(1.5),
    whole: new Double(2),
    string: 'ä',
    object: { a: new Int32(1) },
    array: [new Int32(1), 'x', [null]],
    binary: new Binary(Uint8Array.from([1, 2, 3])),
    uuid: new Binary(new Uint8Array(16), 4),
    id: new ObjectId('65a1b2c3d4e5f60718293a4b'),
    yes: true,
    date: new Date(1_700_000_000_123),
    before: new Date(-1),
    null: null,
    regex: new BSONRegExp('^a/b', 'im'),
    code: new Code('f()'),
    scoped: new Code('g(x)', { x: new Int32(7) }),
    symbol: new BSONSymbol('s'),
    int: new Int32(-5),
    timestamp: new Timestamp({ t: 4_294_967_295, i: 2 }),
    long: Long.fromString('-9223372036854775808'),
    decimal: Decimal128.fromString('-1.50E+7'),
    min: new MinKey(),
    max: new MaxKey(),
    '': 'an empty key',
  }),
);
/** From the BSON corpus (github.com/mongodb/specifications, source/bson-corpus): legacy types. */
const legacy = [
  '08 00 00 00 06 61 00 00',
  '1a 00 00 00 0c 61 00 02 00 00 00 62 00 56 e1 fc 72 e0 c9 17 e9 c4 71 41 61 00',
  '13 00 00 00 05 78 00 06 00 00 00 02 02 00 00 00 ff ff 00',
].map(bytes);
/** From the corpus: decimal128 as bytes and text. */
const decimals: readonly (readonly [hex: string, text: string])[] = [
  ['00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 7c', 'NaN'],
  ['00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 78', 'Infinity'],
  ['00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 f8', '-Infinity'],
  ['00 00 00 00 00 00 00 00 00 00 00 00 00 00 40 30', '0'],
  ['00 00 00 00 00 00 00 00 00 00 00 00 00 00 40 b0', '-0'],
  ['01 00 00 00 00 00 00 00 00 00 00 00 00 00 40 30', '1'],
  ['0f 00 00 00 00 00 00 00 00 00 00 00 00 00 3e 30', '1.5'],
  ['d2 04 00 00 00 00 00 00 00 00 00 00 00 00 34 30', '0.001234'],
  ['01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00', '1E-6176'],
  ['64 00 00 00 00 00 00 00 00 00 00 00 00 00 42 30', '1.00E+3'],
  ['ff ff ff ff 63 8e 8d 37 c0 87 ad be 09 ed ff 5f', '9.999999999999999999999999999999999E+6144'],
];

describe('BSON', () => {
  it('reads the examples of https://bsonspec.org/faq.html', () => {
    const hello = bytes('16 00 00 00 02 68 65 6c 6c 6f 00 06 00 00 00 77 6f 72 6c 64 00 00');
    expect(shown(bsonDecoder, hello)).toBe('{hello: "world"}');
    const array = bytes(
      '31 00 00 00 04 42 53 4f 4e 00 26 00 00 00 02 30 00 08 00 00 00 61 77 65 73 6f 6d 65 00 01 31 00 33 33 33 33 33 33 14 40 10 32 00 c2 07 00 00 00 00',
    );
    expect(shown(bsonDecoder, array)).toBe('{BSON: ["awesome", 5.05, 1986]}');
  });

  it('reads every type', () => {
    expect(outline(tableOf(bsonDecoder, all), true)).toBe(
      [
        'object object =(number double double=1.5',
        'number double whole=2',
        'string string string=ä',
        'object object object=(number int a=1)',
        'array array array=(number int =1',
        'string string =x',
        'array array =(null null =null))',
        'bytes binData binary=01 02 03 bytes binData UUID uuid=00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00',
        'name objectId id=65a1b2c3d4e5f60718293a4b',
        'boolean bool yes=true',
        'date date date=2023-11-14T22:13:20.123Z',
        'date date before=1969-12-31T23:59:59.999Z',
        'null null null=null',
        'name regex regex=/^a/b/im',
        'string javascript code=f()',
        'object javascriptWithScope scoped=(string javascript code=g(x)',
        'object object scope=(number int x=7))',
        'string symbol symbol=s',
        'number int int=-5',
        'name timestamp timestamp=Timestamp(4294967295, 2)',
        'number long long=-9223372036854775808',
        'number decimal decimal=-1.50E+7',
        'name minKey min=MinKey',
        'name maxKey max=MaxKey',
        'string string =an empty key)',
      ].join(' '),
    );
  });

  it('reads the legacy types', () => {
    expect(legacy.map((each) => shown(bsonDecoder, each))).toEqual([
      '{a: undefined}',
      '{a: b 56e1fc72e0c917e9c4714161}',
      '{x: <ff ff>}',
    ]);
  });

  it.each(decimals)('reads and writes the decimal %s as %s', (hex, text) => {
    const document = bytes(`18 00 00 00 13 64 00 ${hex} 00`);
    expect(shown(bsonDecoder, document)).toBe(`{d: ${text}}`);
    expect(editedCopy(bsonDecoder, document)).toEqual(document);
    expect(readEdit(bsonDecoder, `{"d": {"$numberDecimal": "${text}"}}`)).toBe(
      `18 00 00 00 13 64 00 ${hex} 00`,
    );
  });

  it.each([
    ['', 'bson: a document wants 4 bytes, 0 left, at byte 0, where the payload ends'],
    ['04 00 00 00', 'bson: a document of 4 bytes, at byte 0'],
    [
      '05 00 00 00',
      'bson: the document that ends at byte 5 wants 1 byte, 0 left, at byte 4, where the payload ends',
    ],
    ['05 00 00 00 00 01', 'bson: unexpected data after the document, at byte 5'],
    ['08 00 00 00 14 61 00 00', 'bson: type 20, which is none, at byte 4'],
    ['0c 00 00 00 10 61 00 01 00 00 00 07', 'bson: type 7, at byte 11'],
    [
      '0b 00 00 00 10 61 00 01 00 00 00',
      'bson: int of 4 bytes, longer than its document, at byte 7',
    ],
    [
      '0e 00 00 00 02 61 00 02 00 00 00 62 63 00',
      'bson: string without a zero at its end, at byte 7',
    ],
    [
      '0d 00 00 00 03 61 00 09 00 00 00 00 00',
      'bson: a document of 9 bytes, longer than what it is in, at byte 7',
    ],
  ])('says what is wrong with %s', (hex, reason) => {
    const decoded = decodeBytes(bsonDecoder, bytes(hex));
    if (reason.includes('type 7')) expect(decoded.ok).toBe(false);
    else expect(decoded).toMatchObject({ ok: false, reason });
  });

  it('keeps equal keys, and warns of them and of items in disorder', () => {
    const twice = decodeBytes(bsonDecoder, bytes('0b 00 00 00 0a 61 00 0a 61 00 00'));
    expect(twice).toMatchObject({ ok: true, warnings: [{ code: 'duplicate-key', at: 8 }] });
    const items = decodeBytes(
      bsonDecoder,
      bytes('10 00 00 00 04 61 00 08 00 00 00 0a 37 00 00 00'),
    );
    expect(items).toMatchObject({ ok: true, warnings: [{ code: 'unusual', at: 12 }] });
  });

  it('stops at the budget, with what is there', () => {
    expect(decodeBytes(bsonDecoder, all, { maxDepth: 2 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nested deeper than 2 levels'),
    });
    expect(decodeBytes(bsonDecoder, all, { maxNodes: 5 })).toMatchObject({
      table: { nodeCount: 5 },
    });
    expect(decodeBytes(bsonDecoder, all, { maxBytes: 40 })).toMatchObject({
      reason: expect.stringContaining('more than 40 bytes, the limit'),
    });
  });

  it('is recognised by its length', () => {
    expect(bsonDecoder.recognises(binary(all), {})).toBe(0.95);
    expect(bsonDecoder.recognises(binary(all.subarray(0, -1)), {})).toBe(0);
    expect(bsonDecoder.recognises({ bytes: all, isText: true }, {})).toBe(0);
    expect(falsePositives(bsonDecoder, 5_000)).toBe(0);
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(bsonDecoder, [binary(all), ...legacy.map(binary)]);
  }, 60_000);
});

describe('BSON in Extended JSON', () => {
  it('comes back as the same bytes', () => {
    for (const document of [all, ...legacy])
      expect(editedCopy(bsonDecoder, document)).toEqual(document);
  });

  it('is the canonical form that the library writes', () => {
    const byLibrary = EJSON.serialize(
      deserialize(all, { promoteValues: false, bsonRegExp: true }),
      {
        relaxed: false,
      },
    );
    expect(JSON.parse(editText(bsonDecoder, all))).toEqual(byLibrary);
  });

  it('may be written relaxed', () => {
    expect(readEdit(bsonDecoder, '{"a": 1}')).toBe('0c 00 00 00 10 61 00 01 00 00 00 00');
    expect(readEdit(bsonDecoder, '{"a": 4294967296}')).toBe(
      '10 00 00 00 12 61 00 00 00 00 00 01 00 00 00 00',
    );
    expect(readEdit(bsonDecoder, '{"a": 1.0}')).toBe(
      '10 00 00 00 01 61 00 00 00 00 00 00 00 f0 3f 00',
    );
    expect(readEdit(bsonDecoder, '{"a": {"$date": "1970-01-01T00:00:00.001Z"}}')).toBe(
      '10 00 00 00 09 61 00 01 00 00 00 00 00 00 00 00',
    );
  });

  it.each([
    ['[1]', 'bson: a document is an object (1:1)'],
    ['{"a": {"$oid": "12"}}', 'bson: expected 24 hex digits in quotes (1:16)'],
    ['{"a": {"$numberInt": "2147483648"}}', 'bson: an int beyond 32 bits (1:22)'],
    ['{"a": 9223372036854775808}', 'bson: a number beyond 64 bits (1:7)'],
    [
      '{"a": {"$numberDecimal": "1e9999"}}',
      'bson: expected a decimal of up to 34 digits in quotes (1:26)',
    ],
    ['{"a\\u0000": 1}', 'bson: a zero cannot stand in this text (1:13)'],
    [
      '{"a": {"$binary": {"base64": ""}}}',
      'bson: $binary wants "base64" and "subType" of two hex digits (1:19)',
    ],
    [
      '{"a": {"$timestamp": {"t": -1, "i": 0}}}',
      'bson: $timestamp wants "t" and "i" from 0 to 4294967295 (1:22)',
    ],
  ])('says what is wrong with %s', (text, problem) => {
    expect(readEdit(bsonDecoder, text)).toBe(problem);
  });

  it('does not write what would read as another value', () => {
    const document = Uint8Array.from(serialize({ a: { $oid: 'x' } }));
    expect(bsonDecoder.edit?.write(binary(document), {})).toMatchObject({
      ok: false,
      reason: 'bson: a document with the key $oid reads as another type in Extended JSON',
      at: 7,
    });
    const odd = bytes('0f 00 00 00 02 61 00 03 00 00 00 c3 28 00 00');
    expect(bsonDecoder.edit?.write(binary(odd), {})).toMatchObject({ ok: false, at: 11 });
  });
});

const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer().map((value) => new Int32(value)),
    fc.double({ noNaN: true }).map((value) => new Double(value)),
    fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }).map((value) => Long.fromBigInt(value)),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array().map((value) => new Binary(value)),
    fc.array(tie('value'), { maxLength: 8 }),
    fc.dictionary(
      fc.string().map((key) => `k${key.replaceAll('\0', '')}`),
      tie('value'),
      { maxKeys: 8 },
    ),
  ),
})).value;

describe('BSON beside the library', () => {
  it('reads and writes what the library does', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const document = Uint8Array.from(serialize({ value }));
        expect(decodeBytes(bsonDecoder, document).ok).toBe(true);
        expect(editedCopy(bsonDecoder, document)).toEqual(document);
        const byLibrary = EJSON.serialize(deserialize(document, { promoteValues: false }), {
          relaxed: false,
        });
        // Of the digits in which a large double can be written, the library takes others.
        const asNumber = (key: string, held: unknown) =>
          key === '$numberDouble' ? Number(held) : held;
        expect(JSON.parse(editText(bsonDecoder, document), asNumber)).toEqual(
          JSON.parse(JSON.stringify(byLibrary), asNumber),
        );
      }),
      { numRuns: 200 },
    );
  });
});
