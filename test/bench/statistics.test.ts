import { describe, expect, it } from 'vitest';
import { median, percentile, ratios, roundsOf, spread } from './statistics.ts';

describe('Statistics', () => {
  it('takes the middle of an odd count and the mean of the two middle ones of an even count', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('sorts as numbers and leaves the values as they were', () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(percentile(values, 1)).toBe(100);
    expect(values).toEqual([100, 9, 20]);
  });

  it('says how far the middle half of the values lies apart, whatever one of them is', () => {
    expect(spread([5, 1, 3, 2, 4])).toBe(2);
    expect(spread([5000, 1, 3, 2, 4])).toBe(2);
    expect(spread([1, 2])).toBe(0.5);
    expect(spread([7])).toBe(0);
  });

  it('gives the value that a share of the values does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile([5], 0.95)).toBe(5);
  });

  it('says NaN, not zero, where nothing was measured', () => {
    expect(median([])).toBeNaN();
    expect(spread([])).toBeNaN();
    expect(percentile([], 0.95)).toBeNaN();
  });

  it('keeps the values beside their median and spread', () => {
    expect(roundsOf([2, 4, 9])).toEqual({ median: 4, spread: 3.5, values: [2, 4, 9] });
  });

  it('divides round by round, and refuses rounds that have no partner', () => {
    expect(ratios([2, 9], [4, 3])).toEqual([0.5, 3]);
    expect(() => ratios([1], [1, 2])).toThrow('1 rounds cannot be paired with 2');
  });
});
