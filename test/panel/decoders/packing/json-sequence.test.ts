import { describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import { jsonSequenceDecoder } from '../../../../panel/decoders/packing/json-sequence.ts';
import { chooseDecoder } from '../../../../panel/decoders/registry.ts';
import { bytes, plainValue, textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';

const decode = (text: string, budget = {}) =>
  jsonSequenceDecoder.decode(textPayload(text), {}, { ...defaultBudget, ...budget });
const valuesOf = (text: string): unknown => {
  const decoded = decode(text);
  return decoded.ok ? plainValue(decoded.table) : decoded.reason;
};
const chosen = (text: string) => chooseDecoder(textPayload(text), {})?.chosen.name;

describe('JSON documents', () => {
  it.each([
    ['one a line', '{"a":1}\n{"b":[2]}', [{ a: 1 }, { b: [2] }]],
    ['with a carriage return and a last line break', '{"a":1}\r\n[2]\r\n', [{ a: 1 }, [2]]],
    ['with empty lines', '{}\n\n\n{}\n', [{}, {}]],
    ['behind record separators', '\x1e{"a":1}\n\x1e{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['before record separators', '{"type":6}\x1e{"type":7}\x1e', [{ type: 6 }, { type: 7 }]],
    ['one alone behind a record separator', '\x1e{"a":1}\n', [{ a: 1 }]],
    ['end to end', '{"a":"}{"}{"b":"\\"}"}', [{ a: '}{' }, { b: '"}' }]],
    ['written over several lines', '{\n  "a": 1\n}\n{\n  "a": 2\n}', [{ a: 1 }, { a: 2 }]],
    ['scalars behind the first', '[1]\n[2]\n3\n"four"\nnull', [[1], [2], 3, 'four', null]],
  ])('reads documents %s', (_name, text, values) => {
    expect(valuesOf(text)).toEqual(values);
    expect(chosen(text)).toBe('ndjson');
  });

  it('calls the root a sequence, with a range for each document', () => {
    const decoded = decode('{"a":1}\n[2]');
    if (!decoded.ok) throw new Error(decoded.reason);
    const { table } = decoded;
    expect(table.type(0)).toBe('sequence');
    expect([table.byteOffset(1), table.byteLength(1)]).toEqual([0, 7]);
    expect([table.byteOffset(3), table.byteLength(3)]).toEqual([8, 3]);
  });

  it.each([
    ['{"a":1}', 'json'],
    ['{"a":1}\n', 'json'],
    ['{\n "a": 1\n}', 'json'],
    ['[1,2]\n', 'json'],
    ['1\n2\n3', undefined],
    ['[INFO] a\n[WARN] b', undefined],
    ['', undefined],
  ])('leaves %j to others', (text, name) => {
    expect(chosen(text)).toBe(name);
  });

  it.each(['{name}\n{value}', '[1] first\n[2] second', '{"a":1} {b}'])('is not %j', (text) => {
    expect(chosen(text)).not.toBe('ndjson');
  });

  it.each([
    ['{"a":1}\n{"b":', 'ndjson: expected a value, at byte 13, where the payload ends', 4],
    ['{"a":1}\n{"b" 2}', "ndjson: expected ':', at byte 13", 4],
    ['', 'ndjson: expected a value, at byte 0, where the payload ends', 1],
    ['{}\n}', 'ndjson: expected a value, at byte 3', 2],
  ])('fails at %j with what could be read', (text, reason, nodeCount) => {
    const decoded = decode(text);
    if (decoded.ok) throw new Error('must fail');
    expect(decoded.reason).toBe(reason);
    expect(decoded.table?.nodeCount).toBe(nodeCount);
  });

  it('hands on the warnings of each document', () => {
    const decoded = decode('{"a":1,"a":2}\n{"b":1,"b":2}');
    expect(decoded.ok && decoded.warnings.map(({ code, at }) => [code, at])).toEqual([
      ['duplicate-key', 7],
      ['duplicate-key', 21],
    ]);
  });

  it('keeps within the budget', () => {
    const text = '{}\n'.repeat(1000);
    const decoded = decode(text, { maxNodes: 100 });
    expect(decoded).toMatchObject({ ok: false, reason: expect.stringContaining('more than 100') });
    expect(decoded.table?.nodeCount).toBe(100);
    const deep = decode(`{}\n${'['.repeat(50)}`, { maxDepth: 20 });
    expect(deep).toMatchObject({ ok: false, reason: expect.stringContaining('deeper than 20') });
  });

  it('bears everything', () => {
    const payloads = ['{"a":1}\n{"b":"x\\n"}\n', '\x1e[1,2]\n\x1e"two"\n', '{}{}'];
    torture(jsonSequenceDecoder, payloads.map(textPayload));
    torture(
      jsonSequenceDecoder,
      [{ bytes: bytes('ef bb bf 7b 7d 0a 7b 7d'), isText: false }],
      {},
      100,
    );
  });
});
