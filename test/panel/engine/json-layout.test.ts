import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutJson } from '../../../panel/engine/json-layout.ts';

describe('laying JSON out', () => {
  it('gives each member and element a line of its own', () => {
    expect(layOutJson('{"a":1,"b":[true,{"c":null}],"d":{}}')).toBe(`{
  "a": 1,
  "b": [
    true,
    {
      "c": null
    }
  ],
  "d": {}
}`);
  });

  it('lays out as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Negative zero is written as 0 by stringify, and read as such.
        const text = JSON.stringify(value);
        expect(layOutJson(text)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('changes no value, however the text was spaced', () => {
    const space = fc.constantFrom('', ' ', '\n', '\t', '\r\n', ' \n ');
    fc.assert(
      fc.property(fc.jsonValue(), space, space, (value, before, after) => {
        const compact = JSON.stringify(value);
        // Spaces around signs that are not in strings.
        const spaced = compact.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, (part) =>
          part.startsWith('"') ? part : `${before}${part}${after}`,
        );
        expect(JSON.parse(layOutJson(spaced))).toEqual(JSON.parse(compact));
        expect(layOutJson(spaced)).toBe(layOutJson(compact));
      }),
    );
  });

  it('can be done again and changes nothing', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const once = layOutJson(text);
        expect(layOutJson(once)).toBe(once);
      }),
    );
  });

  it.each([
    '12345678901234567890123',
    '1.0',
    '-0',
    '1E+400',
    '"\\u0041\\/\\u00e9"',
    '"{[,:]} \\" \\\\"',
    '"a\\\\"',
    '"  two  spaces  "',
    '"😀"',
  ])('leaves %s as it was written', (text) => {
    expect(layOutJson(text)).toBe(text);
    expect(layOutJson(`[${text},${text}]`)).toBe(`[\n  ${text},\n  ${text}\n]`);
    expect(layOutJson(`{"k":${text}}`)).toBe(`{\n  "k": ${text}\n}`);
  });

  it('keeps duplicate keys, in their order', () => {
    expect(layOutJson('{"a":1,"a":2}')).toBe('{\n  "a": 1,\n  "a": 2\n}');
  });

  it('keeps empty containers on a line, also with space in them', () => {
    expect(layOutJson('[ { \n } , [\t] ]')).toBe('[\n  {},\n  []\n]');
  });

  it('indents as it is told', () => {
    expect(layOutJson('[1]', '\t')).toBe('[\n\t1\n]');
  });
});
