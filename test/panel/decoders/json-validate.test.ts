import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateJson } from '../../../panel/decoders/json-validate.ts';

describe('validateJson', () => {
  it('accepts JSON of any depth', () => {
    expect(validateJson('{"a":[1]}')).toEqual({ ok: true });
    expect(validateJson('['.repeat(5000) + ']'.repeat(5000))).toEqual({ ok: true });
  });

  it('points at the UTF-16 index, the line and the column', () => {
    expect(validateJson('{\n  "é😀": 1,\r\n  x\n}')).toEqual({
      ok: false,
      reason: 'expected a key',
      at: 17,
      line: 3,
      column: 3,
    });
  });

  it('counts \\r, \\n and \\r\\n as one end of a line each', () => {
    expect(validateJson('\r\r\n\n x')).toMatchObject({ at: 5, line: 4, column: 2 });
  });

  it('points at the end of an unfinished text', () => {
    expect(validateJson('["é')).toEqual({
      ok: false,
      reason: `expected '"'`,
      at: 3,
      line: 1,
      column: 4,
    });
  });

  it('refuses a byte order mark, as the one who receives it may', () => {
    expect(validateJson('\ufeff{}')).toMatchObject({ ok: false, at: 0 });
  });

  it('agrees with JSON.parse', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '1',
      '-',
      '.',
      'e',
      'true',
      ' ',
      '\\',
      '\ud800',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          // A rejection is the answer.
          isJson = false;
        }
        expect(validateJson(text).ok).toBe(isJson);
      }),
      { numRuns: 5000 },
    );
  });
});
