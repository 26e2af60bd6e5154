// The engine's worker. One message in is an order or a question; see engine-contract.ts.
import { createEngine } from './engine.ts';
import type { EngineCall, EngineCalls, EngineEvent, EngineOrder } from './engine-contract.ts';
import { pause } from './pause.ts';
import { createRegexHost, type WorkerLike } from './query/regex-host.ts';
import { openSpillFile, removeLeftovers } from './spill-file.ts';

export type ToWorker =
  | { readonly kind: 'order'; readonly order: EngineOrder }
  | {
      readonly kind: 'ask';
      readonly request: number;
      readonly call: EngineCall;
      readonly ask: EngineCalls[EngineCall]['ask'];
    };

const tell = (event: EngineEvent): void => postMessage(event);
const engine = createEngine({
  tell,
  pause,
  now: () => performance.now(),
  epochMs: () => performance.timeOrigin + performance.now(),
  after: (ms, run) => setTimeout(run, ms),
  openSpillFile,
  regexHost: createRegexHost({
    // A Worker has all that is asked of it; only the types of its event handlers are wider.
    spawn: () =>
      new Worker(new URL('./query/regex-worker.ts', import.meta.url), {
        type: 'module',
      }) as unknown as WorkerLike,
    deadlineMs: 1000,
    setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimer: (timer) => clearTimeout(timer),
  }),
});

void removeLeftovers();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'order') engine.obey(data.order);
  else void answer(data.request, data.call, data.ask);
});

async function answer(
  request: number,
  call: EngineCall,
  ask: EngineCalls[EngineCall]['ask'],
): Promise<void> {
  try {
    // The contract pairs each call with its question; the pair came over as one message.
    const value = await engine.answer(call, ask as never, request);
    tell({ kind: 'answer', request, version: engine.version, answer: value });
  } catch (error) {
    tell({
      kind: 'failed',
      request,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}
