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
  const selection = createSelection(recorded.engine);
  const chosen = () => [
    selection.row.value,
    selection.position.value,
    selection.message.value?.preview ?? null,
  ];
  return { ...recorded, selection, chosen };
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
    selection.choose(1, 5);
    await settle();
    expect(asked('message')).toHaveLength(1);
    expect(selection.position.value).toBe(5);
  });

  it('moves by position, and of two keys in a row the last counts', async () => {
    const { selection, chosen, hold } = await recordedPage();
    const held = hold('rows');
    const moves = [selection.chooseAt(1, 1), selection.chooseAt(1, 2)];
    expect(selection.position.value).toBe(2);
    await held.letGo();
    await Promise.all(moves);
    expect(chosen()).toEqual([2, 2, 'message 2']);
  });

  it('stays nothing when it was cleared while a move was under way', async () => {
    const { selection, chosen, hold } = await recordedPage();
    const held = hold('rows');
    const moving = selection.chooseAt(1, 1);
    selection.clear();
    await held.letGo();
    await moving;
    expect(chosen()).toEqual([-1, -1, null]);
  });

  it('stays with its row when another view is shown, or says that it is not there', async () => {
    const { selection, chosen, show } = await recordedPage();
    selection.choose(3, 3);
    await show(2, 'message');
    await selection.relocate(2);
    expect(chosen()).toEqual([3, 2, 'message 3']);
    await show(3, 'message 1');
    await selection.relocate(3);
    expect(chosen()).toEqual([3, -1, 'message 3']);
  });

  it('asks for no place when nothing is chosen', async () => {
    const { selection, asked } = await recordedPage();
    await selection.relocate(1);
    expect(asked('locate')).toEqual([]);
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
