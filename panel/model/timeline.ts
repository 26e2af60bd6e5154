import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { Timeline, TimeSpan } from '../engine/engine-contract.ts';

/** ms; less than this is not looked at more closely: a clock of a page has no finer steps. */
const leastSightMs = 4;
/** Of the whole length, on each side: what stands at an end can be seen whole and taken with the pointer. */
const margin = 0.01;

/** The strip above the list: messages by time, the part that is in sight, and the span that narrows the list. */
export interface TimelineModel {
  readonly timeline: ReadonlySignal<Timeline | null>;
  /** Times at the left and the right edge; null without messages. */
  readonly sight: ReadonlySignal<TimeSpan | null>;
  readonly isZoomed: ReadonlySignal<boolean>;
  /** The list holds only messages of this span; null: of all times. In whole ms, as it is shown. */
  readonly span: ReadonlySignal<TimeSpan | null>;
  /** How many bins the strip has room for; 0: nobody looks. */
  want(bins: number): void;
  /** The log has changed. Asks at most once a while: the strip is a summary. */
  changed(): void;
  select(span: TimeSpan | null): void;
  /** Keeps a time where it is and shows `factor` times as much around it. */
  zoom(factor: number, aroundMs: number): void;
  /** Moves what is in sight by ms. */
  pan(byMs: number): void;
  showAll(): void;
  /** The log was cleared: nothing of before is meant any more. */
  forget(): void;
}

export interface TimelineOptions {
  readonly engine: EngineClient;
  /** The sockets of each lane. */
  readonly lanes: ReadonlySignal<readonly (readonly number[] | null)[]>;
  /** Runs something a moment later. */
  readonly later: (run: () => void) => void;
}

export function createTimeline({ engine, lanes, later }: TimelineOptions): TimelineModel {
  const timeline = signal<Timeline | null>(null);
  const zoomed = signal<TimeSpan | null>(null);
  const span = signal<TimeSpan | null>(null);
  const bins = signal(0);
  const all = computed(() => wholeSight(timeline.value));
  const sight = computed(() => zoomed.value ?? all.value);
  let isAsking = false;
  let isStale = false;
  let isDue = false;

  const fetch = async (): Promise<void> => {
    isStale = true;
    if (isAsking) return;
    isAsking = true;
    while (isStale && bins.peek() > 0) {
      isStale = false;
      const { fromMs = null, toMs = null } = zoomed.peek() ?? {};
      const ask = { fromMs, toMs, bins: bins.peek(), lanes: lanes.peek() };
      // An engine that fails once is asked again at the next change; until then the marks stay.
      const answer = await engine.ask('timeline', ask).catch(() => null);
      if (answer !== null) timeline.value = answer;
    }
    isAsking = false;
  };
  // A computed list of the same lanes is a new one at each update.
  const laneNames = computed(() => JSON.stringify(lanes.value));
  effect(() => {
    void [laneNames.value, zoomed.value, bins.value];
    void fetch();
  });

  const look = (wanted: TimeSpan): void => {
    const whole = all.peek();
    if (whole === null) return;
    const length = Math.max(leastSightMs, wanted.toMs - wanted.fromMs);
    if (length >= whole.toMs - whole.fromMs) {
      zoomed.value = null;
      return;
    }
    const fromMs = Math.min(Math.max(wanted.fromMs, whole.fromMs), whole.toMs - length);
    zoomed.value = { fromMs, toMs: fromMs + length };
  };
  return {
    timeline,
    sight,
    span,
    isZoomed: computed(() => zoomed.value !== null),
    want: (count) => (bins.value = count),
    changed() {
      if (isDue) return;
      isDue = true;
      later(() => {
        isDue = false;
        void fetch();
      });
    },
    select(wanted) {
      span.value = wanted && {
        fromMs: Math.floor(Math.min(wanted.fromMs, wanted.toMs)),
        toMs: Math.ceil(Math.max(wanted.fromMs, wanted.toMs)),
      };
    },
    zoom(factor, aroundMs) {
      const now = sight.peek();
      if (now === null) return;
      const length = Math.max(leastSightMs, (now.toMs - now.fromMs) * factor);
      const share = (aroundMs - now.fromMs) / (now.toMs - now.fromMs);
      const fromMs = aroundMs - length * share;
      look({ fromMs, toMs: fromMs + length });
    },
    pan(byMs) {
      const now = zoomed.peek();
      if (now !== null) look({ fromMs: now.fromMs + byMs, toMs: now.toMs + byMs });
    },
    showAll: () => (zoomed.value = null),
    forget() {
      span.value = null;
      zoomed.value = null;
      void fetch();
    },
  };
}

function wholeSight(timeline: Timeline | null): TimeSpan | null {
  if (timeline === null || timeline.firstMs === null || timeline.lastMs === null) return null;
  const { firstMs, lastMs } = timeline;
  const spare = Math.max((lastMs - firstMs) * margin, leastSightMs / 2);
  return { fromMs: firstMs - spare, toMs: lastMs + spare };
}
