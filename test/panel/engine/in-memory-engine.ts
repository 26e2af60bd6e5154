import type { WorkerLike } from '../../../panel/engine/client.ts';
import { createEngine, type Engine } from '../../../panel/engine/engine.ts';
import type { EngineEvent } from '../../../panel/engine/engine-contract.ts';
import { createBitmap, setBit } from '../../../panel/engine/query/bitmap.ts';
import type { RegexAnswer, RegexHost } from '../../../panel/engine/query/regex-host.ts';
import type { ToWorker } from '../../../panel/engine/worker.ts';

/** A host that matches nothing, everything, or as it is told. */
export function fakeRegexHost(
  match: RegexHost['match'] = async (_, { offsets }) => matchesAll(offsets.length - 1),
): RegexHost & { cancels: number } {
  return {
    cancels: 0,
    match,
    cancel() {
      this.cancels++;
    },
  };
}

export function matchesAll(rows: number): RegexAnswer {
  const bitmap = createBitmap(rows);
  for (let row = 0; row < rows; row++) setBit(bitmap, row);
  return { kind: 'matched', bitmap };
}

export interface InMemoryEngine {
  readonly engine: Engine;
  /** Everything the engine has said, in order. */
  readonly told: EngineEvent[];
  /** What `connectEngine` wants; what passes through it is cloned as between threads. */
  readonly worker: WorkerLike;
  readonly clock: { nowMs: number };
  /** Delays that the engine has asked for and that are not over. */
  delays(): readonly number[];
  /** Lets the delays end that are under way. */
  elapse(): void;
  /** Questions and orders that came through the worker. */
  readonly received: ToWorker[];
}

export interface InMemoryOptions {
  readonly regexHost?: RegexHost;
  readonly pause?: () => Promise<void>;
}

/** The real engine without a thread, with a clock and delays that tests move. */
export function createInMemoryEngine({
  regexHost = fakeRegexHost(),
  pause = () => Promise.resolve(),
}: InMemoryOptions = {}): InMemoryEngine {
  // The build puts the version into the bundle; there is no bundle here.
  Object.assign(globalThis, { productVersion: '1.2.3' });
  const told: EngineEvent[] = [];
  const received: ToWorker[] = [];
  const clock = { nowMs: 0 };
  let delayed: { ms: number; run: () => void }[] = [];
  const tell = (event: EngineEvent): void => {
    told.push(event);
    // A MessageEvent has much more than the client looks at.
    worker.onmessage?.({ data: structuredClone(event) } as MessageEvent<EngineEvent>);
  };
  const engine = createEngine({
    tell,
    now: () => clock.nowMs,
    epochMs: () => clock.nowMs,
    pause,
    after: (ms, run) => delayed.push({ ms, run }),
    regexHost,
    openSpillFile: () => Promise.resolve(null),
  });
  const worker: WorkerLike = {
    onmessage: null,
    terminate: () => undefined,
    postMessage(message, transfer) {
      const data = structuredClone(message, { transfer });
      received.push(data);
      if (data.kind === 'order') engine.obey(data.order);
      else void answer(data);
    },
  };
  const answer = async ({ request, call, ask }: Extract<ToWorker, { kind: 'ask' }>) => {
    try {
      // As in worker.ts: the pair came over as one message.
      const value = await engine.answer(call, ask as never, request);
      tell({ kind: 'answer', request, version: engine.version, answer: value });
    } catch (error) {
      tell({ kind: 'failed', request, reason: error instanceof Error ? error.message : '' });
    }
  };
  return {
    engine,
    told,
    worker,
    clock,
    received,
    delays: () => delayed.map(({ ms }) => ms),
    elapse() {
      const due = delayed;
      delayed = [];
      for (const { run } of due) run();
    },
  };
}

/** Lets promises that are ready go on, as often as chains of them may need. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
