import { describe, expect, it } from 'vitest';
import { pathOf, valueText } from '../../../panel/decoders/json-path.ts';
import { jsonTable, utf8 } from './bytes.ts';

describe('pathOf', () => {
  const pathsOf = (text: string) => {
    const table = jsonTable(text);
    return Array.from({ length: table.nodeCount }, (_, node) => pathOf(table, node));
  };

  it('writes keys as JavaScript does', () => {
    expect(pathsOf('{"user":{"first name":[1,2,3,{"é$_1":0}]}}').slice(1)).toEqual([
      '$.user',
      '$.user["first name"]',
      '$.user["first name"][0]',
      '$.user["first name"][1]',
      '$.user["first name"][2]',
      '$.user["first name"][3]',
      '$.user["first name"][3].é$_1',
    ]);
  });

  it.each([
    ['', '[""]'],
    ['1a', '["1a"]'],
    ['a-b', '["a-b"]'],
    ['"\\', '["\\"\\\\"]'],
    [']', '["]"]'],
    ['__proto__', '.__proto__'],
    ['a\u200bb', '["a\\u200Bb"]'],
    ['\u202e', '["\\u202E"]'],
    ['\n', '["\\n"]'],
    ['😀', '["😀"]'],
    ['\ud800', '["\\ud800"]'],
    ['\u{e0001}', '["\\uDB40\\uDC01"]'],
  ])('writes the key %j as %s', (key, step) => {
    expect(pathsOf(`{${JSON.stringify(key)}:0}`)[1]).toBe(`$${step}`);
  });

  it('calls the root $', () => {
    expect(pathsOf('1')).toEqual(['$']);
  });
});

describe('valueText', () => {
  it('gives the source of a value exactly', () => {
    const source = utf8(' {"a" : [ 1.00 , "\\u0061é" ] } ');
    const table = jsonTable(source);
    expect([0, 1, 2, 3].map((node) => valueText(table, source, node))).toEqual([
      '{"a" : [ 1.00 , "\\u0061é" ] }',
      '[ 1.00 , "\\u0061é" ]',
      '1.00',
      '"\\u0061é"',
    ]);
  });
});
