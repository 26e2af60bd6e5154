import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  layOut,
  minify,
  objectText,
  takeApart,
} from '../../../../panel/decoders/protocols/json-parts.ts';

describe('JSON in the editor', () => {
  it('is laid out and put together again without a change to any token', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(minify(layOut(text))).toBe(text);
        expect(JSON.parse(layOut(text))).toEqual(JSON.parse(text));
      }),
    );
    expect(minify(layOut('[1.50,12345678901234567890,"a : b"]'))).toBe(
      '[1.50,12345678901234567890,"a : b"]',
    );
  });

  it('stands on lines of its own, with empty containers in one', () => {
    expect(layOut('{"a":[1,{}],"b":"{ }"}')).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "{ }"\n}',
    );
    expect(
      objectText([
        ['a', '1'],
        ['b', undefined],
      ]),
    ).toBe('{\n  "a": 1\n}');
  });

  it('is taken apart with the texts of the values as they were typed', () => {
    const taken = takeApart('test', '{"a": 1.50, "b": [1, 2], "c": "x"}');
    expect(taken.ok && [...taken.parts]).toEqual([
      ['a', { raw: '1.50', kind: 'number', text: '1.50' }],
      ['b', { raw: '[1,2]', kind: 'array', text: '' }],
      ['c', { raw: '"x"', kind: 'string', text: 'x' }],
    ]);
    expect(takeApart('test', '[]')).toMatchObject({
      ok: false,
      reason: 'test: expected an object',
    });
    expect(takeApart('test', '{\n"a":}')).toMatchObject({ ok: false, line: 2, column: 5 });
  });
});
