import { describe, expect, it } from 'vitest';
import type { TimeSpan } from '../../../panel/engine/engine-contract.ts';
import { createInMemoryEngine, settled } from './in-memory-engine.ts';
import { newRecorder, sent } from './recorded.ts';

/** An engine with a message each 10 ms, which shows those of a span. */
async function shownWithin(span: TimeSpan | null) {
  const { engine } = createInMemoryEngine();
  const recorder = newRecorder();
  engine.obey({ kind: 'documentCame', document: 1, url: 'https://a.test/', isTop: true });
  const record = (...times: readonly number[]): void => {
    const batches = recorder.batches((packer) => {
      for (const atMs of times) sent(packer, 1, atMs, `at ${atMs}`);
    });
    for (const batch of batches) engine.obey({ kind: 'batch', document: 1, batch });
  };
  record(0, 10, 20, 30, 40);
  const { firstMs } = await engine.answer(
    'timeline',
    { fromMs: null, toMs: null, bins: 1, lanes: [] },
    0,
  );
  const start = firstMs ?? 0;
  engine.obey({
    ...{ kind: 'view', view: 1, filter: '', sockets: null },
    span: span && { fromMs: start + span.fromMs, toMs: start + span.toMs },
  });
  const shown = async (): Promise<string[]> => {
    await settled();
    const answer = await engine.answer('rows', { view: 1, start: 0, count: 100 }, 0);
    return (answer?.rows ?? []).map(({ preview }) => preview);
  };
  return { engine, record, shown };
}

describe('a view of a span', () => {
  it('has the messages from its first to its last ms, both inside, and of new ones only those', async () => {
    const { record, shown } = await shownWithin({ fromMs: 10, toMs: 30 });
    expect(await shown()).toEqual(['at 10', 'at 20', 'at 30']);
    record(25, 31, 1000);
    expect(await shown()).toEqual(['at 10', 'at 20', 'at 25', 'at 30']);
  });

  it('has all messages without one', async () => {
    expect(await (await shownWithin(null)).shown()).toHaveLength(5);
  });

  it('shows what comes after the log was cleared: a span of the past would show nothing for ever', async () => {
    const { engine, record, shown } = await shownWithin({ fromMs: 10, toMs: 30 });
    engine.obey({ kind: 'clear', isNavigation: false });
    record(1000);
    expect(await shown()).toEqual(['at 1000']);
  });
});
