import { describe, expect, it } from 'vitest';
import type { SelectionState } from '../../../panel/engine/engine-contract.ts';
import { createRowWindow } from '../../../panel/model/row-window.ts';
import { sent } from '../engine/recorded.ts';
import { createRecordedEngine } from './recorded-engine.ts';

/** Ten messages, shown by view 1. */
async function tenMessages() {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    for (let index = 0; index < 10; index++) sent(packer, 1, index, `message ${index}`);
  });
  await recorded.show(1);
  return { ...recorded, window: createRowWindow(recorded.engine, () => undefined) };
}
type Ten = Awaited<ReturnType<typeof tenMessages>>;
const previews = ({ window }: Ten): string[] =>
  window.rows.value.rows.map(({ preview }) => preview);

describe('the rows in sight', () => {
  it('are those that were wanted', async () => {
    const ten = await tenMessages();
    ten.window.want({ view: 1, start: 3, count: 2, held: null });
    await ten.settle();
    expect(ten.window.rows.value).toMatchObject({ view: 1, start: 3 });
    expect(previews(ten)).toEqual(['message 3', 'message 4']);
  });

  it('are asked for once, however often the same ones are wanted', async () => {
    const { window, settle, asked } = await tenMessages();
    for (let time = 0; time < 3; time++) window.want({ view: 1, start: 0, count: 5, held: null });
    await settle();
    window.want({ view: 1, start: 0, count: 5, held: null });
    await settle();
    expect(asked('rows')).toHaveLength(1);
  });

  it('are asked for one question at a time, and of many wishes the last counts', async () => {
    const ten = await tenMessages();
    const { window, hold, asked } = ten;
    const held = hold('rows');
    for (let start = 0; start < 8; start++) window.want({ view: 1, start, count: 2, held: null });
    expect(held.waiting).toBe(1);
    await held.letGo();
    expect(asked('rows').map(({ ask }) => (ask as { start: number }).start)).toEqual([0, 7]);
    expect(previews(ten)).toEqual(['message 7', 'message 8']);
  });

  it('of a view that was replaced meanwhile are not shown', async () => {
    const ten = await tenMessages();
    const { window, hold, show } = ten;
    window.want({ view: 1, start: 0, count: 1, held: null });
    await ten.settle();
    const held = hold('rows');
    window.want({ view: 1, start: 4, count: 1, held: null });
    const shown: number[] = [];
    const stop = window.rows.subscribe(({ view }) => shown.push(view));
    await show(2, '9');
    window.want({ view: 2, start: 0, count: 1, held: null });
    await held.letGo();
    stop();
    expect(shown).toEqual([1, 2]);
    expect(previews(ten)).toEqual(['message 9']);
  });

  it('are fetched again when the log has grown', async () => {
    const ten = await tenMessages();
    ten.window.want({ view: 1, start: 9, count: 5, held: null });
    await ten.settle();
    expect(previews(ten)).toEqual(['message 9']);
    ten.record((packer) => sent(packer, 1, 99, 'new'));
    await ten.settle();
    ten.window.refresh();
    await ten.settle();
    expect(previews(ten)).toEqual(['message 9', 'new']);
  });

  it('are fetched once more, not once for each refreshing, when the engine is slow', async () => {
    const { window, hold, asked } = await tenMessages();
    const held = hold('rows');
    window.want({ view: 1, start: 0, count: 5, held: null });
    for (let time = 0; time < 10; time++) window.refresh();
    await held.letGo();
    expect(asked('rows')).toHaveLength(2);
  });

  it('are not fetched before any are wanted', async () => {
    const { window, settle, asked } = await tenMessages();
    window.refresh();
    await settle();
    expect(asked('rows')).toEqual([]);
  });

  it('stay where they are seen when others come in before them, and say by how much they have moved', async () => {
    const ten = await tenMessages();
    const { window, record, settle } = ten;
    window.want({ view: 1, start: 4, count: 4, held: 5 });
    await settle();
    record((packer) => {
      for (const atMs of [0.5, 1.5, 2.5]) sent(packer, 1, atMs, 'late');
      sent(packer, 1, 50, 'new');
    });
    await settle();
    window.refresh();
    await settle();
    expect(window.rows.value).toMatchObject({ start: 7, shift: 3 });
    expect(previews(ten)).toEqual(['message 4', 'message 5', 'message 6', 'message 7']);
    // The list has followed, and wants them where they are now: there is nothing to ask.
    const questions = ten.asked('rows').length;
    window.want({ view: 1, start: 7, count: 4, held: 8 });
    await settle();
    expect(ten.asked('rows')).toHaveLength(questions);
    record((packer) => sent(packer, 1, 3.5, 'late'));
    await settle();
    window.refresh();
    await settle();
    expect(window.rows.value).toMatchObject({ start: 8, shift: 4 });
    expect(previews(ten)[0]).toBe('message 4');
  });

  it('are those of the same place when none is held, at the end of the list', async () => {
    const ten = await tenMessages();
    const { window, record, settle } = ten;
    window.want({ view: 1, start: 8, count: 2, held: null });
    await settle();
    record((packer) => sent(packer, 1, 0.5, 'late'));
    await settle();
    window.refresh();
    await settle();
    expect(window.rows.value).toMatchObject({ start: 8, shift: 0 });
    expect(previews(ten)).toEqual(['message 7', 'message 8']);
  });

  it('are not moved when the user has scrolled on before the answer came', async () => {
    const ten = await tenMessages();
    const { window, record, settle, hold } = ten;
    window.want({ view: 1, start: 4, count: 4, held: 5 });
    await settle();
    record((packer) => sent(packer, 1, 0.5, 'late'));
    await settle();
    const held = hold('rows');
    window.refresh();
    window.want({ view: 1, start: 0, count: 2, held: 0 });
    await held.letGo();
    expect(window.rows.value).toMatchObject({ start: 0, shift: 0 });
    expect(previews(ten)).toEqual(['message 0', 'late']);
  });

  it('stay on the screen while the engine shows another view already', async () => {
    const ten = await tenMessages();
    ten.window.want({ view: 1, start: 0, count: 2, held: null });
    await ten.settle();
    await ten.show(2, '9');
    ten.window.refresh();
    await ten.settle();
    expect(previews(ten)).toEqual(['message 0', 'message 1']);
  });

  it('say which of them are selected, and how the selection stands', async () => {
    const recorded = createRecordedEngine();
    recorded.record((packer) => {
      for (let index = 0; index < 10; index++) sent(packer, 1, index, `message ${index}`);
    });
    await recorded.show(1);
    const told: SelectionState[] = [];
    const window = createRowWindow(recorded.engine, (state) => told.push(state));
    await recorded.engine.ask('select', {
      view: 1,
      act: { kind: 'only', target: { position: 2 } },
    });
    await recorded.engine.ask('select', {
      view: 1,
      act: { kind: 'extend', target: { position: 4 } },
    });
    window.want({ view: 1, start: 1, count: 3, held: null });
    await recorded.settle();
    expect(window.rows.value.rows.map((row) => row.isSelected)).toEqual([false, true, true]);
    expect(told).toEqual([{ row: 4, position: 4, count: 3 }]);
  });

  it('stay the same objects where they say the same, so that nobody draws them again', async () => {
    const ten = await tenMessages();
    ten.window.want({ view: 1, start: 0, count: 5, held: null });
    await ten.settle();
    const before = ten.window.rows.value.rows;
    ten.window.want({ view: 1, start: 3, count: 5, held: null });
    await ten.settle();
    const after = ten.window.rows.value.rows;
    expect(after).toHaveLength(5);
    expect(after[0]).toBe(before[3]);
    expect(after[1]).toBe(before[4]);
    // Another view has other positions: no row of it is taken for one of the view before.
    await ten.show(2, '7');
    ten.window.want({ view: 2, start: 0, count: 5, held: null });
    await ten.settle();
    expect(ten.window.rows.value.rows[0]).toMatchObject({ preview: 'message 7', position: 0 });
  });

  it('at the end of a list that grows are those of its new end, shown together with its new length', async () => {
    const ten = await tenMessages();
    const { window } = ten;
    window.want({ view: 1, start: 7, count: 3, held: null });
    await ten.settle();
    expect([window.isAtEnd(1, 10), window.isAtEnd(1, 11), window.isAtEnd(2, 10)]).toEqual([
      true,
      false,
      false,
    ]);
    ten.record((packer) => sent(packer, 1, 99, 'new'));
    await ten.settle();
    const asked = ten.asked('rows').length;
    const seen: string[] = [];
    let length = 10;
    const stop = window.rows.subscribe(({ rows }) => {
      seen.push(`${rows.at(-1)?.preview} of ${length}`);
    });
    window.follow(1, () => {
      length = 11;
    });
    expect(length).toBe(10);
    await ten.settle();
    stop();
    expect(seen).toEqual(['message 9 of 10', 'new of 11']);
    // What the list then wants is there.
    window.want({ view: 1, start: 8, count: 3, held: null });
    await ten.settle();
    expect(ten.asked('rows')).toHaveLength(asked + 1);
  });

  it('of a list that is shown whole are not said to be its end: it would lose its beginning', async () => {
    const ten = await tenMessages();
    ten.window.want({ view: 1, start: 0, count: 10, held: null });
    expect(ten.window.isAtEnd(1, 10)).toBe(false);
  });

  it('that an engine does not give hold nothing else up', async () => {
    const ten = await tenMessages();
    ten.window.want({ view: 1, start: 7, count: 3, held: null });
    await ten.settle();
    ten.engine.ask = () => Promise.reject(new Error('broken'));
    let isShown = false;
    ten.window.follow(1, () => {
      isShown = true;
    });
    await ten.settle();
    expect(isShown).toBe(true);
  });
});
