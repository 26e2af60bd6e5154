import { describe, expect, it, vi } from 'vitest';
import {
  connectEngine,
  EngineFailure,
  type EngineListener,
  type WorkerLike,
} from '../../../panel/engine/client.ts';
import type { EngineEvent, EngineUpdate } from '../../../panel/engine/engine-contract.ts';
import type { ToWorker } from '../../../panel/engine/worker.ts';

function connected() {
  const posted: { message: ToWorker; transfer: readonly Transferable[] }[] = [];
  const worker: WorkerLike = {
    onmessage: null,
    postMessage: (message, transfer) => posted.push({ message, transfer }),
    terminate: vi.fn(),
  };
  const listener = { onUpdate: vi.fn(), onTaken: vi.fn(), onCommandAnswer: vi.fn() };
  const client = connectEngine(worker, listener satisfies EngineListener);
  const say = (event: EngineEvent): void =>
    worker.onmessage?.({ data: event } as MessageEvent<EngineEvent>);
  const requests = (): number[] =>
    posted.flatMap(({ message }) => (message.kind === 'ask' ? [message.request] : []));
  return { client, posted, worker, listener, say, requests };
}

const update = (version: number): EngineUpdate => ({
  ...{
    version,
    recordedMessages: version,
    missingMessages: 0,
    faults: 0,
    heldBytes: 0,
    diskBytes: 0,
  },
  forgottenMessages: 0,
  costs: [],
  view: { view: 1, rowCount: 0, messageCount: 0, scannedRows: 0, ofRows: 0, problem: null },
  ...{ sockets: [], remainingSockets: null },
});

describe('a question', () => {
  it('gets its own answer, in whatever order answers come', async () => {
    const { client, say, requests } = connected();
    const first = client.ask('copyText', { row: 1 });
    const second = client.ask('copyText', { row: 2 });
    const [one = 0, two = 0] = requests();
    say({ kind: 'answer', request: two, version: 0, answer: 'of 2' });
    say({ kind: 'answer', request: one, version: 0, answer: 'of 1' });
    expect(await Promise.all([first, second])).toEqual(['of 1', 'of 2']);
  });

  it('that fails rejects with the engine’s reason', async () => {
    const { client, say, requests } = connected();
    const asked = client.ask('copyText', { row: 1 });
    say({ kind: 'failed', request: requests()[0] ?? 0, reason: 'out of memory' });
    await expect(asked).rejects.toThrow(new EngineFailure('out of memory'));
    await expect(asked).rejects.toBeInstanceOf(EngineFailure);
  });

  it('tells how it is getting on', async () => {
    const { client, say, requests } = connected();
    const onProgress = vi.fn();
    const asked = client.ask('exportHar', {}, { onProgress });
    const [request = 0] = requests();
    say({ kind: 'progress', request, done: 3, of: 10 });
    say({ kind: 'progress', request: request + 1, done: 9, of: 10 });
    say({ kind: 'answer', request, version: 0, answer: new Blob() });
    say({ kind: 'progress', request, done: 10, of: 10 });
    await asked;
    expect(onProgress.mock.calls).toEqual([[3, 10]]);
  });

  it('that is aborted tells the engine which one to cancel', () => {
    const { client, posted, requests } = connected();
    const abort = new AbortController();
    void client.ask('copyText', { row: 1 });
    void client.ask('exportHar', {}, { signal: abort.signal });
    abort.abort();
    const order = { kind: 'cancel', request: requests()[1] };
    expect(posted.at(-1)?.message).toEqual({ kind: 'order', order });
    abort.abort();
    expect(posted).toHaveLength(3);
  });

  it('ignores answers to what nobody has asked', () => {
    const { say } = connected();
    say({ kind: 'answer', request: 99, version: 0, answer: 1 });
    say({ kind: 'failed', request: 99, reason: '' });
  });
});

describe('the client', () => {
  it('drops updates that are older than what it has', () => {
    const { say, listener } = connected();
    for (const version of [1, 3, 2, 3, 4]) say({ kind: 'update', ...update(version) });
    const versions = listener.onUpdate.mock.calls.map(([{ version }]) => version);
    expect(versions).toEqual([1, 3, 3, 4]);
  });

  it('hands on what was taken and what became of commands', () => {
    const { say, listener } = connected();
    say({ kind: 'taken', document: 2, batches: 5 });
    expect(listener.onTaken).toHaveBeenCalledExactlyOnceWith(2, 5);
    const answer = { kind: 'commandAnswer', document: 1, requestId: 7, isDone: true } as const;
    say({ ...answer, errorCode: '', errorText: '' });
    expect(listener.onCommandAnswer.mock.calls[0]?.[0]).toMatchObject({ requestId: 7 });
  });

  it('transfers a batch and nothing else', () => {
    const { client, posted } = connected();
    const batch = new ArrayBuffer(8);
    client.order({ kind: 'batch', document: 1, batch });
    client.order({ kind: 'clear', isNavigation: false });
    expect(posted.map(({ transfer }) => transfer)).toEqual([[batch], []]);
  });

  it('ends the worker when it is stopped', () => {
    const { client, worker } = connected();
    client.stop();
    expect(worker.terminate).toHaveBeenCalledOnce();
  });
});
