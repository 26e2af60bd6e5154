import { describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import { decodeFields, FieldReader } from '../../../../panel/decoders/protocols/field-reader.ts';
import { bytes, plainValue, utf8 } from '../bytes.ts';

const decode = (content: Uint8Array, read: (fields: FieldReader) => void, budget = defaultBudget) =>
  decodeFields('test', content, budget, (fields) => {
    fields.begin('object');
    read(fields);
    fields.end();
    return {
      facts: { summary: 'x' },
      inner: { node: 0, payload: { bytes: content, isText: false } },
    };
  });

describe('FieldReader', () => {
  it('keeps the first problem, and adds nothing after it', () => {
    const decoded = decode(bytes('01 02'), (fields) => {
      fields.uint8('a');
      fields.uint('b', 4);
      fields.uint8('c');
      fields.fail('something else');
    });
    expect(decoded).toMatchObject({ ok: false, at: 1 });
    expect(decoded).toHaveProperty('reason', 'test: b (uint32) wants 4 bytes, 1 left, at byte 1');
    expect(decoded.table && plainValue(decoded.table)).toEqual({ a: 1 });
  });

  it('keeps what the message means when it fails, but not what would be decoded further', () => {
    const decoded = decode(bytes('01'), (fields) => fields.uint('a', 2));
    expect(decoded.facts).toEqual({ summary: 'x' });
    expect(decoded.inner).toBeUndefined();
  });

  it('complains about what is left over, also within a part', () => {
    expect(decode(bytes('01 02'), (fields) => fields.uint8('a'))).toHaveProperty(
      'reason',
      'test: 1 byte left over, at byte 1',
    );
    const part = decode(bytes('01 02 03'), (fields) =>
      fields.within(2, 'part', () => fields.uint8('a')),
    );
    expect(part).toHaveProperty('reason', 'test: 1 byte left over in part, at byte 1');
  });

  it('reads 64 bits exactly, in both orders', () => {
    const fields = new FieldReader(
      bytes('ff ff ff ff ff ff ff fe fe ff ff ff ff ff ff ff'),
      defaultBudget,
    );
    fields.begin('array');
    fields.uint('big', 8);
    fields.uintLittle('little', 8);
    fields.end();
    const { table } = fields.finish('test', {});
    expect([table?.text(1), table?.text(2)]).toEqual([
      '18446744073709551614',
      '18446744073709551614',
    ]);
  });

  it('warns of texts that are no UTF-8, where they are not', () => {
    const decoded = decode(bytes('61 ff c3 a9 c3'), (fields) => fields.string('text', 5));
    expect(decoded.ok && decoded.warnings.map(({ code, at }) => [code, at])).toEqual([
      ['invalid-utf8', 1],
      ['invalid-utf8', 4],
    ]);
  });

  it('reads JSON with its warnings, and says where it ends too early', () => {
    const decoded = decode(utf8('x{"a":1,"a":2}'), (fields) => {
      fields.uint8('mark');
      fields.json(14, 'data');
    });
    expect(decoded.ok && decoded.warnings.map(({ code }) => code)).toEqual(['duplicate-key']);
    expect(decode(utf8('{"a":'), (fields) => fields.json(5))).toMatchObject({
      ok: false,
      at: 5,
      reason: 'test: expected a value, at byte 5',
    });
  });

  it.each([
    ['nodes', { ...defaultBudget, maxNodes: 100 }],
    ['bytes', { ...defaultBudget, maxBytes: 100 }],
    ['time', { ...defaultBudget, isOverdue: () => true }],
  ])('stops when the %s are used up', (_what, budget) => {
    let count = 0;
    const decoded = decode(
      new Uint8Array(5000),
      (fields) => {
        while (fields.hasMore) {
          fields.uint8('a');
          count += 1;
        }
      },
      budget,
    );
    expect(decoded.ok).toBe(false);
    expect(count).toBeLessThan(300);
  });

  it('stops in what nests too deep', () => {
    const decoded = decode(
      new Uint8Array(5000),
      (fields) => {
        while (fields.hasMore) {
          fields.begin('array', 'a');
          fields.at += 1;
        }
      },
      { ...defaultBudget, maxDepth: 50 },
    );
    expect(decoded).toMatchObject({ ok: false, table: { nodeCount: 50 } });
  });
});
