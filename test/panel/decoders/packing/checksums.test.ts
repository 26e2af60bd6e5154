import { crc32 as crc32OfNode } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { adler32, crc32, crc32c } from '../../../../panel/decoders/packing/checksums.ts';
import { utf8 } from '../bytes.ts';

const digits = utf8('123456789');

describe('Checksums', () => {
  it('are the check values that their catalogues give for 123456789', () => {
    expect(crc32(digits)).toBe(0xcbf43926);
    expect(crc32c(digits)).toBe(0xe3069283);
    expect(adler32(digits)).toBe(0x091e01de);
  });

  it('are the same for bytes that are looked at in eights and fours, and for those left over', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, at) => (at * 193) ^ (at >> 3));
    for (let start = 0; start < 9; start += 1) {
      for (let end = start; end < 60; end += 1) {
        const part = bytes.subarray(start, end);
        expect(crc32(part)).toBe(crc32OfNode(part));
        expect(adler32(part)).toBe(adlerByDefinition(part));
      }
    }
  });

  it('do not overflow where all bytes are 255', () => {
    const bytes = new Uint8Array(20_011).fill(255);
    expect(adler32(bytes)).toBe(adlerByDefinition(bytes));
    expect(crc32(bytes)).toBe(crc32OfNode(bytes));
  });
});

/** With the remainder taken at each byte. @see https://www.rfc-editor.org/rfc/rfc1950#section-9 */
function adlerByDefinition(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}
