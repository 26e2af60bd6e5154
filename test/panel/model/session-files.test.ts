import { describe, expect, it } from 'vitest';
import { createSessionFiles, type FileState } from '../../../panel/model/session-files.ts';
import { create } from '../engine/har/recorded-session.ts';
import type { InMemoryOptions } from '../engine/in-memory-engine.ts';
import { sent } from '../engine/recorded.ts';
import { createRecordedEngine } from './recorded-engine.ts';

const now = Date.UTC(2026, 10, 22, 2, 21, 7, 999);

function newFiles(options?: InMemoryOptions & { readonly hasSockets?: boolean }) {
  const recorded = createRecordedEngine(options);
  const saved: { file: Blob; name: string }[] = [];
  const states: FileState[] = [];
  const files = createSessionFiles({
    engine: recorded.engine,
    save: (file, name) => saved.push({ file, name }),
    now: () => now,
    hasSockets: () => options?.hasSockets ?? true,
  });
  files.state.subscribe((state) => states.push(state));
  const recordMessages = (count: number): void =>
    recorded.record((packer) => {
      create(packer, 1, 0);
      for (let index = 0; index < count; index++) sent(packer, 1, index, `message ${index}`);
    });
  const fractions = (): number[] =>
    states.flatMap((state) => (state.kind === 'working' ? [state.fraction] : []));
  return { ...recorded, files, saved, states, recordMessages, fractions };
}

/** Files on an engine for which every slice of work is over at once; `onPause` runs between two. */
function newSlowFiles(onPause: () => void = () => undefined) {
  const slow: ReturnType<typeof newFiles> = newFiles({ pause: async () => onPause() });
  let nowMs = 0;
  Object.defineProperty(slow.clock, 'nowMs', { get: () => (nowMs += 20) });
  return slow;
}

describe('exporting', () => {
  it('saves the session under the time of day, in a name that every system takes', async () => {
    const { files, saved, recordMessages } = newFiles();
    recordMessages(2);
    await files.exportHar();
    expect(saved.map(({ name }) => name)).toEqual(['sockets-2026-11-22T02-21-07.har']);
    const har = JSON.parse((await saved[0]?.file.text()) ?? '');
    expect(har.log.entries).toHaveLength(1);
    expect(files.state.value).toEqual({
      ...{ kind: 'exported', name: saved[0]?.name, byteLength: saved[0]?.file.size },
    });
  });

  it('saves nothing when there is nothing', async () => {
    const { files, saved, asked } = newFiles({ hasSockets: false });
    await files.exportHar();
    expect(files.state.value).toEqual({ kind: 'nothingToExport' });
    expect([saved, asked('exportHar')]).toEqual([[], []]);
  });

  it('tells how far it is', async () => {
    const { files, recordMessages, fractions } = newSlowFiles();
    recordMessages(20_000);
    await files.exportHar();
    expect(fractions()[0]).toBe(0);
    expect(fractions().length).toBeGreaterThan(2);
    expect(Math.max(...fractions())).toBeLessThanOrEqual(1);
  });

  it('that is cancelled saves nothing and says nothing more', async () => {
    const { files, saved, recordMessages, settle, states } = newSlowFiles(() => files.cancel());
    recordMessages(20_000);
    await files.exportHar();
    await settle();
    expect(saved).toEqual([]);
    expect(states.at(-1)).toEqual({ kind: 'idle' });
  });

  it('that fails says why', async () => {
    let isBroken = false;
    let pauses = 0;
    const { files, saved, recordMessages, settle } = newSlowFiles(() => {
      pauses += 1;
      if (isBroken) throw new Error('out of memory');
    });
    recordMessages(20_000);
    // Until nothing else is at work: the filter, and what follows the conversations.
    for (let before = -1; before !== pauses; await settle()) before = pauses;
    isBroken = true;
    await files.exportHar();
    expect(files.state.value).toEqual({ kind: 'exportFailed', reason: 'out of memory' });
    expect(saved).toEqual([]);
  });
});

describe('importing', () => {
  const exported = async (messages: number): Promise<Blob> => {
    const { engine, recordMessages } = newFiles();
    recordMessages(messages);
    return engine.ask('exportHar', {});
  };

  it('says what came in', async () => {
    const { files } = newFiles();
    await files.importHar(await exported(3));
    expect(files.state.value).toEqual({ kind: 'imported', messages: 3, sockets: 1, problems: [] });
  });

  it('says why a file cannot be read', async () => {
    const { files } = newFiles();
    await files.importHar(new Blob(['no HAR']));
    expect(files.state.value).toEqual({ kind: 'importFailed', reason: expect.any(String) });
  });

  it('tells how far it is, and never more than all', async () => {
    const { files, fractions } = newSlowFiles();
    await files.importHar(await exported(20_000));
    expect(fractions().length).toBeGreaterThan(1);
    expect(Math.max(...fractions())).toBeLessThanOrEqual(1);
    expect(files.state.value).toMatchObject({ kind: 'imported', messages: 20_000 });
  });

  it('that another file replaces says nothing of itself', async () => {
    const { files, states } = newFiles();
    const [first, second] = [await exported(1), await exported(2)];
    await Promise.all([files.importHar(first), files.importHar(second)]);
    const kinds = states.map(({ kind }) => kind);
    // Two that work, the second of which has replaced the first, and one outcome.
    expect(kinds).toEqual(['idle', 'working', 'working', 'imported']);
    expect(states.at(-1)).toMatchObject({ messages: 2 });
  });
});

describe('what is said of files', () => {
  it('can be dismissed, but not while there is work', async () => {
    const { files, hold, recordMessages } = newFiles();
    recordMessages(1);
    const held = hold('exportHar');
    const exporting = files.exportHar();
    files.dismiss();
    expect(files.state.value.kind).toBe('working');
    await held.letGo();
    await exporting;
    files.dismiss();
    expect(files.state.value).toEqual({ kind: 'idle' });
  });

  it('is nothing after cancelling what nobody does', () => {
    const { files } = newFiles();
    files.cancel();
    expect(files.state.value).toEqual({ kind: 'idle' });
  });
});
