import { describe, expect, it } from 'vitest';
import { createRowSlots } from '../../../panel/model/row-slots.ts';

const slotsOf = (slotOf: (position: number) => number, first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => slotOf(first + index));

describe('The elements of rows', () => {
  it('are one for each row in sight, wherever the list stands', () => {
    const slots = createRowSlots();
    for (const first of [0, 3, 1_000_000, 999_990, 999_970, 0, 5]) {
      const used = slotsOf(slots.arrange(first, 30), first, 30);
      expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    }
  });

  it('stay with rows that stay in sight, and only what leaves gives its element to what comes', () => {
    const slots = createRowSlots();
    const before = slots.arrange(100, 30);
    const after = slots.arrange(103, 30);
    for (let position = 103; position < 130; position++)
      expect(after(position)).toBe(before(position));
    expect([130, 131, 132].map(after)).toEqual([100, 101, 102].map(before));
  });

  it('stay in their places where nothing stays in sight, so that none has to be moved', () => {
    const slots = createRowSlots();
    slots.arrange(0, 30);
    const before = slotsOf(slots.arrange(7, 30), 7, 30);
    expect(slotsOf(slots.arrange(500, 30), 500, 30)).toEqual(before);
    expect(slotsOf(slots.arrange(20, 30), 20, 30)).toEqual(before);
  });

  it('are enough for a list that has become higher, and for one that is short', () => {
    const slots = createRowSlots();
    slots.arrange(50, 10);
    expect(new Set(slotsOf(slots.arrange(50, 40), 50, 40)).size).toBe(40);
    expect(new Set(slotsOf(slots.arrange(80, 5), 80, 5)).size).toBe(5);
    expect(slots.arrange(0, 0)(0)).toBe(0);
  });
});
