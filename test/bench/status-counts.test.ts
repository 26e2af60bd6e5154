import { describe, expect, it } from 'vitest';
import { statusCounts } from './status-counts.ts';

describe('The counts of the status line', () => {
  it('are read although its parts stand together', () => {
    expect(statusCounts(' 1,234 messages1,240 recorded6 dropped123\u00a0kB held')).toEqual({
      shown: 1234,
      recorded: 1240,
      dropped: 6,
    });
    expect(statusCounts('1 message1 recorded0 dropped').shown).toBe(1);
  });

  it('are not guessed where one is missing', () => {
    expect(() => statusCounts('5 messages')).toThrow('how many were recorded: "5 messages"');
  });
});
