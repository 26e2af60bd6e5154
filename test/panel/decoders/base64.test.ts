import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBase64, parseBase64 } from '../../../panel/decoders/base64.ts';

const textOf = (base64: string) => {
  const parsed = parseBase64(base64);
  return parsed.ok ? Buffer.from(parsed.bytes).toString('latin1') : parsed.reason;
};

describe('parseBase64', () => {
  /** @see https://www.rfc-editor.org/rfc/rfc4648#section-10 */
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
    ['Zg', 'f'],
    ['Zm8', 'fo'],
    [' Z m\n9\tv ', 'foo'],
    ['-_-_', '\xfb\xff\xbf'],
    ['+/+/', '\xfb\xff\xbf'],
  ])('reads %j', (base64, text) => {
    expect(textOf(base64)).toBe(text);
  });

  it.each([
    ['Zm9vY*==', "base64: '*' is not in the alphabet, at character 5", 5],
    ['Zm9😀', "base64: '😀' is not in the alphabet, at character 3", 3],
    ['Zmé', "base64: 'é' is not in the alphabet, at character 2", 2],
    ['Z', 'base64: one character is missing, 6 bits make no byte, at character 1', 1],
    ['Z===', "base64: no '=' belongs here, at character 3", 3],
    ['=', "base64: no '=' belongs here, at character 0", 0],
    ['Zm9v=', "base64: no '=' belongs here, at character 4", 4],
    ['Zm8==', "base64: no '=' belongs here, at character 4", 4],
    ['Zg=', "base64: one '=' is missing, at character 3", 3],
    ['Zg==Zg', "base64: nothing may follow '=', at character 4", 4],
    ['Zg=g', "base64: nothing may follow '=', at character 3", 3],
  ])('says what is wrong with %j', (base64, reason, at) => {
    expect(parseBase64(base64)).toEqual({ ok: false, reason, at });
  });
});

describe('formatBase64', () => {
  it('writes what Buffer writes, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const base64 = formatBase64(bytes);
        expect(base64).toBe(Buffer.from(bytes).toString('base64'));
        expect(textOf(base64)).toBe(Buffer.from(bytes).toString('latin1'));
        expect(textOf(Buffer.from(bytes).toString('base64url'))).toBe(textOf(base64));
      }),
    );
  });

  it('writes payloads of any size', () => {
    const bytes = new Uint8Array(1_000_000).map((_, index) => index * 7);
    expect(formatBase64(bytes) === Buffer.from(bytes).toString('base64')).toBe(true);
  });
});
