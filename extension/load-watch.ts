// Decides when recording is reduced, of the recorder's own account of its work. Reducing goes by itself, so
// that it helps a page also while no panel is open; going back does not, or it would come and go for ever.
import { defaultMaxShare, type Level, levels } from './protocol/levels.ts';

/** A share is taken over so long; batches come more often, or the page is at rest. */
const windowMs = 1000;
/** So many windows in a row must be beyond the budget: one may be an accident, such as a machine that is busy. */
const windowsBeyond = 3;

/** What the recorder of one document costs, and the level that follows from it. */
export interface LoadWatch {
  readonly level: Level;
  /** A batch says that the recorder has worked `costUs` since the batch before. Returns whether the level is another now. */
  add(costUs: number, nowMs: number): boolean;
  /** @param share of the page's time, 0: as much as it takes. Another one than before counts from anew. */
  allow(share: number): void;
  /** Everything is recorded again, and stays so whatever it costs until another share is allowed. */
  restore(): void;
}

export function createLoadWatch(): LoadWatch {
  let step = 0;
  let maxShare = defaultMaxShare;
  let isHeld = false;
  let sinceMs = Number.NEGATIVE_INFINITY;
  let spentUs = 0;
  let beyond = 0;
  return {
    get level() {
      return levels[step] ?? 'all';
    },
    add(costUs, nowMs) {
      spentUs += costUs;
      const tookMs = nowMs - sinceMs;
      if (tookMs < windowMs) return false;
      // After a rest the window is long and its share small: the next one is the first that tells.
      beyond = spentUs / 1000 / tookMs > maxShare ? beyond + 1 : 0;
      sinceMs = nowMs;
      spentUs = 0;
      if (beyond < windowsBeyond || isHeld || maxShare === 0 || step + 1 === levels.length)
        return false;
      beyond = 0;
      step++;
      return true;
    },
    allow(share) {
      if (share === maxShare) return;
      maxShare = share;
      isHeld = false;
      beyond = 0;
    },
    restore() {
      step = 0;
      isHeld = true;
    },
  };
}
