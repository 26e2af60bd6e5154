import { describe, expect, it } from 'vitest';
import { timeByOwner } from './page-profile.ts';

const frame = (functionName: string, url = '', lineNumber = -1) => ({
  functionName,
  url,
  lineNumber,
  columnNumber: -1,
  scriptId: '0',
});

/** (root) with the page's handler, which calls a built-in, and the recorder's, which calls another and the relay. */
const nodes = [
  { id: 1, callFrame: frame('(root)'), children: [2, 3, 5, 8, 9, 10] },
  { id: 2, callFrame: frame('(program)') },
  { id: 3, callFrame: frame('socket.onmessage', '', 4), children: [4] },
  { id: 4, callFrame: frame('push') },
  {
    id: 5,
    callFrame: frame('t', 'chrome-extension://a/injected/recorder.iife.js', 0),
    children: [6, 7, 11],
  },
  { id: 6, callFrame: frame('encodeInto') },
  { id: 7, callFrame: frame('n', 'chrome-extension://a/extension/relay.iife.js', 0) },
  { id: 8, callFrame: frame('(idle)') },
  { id: 9, callFrame: frame('(garbage collector)') },
  { id: 10, callFrame: frame('postMessage') },
  { id: 11, callFrame: frame('send') },
];

describe('The time of a profile', () => {
  it('is given to whose code ran, a built-in to who has called it, and idle time to nobody', () => {
    const samples = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const timeDeltas = [0, 1, 10, 100, 1000, 10_000, 100_000, 5, 7, 3, 1_000_000];
    expect(timeByOwner({ nodes, samples, timeDeltas, startTime: 0, endTime: 0 })).toEqual({
      // What the recorder calls for the page: it would have been called without it.
      page: 10 + 100 + 1_000_000,
      recorder: 1000 + 10_000,
      relay: 100_000,
      garbage: 7,
      browser: 1 + 3,
    });
  });
});
