import { describe, expect, it } from 'vitest';
import { compileQuery, type RowFacts } from '../../../../panel/engine/query/match-row.ts';
import { parseQuery } from '../../../../panel/engine/query/parse-query.ts';

function compile(text: string) {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return compileQuery(parsed.query);
}

const rows = {
  sentText: { direction: 'sent', type: 'text', size: 10 },
  receivedText: { direction: 'received', type: 'text', size: 2000 },
  sentBinary: { direction: 'sent', type: 'binary', size: 1000 },
  opened: { direction: 'none', type: 'lifecycle', size: 0 },
} as const satisfies Record<string, RowFacts>;

function cheapRows(text: string): string[] {
  const compiled = compile(text);
  const matching = Object.entries(rows).filter(([, row]) => compiled.cheap(row));
  const names = matching.map(([name]) => name);
  if (names.includes('opened')) expect(compiled.includesLifecycle).toBe(true);
  return names;
}

function matches(text: string, payload: string): boolean {
  const bytes = new TextEncoder().encode(`foo${payload}foo`);
  return compile(text).matchBytes(bytes, 3, bytes.length - 3);
}

describe('compileQuery', () => {
  it.each([
    ['', ['sentText', 'receivedText', 'sentBinary', 'opened']],
    ['word', ['sentText', 'receivedText', 'sentBinary']],
    ['-word', ['sentText', 'receivedText', 'sentBinary']],
    ['/regex/', ['sentText', 'receivedText', 'sentBinary']],
    ['dir:sent', ['sentText', 'sentBinary']],
    ['-dir:sent', ['receivedText']],
    ['dir:sent dir:received', []],
    ['type:text', ['sentText', 'receivedText']],
    ['-type:text', ['sentBinary', 'opened']],
    ['-type:lifecycle', ['sentText', 'receivedText', 'sentBinary']],
    ['-type:text word', ['sentBinary']],
    ['type:lifecycle', ['opened']],
    ['type:lifecycle word', ['opened']],
    ['type:lifecycle -dir:sent', ['opened']],
    ['type:lifecycle dir:sent', []],
    ['type:lifecycle size:<10', ['opened']],
    ['size:<10', []],
    ['size:>=1kb', ['receivedText', 'sentBinary']],
    ['-size:10..1000', ['receivedText']],
    ['size:>1kb dir:received type:text', ['receivedText']],
  ])('takes for %j the rows %j', (text, names) => {
    expect(cheapRows(text)).toEqual(names);
  });

  it('matches when every word is there and no negated one is', () => {
    expect(matches('alpha "be ta"', 'BE TA alpha')).toBe(true);
    expect(matches('alpha "be ta"', 'beta alpha')).toBe(false);
    expect(matches('alpha -beta', 'alpha')).toBe(true);
    expect(matches('alpha -beta', 'alpha Beta')).toBe(false);
    expect(matches('-foo', 'bar')).toBe(true);
    expect(matches('foo', 'bar')).toBe(false);
    expect(matches('', '')).toBe(true);
  });

  it('asks for payloads only when it must', () => {
    expect(compile('dir:sent size:>1 type:text').needsPayload).toBe(false);
    expect(compile('').needsPayload).toBe(false);
    expect(compile('-a').needsPayload).toBe(true);
    expect(compile('/a/').needsPayload).toBe(true);
  });

  it('hands regexes on', () => {
    expect(compile('a /b/gi -/c/').regexes).toEqual([
      { source: 'b', flags: 'i', isNegated: false },
      { source: 'c', flags: '', isNegated: true },
    ]);
  });
});
