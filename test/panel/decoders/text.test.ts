import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8Marked, oneLine } from '../../../panel/decoders/text.ts';
import { bytes, utf8 } from './bytes.ts';

const plain = (text: string) => ({ text, isValid: true, isEscaped: false });
const escaped = (text: string) => ({ text, isValid: true, isEscaped: true });
const invalid = (text: string) => ({ text, isValid: false, isEscaped: true });
const marked = (source: Uint8Array) => decodeUtf8Marked(source, 0, source.length);

describe('decodeUtf8Marked', () => {
  it('leaves plain text in one run', () => {
    expect(marked(utf8('naïve 😀\n\tok'))).toEqual([plain('naïve 😀\n\tok')]);
    expect(marked(utf8(''))).toEqual([]);
  });

  it('shows a byte order mark', () => {
    expect(marked(bytes('ef bb bf 61'))).toEqual([escaped('\\uFEFF'), plain('a')]);
  });

  it('decodes only the range it is given', () => {
    expect(decodeUtf8Marked(utf8('abcdef'), 2, 4)).toEqual([plain('cd')]);
  });

  it.each([
    ['a lone continuation byte', '61 80 62', [plain('a'), invalid('\\x80'), plain('b')]],
    ['an overlong slash', 'c0 af', [invalid('\\xC0\\xAF')]],
    ['an overlong of three bytes', 'e0 80 af', [invalid('\\xE0\\x80\\xAF')]],
    ['a surrogate', 'ed a0 80', [invalid('\\xED\\xA0\\x80')]],
    ['a code point beyond Unicode', 'f4 90 80 80', [invalid('\\xF4\\x90\\x80\\x80')]],
    ['a lead byte that never was', 'f8 88 80 80 80', [invalid('\\xF8\\x88\\x80\\x80\\x80')]],
    ['a truncated emoji', '61 f0 9f 98', [plain('a'), invalid('\\xF0\\x9F\\x98')]],
    ['a sequence cut by a letter', 'e2 82 61', [invalid('\\xE2\\x82'), plain('a')]],
    ['the last code point', 'f4 8f bf bf', [plain('\u{10ffff}')]],
  ])('shows %s', (_, hex, runs) => {
    expect(marked(bytes(hex))).toEqual(runs);
  });

  it('shows what cannot be seen, apart from an escape that the payload spells out', () => {
    expect(marked(utf8('\\u202E\u202euser\u0000\r\n'))).toEqual([
      plain('\\u202E'),
      escaped('\\u202E'),
      plain('user'),
      escaped('\\u0000\\r'),
      plain('\n'),
    ]);
  });

  it.each([
    '\u0000',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00ad',
    '\u061c',
    '\u200b',
    '\u200d',
    '\u200e',
    '\u2028',
    '\u2029',
    '\u202a',
    '\u2060',
    '\u2066',
    '\u2069',
    '\u3164',
    '\ufeff',
    '\ufff9',
    '\u{e0041}',
  ])('escapes %j', (character) => {
    expect(marked(utf8(`a${character}b`)).map((run) => run.isEscaped)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('finds invalid bytes exactly where a decoder replaces them', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.string({ unit: 'grapheme' }),
        (noise, text) => {
          const source = Uint8Array.from([...noise, ...utf8(text), ...noise]);
          const isClean = marked(source).every((run) => run.isValid);
          let isUtf8 = true;
          try {
            new TextDecoder('utf-8', { fatal: true }).decode(source);
          } catch {
            // A rejection is the answer.
            isUtf8 = false;
          }
          expect(isClean).toBe(isUtf8);
          // Each invalid byte is shown once, and nothing of the valid text is lost.
          const shown =
            marked(source)
              .map((run) => (run.isValid ? '' : run.text))
              .join('').length / 4;
          const valid = new TextDecoder('utf-8', { ignoreBOM: true }).decode(source);
          const validBytes = utf8(valid.replaceAll('\ufffd', '')).length;
          if (!text.includes('\ufffd') && !valid.includes('\ufffd')) expect(shown).toBe(0);
          expect(shown).toBeLessThanOrEqual(source.length - validBytes);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('oneLine of text', () => {
  const line = (text: string, maxChars = 100) => oneLine(utf8(text), true, maxChars);

  it('collapses white space and escapes what cannot be seen', () => {
    expect(line('  {\n  "a": 1,\r\n\t"b": 2\n}\n')).toBe('{ "a": 1, "b": 2 }');
    expect(line('a\u202eb\u0000')).toBe('a\\u202Eb\\u0000');
    expect(oneLine(bytes('61 ff 62'), true, 100)).toBe('a\\xFFb');
    expect(line('')).toBe('');
    expect(line(' \n ')).toBe('');
  });

  it('cuts at the limit, on a code point, and never in an escape', () => {
    expect(line('abcdef', 6)).toBe('abcdef');
    expect(line('abcdefg', 6)).toBe('abcde…');
    expect(line('abcd😀x', 6)).toBe('abcd…');
    expect(line('abc\u202e\u202e', 6)).toBe('abc…');
    expect(line('😀😀', 1)).toBe('…');
    expect(line('abc', 0)).toBe('');
  });

  it('never is longer than the limit or ends in half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 30 }),
        (text, maxChars) => {
          const shown = line(text, maxChars);
          expect(shown.length).toBeLessThanOrEqual(maxChars);
          expect(shown.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('looks only at as many bytes as it needs', () => {
    const source = countReads(utf8('x'.repeat(10_000)));
    oneLine(source.bytes, true, 20);
    expect(source.reads()).toBeLessThan(100);
    const spaces = countReads(utf8(`a${' '.repeat(100_000)}b`));
    expect(oneLine(spaces.bytes, true, 20)).toBe('a …');
    expect(spaces.reads()).toBeLessThan(5_000);
  });
});

describe('oneLine of binary', () => {
  it('shows hex pairs, then the printable ASCII', () => {
    expect(oneLine(bytes('82 a1 61 01'), false, 100)).toBe('82 a1 61 01  ..a.');
    expect(oneLine(bytes(''), false, 100)).toBe('');
  });

  it('cuts at the limit', () => {
    expect(oneLine(bytes('82 a1 61 01'), false, 17)).toBe('82 a1 61 01  ..a.');
    expect(oneLine(bytes('82 a1 61 01'), false, 16)).toBe('82 a1 61  ..a…');
    for (let maxChars = 1; maxChars < 40; maxChars += 1) {
      expect(oneLine(new Uint8Array(1000), false, maxChars).length).toBeLessThanOrEqual(maxChars);
    }
  });
});

function countReads(source: Uint8Array): { bytes: Uint8Array; reads: () => number } {
  let reads = 0;
  const proxy = new Proxy(source, {
    get: (target, property) => {
      if (typeof property === 'string' && /^\d+$/.test(property)) reads += 1;
      const value: unknown = Reflect.get(target, property, target);
      return value;
    },
  });
  return { bytes: proxy, reads: () => reads };
}
