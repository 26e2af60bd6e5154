import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RecordedPage } from './recording.ts';
import type { PageVerdict, PlainPage } from './worker-plan.ts';

export type InsideState =
  | { readonly kind: 'off' }
  /** The user is told what it means and where it ends. Null: the page is being looked at. */
  | { readonly kind: 'asking'; readonly origin: string; readonly verdict: PageVerdict | null }
  /** Workers of this load record themselves, where they can. */
  | { readonly kind: 'on' }
  /** It is wanted for this origin, but this load was not made by it. */
  | { readonly kind: 'missed' };

/** Recording inside the workers of a page: off unless somebody has asked for it, origin by origin. */
export interface InsideWorkers {
  readonly state: ReadonlySignal<InsideState>;
  /** Looks at the page and shows what would happen. */
  ask(): Promise<void>;
  /** The user has read it: remembers the origin and reloads. */
  turnOn(page: PlainPage): void;
  /** Reloads with it once more; asks where the page is not one of which it is known that it can. */
  reload(): Promise<void>;
  turnOff(): void;
  /** Closes the question. */
  dismiss(): void;
}

export interface InsideWorkersOptions {
  /** What is remembered. */
  readonly origins: Signal<readonly string[]>;
  readonly page: ReadonlySignal<RecordedPage | null>;
  readonly lookAtPage: () => Promise<PageVerdict>;
  readonly reloadInside: (page: PlainPage) => void;
  readonly reloadPage: () => void;
}

export function createInsideWorkers({
  origins,
  page,
  lookAtPage,
  reloadInside,
  reloadPage,
}: InsideWorkersOptions): InsideWorkers {
  const question = signal<{ origin: string; verdict: PageVerdict | null } | null>(null);
  const origin = computed(() => originOf(page.value?.url ?? ''));
  const state = computed((): InsideState => {
    // What was asked of another page is no question any more.
    if (question.value !== null && question.value.origin === origin.value)
      return { kind: 'asking', ...question.value };
    if (page.value?.recordsWorkers) return { kind: 'on' };
    return origins.value.includes(origin.value) ? { kind: 'missed' } : { kind: 'off' };
  });

  const look = async (): Promise<PageVerdict> => {
    const before = question.peek();
    const isAgain = before?.origin === origin.peek();
    // What was seen before stays in sight until something else is.
    const asked = { origin: origin.peek(), verdict: isAgain ? before.verdict : null };
    question.value = asked;
    const verdict = await lookAtPage().catch(() => unknown);
    if (question.peek() === asked) question.value = { ...asked, verdict };
    return verdict;
  };

  return {
    state,
    async ask() {
      await look();
    },
    turnOn(plain) {
      question.value = null;
      const wanted = originOf(plain.url);
      if (!origins.peek().includes(wanted)) origins.value = [...origins.peek(), wanted];
      reloadInside(plain);
    },
    async reload() {
      const verdict = await look();
      if (verdict.kind !== 'plain') return;
      question.value = null;
      reloadInside(verdict);
    },
    turnOff() {
      question.value = null;
      origins.value = origins.peek().filter((each) => each !== origin.peek());
      // What its workers are by now, they stay until they are made anew.
      if (page.peek()?.recordsWorkers) reloadPage();
    },
    dismiss() {
      question.value = null;
    },
  };
}

/** The page went away while it was looked at. */
const unknown: PageVerdict = { kind: 'unknown' };

/** '' for a page that has none. */
function originOf(url: string): string {
  const { origin } = URL.parse(url) ?? { origin: 'null' };
  return origin === 'null' ? '' : origin;
}
