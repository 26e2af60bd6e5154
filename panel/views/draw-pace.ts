import { options } from 'preact';

/** What the pace needs of the window. */
export interface Frames {
  readonly request: (run: () => void) => number;
  readonly cancel: (frame: number) => void;
  readonly later: (run: () => void, ms: number) => unknown;
  readonly soon: (run: () => void) => void;
  /** Whether what runs now was called by a key, a click or the like. */
  readonly isInput: () => boolean;
}

/** Draws the views when it is time to. */
export interface DrawPace {
  draw(run: () => void): void;
  /** Draws now what waits for a frame. */
  catchUp(): void;
}

/** ms; a panel that is not shown has no frames, and is brought up to date all the same. */
const withoutFramesMs = 250;

/**
 * Draws in the next frame, or after a while without one. A frame's callbacks come after its scroll events and before
 * its layout: what is drawn then is laid out once. What an input changes is drawn before the next input comes,
 * whose handler would otherwise know the state before: of two quick keys the second would do nothing.
 */
export function createDrawPace({ request, cancel, later, soon, isInput }: Frames): DrawPace {
  let waiting: { readonly frame: number; readonly run: () => void } | null = null;
  const catchUp = (): void => {
    if (waiting === null) return;
    const { frame, run } = waiting;
    waiting = null;
    cancel(frame);
    run();
  };
  return {
    catchUp,
    draw(run) {
      if (isInput()) {
        soon(run);
        return;
      }
      const mine = { frame: request(catchUp), run };
      waiting = mine;
      later(() => {
        if (waiting === mine) catchUp();
      }, withoutFramesMs);
    },
  };
}

/** What people do, not what moves by itself: a pointer's moves come with the frames anyway. */
const inputs = ['keydown', 'pointerdown', 'pointerup', 'click', 'input', 'change'];

/**
 * Has the views drawn at most once a frame, however much changes in it. By itself Preact draws after each change:
 * at full speed several times for nothing, with a layout each time.
 */
export function drawOnceAFrame(): void {
  const pace = createDrawPace({
    request: (run) => requestAnimationFrame(run),
    cancel: (frame) => cancelAnimationFrame(frame),
    later: (run, ms) => setTimeout(run, ms),
    soon: queueMicrotask,
    isInput: () => inputs.includes(window.event?.type ?? ''),
  });
  options.debounceRendering = pace.draw;
  // Before any handler of a key: it must not know less than what has happened. Not before a click's, which is meant
  // for what was seen, and not for what a drawing puts in its place. Nor before an edit's: to draw the box as it was
  // would put the text back that was there before, and what was typed would be lost.
  addEventListener('keydown', pace.catchUp, { capture: true });
}
