import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readBatchHeader } from '../../extension/protocol/batch-reader.ts';
import { recordKind } from '../../extension/protocol/record-layout.ts';
import { createLog, type Log } from '../../injected/log.ts';

/** The true time, ms, and the steps in which a page may read it. */
const clock = vi.hoisted(() => ({ nowMs: 0, stepMs: 0.1 }));

// The real one needs a page.
vi.mock('../../injected/natives.ts', async () => {
  const { plainPrimitives } = await import('../../extension/protocol/batch-writer.ts');
  return {
    ...{ NativeUint8Array: Uint8Array, NativeArrayBuffer: ArrayBuffer },
    ...{ NativeUint32Array: Uint32Array, NativeFloat64Array: Float64Array },
    encodeTextInto: plainPrimitives.encodeInto,
    setBytes: plainPrimitives.copyBytes,
    encodeText: plainPrimitives.encode,
    typedArrayByteLengthOf: (bytes: Uint8Array) => bytes.length,
    typedArrayBufferOf: (bytes: Uint8Array) => bytes.buffer,
    typedArrayOffsetOf: (bytes: Uint8Array) => bytes.byteOffset,
    needStack: () => undefined,
    timeOriginMs: 0,
    now: () => Math.floor(clock.nowMs / clock.stepMs) * clock.stepMs,
  };
});

const flushMs = 0.03;

/** A recorder's log whose hand-overs take a time; what the batches say it worked is added up. */
function newLog() {
  const told = { costUs: 0, batches: 0 };
  const log = createLog((batch) => {
    clock.nowMs += flushMs;
    const head = readBatchHeader(batch);
    if (!head.ok) throw new Error(head.reason);
    told.costUs += head.header.costUs;
    told.batches++;
  });
  return { log, told };
}

/** Records a message, which takes so long. */
function record(log: Log, tookMs: number, isShort: boolean): void {
  const since = log.begin(isShort);
  log.text(recordKind.sent, 0, 1, clock.nowMs, 'x');
  clock.nowMs += tookMs;
  log.end(since, isShort);
}

/** Numbers from 0 to 1, the same in every run. */
function newRandom(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

beforeEach(() => {
  clock.nowMs = 1000;
  clock.stepMs = 0.1;
});

describe('the recorder’s account of its own work', () => {
  it.each([
    ['Chromium', 0.1],
    ['Firefox', 1],
  ])(
    'is right in sum, though the steps of the clock of %s are longer than its work',
    (_, stepMs) => {
      clock.stepMs = stepMs;
      const random = newRandom();
      const { log, told } = newLog();
      const messages = 1_600_000;
      const tookMs = 0.002;
      for (let count = 0; count < messages; count++) {
        // What the page does in between.
        clock.nowMs += random() * 0.1;
        record(log, tookMs, true);
      }
      const worked = (messages * tookMs + told.batches * flushMs) * 1000;
      expect(told.batches).toBeGreaterThan(1000);
      expect(Math.abs(told.costUs / worked - 1)).toBeLessThan(0.2);
    },
  );

  it('has each long message by itself, and each hand-over in the batch after it', () => {
    clock.stepMs = 0.001;
    const { log, told } = newLog();
    record(log, 5, false);
    log.flush();
    expect(told.costUs).toBeCloseTo(5000, -1);
    record(log, 7, false);
    log.flush();
    expect(told.costUs).toBeCloseTo(12_000 + flushMs * 1000, -1);
  });

  it('counts a hand-over once that became necessary while a message was timed', () => {
    clock.stepMs = 0.001;
    const { log, told } = newLog();
    // Nobody grants credit, so batches go when the buffer is full.
    log.attach();
    record(log, 0, false);
    const since = log.begin(false);
    for (let count = 0; count < 20; count++)
      log.bytes(recordKind.sent, 1, 1, 0, new Uint8Array(60_000));
    log.end(since, false);
    const flushes = told.batches;
    expect(flushes).toBeGreaterThan(3);
    log.flush();
    expect(told.costUs).toBeCloseTo(flushes * flushMs * 1000, -1);
  });
});
