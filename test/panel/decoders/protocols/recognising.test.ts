import { describe, expect, it } from 'vitest';
import type { FieldReader } from '../../../../panel/decoders/protocols/field-reader.ts';
import { canRead, isOutermost } from '../../../../panel/decoders/protocols/recognising.ts';
import { bytes } from '../bytes.ts';

describe('canRead', () => {
  it('says no to what cannot be read to its end', () => {
    const one = (fields: FieldReader) => fields.uint8('a');
    expect(canRead(bytes('01'), one)).toBe(true);
    expect(canRead(bytes('01 02'), one)).toBe(false);
    expect(canRead(bytes(''), () => 0)).toBe(false);
  });

  it('looks at the beginning of a large payload only, and takes that for enough', () => {
    let count = 0;
    const isReadable = canRead(new Uint8Array(1 << 20), (fields) => {
      while (fields.hasMore) {
        fields.uint8('a');
        count += 1;
      }
    });
    expect(isReadable).toBe(true);
    expect(count).toBeLessThanOrEqual(10_001);
    expect(canRead(new Uint8Array(1 << 20), (fields) => fields.blob('all', 1 << 20))).toBe(true);
  });
});

describe('isOutermost', () => {
  it('says whether the address of the socket speaks of this layer', () => {
    expect(isOutermost({})).toBe(true);
    expect(isOutermost({ outer: [] })).toBe(true);
    expect(isOutermost({ outer: ['gzip'] })).toBe(false);
  });
});
