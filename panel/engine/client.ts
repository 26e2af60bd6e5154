import type {
  EngineCall,
  EngineCalls,
  EngineEvent,
  EngineOrder,
  EngineUpdate,
} from './engine-contract.ts';
import type { ToWorker } from './worker.ts';

/** What the client needs of a Worker. */
export interface WorkerLike {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<EngineEvent>) => void) | null;
  terminate(): void;
}

export interface EngineListener {
  readonly onUpdate: (update: EngineUpdate) => void;
  readonly onTaken: (document: number, batches: number) => void;
  readonly onCommandAnswer: (answer: Extract<EngineEvent, { kind: 'commandAnswer' }>) => void;
}

export interface AskOptions {
  readonly onProgress?: (done: number, of: number) => void;
  /** Aborting it ends long work; the promise is then rejected. */
  readonly signal?: AbortSignal;
}

/** The rest of the panel's one way to the engine. */
export interface EngineClient {
  order(order: EngineOrder): void;
  ask<Call extends EngineCall>(
    call: Call,
    ask: EngineCalls[Call]['ask'],
    options?: AskOptions,
  ): Promise<EngineCalls[Call]['answer']>;
  stop(): void;
}

export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
}

interface Waiting {
  readonly done: (answer: never) => void;
  readonly fail: (error: Error) => void;
  readonly onProgress: AskOptions['onProgress'];
}

export function connectEngine(worker: WorkerLike, listener: EngineListener): EngineClient {
  const waiting = new Map<number, Waiting>();
  let lastRequest = 0;
  let lastVersion = -1;

  worker.onmessage = ({ data }) => {
    switch (data.kind) {
      case 'answer':
        // The contract types the answer by the call that this request number stands for.
        waiting.get(data.request)?.done(data.answer as never);
        waiting.delete(data.request);
        return;
      case 'failed':
        waiting.get(data.request)?.fail(new EngineFailure(data.reason));
        waiting.delete(data.request);
        return;
      case 'progress':
        waiting.get(data.request)?.onProgress?.(data.done, data.of);
        return;
      case 'update':
        if (data.version < lastVersion) return;
        lastVersion = data.version;
        listener.onUpdate(data);
        return;
      case 'taken':
        listener.onTaken(data.document, data.batches);
        return;
      case 'commandAnswer':
        listener.onCommandAnswer(data);
        return;
    }
  };

  const order = (order: EngineOrder): void =>
    worker.postMessage({ kind: 'order', order }, order.kind === 'batch' ? [order.batch] : []);
  return {
    order,
    ask(call, ask, { onProgress, signal } = {}) {
      const request = ++lastRequest;
      signal?.addEventListener('abort', () => order({ kind: 'cancel', request }), { once: true });
      const answer = new Promise<never>((done, fail) => {
        waiting.set(request, { done, fail, onProgress });
        worker.postMessage({ kind: 'ask', request, call, ask }, []);
      });
      if (signal?.aborted) order({ kind: 'cancel', request });
      return answer;
    },
    stop: () => worker.terminate(),
  };
}
