import { describe, expect, it } from 'vitest';
import { drawnRows } from '../../../panel/model/drawn-rows.ts';

const range = (first: number, count: number) => ({ first, count });

describe('the rows that are drawn', () => {
  it('are those that are wanted when they are there', () => {
    expect(drawnRows(range(90, 40), range(100, 20), range(80, 100))).toEqual(range(90, 40));
  });

  it('are fewer when all in sight is there, and some around it is not yet', () => {
    expect(drawnRows(range(90, 40), range(100, 20), range(100, 25))).toEqual(range(100, 25));
    expect(drawnRows(range(90, 40), range(100, 20), range(60, 60))).toEqual(range(90, 30));
  });

  it('stay what they were until all that is in sight is there', () => {
    const old = range(60, 44);
    expect(drawnRows(range(90, 40), range(100, 20), old)).toEqual(old);
    expect(drawnRows(range(5_000_000, 40), range(5_000_012, 20), old)).toEqual(old);
  });

  it('are none when there are none', () => {
    expect(drawnRows(range(0, 0), range(0, 0), range(0, 0))).toEqual(range(0, 0));
  });
});
