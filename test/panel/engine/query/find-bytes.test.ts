import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteFinder, hasOneSpelling } from '../../../../panel/engine/query/find-bytes.ts';

const fold = (text: string) => text.toLowerCase().replaceAll('ς', 'σ');

function finds(needle: string, haystack: string): boolean {
  const bytes = new TextEncoder().encode(haystack);
  const isFound = createByteFinder(needle)(bytes, 0, bytes.length);
  // The same among other bytes, which must not count.
  const padded = new TextEncoder().encode(needle + haystack + needle);
  const length = new TextEncoder().encode(needle).length;
  expect(createByteFinder(needle)(padded, length, length + bytes.length)).toBe(isFound);
  return isFound;
}

describe('createByteFinder', () => {
  it.each([
    ['', 'anything', true],
    ['', '', true],
    ['a', '', false],
    ['a', 'xA', true],
    ['PrIcE', '{"price":1}', true],
    ['price2', '{"price":1}', false],
    ['@', '`', false],
    ['[', '{', false],
    ['aab', 'aaab', true],
    ['abab', 'abaabab', true],
    ['needle', 'needl', false],
    ['ünder', 'Ünder', true],
    ['STRASSE', 'Straße', false],
    ['ΔΈΛΤΑ', 'δέλτα', true],
    ['οδος', 'ΟΔΟΣ', true],
    ['ΟΔΟΣ', 'οδοσα', true],
    ['中文', '我说中文', true],
    ['中文', '我说中国', false],
    ['😀', 'a😀', true],
    ['😀', 'a😁', false],
    ['é-K', 'É-\u212a', true],
    ['é-i\u0307', 'É-\u0130', true],
    ['\u212a', 'k', true],
    ['кофе 5', 'КОФЕ 5', true],
    ['\ufeffa', '\ufeffA', true],
  ])('looking for %j in %j gives %s', (needle, haystack, isFound) => {
    expect(finds(needle, haystack)).toBe(isFound);
  });

  it('agrees with a comparison of lower-case strings', () => {
    const ascii = fc.constantFrom(...'aAbBzZ@[`{1 ');
    const any = fc.oneof(
      ascii,
      fc.constantFrom(...'éÉßσςΣİЖж中文😀kKi\u0307'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    );
    for (const [needleUnit, haystackUnit] of [
      [ascii, ascii],
      [ascii, fc.oneof(ascii, fc.constantFrom('é', '中', '😀'))],
    ] as const) {
      compare(needleUnit, haystackUnit);
    }
    const withoutFoldToAscii = any.filter((text) => !/[\u0130\u212a]/.test(text));
    compare(withoutFoldToAscii, withoutFoldToAscii);
    // A needle that is not ASCII is compared in full.
    compare(
      any.map((text) => text),
      any,
      '中',
    );

    function compare(
      needleUnit: fc.Arbitrary<string>,
      haystackUnit: fc.Arbitrary<string>,
      mark = '',
    ): void {
      fc.assert(
        fc.property(
          fc.string({ unit: needleUnit, maxLength: 4 }),
          fc.array(haystackUnit, { maxLength: 20 }),
          fc.boolean(),
          fc.nat(20),
          (part, units, isPlanted, at) => {
            const needle = mark + part;
            const planted = isPlanted ? units.toSpliced(at, 0, needle.toUpperCase()) : units;
            const haystack = planted.join('').toWellFormed();
            expect(finds(needle, haystack)).toBe(fold(haystack).includes(fold(needle)));
          },
        ),
        { numRuns: 2000 },
      );
    }
  });

  it('knows which characters have one spelling, for all of Unicode', () => {
    const foldedFromOthers = new Set<string>();
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      for (const part of fold(character)) {
        const isCapital = codePoint < 0x80;
        if (part !== character && !isCapital) foldedFromOthers.add(part);
      }
    }
    const wrong = [...foldedFromOthers].filter(hasOneSpelling);
    expect(wrong).toEqual([]);
    expect([...foldedFromOthers].filter((part) => part < '\u0080').sort()).toEqual(['i', 'k']);
    expect([...'az09"中。'].every(hasOneSpelling)).toBe(true);
  });

  it('finds a text across the windows of a long payload', () => {
    const needle = 'grüße aus köln';
    const encoder = new TextEncoder();
    for (const filler of ['x', 'ü', '中', '😀']) {
      const filled = encoder.encode(filler.repeat(70_000));
      for (let before = 65_480; before < 65_620; before += 1) {
        const bytes = filled.slice(0, before + 100);
        bytes.set(encoder.encode('GRÜSSE GRÜßE AUS KÖLN'), before);
        expect(createByteFinder(needle)(bytes, 0, bytes.length)).toBe(true);
      }
      expect(createByteFinder(needle)(filled, 0, filled.length)).toBe(false);
    }
  });

  it('reads invalid bytes as anything but the needle', () => {
    const bytes = Uint8Array.of(0xff, 0xc3, 0x61, 0x62, 0xe4, 0xb8);
    expect(createByteFinder('AB')(bytes, 0, bytes.length)).toBe(true);
    expect(createByteFinder('中')(bytes, 0, bytes.length)).toBe(false);
    expect(createByteFinder('\ufffdab')(bytes, 0, bytes.length)).toBe(true);
    expect(createByteFinder('é')(bytes, 0, bytes.length)).toBe(false);
  });
});
