import fc from 'fast-check';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { leb128At } from '../../../../panel/decoders/protocols/leb128.ts';
import { bytes } from '../bytes.ts';

describe('LEB128', () => {
  it('reads what lib0 writes, up to 2^53', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const encoder = createEncoder();
        writeVarUint(encoder, value);
        const encoded = toUint8Array(encoder);
        expect(leb128At(encoded, 0, encoded.length)).toEqual({ value, size: encoded.length });
      }),
    );
  });

  it('tells what is cut off from what is too large', () => {
    expect(leb128At(bytes('80 80'), 0, 2)).toEqual({ value: 0, size: 0 });
    expect(leb128At(bytes('80 01'), 0, 1)).toEqual({ value: 0, size: 0 });
    expect(leb128At(bytes('ff ff ff ff ff ff ff ff 7f'), 0, 9).size).toBe(-1);
    expect(leb128At(bytes('80 80 80 80 80 80 80 80 80 80 80 00'), 0, 12).size).toBe(-1);
  });
});
