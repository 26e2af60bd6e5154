import { describe, expect, it } from 'vitest';
import { inNextFrame } from '../../../panel/views/draw-pace.ts';

/** A window whose frames and timers come when the test says so. */
function newFrames() {
  const frames = new Map<number, () => void>();
  const timers: (() => void)[] = [];
  return {
    request(run: () => void) {
      frames.set(frames.size + 1, run);
      return frames.size;
    },
    cancel: (frame: number) => void frames.delete(frame),
    later: (run: () => void) => timers.push(run),
    frame() {
      for (const run of [...frames.values()]) run();
    },
    waiting: () => frames.size,
    time() {
      for (const run of timers) run();
    },
  };
}

describe('A drawing', () => {
  it('waits for the frame, and is done once', () => {
    const window = newFrames();
    let drawn = 0;
    inNextFrame(() => drawn++, window);
    expect(drawn).toBe(0);
    window.frame();
    window.time();
    expect(drawn).toBe(1);
  });

  it('is done without a frame where none comes, and not again when it does', () => {
    const window = newFrames();
    let drawn = 0;
    inNextFrame(() => drawn++, window);
    window.time();
    expect(drawn).toBe(1);
    expect(window.waiting()).toBe(0);
  });
});
