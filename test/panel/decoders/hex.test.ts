import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, hexRow, parseHex } from '../../../panel/decoders/hex.ts';
import { bytes } from './bytes.ts';

describe('hexRow', () => {
  it('shows offset, pairs and ASCII', () => {
    const source = new Uint8Array(40).map((_, index) => index + 0x30);
    source[26] = 0xff;
    expect(hexRow(source, 26, 4)).toEqual({
      offset: '0000001a',
      bytes: 'ff 4b 4c 4d',
      ascii: '.KLM',
    });
  });

  it('is shorter at the end', () => {
    expect(hexRow(bytes('de ad'), 0, 16)).toEqual({
      offset: '00000000',
      bytes: 'de ad',
      ascii: '..',
    });
    expect(hexRow(bytes('20 7e 7f 1f'), 0, 16).ascii).toBe(' ~..');
  });
});

describe('parseHex', () => {
  it.each([
    ['', ''],
    ['deadBEEF', 'de ad be ef'],
    ['de ad\n be,ef', 'de ad be ef'],
    ['0xde, 0xAD,\n0x1', 'de ad 01'],
    ['0xdeadbeef', 'de ad be ef'],
    ['\\xde\\xad\\x1', 'de ad 01'],
    ['00 0x', null],
    ['d e', null],
  ])('reads %j', (text, wanted) => {
    const parsed = parseHex(text);
    expect(parsed.ok && formatHex(parsed.bytes)).toBe(wanted ?? false);
  });

  it.each([
    ['de xd', "hex: 'x' is not a hex digit, at character 3", 3],
    ['abc', 'hex: half a byte, write 2 digits for each byte, at character 2', 2],
    ['12 3 45', 'hex: half a byte, write 2 digits for each byte, at character 3', 3],
    ['0xabc', 'hex: half a byte, write 2 digits for each byte, at character 4', 4],
    ['0x', 'hex: the text ends where 2 hex digits should be, at character 2', 2],
    ['00 😀', "hex: '😀' is not a hex digit, at character 3", 3],
    ['1g', "hex: 'g' is not a hex digit, at character 1", 1],
    ['\\d', "hex: '\\' is not a hex digit, at character 0", 0],
  ])('says what is wrong with %j', (text, reason, at) => {
    expect(parseHex(text)).toEqual({ ok: false, reason, at });
  });

  it('reads what formatHex writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (source) => {
        const parsed = parseHex(formatHex(source));
        expect(parsed.ok && Buffer.from(parsed.bytes).equals(source)).toBe(true);
      }),
    );
    expect(formatHex(new Uint8Array(20_000))).toBe(Array(20_000).fill('00').join(' '));
  });
});
