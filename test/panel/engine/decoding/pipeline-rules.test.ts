import { describe, expect, it } from 'vitest';
import {
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
