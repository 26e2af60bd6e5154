import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { RowSummary, SelectionState } from '../engine/engine-contract.ts';

/** The rows of the list that are in sight, fetched from the engine. */
export interface RowWindow {
  readonly rows: ReadonlySignal<RowsInSight>;
  /** Asks for rows; of several wishes made while an answer is on its way, the last counts. */
  want(wish: RowWish): void;
  /** The log has grown or changed: fetch the same rows again. */
  refresh(): void;
  /** Whether the rows that are wanted are the last of a list of this length, and not all of it. */
  isAtEnd(view: number, rowCount: number): boolean;
  /** The list is longer by so many rows: fetch as many at its new end, and `show` what else is new together with them. */
  follow(rowsMore: number, show: () => void): void;
}

export interface RowWish {
  readonly view: number;
  readonly start: number;
  readonly count: number;
  /** The position of a row that stays where it is seen when others come in before it; null: the place stays. */
  readonly held: number | null;
}

export interface RowsInSight {
  readonly view: number;
  readonly start: number;
  readonly rows: readonly RowSummary[];
  /** By how many rows what is held has moved down, of this view, all in all. */
  readonly shift: number;
}

export function createRowWindow(
  engine: EngineClient,
  onSelection: (state: SelectionState) => void,
): RowWindow {
  const rows = signal<RowsInSight>({ view: -1, start: 0, rows: [], shift: 0 });
  let wish: RowWish | null = null;
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
      const asked: RowWish | null = wish;
      if (asked === null) break;
      const { view, start, count } = asked;
      const anchor = anchorOf(asked, rows.peek());
      const due = shows;
      shows = [];
      // An engine that fails once is asked again at the next change; until then the rows stay.
      const answer = await engine.ask('rows', { view, start, count, anchor }).catch(() => null);
      batch(() => {
        for (const show of due) show();
        // A newer wish for another view makes this answer worthless, not one for other rows.
        if (answer === null || wish?.view !== view) return;
        const before = rows.peek().view === view ? rows.peek().shift : 0;
        // Who has scrolled on meanwhile is not moved from there.
        const moved = isSame(wish, asked) ? answer.shift : 0;
        if (moved !== 0) wish = shifted(asked, moved);
        rows.value = {
          view,
          start: Math.max(0, start + answer.shift),
          rows: keepSame(rows.peek(), answer.rows),
          shift: before + moved,
        };
        onSelection(answer.selection);
      });
    } while (isStale);
    isAsking = false;
  };

  return {
    rows,
    want(wanted) {
      const isNew = wish === null || !isSame(wish, wanted);
      // What is held matters when the log changes, not before.
      wish = wanted;
      if (isNew) void fetch();
    },
    refresh() {
      if (wish !== null) void fetch();
    },
    isAtEnd: (view, rowCount) =>
      wish !== null &&
      wish.view === view &&
      wish.held === null &&
      wish.start > 0 &&
      wish.start + wish.count === rowCount,
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

const isSame = (one: RowWish, other: RowWish): boolean =>
  one.view === other.view && one.start === other.start && one.count === other.count;

function anchorOf({ view, held }: RowWish, known: RowsInSight) {
  if (held === null || known.view !== view) return null;
  const row = known.rows[held - known.start];
  return row === undefined ? null : { row: row.row, position: held };
}

const shifted = (wish: RowWish, by: number): RowWish => ({
  ...wish,
  start: Math.max(0, wish.start + by),
  held: wish.held === null ? null : wish.held + by,
});

/** Rows that say what they said before stay the same objects: nobody needs to draw them again. */
function keepSame(before: RowsInSight, rows: readonly RowSummary[]): readonly RowSummary[] {
  const [first] = before.rows;
  if (first === undefined) return rows;
  const known = before.rows;
  return rows.map((row) => {
    const old = known[row.position - first.position];
    return old !== undefined && saysSame(old, row) ? old : row;
  });
}

function saysSame(one: RowSummary, other: RowSummary): boolean {
  // Both were made by the engine, with the same fields.
  for (const field in one)
    if (one[field as keyof RowSummary] !== other[field as keyof RowSummary]) return false;
  return true;
}
