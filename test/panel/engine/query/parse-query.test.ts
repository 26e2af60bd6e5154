import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../panel/engine/query/parse-query.ts';

function terms(text: string) {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.query.terms.map(({ start, end, ...term }) => {
    const { isNegated, ...condition } = term;
    expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
    return isNegated ? { not: condition } : condition;
  });
}

const word = (text: string) => ({ kind: 'text', text });
const size = (leastBytes: number, mostBytes: number) => ({ kind: 'size', leastBytes, mostBytes });
const infinite = Number.POSITIVE_INFINITY;

describe('parseQuery', () => {
  it('reads an empty box as the query without terms', () => {
    expect(terms('')).toEqual([]);
    expect(terms(' \t ')).toEqual([]);
  });

  it('reads plain words, quoted phrases and negations', () => {
    expect(terms('foo  BAR "two words" -baz -"not this" -')).toEqual([
      word('foo'),
      word('BAR'),
      word('two words'),
      { not: word('baz') },
      { not: word('not this') },
      word('-'),
    ]);
  });

  it('reads unknown keys, addresses and bits of JSON as plain text', () => {
    const plain = [
      'foo:bar',
      'http://x',
      'a/b',
      '{"a":1}',
      '"price":12',
      '"a"b"c',
      'x"y',
      ':',
      'dirt:sent',
      'sent',
      '\\d',
    ];
    for (const text of plain) expect(terms(text)).toEqual([word(text)]);
  });

  it('reads escapes in quotes', () => {
    expect(terms('"a \\"b\\" \\\\ \\n"')).toEqual([word('a "b" \\ \\n')]);
  });

  it('takes a quoted nothing for a phrase that is still to come', () => {
    expect(terms('"" foo -""')).toEqual([word('foo')]);
  });

  it('reads regular expressions and drops the flags that make tests depend on each other', () => {
    expect(terms('/a b\\/c[/]d/gi -/x/dsy /[é]/u /[\\p{L}--a]/v')).toEqual([
      { kind: 'regex', source: 'a b\\/c[/]d', flags: 'i' },
      { not: { kind: 'regex', source: 'x', flags: 's' } },
      { kind: 'regex', source: '[é]', flags: 'u' },
      { kind: 'regex', source: '[\\p{L}--a]', flags: 'v' },
    ]);
  });

  it('reads directions and types, whatever the case', () => {
    expect(terms('dir:sent DIR:Received -type:binary type:text type:lifecycle')).toEqual([
      { kind: 'direction', direction: 'sent' },
      { kind: 'direction', direction: 'received' },
      { not: { kind: 'type', type: 'binary' } },
      { kind: 'type', type: 'text' },
      { kind: 'type', type: 'lifecycle' },
    ]);
  });

  it.each([
    ['size:200', 200, 200],
    ['size:=200b', 200, 200],
    ['size:>1kb', 1001, infinite],
    ['size:>=1kb', 1000, infinite],
    ['size:<1KiB', 0, 1023],
    ['size:<=1kib', 0, 1024],
    ['size:>1.5mb', 1_500_001, infinite],
    ['size:<=.5MiB', 0, 524_288],
    ['size:>1.001kb', 1002, infinite],
    ['size:>0.5', 1, infinite],
    ['size:<0.5', 0, 0],
    ['size:<0', 0, -1],
    ['size:1gb', 1e9, 1e9],
    ['size:1kb..2kb', 1000, 2000],
    ['size:1..1', 1, 1],
    ['size:1.5kb..1.5KiB', 1500, 1536],
    ['size:.5kb...75kb', 500, 750],
    ['size:1.5', 2, 1],
  ])('reads %s', (text, least, most) => {
    expect(terms(text)).toEqual([size(least, most)]);
  });

  it.each([
    ['"abc', 'unterminated-quote', {}, 0, 4],
    ['foo -"abc\\"', 'unterminated-quote', {}, 4, 11],
    ['x /abc', 'unterminated-regex', { text: '/abc' }, 2, 6],
    ['/a[/', 'unterminated-regex', { text: '/a[/' }, 0, 4],
    ['/a\\/', 'unterminated-regex', { text: '/a\\/' }, 0, 4],
    ['//', 'empty-regex', {}, 0, 2],
    ['/api/users', 'unknown-flag', { flag: 'e' }, 0, 10],
    ['/a/ii b', 'unknown-flag', { flag: 'i' }, 0, 5],
    ['/a/uv', 'unknown-flag', { flag: 'v' }, 0, 5],
    ['/a/vu', 'unknown-flag', { flag: 'v' }, 0, 5],
    ['dir:up', 'unknown-value', { key: 'dir', value: 'up', choices: ['sent', 'received'] }, 0, 6],
    ['dir:', 'unknown-value', { key: 'dir', value: '', choices: ['sent', 'received'] }, 0, 4],
    [
      'a -type:x',
      'unknown-value',
      { key: 'type', value: 'x', choices: ['text', 'binary', 'lifecycle'] },
      2,
      9,
    ],
    ['size:', 'invalid-size', { value: '' }, 0, 5],
    ['size:>', 'invalid-size', { value: '>' }, 0, 6],
    ['size:1k', 'invalid-size', { value: '1k' }, 0, 7],
    ['size:-1', 'invalid-size', { value: '-1' }, 0, 7],
    ['size:1.', 'invalid-size', { value: '1.' }, 0, 7],
    ['size:1..', 'invalid-size', { value: '1..' }, 0, 8],
    ['size:..2', 'invalid-size', { value: '..2' }, 0, 8],
    ['size:>1..2', 'invalid-size', { value: '>1..2' }, 0, 10],
    ['size:1constructor', 'invalid-size', { value: '1constructor' }, 0, 17],
    ['size:2kb..1kb', 'reversed-range', { value: '2kb..1kb' }, 0, 13],
  ])('refuses %j with its place', (text, reasonCode, parameters, start, end) => {
    expect(parseQuery(text)).toMatchObject({ ok: false, reasonCode, parameters, start, end });
  });

  it.each([
    ['dir:up', '"dir:up" is not a filter. Write dir:sent or dir:received'],
    ['size:big', '"big" is not a size. Write size:>1kb, size:<=200 or size:1kb..2mb'],
    [
      '/api',
      'The regular expression has no end. Close it with /, or search for the text with "/api"',
    ],
    ['"a', 'The quoted text has no end. Close it with "'],
  ])('says what to write instead of %j', (text, message) => {
    expect(parseQuery(text)).toMatchObject({ message });
  });

  it('gives the words of the engine for a pattern that cannot be read', () => {
    const parsed = parseQuery('a /(/');
    expect(parsed).toMatchObject({ ok: false, reasonCode: 'invalid-regex', start: 2, end: 5 });
    expect(!parsed.ok && parsed.message).toContain('Invalid regular expression');
  });

  it('never throws, and its ranges lie in the box', () => {
    const piece = fc.constantFrom(
      '"',
      '/',
      '-',
      ':',
      ' ',
      'dir:',
      'size:',
      '>',
      '1kb',
      '..',
      'type:',
      'text',
      '\\',
      '[',
      '(',
      'a',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const parsed = parseQuery(text);
        const ranges = parsed.ok ? parsed.query.terms : [parsed];
        for (const { start, end } of ranges) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
