import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOffset, scrollMap, wheelPx } from '../../../panel/model/scroll-map.ts';

const rowHeight = 24;
const viewport = 600;
const tenMillion = scrollMap(10_000_000, rowHeight, viewport);
const maxScrollTop = tenMillion.scrollHeight - viewport;

describe('a list that the browser can lay out', () => {
  it('is not scaled', () => {
    const map = scrollMap(1000, rowHeight, viewport);
    expect(map).toMatchObject({ isScaled: false, scrollHeight: 24_000, maxOffset: 23_400 });
    expect([map.offsetOf(240), map.scrollTopOf(240)]).toEqual([240, 240]);
    expect(nextOffset(map, 0, 0, 777, viewport)).toBe(777);
  });

  it('that fits into its viewport does not scroll', () => {
    for (const rows of [0, 1, 25]) {
      const map = scrollMap(rows, rowHeight, viewport);
      expect(map.maxOffset).toBe(0);
      expect([map.offsetOf(50), map.scrollTopOf(50)]).toEqual([0, 0]);
    }
  });
});

describe('a list of ten million rows', () => {
  it('has a scrollbar that both browsers can lay out', () => {
    expect(tenMillion.isScaled).toBe(true);
    expect(tenMillion.scrollHeight).toBeLessThan(17_800_000);
    expect(tenMillion.maxOffset).toBe(10_000_000 * rowHeight - viewport);
  });

  it('shows its first and its last row at the ends of the bar', () => {
    expect(tenMillion.offsetOf(0)).toBe(0);
    expect(tenMillion.offsetOf(maxScrollTop)).toBeCloseTo(tenMillion.maxOffset, 3);
    expect(tenMillion.scrollTopOf(tenMillion.maxOffset)).toBeCloseTo(maxScrollTop, 3);
    const middle = tenMillion.maxOffset / 2;
    // Home and End, from anywhere.
    expect(nextOffset(tenMillion, middle, maxScrollTop / 2, 0, viewport)).toBe(0);
    const end = nextOffset(tenMillion, middle, maxScrollTop / 2, maxScrollTop, viewport);
    expect(end).toBe(tenMillion.maxOffset);
  });

  it('moves by exactly one row for a step of a row, anywhere', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 9_990_000 }),
        fc.constantFrom(rowHeight, -rowHeight),
        (row, step) => {
          const offset = row * rowHeight;
          const scrollTop = tenMillion.scrollTopOf(offset);
          const moved = nextOffset(tenMillion, offset, scrollTop, scrollTop + step, viewport);
          expect(moved / rowHeight).toBeCloseTo(row + step / rowHeight, 4);
        },
      ),
    );
  });

  it('comes back to the same row after any number of steps there and back', () => {
    let offset = 5_000_000 * rowHeight;
    for (const step of [...Array(500).fill(rowHeight), ...Array(500).fill(-rowHeight)]) {
      // As the view does: the bar follows the offset after each move.
      const scrollTop = tenMillion.scrollTopOf(offset);
      offset = nextOffset(tenMillion, offset, scrollTop, scrollTop + step, viewport);
    }
    expect(Math.round(offset / rowHeight)).toBe(5_000_000);
  });

  it('follows the bar when it is dragged', () => {
    const half = nextOffset(tenMillion, 0, 0, maxScrollTop / 2, viewport);
    expect(half).toBeCloseTo(tenMillion.maxOffset / 2, 3);
  });

  it('reaches its ends where the bar has no more room to move', () => {
    const nearEnd = tenMillion.maxOffset - 1000;
    const scrollTop = tenMillion.scrollTopOf(nearEnd);
    const down = nextOffset(tenMillion, nearEnd, scrollTop, maxScrollTop, viewport);
    expect(down).toBe(tenMillion.maxOffset);
    expect(nextOffset(tenMillion, 1000, tenMillion.scrollTopOf(1000), 0, viewport)).toBe(0);
  });

  it('never leaves its ends', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: maxScrollTop, noNaN: true }),
        fc.double({ min: -100, max: maxScrollTop + 100, noNaN: true }),
        (offset, from, to) => {
          const within = Math.min(Math.max(0, offset), tenMillion.maxOffset);
          const next = nextOffset(tenMillion, within, from, to, viewport);
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThanOrEqual(tenMillion.maxOffset);
        },
      ),
    );
  });

  it('maps offsets to the bar and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: tenMillion.maxOffset }), (offset) => {
        const back = tenMillion.offsetOf(tenMillion.scrollTopOf(offset));
        expect(Math.abs(back - offset)).toBeLessThan(0.001);
      }),
    );
  });
});

describe('a list of twenty million rows', () => {
  const map = scrollMap(20_000_000, rowHeight, viewport);
  const last = map.scrollHeight - viewport;

  it('has a bar that never goes back, from its first to its last row', () => {
    let before = -1;
    for (let share = 0; share <= 1; share += 0.001) {
      const offset = map.offsetOf(last * share);
      expect(offset).toBeGreaterThan(before);
      before = offset;
    }
    expect(map.offsetOf(last)).toBe(20_000_000 * rowHeight - viewport);
  });

  it('finds every row again that it has scrolled to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 - viewport / rowHeight }), (row) => {
        const back = map.offsetOf(map.scrollTopOf(row * rowHeight));
        // Below a hundredth of a row, so that it is the first in sight.
        expect(Math.abs(back / rowHeight - row)).toBeLessThan(0.01);
      }),
    );
  });

  it('moves by exactly the rows of a step, near its ends too, where the bar gets short of room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 1000 }),
        fc.constantFrom(-5, -1, 1, 5),
        fc.boolean(),
        (rows, step, isAtEnd) => {
          const offset = isAtEnd ? map.maxOffset - rows * rowHeight : rows * rowHeight;
          const scrollTop = map.scrollTopOf(offset);
          const moved = nextOffset(map, offset, scrollTop, scrollTop + step * rowHeight, viewport);
          expect(moved).toBeCloseTo(offset + step * rowHeight, 3);
        },
      ),
    );
  });

  it('comes down from its first row to any other in steps, and back, without losing a row', () => {
    let offset = 0;
    const move = (step: number): void => {
      const scrollTop = map.scrollTopOf(offset);
      offset = nextOffset(map, offset, scrollTop, scrollTop + step, viewport);
    };
    for (let step = 0; step < 2000; step++) move(rowHeight);
    expect(Math.round(offset / rowHeight)).toBe(2000);
    for (let step = 0; step < 2000; step++) move(-rowHeight);
    expect(Math.round(offset)).toBe(0);
  });
});

describe('a turn of the wheel', () => {
  it.each([
    [0, 120, 120],
    [1, 3, 72],
    [2, -1, -600],
  ])('of mode %i by %i is %i px', (deltaMode, deltaY, px) => {
    expect(wheelPx({ deltaMode, deltaY }, rowHeight, viewport)).toBe(px);
  });
});
