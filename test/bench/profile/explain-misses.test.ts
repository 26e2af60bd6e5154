import { describe, expect, it } from 'vitest';
import type { Verdict } from '../budgets.ts';
import type { Profile } from '../results.ts';
import { explainMisses } from './explain-misses.ts';

const nothing = { page: 0, recorder: 0, relay: 0, garbage: 0, browser: 0 };
const work = { script: 4, garbage: 0, styles: 0, layout: 2, drawing: 60, other: 0.5 };
const task = { ms: 69.4, ranMs: 9.2, workMs: work };
const profile: Profile = {
  pages: [
    { setUp: 'bare', traffic: 'echo', perMessageUs: { ...nothing, page: 2, browser: 10 } },
    {
      setUp: 'closed',
      traffic: 'echo',
      perMessageUs: { ...nothing, page: 1.5, recorder: 3, browser: 10 },
    },
  ],
  panel: { seconds: 5, perSecond: 5000, tasks: 1, all: task, longest: [task] },
};
const miss = (what: string, told?: Verdict['told']): Verdict => ({
  what,
  measured: '',
  budget: '',
  isMet: false,
  ...(told && { told }),
});

describe('A budget that is missed', () => {
  it('is explained by whose code ran longer for a message', () => {
    const told = { kind: 'page', traffic: 'echo', without: 'bare', with: 'closed' } as const;
    expect(explainMisses([miss('throughput', told)], profile)).toEqual([
      "throughput: a message takes the page's thread, in µs: page −0.5, recorder +3, relay +0, garbage +0, browser +0.",
    ]);
  });

  it('is explained by what the longest task was made of, and how much of it it stood still', () => {
    expect(explainMisses([miss('longest task', { kind: 'panel' })], profile)).toEqual([
      'longest task: in the profile the longest lasted 69.4 ms, of which its thread had a processor for 9.2 ms (script 4, layout 2, drawing 60).',
    ]);
  });

  it('is not explained by what no profile tells', () => {
    const told = { kind: 'page', traffic: 'receive', without: 'bare', with: 'closed' } as const;
    expect(explainMisses([miss('a bundle'), miss('other', told)], profile)).toEqual([]);
  });
});
