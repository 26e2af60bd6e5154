import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createOutbox, type OutboxLimits } from '../../extension/outbox.ts';

const roomy: OutboxLimits = { window: 3, maxWaitingBytes: 1e6 };

/** An outbox that posts into a list, with batches that are told apart by their length. */
function newOutbox(limits: OutboxLimits) {
  const posted: number[] = [];
  const onDrop = vi.fn();
  const outbox = createOutbox((batch) => posted.push(batch.byteLength), onDrop, limits);
  const add = (...lengths: number[]): void => {
    for (const length of lengths) outbox.add(new ArrayBuffer(length));
  };
  return { outbox, posted, onDrop, add };
}

describe('the outbox', () => {
  it('posts up to its window at once, and the rest as the panel takes batches', () => {
    const { outbox, posted, add } = newOutbox(roomy);
    add(1, 2, 3, 4, 5, 6);
    expect(posted).toEqual([1, 2, 3]);
    expect(outbox.isEmpty).toBe(false);
    outbox.acknowledge(1);
    expect(posted).toEqual([1, 2, 3, 4]);
    outbox.acknowledge(3);
    expect(posted).toEqual([1, 2, 3, 4, 5, 6]);
    expect(outbox.isEmpty).toBe(true);
  });

  it('keeps to its window when batches are acknowledged more often than they were posted', () => {
    const { outbox, posted, add } = newOutbox(roomy);
    outbox.acknowledge(100);
    add(1, 2, 3, 4);
    expect(posted).toEqual([1, 2, 3]);
    outbox.acknowledge(50);
    add(5, 6, 7, 8);
    expect(posted).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('drops the oldest of what waits when that is too much, and tells once for each addition', () => {
    const { outbox, posted, onDrop, add } = newOutbox({ window: 1, maxWaitingBytes: 100 });
    add(10, 40, 41);
    expect(onDrop).not.toHaveBeenCalled();
    add(90);
    expect(onDrop).toHaveBeenCalledTimes(1);
    outbox.acknowledge(1);
    outbox.acknowledge(1);
    expect(posted).toEqual([10, 90]);
    expect(outbox.isEmpty).toBe(true);
  });

  it('does not count what is under way as waiting', () => {
    const { posted, onDrop, add } = newOutbox({ window: 2, maxWaitingBytes: 10 });
    add(1000, 1000);
    expect(posted).toEqual([1000, 1000]);
    expect(onDrop).not.toHaveBeenCalled();
  });

  it('loses nothing and keeps the order within its limits, however the panel acknowledges', () => {
    const steps = fc.array(fc.oneof(fc.constant('add'), fc.integer({ min: 0, max: 5 })));
    fc.assert(
      fc.property(steps, (all) => {
        const { outbox, posted, onDrop, add } = newOutbox(roomy);
        let added = 0;
        let acknowledged = 0;
        for (const step of all) {
          if (step === 'add') add(++added);
          // An honest panel acknowledges only what it has got.
          else if (typeof step === 'number') {
            const batches = Math.min(step, posted.length - acknowledged);
            acknowledged += batches;
            outbox.acknowledge(batches);
          }
          expect(posted.length - acknowledged).toBeLessThanOrEqual(roomy.window);
          expect(outbox.isEmpty).toBe(posted.length === added);
        }
        for (let batch = 0; batch < added; batch++) outbox.acknowledge(1);
        expect(posted).toEqual(Array.from({ length: added }, (_, index) => index + 1));
        expect(onDrop).not.toHaveBeenCalled();
      }),
    );
  });
});
