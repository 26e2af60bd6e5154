import { describe, expect, it } from 'vitest';
import { createDrawPace } from '../../../panel/views/draw-pace.ts';

/** A pace in a window whose frames, timers and inputs come when the test says so. */
function newPace() {
  const frames = new Map<number, () => void>();
  const timers: (() => void)[] = [];
  const soon: (() => void)[] = [];
  let isInput = false;
  let lastFrame = 0;
  let drawn = 0;
  const pace = createDrawPace({
    request(run) {
      frames.set(++lastFrame, run);
      return lastFrame;
    },
    cancel: (frame) => void frames.delete(frame),
    later: (run) => timers.push(run),
    soon: (run) => soon.push(run),
    isInput: () => isInput,
  });
  const runAll = (runs: (() => void)[]): void => {
    for (const run of runs) run();
  };
  return {
    change: () => pace.draw(() => drawn++),
    /** An input whose handler does something. */
    input(act: () => void) {
      pace.catchUp();
      isInput = true;
      act();
      isInput = false;
      runAll(soon.splice(0));
    },
    frame() {
      const due = [...frames.values()];
      frames.clear();
      runAll(due);
    },
    time: () => runAll(timers.splice(0)),
    waiting: () => frames.size,
    drawn: () => drawn,
  };
}

describe('A drawing', () => {
  it('waits for the frame, and is done once', () => {
    const window = newPace();
    window.change();
    expect(window.drawn()).toBe(0);
    window.frame();
    window.time();
    expect(window.drawn()).toBe(1);
  });

  it('is done without a frame where none comes, and not again when it does', () => {
    const window = newPace();
    window.change();
    window.time();
    expect(window.drawn()).toBe(1);
    expect(window.waiting()).toBe(0);
  });

  it('is not hurried by the timer of the one before', () => {
    const window = newPace();
    window.change();
    window.frame();
    window.change();
    window.time();
    expect(window.drawn()).toBe(2);
    window.change();
    expect(window.drawn()).toBe(2);
  });

  it('is done at once for what an input changes', () => {
    const window = newPace();
    window.input(window.change);
    expect(window.drawn()).toBe(1);
    expect(window.waiting()).toBe(0);
  });

  it('that waits is done before the handler of an input, which must not know less than has happened', () => {
    const window = newPace();
    window.change();
    const drawnBefore: number[] = [];
    window.input(() => drawnBefore.push(window.drawn()));
    expect(drawnBefore).toEqual([1]);
    window.frame();
    window.time();
    expect(window.drawn()).toBe(1);
  });
});
