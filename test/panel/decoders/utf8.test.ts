import { describe, expect, it } from 'vitest';
import {
  codePointAt,
  decodeUtf8Prefix,
  findInvalidUtf8,
  utf8SequenceLength,
} from '../../../panel/decoders/utf8.ts';
import { bytes, utf8 } from './bytes.ts';

describe('utf8SequenceLength', () => {
  it.each([
    ['61', 1],
    ['c3 a9', 2],
    ['e2 82 ac', 3],
    ['f0 9f 98 80', 4],
    ['80', -1],
    ['c0 80', -1],
    ['c3', -1],
    ['c3 61', -1],
    ['e2 82', -2],
    ['e2 82 61', -2],
    ['e0 80 80', -1],
    ['ed a0 80', -1],
    ['f0 80 80 80', -1],
    ['f0 9f 98', -3],
    ['f0 9f 98 61', -3],
    ['f4 90 80 80', -1],
    ['f5 80 80 80', -1],
  ])('of %s is %d', (hex, length) => {
    const source = bytes(hex);
    expect(utf8SequenceLength(source, 0, source.length)).toBe(length);
    if (length < 0) {
      // One U+FFFD stands for as many bytes.
      expect(new TextDecoder().decode(source.subarray(0, -length))).toBe('\ufffd');
    }
  });
});

describe('codePointAt', () => {
  it.each(['a', 'é', '€', '😀', '\u{10ffff}'])('reads %s', (character) => {
    const source = utf8(character);
    expect(codePointAt(source, 0, source.length)).toBe(character.codePointAt(0));
  });
});

describe('decodeUtf8Prefix', () => {
  const source = utf8('aé€😀b');

  it.each([
    [0, ''],
    [1, 'a'],
    [3, 'aé€'],
    [4, 'aé€😀'],
    [5, 'aé€😀'],
    [6, 'aé€😀b'],
    [100, 'aé€😀b'],
  ])('takes %d units and cuts no code point', (maxChars, text) => {
    expect(decodeUtf8Prefix(source, 0, source.length, maxChars)).toBe(text);
  });
});

describe('findInvalidUtf8', () => {
  it('finds the first invalid sequence, and none in valid text', () => {
    const valid = utf8('aé€😀');
    expect(findInvalidUtf8(valid, 0, valid.length)).toBe(-1);
    expect(findInvalidUtf8(bytes('61 c3 28 ff'), 0, 4)).toBe(1);
    expect(findInvalidUtf8(bytes('61 c3 a9'), 0, 2)).toBe(1);
  });
});
