import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { RowSummary } from '../engine/engine-contract.ts';

/** The rows of the list that are in sight, fetched from the engine. */
export interface RowWindow {
  readonly rows: ReadonlySignal<RowsInSight>;
  /** Asks for rows; of several wishes made while an answer is on its way, the last counts. */
  want(view: number, start: number, count: number): void;
  /** The log has grown or changed: fetch the same rows again. */
  refresh(): void;
  /** Whether the rows that are wanted are the last of a list of this length, and not all of it. */
  isAtEnd(view: number, rowCount: number): boolean;
  /** The list is longer by so many rows: fetch as many at its new end, and `show` what else is new together with them. */
  follow(rowsMore: number, show: () => void): void;
}

export interface RowsInSight {
  readonly view: number;
  readonly start: number;
  readonly rows: readonly RowSummary[];
}

interface Wish {
  readonly view: number;
  readonly start: number;
  readonly count: number;
}

export function createRowWindow(engine: EngineClient): RowWindow {
  const rows = signal<RowsInSight>({ view: -1, start: 0, rows: [] });
  let wish: Wish | null = null;
  let isAsking = false;
  let isStale = false;
  let shows: (() => void)[] = [];

  const fetch = async (): Promise<void> => {
    if (isAsking) {
      isStale = true;
      return;
    }
    isAsking = true;
    do {
      isStale = false;
      const asked: Wish | null = wish;
      if (asked === null) break;
      const due = shows;
      shows = [];
      // An engine that fails once is asked again at the next change; until then the rows stay.
      const answer = await engine.ask('rows', asked).catch(() => null);
      batch(() => {
        for (const show of due) show();
        // A newer wish for another view makes this answer worthless, not one for other rows.
        if (answer === null || wish?.view !== asked.view) return;
        rows.value = { view: asked.view, start: asked.start, rows: keepSame(rows.peek(), answer) };
      });
    } while (isStale);
    isAsking = false;
  };

  return {
    rows,
    want(view, start, count) {
      if (wish !== null && wish.view === view && wish.start === start && wish.count === count)
        return;
      wish = { view, start, count };
      void fetch();
    },
    refresh() {
      if (wish !== null) void fetch();
    },
    isAtEnd: (view, rowCount) =>
      wish !== null && wish.view === view && wish.start > 0 && wish.start + wish.count === rowCount,
    follow(rowsMore, show) {
      if (wish === null) {
        show();
        return;
      }
      wish = { ...wish, start: wish.start + rowsMore };
      shows.push(show);
      void fetch();
    },
  };
}

/** Rows that say what they said before stay the same objects: nobody needs to draw them again. */
function keepSame(before: RowsInSight, rows: readonly RowSummary[]): readonly RowSummary[] {
  const [first] = before.rows;
  if (first === undefined) return rows;
  const known = before.rows;
  return rows.map((row) => {
    const old = known[row.position - first.position];
    return old !== undefined && isSame(old, row) ? old : row;
  });
}

function isSame(one: RowSummary, other: RowSummary): boolean {
  // Both were made by the engine, with the same fields.
  for (const field in one)
    if (one[field as keyof RowSummary] !== other[field as keyof RowSummary]) return false;
  return true;
}
