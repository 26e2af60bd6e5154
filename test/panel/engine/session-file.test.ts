import { describe, expect, it, vi } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import { connectEngine } from '../../../panel/engine/client.ts';
import type { SocketSummary } from '../../../panel/engine/socket-table.ts';
import { close, create, open } from './har/recorded-session.ts';
import { createInMemoryEngine, type InMemoryOptions, settled } from './in-memory-engine.ts';
import { newRecorder, received, sent } from './recorded.ts';

/** An engine behind its client, with what it last said of the sockets. */
function connected(options?: InMemoryOptions) {
  const memory = createInMemoryEngine(options);
  const sockets = new Map<number, SocketSummary>();
  const client = connectEngine(memory.worker, {
    onUpdate: (update) => {
      for (const socket of update.sockets) sockets.set(socket.id, socket);
    },
    onTaken: () => undefined,
    onCommandAnswer: () => undefined,
  });
  client.order({ kind: 'view', view: 1, filter: '', sockets: null });
  const rows = async () => {
    await settled();
    memory.elapse();
    return (await client.ask('rows', { view: 1, start: 0, count: 1000 }))?.rows ?? [];
  };
  return { ...memory, client, sockets, rows };
}

function record(client: ReturnType<typeof connected>['client'], messages = 2): void {
  client.order({ kind: 'documentCame', document: 1, url: 'https://page.test/', isTop: true });
  const batches = newRecorder(1_700_000_000_000).batches((packer) => {
    create(packer, 1, 0);
    open(packer, 1, 1);
    for (let index = 0; index < messages; index++) sent(packer, 1, 2 + index, `{"n":${index}}`);
    packer.bytes(recordKind.received, recordFlag.binary, 1, 1e6, Uint8Array.of(0, 255, 10));
    received(packer, 1, 1e6 + 1, 'bye 😀');
    close(packer, 1, 1e6 + 2);
  });
  for (const batch of batches) client.order({ kind: 'batch', document: 1, batch });
}

describe('a session that is exported and imported', () => {
  it('shows the same rows', async () => {
    const from = connected();
    record(from.client);
    const recorded = await from.rows();
    expect(recorded).toHaveLength(6);
    const file = await from.client.ask('exportHar', {});

    const to = connected();
    const outcome = await to.client.ask('importHar', { file });
    expect(outcome).toEqual({ ok: true, sockets: 1, messages: 4, problems: [] });
    expect(await to.rows()).toEqual(recorded);
    const [socket] = to.sockets.values();
    expect(socket).toMatchObject({
      ...{ isImported: true, isLive: false, document: -1, state: 'closed', sentMessages: 2 },
    });
  });

  it('stands beside what is there, and each file is a document of its own', async () => {
    const { client, rows, sockets } = connected();
    record(client);
    const file = await client.ask('exportHar', {});
    await client.ask('importHar', { file });
    await client.ask('importHar', { file });
    expect(await rows()).toHaveLength(18);
    expect([...sockets.values()].map(({ document }) => document)).toEqual([1, -1, -2]);
  });

  it('says what is wrong with a file and leaves the session as it was', async () => {
    const { client, rows } = connected();
    const outcome = await client.ask('importHar', { file: new Blob(['{"log":']) });
    expect(outcome).toEqual({ ok: false, problem: expect.any(String) });
    expect(await rows()).toEqual([]);
  });

  it('carries the version of the product', async () => {
    const { client } = connected();
    record(client);
    const har = JSON.parse(await (await client.ask('exportHar', {})).text());
    expect(har.log.creator).toMatchObject({ version: '1.2.3' });
  });
});

describe('long work on files', () => {
  /** An engine on whose clock every slice is over at once. */
  const busy = () => {
    const engine: ReturnType<typeof connected> = connected({
      pause: async () => {
        engine.clock.nowMs += 1000;
      },
    });
    // The clock also moves while the work is done.
    let nowMs = 0;
    Object.defineProperty(engine.clock, 'nowMs', {
      get: () => (nowMs += 20),
      set: () => undefined,
    });
    return engine;
  };

  it.each(['exportHar', 'importHar'] as const)(
    '%s tells its progress, up to all and no further',
    async (call) => {
      const { client } = busy();
      record(client, 30_000);
      const file = await client.ask('exportHar', {});
      const onProgress = vi.fn();
      if (call === 'exportHar') await client.ask(call, {}, { onProgress });
      else await client.ask(call, { file }, { onProgress });
      expect(onProgress.mock.calls.length).toBeGreaterThan(2);
      const fractions = onProgress.mock.calls.map(([done, of]) => done / of);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    },
  );

  it('that is cancelled rejects and leaves nothing behind', async () => {
    const { client, rows } = busy();
    record(client, 30_000);
    const file = await client.ask('exportHar', {});
    client.order({ kind: 'clear', isNavigation: true });
    const abort = new AbortController();
    const onProgress = vi.fn(() => abort.abort());
    const asked = client.ask('importHar', { file }, { signal: abort.signal, onProgress });
    await expect(asked).rejects.toThrow('cancelled');
    expect(onProgress).toHaveBeenCalledOnce();
    expect(await rows()).toEqual([]);
  });
});
