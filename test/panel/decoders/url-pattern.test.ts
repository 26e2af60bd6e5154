import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../panel/decoders/url-pattern.ts';

describe('matchesPattern', () => {
  it.each([
    ['wss://a/*', 'wss://a/', true],
    ['wss://a/*', 'wss://b/a/', false],
    ['*', '', true],
    ['', '', true],
    ['a*b', 'ab', true],
    ['a*b', 'a', false],
    ['ab*ba', 'aba', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a.c', 'abc', false],
  ])('tells whether %s fits %s', (pattern, text, fits) => {
    expect(matchesPattern(pattern, text)).toBe(fits);
  });

  it('does not go through all the ways in which many stars could fit', () => {
    expect(matchesPattern('*a'.repeat(1000), 'a'.repeat(100_000))).toBe(true);
    expect(matchesPattern(`${'*a'.repeat(1000)}b`, 'a'.repeat(100_000))).toBe(false);
  });
});
