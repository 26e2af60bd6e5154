import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { MessageDetail } from '../engine/engine-contract.ts';

/** The row that is chosen, and the message behind it. */
export interface Selection {
  /** -1: none. */
  readonly row: ReadonlySignal<number>;
  /** Its place in the view, -1 when the view does not have it. */
  readonly position: ReadonlySignal<number>;
  readonly message: ReadonlySignal<MessageDetail | null>;
  choose(row: number, position: number): void;
  /** Chooses the row at a position of a view. */
  chooseAt(view: number, position: number): Promise<void>;
  /** Another view is shown: the row may stand elsewhere. */
  relocate(view: number): Promise<void>;
  clear(): void;
  /** The message may have changed: its payload arrives in parts, or what was before it is looked at. */
  refresh(): void;
  /** What the message is decoded as has changed. */
  reload(): void;
}

export function createSelection(engine: EngineClient): Selection {
  const row = signal(-1);
  const position = signal(-1);
  const message = signal<MessageDetail | null>(null);
  const load = async (): Promise<void> => {
    const wanted = row.peek();
    const detail = wanted < 0 ? null : await engine.ask('message', { row: wanted });
    if (row.peek() === wanted) message.value = detail;
  };
  const choose = (chosen: number, at: number): void => {
    position.value = at;
    if (row.peek() === chosen) return;
    row.value = chosen;
    void load();
  };
  return {
    row,
    message,
    position,
    choose,
    async chooseAt(view, wanted) {
      position.value = wanted;
      const [found] = await engine.ask('rows', { view, start: wanted, count: 1 });
      // Another key may have moved on meanwhile.
      if (found !== undefined && position.peek() === wanted) choose(found.row, wanted);
    },
    async relocate(view) {
      const wanted = row.peek();
      if (wanted < 0) return;
      const found = await engine.ask('locate', { view, row: wanted });
      if (row.peek() === wanted) position.value = found;
    },
    clear() {
      row.value = -1;
      position.value = -1;
      message.value = null;
    },
    refresh() {
      const shown = message.peek();
      if (shown?.isPending || shown?.decoded.isWaiting) void load();
    },
    reload: () => void load(),
  };
}
