import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../panel/decoders/decoder.ts';
import { msgpackDecoder } from '../../../panel/decoders/formats/msgpack.ts';
import { decodeJson, utf8 } from './bytes.ts';

/** Short keys of few letters: many are equal, and many more share their length and both ends. */
const keys = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'q', 'é'), maxLength: 5 }), {
  maxLength: 24,
});

const duplicatesAmong = (all: readonly string[]): number => all.length - new Set(all).size;

describe('Keys that were there before', () => {
  it('are found among those of the same object, in JSON', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const decoded = decodeJson(`{${all.map((key) => `${JSON.stringify(key)}:{"a":0}`)}}`);
        expect(decoded.ok && decoded.warnings.length).toBe(duplicatesAmong(all));
      }),
    );
  });

  it('are found among those of the same object, in MessagePack', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const pairs = all.flatMap((key) => [...encode(key), ...encode({ a: 0 })]);
        const bytes = Uint8Array.of(0xde, 0, all.length, ...pairs);
        const decoded = msgpackDecoder.decode({ bytes, isText: false }, {}, defaultBudget);
        expect(decoded.ok && decoded.warnings.length).toBe(duplicatesAmong(all));
      }),
    );
  });

  it('leave the length of their object as it is', () => {
    const bytes = utf8('[{"a":1,"a":2,"b":3}]');
    const { table } = decodeJson(bytes);
    expect(table?.byteLength(1)).toBe(bytes.length - 2);
    expect(decodeJson('{"a":1,"b"').table?.byteLength(0)).toBe(10);
  });
});
