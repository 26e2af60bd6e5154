import { describe, expect, it } from 'vitest';
import { createLoadWatch } from '../../extension/load-watch.ts';

/** A page whose recorder works so much of each second, told in ten batches. */
function newPage() {
  const watch = createLoadWatch();
  watch.allow(0.1);
  let nowMs = 0;
  // The first batch begins the first second.
  watch.add(0, nowMs);
  const seconds = (count: number, share: number): string[] => {
    const levels: string[] = [];
    for (let batch = 0; batch < count * 10; batch++) {
      nowMs += 100;
      if (watch.add(share * 100_000, nowMs)) levels.push(watch.level);
    }
    return levels;
  };
  return {
    watch,
    seconds,
    rest: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('the watch over what recording costs a page', () => {
  it('records everything as long as it stays within the budget', () => {
    const { watch, seconds } = newPage();
    expect(seconds(60, 0.099)).toEqual([]);
    expect(watch.level).toBe('all');
  });

  it('reduces after three seconds beyond it, a step for each three, and then no further', () => {
    const { watch, seconds } = newPage();
    expect(seconds(2, 0.11)).toEqual([]);
    expect(seconds(1, 0.11)).toEqual(['beginnings']);
    expect(seconds(2, 0.11)).toEqual([]);
    expect(seconds(1, 0.11)).toEqual(['sizes']);
    expect(seconds(20, 0.9)).toEqual([]);
    expect(watch.level).toBe('sizes');
  });

  it('takes two seconds beyond it for an accident', () => {
    const { seconds } = newPage();
    for (let time = 0; time < 5; time++) {
      expect(seconds(2, 0.5)).toEqual([]);
      expect(seconds(1, 0.01)).toEqual([]);
    }
  });

  it('does not go back by itself', () => {
    const { watch, seconds } = newPage();
    seconds(5, 0.2);
    seconds(600, 0);
    expect(watch.level).toBe('beginnings');
  });

  it('counts a rest before a burst as rest', () => {
    const { watch, seconds, rest } = newPage();
    seconds(2, 0.2);
    rest(60_000);
    expect(seconds(2, 0.2)).toEqual([]);
    expect(watch.level).toBe('all');
  });

  it('keeps to another budget as soon as it is allowed, 0 for none at all', () => {
    const { watch, seconds } = newPage();
    watch.allow(0.01);
    expect(seconds(5, 0.02)).toEqual(['beginnings']);
    const free = newPage();
    free.watch.allow(0);
    expect(free.seconds(30, 1)).toEqual([]);
  });

  it('once everything is wanted again, stays so until another budget is allowed', () => {
    const { watch, seconds } = newPage();
    seconds(10, 0.5);
    expect(watch.level).toBe('sizes');
    watch.restore();
    expect(watch.level).toBe('all');
    expect(seconds(30, 0.5)).toEqual([]);
    // A panel that is opened anew says the same again.
    watch.allow(0.1);
    expect(seconds(30, 0.5)).toEqual([]);
    watch.allow(0.05);
    expect(seconds(4, 0.5)).toEqual(['beginnings']);
  });
});
