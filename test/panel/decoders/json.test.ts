import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDecoder } from '../../../panel/decoders/json.ts';
import {
  bytes,
  childrenByLinks,
  decodeJson,
  jsonTable,
  plainValue,
  textPayload,
  utf8,
} from './bytes.ts';
import { torture } from './torture.ts';

const sample =
  '{"a":[1,-2.5e+10,true,false,null],"b\\u00e9\\n":{"é€😀":"x\\"\\\\\\/\\uD83D\\uDE00"},"":[]}';

/** Texts that RFC 8259 accepts, after the manner of JSONTestSuite's y_*. */
const accepted = [
  '[]',
  '{}',
  ' [ ] ',
  '\t\n\r {}\n',
  '0',
  '-0',
  '1e5',
  '1E+5',
  '1e-05',
  '-1.0e+2',
  '123456789012345678901234567890',
  '0.10000000000000000000000000000001',
  '1e400',
  'true',
  'null',
  '""',
  '"\\u0000"',
  '"\\uD834\\uDD1E"',
  '"\\ud834\\udd1e"',
  '"\\uDFAA"',
  '"\\uD800\\n"',
  '"\\uD800\\uD800\\uDC00"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\u007f"',
  '"\ufeffa"',
  '"\u2028\u2029\ufeff"',
  '"\u{10ffff}\ufffe"',
  '{"a":{"a":{"a":[]}}}',
  '{"":0}',
  '{"a":1,"a":1}',
  '{"\\u0000":1}',
  '[[[[[]]]]]',
  '[1 , 2\n,\r3]',
  '{ "a" : 1 }',
];

/** Texts that RFC 8259 rejects, after the manner of JSONTestSuite's n_*. */
const rejected = [
  '',
  ' ',
  '[',
  ']',
  '{',
  '}',
  '[1,]',
  '[,1]',
  '[1,,2]',
  '[1 2]',
  '[1}',
  '{"a":1]',
  '{"a":1,}',
  '{,"a":1}',
  '{"a"}',
  '{"a":}',
  '{"a" 1}',
  '{"a"::1}',
  '{a:1}',
  "{'a':1}",
  '{1:1}',
  '{"a":1 "b":2}',
  '[]]',
  '{}{}',
  '[] x',
  '1 2',
  '01',
  '-01',
  '-',
  '+1',
  '.5',
  '1.',
  '1.e1',
  '1e',
  '1e+',
  '1ee2',
  '1.2.3',
  '0x10',
  'NaN',
  'Infinity',
  '-Infinity',
  'nul',
  'nulll',
  'True',
  'truefalse',
  '"',
  '"abc',
  '"\\',
  '"\\"',
  '"\\x00"',
  '"\\a"',
  '"\\u12"',
  '"\\u123g"',
  '"\\u"',
  '"\\U0041"',
  '"\\uD834\\uDD1"',
  '"\n"',
  '"\t"',
  '"\u0000"',
  '"\u001f"',
  "'a'",
  '[1]//x',
  '/* */[]',
  '#',
  '\u00a0[]',
  '\u2060[]',
  '[\u000c]',
  '[\u000b1]',
  '\u0000',
  '[1]\u0000',
  '{"a":"b"}#',
  '[undefined]',
  '[-foo]',
  '[1,\n2',
  '﹛﹜',
];

describe('JSON decoder', () => {
  it.each(accepted)('accepts %j', (text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(plainValue(jsonTable(text))).toStrictEqual(JSON.parse(text));
  });

  it.each(rejected)('rejects %j', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(decodeJson(text).ok).toBe(false);
  });

  it('gives every value that JSON.parse gives', () => {
    const anyText = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom('\ud800', '\udc00', '"', '\\', '__proto__', 'constructor'),
      ),
    });
    const anyValue = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        anyText,
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 20 }),
        fc
          .array(fc.tuple(anyText, tie('value')), { maxLength: 20 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    })).value;
    fc.assert(
      fc.property(anyValue, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // Not toStrictEqual, which mistakes a key named constructor.
        deepStrictEqual(plainValue(jsonTable(text)), JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts what JSON.parse accepts, whatever is changed in a valid text', () => {
    const pieces = [...'{}[]:,"\\u0e19.+- \n\u0000é', 'true', 'null', '\\u12', 'd8'];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sample.length), fc.nat(2), fc.constantFrom(...pieces)), {
          minLength: 1,
          maxLength: 3,
        }),
        (edits) => {
          let text = sample;
          for (const [at, removed, added] of edits) {
            text = text.slice(0, at) + added + text.slice(at + removed);
          }
          // Half a surrogate pair in the text itself cannot be written as UTF-8.
          expect(decodeJson(text.toWellFormed()).ok).toBe(isParsed(text.toWellFormed()));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never throws and keeps its links whole, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...utf8('{}[]",:\\u1 tfn0')), fc.nat(255))),
        (input) => {
          const decoded = decodeJson(Uint8Array.from(input));
          if (!decoded.table) return;
          for (let node = 0; node < decoded.table.nodeCount; node += 1) {
            const children = childrenByLinks(decoded.table, node);
            expect(children.length).toBe(decoded.table.childCount(node));
            for (const child of children) expect(decoded.table.parent(child)).toBe(node);
            decoded.table.text(node);
            decoded.table.key(node);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('says where each value and key stands, quotes and brackets included', () => {
    const source = utf8(' {"é": [10, "x"]} ');
    const table = jsonTable(source);
    const slice = (at: number, length: number) =>
      new TextDecoder().decode(source.subarray(at, at + length));
    const shown = [0, 1, 2, 3].map((node) => slice(table.byteOffset(node), table.byteLength(node)));
    expect(shown).toEqual(['{"é": [10, "x"]}', '[10, "x"]', '10', '"x"']);
    expect(slice(table.keyByteOffset(1), table.keyByteLength(1))).toBe('"é"');
    expect([table.keyByteOffset(0), table.keyByteLength(0), table.key(0)]).toEqual([
      -1,
      0,
      undefined,
    ]);
    expect(table.nextSibling(0)).toBe(-1);
    expect(() => table.kind(4)).toThrow(RangeError);
  });

  it('reports every truncation at its end, with what could be read', () => {
    const source = utf8(sample);
    for (let length = 0; length < source.length; length += 1) {
      const decoded = decodeJson(source.subarray(0, length));
      expect(decoded).toMatchObject({ ok: false });
      if (decoded.ok) return;
      // A word such as `tru` is named where it begins.
      expect(decoded.at).toBeGreaterThan(length - 5);
      expect(decoded.at).toBeLessThanOrEqual(length);
      expect(decoded.reason).toMatch(/^json: .* at byte \d+/);
      expect(decoded.table === undefined).toBe(length === 0);
    }
    const half = decodeJson('{"a":[1,2],"b":[3,{"c"');
    expect(half.table && plainValue(half.table)).toEqual({ a: [1, 2], b: [3, {}] });
    expect(half.table?.byteLength(0)).toBe(22);
  });

  it.each([
    ['', 'json: expected a value at byte 0, where the payload ends'],
    ['{"a":1 "b":2}', "json: expected ',' or '}' at byte 7"],
    ['[1 2]', "json: expected ',' or ']' at byte 3"],
    ['{"a" 1}', "json: expected ':' at byte 5"],
    ['{a:1}', "json: expected a key or '}' at byte 1"],
    ['{"a":1,}', 'json: expected a key at byte 7'],
    ['[x]', "json: expected a value or ']' at byte 1"],
    ['[1,]', 'json: expected a value at byte 3'],
    ['{}x', 'json: unexpected data after the value at byte 2'],
    ['[1]\n[2]', 'json: unexpected data after the value at byte 4'],
    ['[01]', 'json: a number that begins with 0 at byte 1'],
    ['[1.]', 'json: expected a digit at byte 3'],
    ['[trux]', "json: expected 'true' at byte 1"],
    ['"a', `json: expected '"' at byte 2, where the payload ends`],
    ['"\\x"', "json: expected one of \"\\/bfnrtu after '\\' at byte 2"],
    ['"\\u12g4"', 'json: expected 4 hex digits after \\u at byte 5'],
    ['"a\tb"', 'json: a control character in a string, which JSON wants escaped, at byte 2'],
  ])('says what is wrong with %j', (text, reason) => {
    expect(decodeJson(text)).toMatchObject({ ok: false, reason });
  });

  it('keeps numbers as they were written', () => {
    const text = '[12345678901234567890, 1.10, -0, 1E5, 1e400]';
    const table = jsonTable(text);
    const numbers = childrenByLinks(table, 0).map((node) => table.text(node));
    expect(numbers).toEqual(['12345678901234567890', '1.10', '-0', '1E5', '1e400']);
  });

  it('keeps duplicate keys and names them, also when they are escaped differently', () => {
    const decoded = decodeJson('{"a":1,"b":{"a":2},"\\u0061":3,"a":[{"a":0,"a":0}]}');
    if (!decoded.ok) throw new Error(decoded.reason);
    const keys = childrenByLinks(decoded.table, 0).map((node) => decoded.table.key(node));
    expect(keys).toEqual(['a', 'b', 'a', 'a']);
    expect(decoded.warnings.map(({ code, at }) => [code, at])).toEqual([
      ['duplicate-key', 19],
      ['duplicate-key', 30],
      ['duplicate-key', 42],
    ]);
    expect(decoded.warnings[0]?.message).toContain('"a"');
  });

  it('finds exactly the duplicate keys of objects of any size', () => {
    const key = fc.constantFrom(
      'a',
      'b',
      '\\u0061',
      '\\u0062',
      'aa',
      'bb',
      ...[...'cdefghijklmnop'],
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 30 }), fc.nat(3), (keys, depth) => {
        const object = `{${keys.map((name) => `"${name}":{"a":[{}]}`).join()}}`;
        const decoded = decodeJson(`${'[0,'.repeat(depth)}${object}${']'.repeat(depth)}`);
        const distinct = new Set(keys.map((name) => JSON.parse(`"${name}"`))).size;
        expect(decoded.ok && decoded.warnings.length).toBe(keys.length - distinct);
      }),
      { numRuns: 500 },
    );
  });

  it('says so when keys were made to collide, and stays fast', () => {
    const keys: string[] = [];
    for (let index = 0; keys.length < 200; index += 1) {
      if ((hashOfKey(`k${index}`) & 0x1fff) === 0) keys.push(`"k${index}":0`);
    }
    expect(decodeJson(`{${keys.slice(0, 120).join()}}`)).toMatchObject({ ok: true, warnings: [] });
    const decoded = decodeJson(`{${keys.join()}}`);
    expect(decoded).toMatchObject({ ok: true, warnings: [{ code: 'keys-not-compared' }] });
  });

  it('keeps count of the warnings that it does not keep', () => {
    const decoded = decodeJson(`{${'"a":0,'.repeat(1000)}"a":0}`);
    expect(decoded.ok && decoded.warnings.length).toBe(101);
    expect(decoded.ok && decoded.warnings.at(-1)).toMatchObject({
      code: 'more-warnings',
      message: '900 more warnings, the first at byte 607',
    });
  });

  it('marks invalid UTF-8 in strings and refuses it elsewhere', () => {
    const decoded = decodeJson(bytes('5b 22 61 ff fe 62 c3 22 5d'));
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(decoded.table.text(1)).toBe('a\ufffd\ufffdb\ufffd');
    expect(decoded.warnings.map(({ code, at, byteLength }) => [code, at, byteLength])).toEqual([
      ['invalid-utf8', 3, 2],
      ['invalid-utf8', 6, 1],
    ]);
    expect(decodeJson(bytes('5b ff 5d'))).toMatchObject({ ok: false, at: 1 });
  });

  it('reads a byte order mark with a warning, but only at the start', () => {
    const decoded = decodeJson('\ufeff{"a":1}');
    expect(decoded).toMatchObject({ ok: true, warnings: [{ code: 'byte-order-mark', at: 0 }] });
    expect(decoded.table?.byteOffset(0)).toBe(3);
    expect(decodeJson('\ufeff\ufeff{}').ok).toBe(false);
    expect(decodeJson('\ufeff')).toMatchObject({ ok: false, at: 3 });
  });

  it('warns of half a surrogate pair and keeps it', () => {
    const decoded = decodeJson('["\\ud83d\\ude00","\\ud83dx","\\ude00"]');
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(decoded.warnings.map(({ code, at }) => [code, at])).toEqual([
      ['lone-surrogate', 17],
      ['lone-surrogate', 27],
    ]);
    expect(decoded.table.text(2)).toBe('\ud83dx');
    const pairs = decodeJson('["\\ud83d\\ud83d\\ude00","\\uDBFF\\uDFFF","\\uDfff"]');
    expect(pairs.ok && pairs.warnings.map(({ at }) => at)).toEqual([2, 38]);
  });

  it('reads hostile keys as keys', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"toString":2,"hasOwnProperty":3}';
    const decoded = decodeJson(text);
    expect(decoded).toMatchObject({ ok: true, warnings: [] });
    const { table } = decoded;
    expect(table && childrenByLinks(table, 0).map((node) => table.key(node))).toEqual([
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
    ]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('stops at 1,000,000 brackets without a stack overflow', () => {
    for (const text of ['['.repeat(1e6), '{"a":'.repeat(1e6)]) {
      const decoded = decodeJson(text);
      expect(decoded).toMatchObject({ ok: false });
      expect(decoded.ok || decoded.reason).toContain('nested deeper than 2000 levels');
      expect(decoded.table?.nodeCount).toBe(2000);
    }
    const whole = decodeJson('['.repeat(1e6) + ']'.repeat(1e6), { maxDepth: 1e6 });
    expect(whole.ok && whole.table.nodeCount).toBe(1e6);
  });

  it('stops at its budget of values and bytes with what it has', () => {
    const manyValues = decodeJson('[1,2,3,4]', { maxNodes: 3 });
    expect(manyValues).toMatchObject({ ok: false, at: 5 });
    expect(manyValues.table && plainValue(manyValues.table)).toEqual([1, 2]);
    const manyBytes = decodeJson('[1,2,3,4]', { maxBytes: 4 });
    expect(manyBytes).toMatchObject({
      ok: false,
      at: 4,
      reason: 'json: more than 4 bytes, the limit, at byte 4',
    });
    expect(manyBytes.table && plainValue(manyBytes.table)).toEqual([1]);
    expect(decodeJson('[1]  ', { maxBytes: 3 }).ok).toBe(false);
    expect(decodeJson('"\\u1234"', { maxBytes: 5 })).toMatchObject({ ok: false, at: 5 });
  });

  it('reads a payload of 5 MB', () => {
    const items = Array.from({ length: 50_000 }, (_, id) => ({
      id,
      name: `Zoë ${id}`,
      tags: ['a', 'b\n'],
      nested: { price: id / 7, isOpen: true, note: 'x'.repeat(20) },
    }));
    const text = JSON.stringify(items);
    expect(text.length).toBeGreaterThan(5e6);
    const table = jsonTable(text);
    expect(plainValue(table)).toStrictEqual(items);
  });

  it('reads as much of a long text as is asked for, and cuts no code point or escape', () => {
    const literal = '"a\\n😀\\uD83D\\uDE00é\\u00e9z"';
    const table = jsonTable(literal);
    const whole = JSON.parse(literal);
    expect(table.text(0)).toBe(whole);
    for (let maxChars = 0; maxChars < 12; maxChars += 1) {
      const cut = table.text(0, maxChars);
      expect(whole.startsWith(cut)).toBe(true);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(maxChars, whole.length));
      expect(cut.length).toBeLessThanOrEqual(maxChars + 1);
    }
    expect(jsonTable('123456').text(0, 3)).toBe('123');
  });

  it.each([
    ['{"a":1}', 0.95],
    [' \n[1]\n', 0.95],
    ['\ufeff{}', 0.95],
    ['{"a":', 0.8],
    ['{a: 1}', 0.95],
    ['[INFO] started', 0.2],
    ['ping', 0],
    ['42', 0],
    ['true', 0],
    ['"text"', 0],
    ['', 0],
    [' ', 0],
  ])('is as sure of the text %j as %d', (text, confidence) => {
    expect(jsonDecoder.recognises(textPayload(text), {})).toBe(confidence);
  });

  it('is less sure of binary payloads, and only if both brackets are there', () => {
    const confidence = (text: string) =>
      jsonDecoder.recognises({ bytes: utf8(text), isText: false }, {});
    expect([confidence('{"a":1}'), confidence('{"a":1'), confidence('{\u0001}')]).toEqual([
      0.7, 0, 0,
    ]);
  });
});

/** The hash of a key of the root object, as seen-keys.ts makes it. */
function hashOfKey(key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A rejection is the answer.
    return false;
  }
}

describe('JSON under torture', () => {
  it('bears payloads that are cut, followed by garbage and mutated', () => {
    const payloads = [sample, '[1,"a",null]', '{"a":{"b":[true,1e5]}}'].map(textPayload);
    torture(jsonDecoder, payloads);
  });
});
