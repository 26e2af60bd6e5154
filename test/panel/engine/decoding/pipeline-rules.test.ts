import { describe, expect, it } from 'vitest';
import {
  matchesPattern,
  type PipelineRule,
  pipelineFor,
} from '../../../../panel/engine/decoding/pipeline-rules.ts';

const place = { socket: 3, url: 'wss://a.test/live?id=1', direction: 'sent' } as const;
const rule = (name: string, more: Partial<PipelineRule> = {}): PipelineRule => ({
  socket: null,
  url: '',
  direction: null,
  pipeline: [name],
  ...more,
});

describe('pipelineFor', () => {
  it('is automatic where no rule applies', () => {
    expect(pipelineFor([], place)).toBeNull();
    const others = [
      rule('a', { socket: 4 }),
      rule('b', { url: 'wss://b.test/*' }),
      rule('c', { direction: 'received' }),
    ];
    expect(pipelineFor(others, place)).toBeNull();
  });

  it('prefers the socket to the address, the direction to none, and the latest of equals', () => {
    const url = rule('url', { url: 'wss://a.test/live?*' });
    const socket = rule('socket', { socket: 3 });
    const sent = rule('sent', { socket: 3, direction: 'sent' });
    expect(pipelineFor([url, rule('all')], place)).toEqual(['url']);
    expect(pipelineFor([socket, url], place)).toEqual(['socket']);
    expect(pipelineFor([sent, socket, url], place)).toEqual(['sent']);
    expect(pipelineFor([rule('old'), rule('new')], place)).toEqual(['new']);
  });
});

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
