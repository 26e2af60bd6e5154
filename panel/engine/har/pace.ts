export interface PaceOptions {
  readonly onProgress?: (done: number, of: number) => void;
  readonly pause: () => Promise<void>;
  /** A clock in ms; where it starts does not matter. */
  readonly now: () => number;
  readonly isCancelled?: () => boolean;
}

/** A frame of a screen: what waits for the worker waits no longer. */
const sliceMs = 16;

/** Divides long work into slices, between which the thread does other things. */
export interface Pace {
  /** Whether the slice is over and `rest` is due. */
  isOver(): boolean;
  /** @throws an AbortError when the work has been cancelled */
  rest(done: number): Promise<void>;
}

export function createPace(options: PaceOptions, of: number): Pace {
  let startedMs = options.now();
  return {
    isOver: () => options.now() - startedMs >= sliceMs,
    async rest(done) {
      options.onProgress?.(done, of);
      await options.pause();
      if (options.isCancelled?.() === true)
        throw new DOMException('The work was cancelled', 'AbortError');
      startedMs = options.now();
    },
  };
}
