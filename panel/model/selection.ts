import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type {
  MessageDetail,
  SelectAct,
  SelectionState,
  SelectionSummary,
} from '../engine/engine-contract.ts';

/** The rows that are selected, and of them the one that was chosen last, with the message behind it. */
export interface Selection {
  /** The chosen one; -1: none. */
  readonly row: ReadonlySignal<number>;
  /** Its place in the view, -1 when the view does not have it. */
  readonly position: ReadonlySignal<number>;
  readonly message: ReadonlySignal<MessageDetail | null>;
  /** How many rows of the view are selected. Which, their summaries say. */
  readonly count: ReadonlySignal<number>;
  /** Of several rows; null until it is known. */
  readonly summary: ReadonlySignal<SelectionSummary | null>;
  /** Chooses one row that is known. */
  choose(row: number, position: number): void;
  /** Selects in a view, or (null) in any. Answers with the place of the row that is chosen then, or -1. */
  select(view: number | null, act: SelectAct): Promise<number>;
  /** What the engine says of the selection, with the rows in sight. */
  told(state: SelectionState): void;
  clear(): void;
  /** The log is empty: nothing is left to select. */
  forget(): void;
  /** The message may have changed: its payload arrives in parts, or what was before it is looked at. */
  refresh(): void;
  /** What the message is decoded as has changed. */
  reload(): void;
}

/** @param onChange other rows are selected now */
export function createSelection(engine: EngineClient, onChange: () => void): Selection {
  const row = signal(-1);
  const position = signal(-1);
  const message = signal<MessageDetail | null>(null);
  const count = signal(0);
  const summary = signal<SelectionSummary | null>(null);
  let lastAct = 0;
  let isActing = false;
  let summing: AbortController | null = null;

  const load = async (): Promise<void> => {
    const wanted = row.peek();
    const detail = wanted < 0 ? null : await engine.ask('message', { row: wanted });
    if (row.peek() === wanted) message.value = detail;
  };
  const show = (state: SelectionState): void => {
    position.value = state.position;
    count.value = state.count;
    if (row.peek() === state.row) return;
    row.value = state.row;
    void load();
  };
  /** Adds the selected messages up again; of several times in a row the last counts. */
  const sum = async (): Promise<void> => {
    summing?.abort();
    summary.value = null;
    summing = null;
    if (count.peek() < 2) return;
    const mine = new AbortController();
    summing = mine;
    // Cancelled, or the engine failed: then there is nothing to say.
    const answer = await engine
      .ask('selectionSummary', {}, { signal: mine.signal })
      .catch(() => null);
    if (summing === mine) summary.value = answer;
  };
  const select = async (view: number | null, act: SelectAct): Promise<number> => {
    const mine = ++lastAct;
    isActing = true;
    // A key that follows at once goes on from here.
    if ('target' in act && 'position' in act.target) position.value = act.target.position;
    const asked = engine.ask('select', { view, act });
    onChange();
    const state = await asked.catch(() => null);
    if (mine !== lastAct) return -1;
    isActing = false;
    if (state === null) return -1;
    show(state);
    void sum();
    return state.position;
  };
  const forget = (): void => {
    lastAct++;
    isActing = false;
    show({ row: -1, position: -1, count: 0 });
    message.value = null;
    void sum();
  };

  return {
    row,
    position,
    message,
    count,
    summary,
    select,
    forget,
    choose(chosen, at) {
      // At once, because all that is asked of the engine is known.
      show({ row: chosen, position: at, count: 1 });
      void select(null, { kind: 'only', target: { row: chosen } });
    },
    told(state) {
      if (isActing) return;
      const others = count.peek() !== state.count;
      show(state);
      if (others) void sum();
    },
    clear() {
      forget();
      void select(null, { kind: 'none' });
    },
    refresh() {
      const shown = message.peek();
      if (shown?.isPending || shown?.decoded.isWaiting) void load();
    },
    reload: () => void load(),
  };
}
