import { describe, expect, it } from 'vitest';
import { recordKind } from '../../../extension/protocol/record-layout.ts';
import { createSelection } from '../../../panel/model/selection.ts';
import { open } from '../engine/har/recorded-session.ts';
import { sent, utf8 } from '../engine/recorded.ts';
import { createRecordedEngine } from './recorded-engine.ts';

/** An opening and three messages, shown by view 1. */
async function recordedPage() {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    open(packer, 1, 0);
    for (let index = 1; index <= 3; index++) sent(packer, 1, index, `message ${index}`);
  });
  await recorded.show(1);
  let changes = 0;
  const selection = createSelection(recorded.engine, () => changes++);
  const chosen = () => [
    selection.row.value,
    selection.position.value,
    selection.message.value?.preview ?? null,
  ];
  const at = (position: number) => ({ kind: 'only', target: { position } }) as const;
  return { ...recorded, selection, chosen, at, changes: () => changes };
}

describe('the selection', () => {
  it('is nothing at first and after it was cleared', async () => {
    const { selection, chosen, settle } = await recordedPage();
    expect(chosen()).toEqual([-1, -1, null]);
    selection.choose(1, 1);
    selection.clear();
    await settle();
    expect(chosen()).toEqual([-1, -1, null]);
  });

  it('fetches the message of a row, and none for an event', async () => {
    const { selection, chosen, settle } = await recordedPage();
    selection.choose(2, 2);
    await settle();
    expect(chosen()).toEqual([2, 2, 'message 2']);
    selection.choose(0, 0);
    await settle();
    expect(chosen()).toEqual([0, 0, null]);
  });

  it('shows the message of the row that was chosen last, whatever comes when', async () => {
    const { selection, chosen, hold } = await recordedPage();
    const held = hold('message');
    selection.choose(1, 1);
    selection.choose(3, 3);
    await held.letGo();
    expect(chosen()).toEqual([3, 3, 'message 3']);
  });

  it('does not fetch the same message again', async () => {
    const { selection, settle, asked } = await recordedPage();
    selection.choose(1, 1);
    selection.choose(1, 1);
    await settle();
    expect(asked('message')).toHaveLength(1);
    expect(selection.position.value).toBe(1);
  });

  it('moves by position, and of two keys in a row the last counts', async () => {
    const { selection, chosen, hold, at } = await recordedPage();
    const held = hold('select');
    const moves = [selection.select(1, at(1)), selection.select(1, at(2))];
    // The next key goes on from here, before the engine has answered.
    expect(selection.position.value).toBe(2);
    await held.letGo();
    expect(await Promise.all(moves)).toEqual([-1, 2]);
    expect(chosen()).toEqual([2, 2, 'message 2']);
  });

  it('stays nothing when it was cleared while a move was under way', async () => {
    const { selection, chosen, hold, at } = await recordedPage();
    const held = hold('select');
    const moving = selection.select(1, at(1));
    selection.clear();
    await held.letGo();
    await moving;
    expect(chosen()).toEqual([-1, -1, null]);
    expect(selection.count.value).toBe(0);
  });

  it('has the rows fetched again, behind the change, so that they say which are selected', async () => {
    const { selection, at, changes, settle } = await recordedPage();
    void selection.select(1, at(1));
    selection.choose(2, 2);
    selection.clear();
    await settle();
    expect(changes()).toBe(3);
  });

  it('goes where the engine says that its row stands, but not while it moves itself', async () => {
    const { selection, chosen, hold, at, settle } = await recordedPage();
    selection.choose(3, 3);
    await settle();
    selection.told({ row: 3, position: 7, count: 1 });
    expect(chosen()).toEqual([3, 7, 'message 3']);
    const held = hold('select');
    const moving = selection.select(1, at(1));
    selection.told({ row: 3, position: 7, count: 1 });
    expect(selection.position.value).toBe(1);
    await held.letGo();
    await moving;
    expect(chosen()).toEqual([1, 1, 'message 1']);
  });

  it('adds up several messages, without what happened to the sockets between them', async () => {
    const { selection, settle } = await recordedPage();
    await selection.select(1, { kind: 'all' });
    await settle();
    expect(selection.count.value).toBe(4);
    expect(selection.summary.value).toEqual({ sent: 3, received: 0, bytes: 27 });
    selection.choose(1, 1);
    expect(selection.count.value).toBe(1);
    await settle();
    expect(selection.summary.value).toBeNull();
  });

  it('says nothing of messages that are selected no more when their sum comes late', async () => {
    const { selection, settle, hold, at } = await recordedPage();
    const held = hold('selectionSummary');
    await selection.select(1, { kind: 'all' });
    await selection.select(1, at(1));
    await held.letGo();
    await settle();
    expect(selection.summary.value).toBeNull();
  });

  it('fetches a message again only while its payload is on its way', async () => {
    const { selection, chosen, record, settle, asked } = await recordedPage();
    let sequence = -1;
    record((packer) => {
      sequence = packer.later(recordKind.sent, 0, 1, 9, 4);
    });
    await settle();
    selection.choose(4, 4);
    await settle();
    expect(selection.message.value?.isPending).toBe(true);
    record((packer) => packer.payload(sequence, 0, utf8('late')));
    selection.refresh();
    await settle();
    expect(chosen()).toEqual([4, 4, 'late']);
    const questions = asked('message').length;
    selection.refresh();
    await settle();
    expect(asked('message')).toHaveLength(questions);
  });
});
