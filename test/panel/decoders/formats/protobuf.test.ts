import { create, toBinary } from '@bufbuild/protobuf';
import { StructSchema, TimestampSchema } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import {
  protobufDecoder,
  protobufDelimitedDecoder,
} from '../../../../panel/decoders/formats/protobuf.ts';
import { bytes, childrenByLinks, textPayload, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import {
  binary,
  decodeBytes,
  editedCopy,
  editText,
  falsePositives,
  readEdit,
  shown,
  tableOf,
} from './value-tests.ts';

/** Each node as `key type text`. */
function fields(hex: string, node = 0): string[] {
  const table = tableOf(protobufDecoder, bytes(hex));
  return childrenByLinks(table, node).map((child) =>
    `${table.key(child)} ${table.type(child)} ${table.text(child)}`.trim(),
  );
}

const person =
  '0a 03 41 64 61 10 96 01 1a 0f 0a 0d 61 64 61 40 65 78 61 6d 70 6c 65 2e 6f 22 04 03 8e 02 1d 29 00 00 00 00 00 00 f8 3f 35 00 00 20 40';

describe('Protobuf without a schema', () => {
  it('reads the examples of https://protobuf.dev/programming-guides/encoding/', () => {
    expect(fields('08 96 01')).toEqual(['1 varint · sint64 75 150']);
    expect(fields('12 07 74 65 73 74 69 6e 67')).toEqual(['2 string testing']);
    expect(shown(protobufDecoder, bytes('1a 03 08 96 01'))).toBe('{"3": {"1": 150}}');
    expect(fields('22 05 68 65 6c 6c 6f 28 01 28 02 28 03')).toEqual([
      '4 string hello',
      '5 varint · true · sint64 -1 1',
      '5 varint · sint64 1 2',
      '5 varint · sint64 -2 3',
    ]);
    expect(fields('32 06 03 8e 02 9e a7 05')).toEqual([
      '6 bytes · or packed varints 3, 270, 86942 03 8e 02 9e a7 05',
    ]);
    expect(fields('08 fe ff ff ff ff ff ff ff ff 01')).toEqual([
      '1 varint · uint64 18446744073709551614 · sint64 9223372036854775807 -2',
    ]);
  });

  it('shows numbers in their likeliest reading, and names the others', () => {
    expect(fields('09 00 00 00 00 00 00 f8 3f')).toEqual([
      '1 fixed64 · double · uint64 4609434218613702656 1.5',
    ]);
    expect(fields('09 05 00 00 00 00 00 00 00')).toEqual([
      '1 fixed64 · uint64 · double 2.5e-323 5',
    ]);
    expect(fields('0d 00 00 c0 3f')).toEqual(['1 fixed32 · float · uint32 1069547520 1.5']);
    expect(fields('0d ff ff ff ff')).toEqual([
      '1 fixed32 · uint32 · float NaN · int32 -1 4294967295',
    ]);
    // Bytes that could be a varint of 8 bytes, and are none.
    expect(fields('09 80 80 80 80 80 80 f8 3f')[0]).toMatch(/^1 fixed64 · double .* 1\.5\d+$/);
    expect(fields('08 00 10 01')).toEqual(['1 varint · false 0', '2 varint · true · sint64 -1 1']);
  });

  it('tells texts, messages and bytes apart, and says what else they might be', () => {
    expect(fields('0a 02 08 01')).toEqual(['1 message']);
    expect(fields('0a 00')).toEqual(['1 string · or an empty message']);
    expect(fields('0a 02 28 31')).toEqual(['1 string · or a message (1']);
    expect(fields('0a 02 ff ff')).toEqual(['1 bytes ff ff']);
    expect(fields('0a 08 00 00 80 3f 00 00 00 40')[0]).toContain('packed floats 1, 2');
    expect(fields('0a 02 0a 41')[0]).toBe('1 string \nA');
  });

  it('reads groups', () => {
    expect(shown(protobufDecoder, bytes('0b 10 05 1a 01 61 0c 20 07'))).toBe(
      '{"1": {"2": 5, "3": "a"}, "4": 7}',
    );
  });

  it('knows the bytes of every field, tag and length included', () => {
    const table = tableOf(protobufDecoder, bytes('08 96 01 12 02 68 69'));
    const ranges = childrenByLinks(table, 0).map((node) => [
      table.keyByteOffset(node),
      table.keyByteLength(node),
      table.byteOffset(node),
      table.byteLength(node),
    ]);
    expect(ranges).toEqual([
      [0, 1, 1, 2],
      [3, 1, 4, 3],
    ]);
    expect(table.content(2)).toEqual(utf8('hi'));
  });

  it.each([
    ['08', 'protobuf: a varint that does not end, at byte 1, where the payload ends'],
    ['08 ff', 'protobuf: a varint that does not end, at byte 1'],
    ['00 01', 'protobuf: field number 0, at byte 0'],
    ['0f', 'protobuf: wire type 7, which is none, at byte 0'],
    ['12 05 61', 'protobuf: a field wants 5 bytes, 1 left, at byte 0'],
    ['09 00', 'protobuf: a fixed64 wants 8 bytes, 1 left, at byte 0'],
    ['0c', 'protobuf: the end of group 1, which is not open, at byte 0'],
    [
      '0b 08 01',
      'protobuf: the end of group 1 that does not end, at byte 3, where the payload ends',
    ],
    ['ff ff ff ff ff', 'protobuf: a tag that does not end, at byte 0'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(decodeBytes(protobufDecoder, bytes(hex))).toMatchObject({ ok: false, reason });
  });

  it('recognises messages, and leaves text and small numbers alone', () => {
    const confidence = (hex: string) => protobufDecoder.recognises(binary(bytes(hex)), {});
    expect(confidence(person)).toBeGreaterThanOrEqual(0.6);
    expect(confidence('08 01 12 0b 68 65 6c 6c 6f 20 77 6f 72 6c 64')).toBeGreaterThanOrEqual(0.5);
    // The same text in field 20000, of which there are few.
    expect(confidence('82 e2 09 0b 68 65 6c 6c 6f 20 77 6f 72 6c 64')).toBeLessThan(0.5);
    for (const hex of ['08 01', '', '08 96 01', '12 02 68 69', '81 a1 61 01', 'a1 61 61 01']) {
      expect(confidence(hex)).toBeLessThan(0.5);
    }
    const text = '"\u0024hello world, this looks like field 4"';
    expect(protobufDecoder.recognises(binary(utf8(text)), {})).toBe(0);
    expect(protobufDecoder.recognises(textPayload('\n\u0003abc'), {})).toBe(0);
    expect(protobufDecoder.recognises(binary(utf8('{"a": 1}')), {})).toBe(0);
  });

  it('leaves random bytes alone', () => {
    expect(falsePositives(protobufDecoder, 5_000)).toBeLessThan(5);
    expect(falsePositives(protobufDelimitedDecoder, 5_000)).toBeLessThan(5);
  });

  it('looks at each byte of deeply nested messages about once', () => {
    let nested = bytes('08 01');
    for (let depth = 0; depth < 1500; depth += 1) {
      const length = nested.length;
      const head = length < 128 ? [0x0a, length] : [0x0a, 0x80 | (length & 0x7f), length >> 7];
      nested = Uint8Array.from([...head, ...nested]);
    }
    const decoded = decodeBytes(protobufDecoder, nested);
    expect(decoded).toMatchObject({ ok: true, table: { nodeCount: 1502 } });
    expect(decodeBytes(protobufDecoder, nested, { maxDepth: 100 })).toMatchObject({
      ok: false,
      table: { nodeCount: 100 },
    });
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    const payloads = [person, '0b 10 05 1a 01 61 0c 20 07', '32 06 03 8e 02 9e a7 05'];
    torture(
      protobufDecoder,
      payloads.map((hex) => binary(bytes(hex))),
    );
  }, 60_000);
});

const { root } = protobuf.parse(`
  syntax = "proto2";
  message Everything {
    optional int64 a = 1; optional sint32 b = 2; optional fixed64 c = 3; optional float d = 4;
    optional double e = 5; optional string f = 6; optional bytes g = 7; repeated int32 h = 8;
    optional Everything i = 9; optional bool j = 10;
  }`);
const everything = root.lookupType('Everything');

describe('Protobuf without a schema, beside the libraries', () => {
  it('reads whatever protobufjs writes', () => {
    const message = fc.record(
      {
        a: fc.integer(),
        b: fc.integer(),
        c: fc.nat(),
        d: fc.float({ noNaN: true }),
        e: fc.double({ noNaN: true }),
        f: fc.string({ unit: 'grapheme' }),
        g: fc.uint8Array(),
        h: fc.array(fc.integer()),
        j: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(message, message, (outer, inner) => {
        const encoded = everything.encode(everything.fromObject({ ...outer, i: inner })).finish();
        const table = tableOf(protobufDecoder, Uint8Array.from(encoded));
        const keys = childrenByLinks(table, 0).map((node) => table.key(node));
        const sent = Object.keys({ ...outer, i: 1 }).filter(
          (key) => key !== 'h' || (outer.h ?? []).length > 0,
        );
        const numbers = sent.map((key) => 'abcdefghij'.indexOf(key) + 1).sort((x, y) => x - y);
        expect([...new Set(keys.map(Number))].sort((x, y) => x - y)).toEqual(numbers);
      }),
      { numRuns: 200 },
    );
  });

  it('recognises what @bufbuild/protobuf writes', () => {
    const struct = create(StructSchema, {
      fields: {
        name: { kind: { case: 'stringValue', value: 'Ada' } },
        score: { kind: { case: 'numberValue', value: 2.5 } },
      },
    });
    const encoded = toBinary(StructSchema, struct);
    expect(protobufDecoder.recognises(binary(encoded), {})).toBeGreaterThanOrEqual(0.6);
    expect(shown(protobufDecoder, encoded)).toBe(
      '{"1": {"1": "name", "2": {"3": "Ada"}}, "1": {"1": "score", "2": {"2": 2.5}}}',
    );
    const time = toBinary(TimestampSchema, create(TimestampSchema, { seconds: 5n, nanos: 7 }));
    expect(shown(protobufDecoder, time)).toBe('{"1": 5, "2": 7}');
  });
});

describe('Protobuf without a schema, in the editor', () => {
  it('is a list of fields', () => {
    const texts = [
      ['08 96 01', '[\n  [1, "varint", 150]\n]'],
      ['08 ff ff ff ff ff ff ff ff ff 01', '[\n  [1, "varint", -1]\n]'],
      ['09 00 00 00 00 00 00 f8 3f', '[\n  [1, "double", 1.5]\n]'],
      ['09 05 00 00 00 00 00 00 00', '[\n  [1, "fixed64", 5]\n]'],
      ['0d ff ff ff ff', '[\n  [1, "fixed32", 4294967295]\n]'],
      ['12 02 68 69', '[\n  [2, "string", "hi"]\n]'],
      // Fits a message, but the tag is longer than it must be.
      ['12 03 88 00 01', '[\n  [2, "bytes", "iAAB"]\n]'],
      ['12 02 ff ff', '[\n  [2, "bytes", "//8="]\n]'],
      ['1a 02 08 01', '[\n  [3, "message", [\n    [1, "varint", 1]\n  ]]\n]'],
      ['0b 10 05 0c', '[\n  [1, "group", [\n    [2, "varint", 5]\n  ]]\n]'],
    ] as const;
    for (const [hex, text] of texts) {
      expect(editText(protobufDecoder, bytes(hex))).toBe(text);
      expect(readEdit(protobufDecoder, text)).toBe(hex);
    }
    expect(readEdit(protobufDecoder, '[[1, "sint", -2], [1, "varint", "150"]]')).toBe(
      '08 03 08 96 01',
    );
  });

  it('comes back as the same bytes, whatever protobufjs has written', () => {
    const text = fc.string({ unit: 'binary' });
    const message = fc.record(
      {
        a: fc.integer(),
        d: fc.float(),
        e: fc.double(),
        f: text,
        g: fc.uint8Array(),
        j: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(message, message, (outer, inner) => {
        const value = everything.fromObject({ ...outer, i: inner });
        const encoded = Uint8Array.from(everything.encode(value).finish());
        expect(editedCopy(protobufDecoder, encoded)).toEqual(encoded);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['{}', 'protobuf: expected a list of fields [number, "how", value] (1:1)'],
    ['[[1, "varint"]]', 'protobuf: expected a field [number, "how", value] (1:2)'],
    ['[[0, "varint", 1]]', 'protobuf: a field number is from 1 to 536870911 (1:3)'],
    [
      '[[1, "toString", 1]]',
      'protobuf: expected one of varint, sint, double, fixed64, float, fixed32, string, bytes, message, group (1:6)',
    ],
    [
      '[[1, "varint", 18446744073709551616]]',
      'protobuf: expected a whole number of 64 bits (1:16)',
    ],
    ['[[1, "fixed32", 1.5]]', 'protobuf: expected a whole number of 32 bits (1:17)'],
    ['[[1, "string", 1]]', 'protobuf: expected a text (1:16)'],
    ['[[1, "bytes", "*"]]', 'protobuf: expected base64 in quotes (1:15)'],
    ['[[1, "double", "x"]]', 'protobuf: expected a number (1:16)'],
    ['[[1, "message", 5]]', 'protobuf: expected a list of fields [number, "how", value] (1:17)'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(readEdit(protobufDecoder, text)).toBe(problem);
  });
});

describe('delimited Protobuf', () => {
  const stream = `2b ${person} 2b ${person} 02 08 01`
    .replace('2b', bytes(person).length.toString(16))
    .replace(' 2b ', ` ${bytes(person).length.toString(16)} `);

  it('reads messages that are each preceded by their length', () => {
    expect(shown(protobufDelimitedDecoder, bytes('02 08 01 00 03 12 01 61'))).toBe(
      '[{"1": 1}, {}, {"2": "a"}]',
    );
    expect(tableOf(protobufDelimitedDecoder, bytes(stream)).childCount(0)).toBe(3);
  });

  it('is recognised by several messages that fit', () => {
    const confidence = protobufDelimitedDecoder.recognises(binary(bytes(stream)), {});
    expect(confidence).toBeGreaterThanOrEqual(0.5);
    expect(protobufDecoder.recognises(binary(bytes(stream)), {})).toBe(0);
    expect(protobufDelimitedDecoder.recognises(binary(bytes('02 08 01')), {})).toBeLessThan(0.5);
  });

  it('says what is missing', () => {
    expect(decodeBytes(protobufDelimitedDecoder, bytes('02 08 01 05 08'))).toMatchObject({
      ok: false,
      reason: 'protobuf-delimited: a message wants 5 bytes, 1 left, at byte 3',
    });
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(protobufDelimitedDecoder, [binary(bytes(stream))]);
  }, 60_000);
});
