import { describe, expect, it } from 'vitest';
import { combineFacts, shorten } from '../../../../panel/decoders/protocols/combined-facts.ts';

describe('combineFacts', () => {
  const ping = { summary: 'ping', role: 'control', isHeartbeat: true } as const;
  const ask = { summary: 'ask', role: 'request', correlationId: '1' } as const;

  it('leaves one alone, and makes nothing of none', () => {
    expect(combineFacts([ask])).toBe(ask);
    expect(combineFacts([])).toBeNull();
  });

  it('is a heartbeat when all are, and pairs by what asks or answers', () => {
    expect(combineFacts([ping, ping])).toEqual({ ...ping, summary: 'ping · ping' });
    expect(combineFacts([ping, ask])).toEqual({ ...ask, summary: 'ping · ask' });
  });

  it('pairs by a call rather than by what cancels another', () => {
    const cancel = { summary: 'cancel', role: 'control', correlationId: '0' } as const;
    expect(combineFacts([cancel, ask])).toEqual({ ...ask, summary: 'cancel · ask' });
    expect(combineFacts([ping, cancel])).toEqual({ ...cancel, summary: 'ping · cancel' });
  });

  it('names the first five', () => {
    expect(combineFacts(Array(7).fill(ping))?.summary).toBe(
      'ping · ping · ping · ping · ping · 2 more',
    );
  });
});

describe('shorten', () => {
  it('cuts long texts, and no pair of surrogates', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('abcd', 3)).toBe('abc…');
    expect(shorten('ab😀d', 3)).toBe('ab…');
  });
});
