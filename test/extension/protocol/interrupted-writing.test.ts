import { describe, expect, it } from 'vitest';
import { createBatchCheck } from '../../../extension/check-batch.ts';
import {
  type BatchPrimitives,
  createBatchWriter,
  plainPrimitives,
} from '../../../extension/protocol/batch-writer.ts';
import { recordKind } from '../../../extension/protocol/record-layout.ts';

/** Throws at the n-th call of a primitive from `breakAt` on, as every call may where the stack has no room. */
function brittle() {
  let callsLeft = Number.POSITIVE_INFINITY;
  const breakable = <Parameters extends unknown[], Value>(
    act: (...parameters: Parameters) => Value,
  ) => {
    return (...parameters: Parameters): Value => {
      if (callsLeft-- === 0) throw new RangeError('Maximum call stack size exceeded');
      return act(...parameters);
    };
  };
  // Every primitive with its own parameters.
  const primitives = Object.fromEntries(
    Object.entries(plainPrimitives).map(([name, act]) => [name, breakable(act)]),
  ) as unknown as BatchPrimitives;
  return {
    primitives,
    breakAt(call: number) {
      callsLeft = call;
    },
    heal() {
      const isBroken = callsLeft < 0;
      callsLeft = Number.POSITIVE_INFINITY;
      return isBroken;
    },
  };
}

const acts = {
  'a long text': (writer) => writer.text(recordKind.received, 0, 1, 0, 1, 'long'.repeat(999)),
  bytes: (writer) => writer.bytes(recordKind.sent, 1, 1, 0, 1, 3, Uint8Array.of(1, 2, 3), 3),
  'numbers and strings': (writer) => {
    writer.begin(recordKind.created, 0, 1, 0, 1, 0);
    for (const text of ['wss://a.test/', 'https://a.test/', '', '']) writer.string(text);
    writer.end();
  },
  'the taking of the batch': (_, take) => take(),
} satisfies Record<
  string,
  (writer: ReturnType<typeof createBatchWriter>, take: () => unknown) => void
>;

describe('a writer that is broken off in the middle', () => {
  it.each(Object.entries(acts))('of %s goes on with sound batches, none left out', (_, act) => {
    let broken = 0;
    for (let call = 0; call < 12; call++) {
      const { primitives, breakAt, heal } = brittle();
      const writer = createBatchWriter(primitives, 0);
      const check = createBatchCheck();
      const take = () => {
        const batch = writer.take();
        if (batch !== null) expect(check(batch)).toBeNull();
        return batch;
      };
      writer.text(recordKind.sent, 0, 1, 0, 1, 'before');
      take();
      writer.text(recordKind.sent, 0, 1, 1, 2, 'grün');
      writer.text(recordKind.sent, 0, 1, 2, 2, 'waits');
      breakAt(call);
      try {
        act(writer, take);
      } catch {
        // The recorder catches it, too.
      }
      if (heal()) broken++;
      writer.text(recordKind.sent, 0, 1, 3, 3, 'after');
      expect(take()?.byteLength).toBeGreaterThan(0);
    }
    expect(broken).toBeGreaterThan(0);
  });
});
