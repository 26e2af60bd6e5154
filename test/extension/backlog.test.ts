import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBacklog, defaultBacklogLimits } from '../../extension/backlog.ts';
import { createBatchWriter, plainPrimitives } from '../../extension/protocol/batch-writer.ts';
import { recordKind } from '../../extension/protocol/record-layout.ts';

/** A batch of some messages of some bytes each. */
function batchOf(messages: number, byteLength = 8): ArrayBuffer {
  const writer = createBatchWriter(plainPrimitives, 0);
  for (let sequence = 0; sequence < messages; sequence++)
    writer.text(recordKind.sent, 0, 1, sequence, 0, 'x'.repeat(byteLength));
  if (messages === 0) {
    writer.begin(recordKind.error, 0, 1, 0, 0, 0);
    writer.end();
  }
  return writer.take() as ArrayBuffer;
}

describe('the backlog', () => {
  it('keeps everything within the limits, in order', () => {
    const backlog = createBacklog({ maxMessages: 10, maxBytes: 1e6 });
    const batches = [batchOf(4), batchOf(0), batchOf(6)];
    for (const batch of batches) backlog.add(batch);
    expect(backlog.batches).toEqual(batches);
    expect(backlog.batches[0]).toBe(batches[0]);
  });

  it('drops the oldest batches when there are too many messages', () => {
    const backlog = createBacklog({ maxMessages: 10, maxBytes: 1e6 });
    const batches = [batchOf(4), batchOf(4), batchOf(4), batchOf(2)];
    for (const batch of batches) backlog.add(batch);
    expect(backlog.batches).toEqual(batches.slice(1));
  });

  it('drops the oldest batches when there are too many bytes', () => {
    const big = batchOf(1, 1000);
    const backlog = createBacklog({ maxMessages: 100, maxBytes: 3 * big.byteLength });
    const batches = [0, 1, 2, 3, 4].map(() => batchOf(1, 1000));
    for (const batch of batches) backlog.add(batch);
    expect(backlog.batches).toHaveLength(3);
    expect(backlog.batches[2]).toBe(batches[4]);
  });

  it('keeps the newest batch even when it alone is over the limits', () => {
    const backlog = createBacklog({ maxMessages: 1, maxBytes: 10 });
    backlog.add(batchOf(1));
    const newest = batchOf(5);
    backlog.add(newest);
    expect(backlog.batches).toEqual([newest]);
  });

  it('does not keep what cannot be read', () => {
    const backlog = createBacklog();
    backlog.add(new ArrayBuffer(100));
    backlog.add(batchOf(1).slice(0, -8));
    expect(backlog.batches).toEqual([]);
  });

  it('is as long as the limits allow and no longer, whatever comes', () => {
    const batches = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 30 }), (counts, maxMessages) => {
        const backlog = createBacklog({ maxMessages, maxBytes: 4000 });
        const added = counts.map((count) => batchOf(count));
        for (const batch of added) backlog.add(batch);
        let wanted = 0;
        const sums = { messages: 0, bytes: 0 };
        for (let index = added.length - 1; index >= 0; index--) {
          sums.messages += counts[index] ?? 0;
          sums.bytes += added[index]?.byteLength ?? 0;
          if (wanted > 0 && (sums.messages > maxMessages || sums.bytes > 4000)) break;
          wanted++;
        }
        expect(backlog.batches).toEqual(wanted === 0 ? [] : added.slice(-wanted));
      }),
    );
  });

  it('keeps 2,000 messages or 4 MiB of a document unless told otherwise', () => {
    expect(defaultBacklogLimits).toEqual({ maxMessages: 2000, maxBytes: 4 * 1024 * 1024 });
    const backlog = createBacklog();
    for (let index = 0; index < 60; index++) backlog.add(batchOf(50));
    expect(backlog.batches).toHaveLength(40);
  });
});
