import type { Log } from './log.ts';

/** One card of the playground. */
export interface Scenario {
  readonly title: string;
  readonly note: string;
  /** Nothing connects here: that is for the actions and `play`. */
  readonly prepare: (log: Log) => Act;
}

export interface Act {
  readonly actions: readonly Action[];
  /** Goes on gently by itself until stopped. Missing where that would not be gentle. */
  readonly play?: () => void;
  readonly stop: () => void;
  /** Shown above the log. */
  readonly content?: HTMLElement;
}

export interface Action {
  readonly label: string;
  readonly run: () => void;
}
