import { options } from 'preact';

/** What the pace needs of the window. */
export interface Frames {
  readonly request: (run: () => void) => number;
  readonly cancel: (frame: number) => void;
  readonly later: (run: () => void, ms: number) => unknown;
  /** Whether the user's own key or click is being answered. */
  readonly isInput?: () => boolean;
}

/** ms; a panel that is not shown has no frames, and is brought up to date all the same. */
const withoutFramesMs = 250;

/**
 * Runs something in the next frame, or after a while without one.
 * A frame's callbacks come after its scroll events and before its layout: what is drawn then is laid out once.
 */
export function inNextFrame(run: () => void, { request, cancel, later }: Frames): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    cancel(frame);
    run();
  };
  const frame = request(once);
  later(once, withoutFramesMs);
}

/**
 * Has the views drawn at most once a frame, however many changes there are in it. By itself Preact draws
 * after each: at full speed several times for nothing, with a layout each time. What answers a key or a click is drawn
 * at once: the next key goes on from there.
 */
export function drawOnceAFrame(frames: Frames): void {
  options.debounceRendering = (draw) => {
    if (frames.isInput?.() === true) queueMicrotask(draw);
    else inNextFrame(draw, frames);
  };
}
