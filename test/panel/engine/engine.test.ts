import { describe, expect, it } from 'vitest';
import { recordKind } from '../../../extension/protocol/record-layout.ts';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import type { EngineEvent } from '../../../panel/engine/engine-contract.ts';
import { close, create, open } from './har/recorded-session.ts';
import { createInMemoryEngine, settled } from './in-memory-engine.ts';
import { newRecorder, received, sent, snapshot } from './recorded.ts';

type Told<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

/** An engine with a document whose recorder writes into it. */
function engineWithPage() {
  const memory = createInMemoryEngine();
  const { engine } = memory;
  const recorder = newRecorder();
  const come = (document = 1): void =>
    engine.obey({ kind: 'documentCame', document, url: 'https://a.test/', isTop: true });
  const write = (act: (packer: RecordPacker) => void, document = 1): number => {
    const batches = recorder.batches(act);
    for (const batch of batches) engine.obey({ kind: 'batch', document, batch });
    return batches.length;
  };
  const told = <Kind extends EngineEvent['kind']>(kind: Kind): Told<Kind>[] =>
    memory.told.filter((event): event is Told<Kind> => event.kind === kind);
  const lastUpdate = (): Told<'update'> => {
    memory.elapse();
    const update = told('update').at(-1);
    if (update === undefined) throw new Error('no update');
    return update;
  };
  const show = (view: number, filter = '', sockets: readonly number[] | null = null): void =>
    engine.obey({ kind: 'view', view, filter, sockets });
  const rows = async (view: number, start = 0, count = 100) =>
    (await engine.answer('rows', { view, start, count }, 0))?.rows ?? [];
  come();
  return { ...memory, come, write, told, lastUpdate, show, rows };
}

describe('updates', () => {
  it('come once for many batches, 16 ms after the first change', () => {
    const { write, told, delays, elapse } = engineWithPage();
    for (let index = 0; index < 10; index++) write((packer) => sent(packer, 1, index, 'x'));
    expect(delays()).toEqual([16]);
    expect(told('update')).toEqual([]);
    elapse();
    expect(told('update')).toHaveLength(1);
    expect(told('update')[0]).toMatchObject({ recordedMessages: 10 });
  });

  it('come 50 ms after each other while there is more, and soon again after a rest or for a new view', () => {
    const { write, show, delays, elapse, clock } = engineWithPage();
    const something = (): number => write((packer) => sent(packer, 1, 0, 'x'));
    something();
    elapse();
    something();
    expect(delays()).toEqual([50]);
    clock.nowMs += 50;
    elapse();
    clock.nowMs += 10;
    something();
    expect(delays()).toEqual([40]);
    clock.nowMs += 40;
    elapse();
    clock.nowMs += 500;
    something();
    expect(delays()).toEqual([16]);
    elapse();
    show(1);
    expect(delays()).toEqual([16]);
  });

  it('do not come when nothing has changed', async () => {
    const { write, told, delays, elapse } = engineWithPage();
    write((packer) => sent(packer, 1, 0, 'x'));
    await settled();
    elapse();
    await settled();
    const updates = told('update').length;
    expect(delays()).toEqual([]);
    elapse();
    expect(told('update')).toHaveLength(updates);
  });

  it('acknowledge the batches of each document, once', () => {
    const { write, come, told, elapse } = engineWithPage();
    come(2);
    const batches = write((packer) => sent(packer, 1, 0, 'ж'.repeat(200_000)));
    expect(batches).toBeGreaterThan(1);
    write((packer) => sent(packer, 1, 0, 'x'), 2);
    expect(told('taken')).toEqual([]);
    elapse();
    expect(told('taken')).toEqual([
      { kind: 'taken', document: 1, batches },
      { kind: 'taken', document: 2, batches: 1 },
    ]);
    write((packer) => sent(packer, 1, 0, 'x'));
    elapse();
    expect(told('taken').at(-1)).toEqual({ kind: 'taken', document: 1, batches: 1 });
  });

  it('acknowledge a batch of a document that is not known either, or its relay would wait for ever', () => {
    const { write, told, elapse } = engineWithPage();
    write((packer) => sent(packer, 1, 0, 'x'), 77);
    elapse();
    expect(told('taken')).toEqual([{ kind: 'taken', document: 77, batches: 1 }]);
  });

  it('carry the sockets that have changed since the last one, and no others', () => {
    const { write, lastUpdate } = engineWithPage();
    write((packer) => {
      create(packer, 1, 0);
      create(packer, 2, 0);
    });
    expect(lastUpdate().sockets.map(({ idInDocument }) => idInDocument)).toEqual([1, 2]);
    write((packer) => open(packer, 2, 1));
    const update = lastUpdate();
    expect(update.sockets).toMatchObject([{ idInDocument: 2, state: 'open' }]);
    expect(update.remainingSockets).toBeNull();
    expect(update.sockets[0]).not.toHaveProperty('stack');
    expect(update.sockets[0]).not.toHaveProperty('clearedMessages');
  });

  it('count what is missing', () => {
    const { write, lastUpdate } = engineWithPage();
    write((packer) => {
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 5 });
      snapshot(packer, { id: 2, readyState: 1, receivedMessages: 7 });
    });
    expect(lastUpdate().missingMessages).toBe(12);
  });

  it('say after a clearing which sockets remain', () => {
    const { engine, write, lastUpdate } = engineWithPage();
    write((packer) => {
      for (const id of [1, 2]) create(packer, id, 0);
      sent(packer, 1, 1, 'x');
      close(packer, 2, 2);
    });
    const [first] = lastUpdate().sockets;
    engine.obey({ kind: 'clear', isNavigation: false });
    expect(lastUpdate()).toMatchObject({
      ...{ recordedMessages: 0, heldBytes: 0, remainingSockets: [first?.id] },
      sockets: [{ id: first?.id, sentMessages: 0 }],
    });
  });

  it('have versions that never go back', async () => {
    const { engine, write, told, elapse, show } = engineWithPage();
    for (let turn = 0; turn < 4; turn++) {
      write((packer) => sent(packer, 1, turn, 'x'));
      show(turn);
      await settled();
      if (turn === 2) engine.obey({ kind: 'clear', isNavigation: true });
      elapse();
    }
    const versions = told('update').map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });
});

describe('a view', () => {
  it('gives its rows with ordinals and the times before them', async () => {
    const { write, show, rows } = engineWithPage();
    write((packer) => {
      open(packer, 1, 1);
      sent(packer, 1, 2, '  one\n two ');
      received(packer, 1, 5, 'three');
    });
    show(3);
    await settled();
    const all = await rows(3);
    expect(all.map(({ kind, ordinal, position }) => [kind, ordinal, position])).toEqual([
      ['opened', 0, 0],
      ['sent', 1, 1],
      ['received', 2, 2],
    ]);
    expect(all.map(({ atMs, previousAtMs }) => [atMs, previousAtMs])).toEqual([
      [1, null],
      [2, 1],
      [5, 2],
    ]);
    expect(all.map(({ preview }) => preview)).toEqual(['chat', 'one two', 'three']);
    expect(await rows(3, 1, 1)).toEqual([all[1]]);
    expect(await rows(3, 2, 50)).toEqual([all[2]]);
  });

  it('that is not the present one has no rows and takes no selection', async () => {
    const { engine, write, show } = engineWithPage();
    write((packer) => sent(packer, 1, 1, 'x'));
    show(4);
    await settled();
    expect(await engine.answer('rows', { view: 3, start: 0, count: 9 }, 0)).toBeNull();
    expect(await engine.answer('select', { view: 3, act: { kind: 'all' } }, 0)).toBeNull();
    expect(await engine.answer('select', { view: 4, act: { kind: 'all' } }, 0)).toMatchObject({
      count: 1,
    });
  });

  it.each([
    [-5, 3],
    [0, 0],
    [0, -1],
    [99, 5],
  ])('answers a question for rows from %i, %i of them', async (start, count) => {
    const { write, show, rows } = engineWithPage();
    write((packer) => sent(packer, 1, 1, 'x'));
    show(1);
    await settled();
    expect((await rows(1, start, count)).length).toBe(start < 0 ? 1 : 0);
  });

  it('follows the log: filter, sockets, new rows', async () => {
    const { engine, write, show, rows, lastUpdate } = engineWithPage();
    write((packer) => {
      for (const id of [1, 2]) sent(packer, id, id, `word of ${id}`);
      sent(packer, 2, 3, 'other');
    });
    show(1, 'word', [2]);
    await settled();
    expect((await rows(1)).map(({ preview }) => preview)).toEqual(['word of 2']);
    write((packer) => sent(packer, 2, 9, 'another word'));
    await settled();
    expect((await rows(1)).map(({ preview }) => preview)).toEqual(['word of 2', 'another word']);
    expect(lastUpdate().view).toEqual({
      ...{ view: 1, rowCount: 2, messageCount: 2, scannedRows: 4, ofRows: 4, problem: null },
    });
    const positionOf = async (row: number) => {
      const act = { kind: 'only', target: { row } } as const;
      return (await engine.answer('select', { view: 1, act }, 0))?.position;
    };
    expect(await positionOf(3)).toBe(1);
    // Not in the view: what was chosen stays.
    expect(await positionOf(0)).toBe(1);
  });

  it('keeps its filter over a clearing, and drops a choice of sockets that are all gone', async () => {
    const { engine, write, show, rows } = engineWithPage();
    write((packer) => {
      create(packer, 1, 0);
      close(packer, 1, 1);
    });
    show(1, 'word', [1]);
    engine.obey({ kind: 'clear', isNavigation: false });
    write((packer) => {
      sent(packer, 2, 2, 'word');
      sent(packer, 2, 3, 'other');
    });
    await settled();
    expect((await rows(1)).map(({ preview }) => preview)).toEqual(['word']);
  });
});

describe('commands', () => {
  it('are answered by the page, and the engine hands the answer on', () => {
    const { write, told } = engineWithPage();
    write((packer) =>
      packer.record(recordKind.answer, 0, 1, 5, 0, 0, (_, text) => {
        text('closed');
        text('why');
      }),
    );
    expect(told('commandAnswer')).toEqual([
      {
        ...{ kind: 'commandAnswer', document: 1, requestId: 5, isDone: false },
        ...{ errorCode: 'closed', errorText: 'why' },
      },
    ]);
  });
});
