import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import { connectEngine, type EngineClient } from '../../../panel/engine/client.ts';
import type { EngineCall, EngineUpdate } from '../../../panel/engine/engine-contract.ts';
import type { SocketSummary } from '../../../panel/engine/socket-table.ts';
import type { ToWorker } from '../../../panel/engine/worker.ts';
import { createInMemoryEngine, type InMemoryOptions, settled } from '../engine/in-memory-engine.ts';
import { newRecorder } from '../engine/recorded.ts';

export interface RecordedEngine {
  readonly engine: EngineClient;
  /** What a document's recorder writes goes into the engine. */
  record(act: (packer: RecordPacker) => void): void;
  /** Shows a view and waits until it is complete. */
  show(view: number, filter?: string): Promise<void>;
  /** Lets everything that is under way come to its end. */
  settle(): Promise<void>;
  readonly sockets: ReadonlyMap<number, SocketSummary>;
  readonly updates: readonly EngineUpdate[];
  /** The questions of a kind that the engine has been asked. */
  asked(call: EngineCall): readonly Extract<ToWorker, { kind: 'ask' }>[];
  readonly clock: { nowMs: number };
  /** Until it is let go, questions of a kind wait unanswered. */
  hold(call: EngineCall): { letGo(): Promise<void>; readonly waiting: number };
}

/** The real engine behind its real client, with a document that records. */
export function createRecordedEngine(options?: InMemoryOptions): RecordedEngine {
  const memory = createInMemoryEngine(options);
  const { worker, received, elapse } = memory;
  const sockets = new Map<number, SocketSummary>();
  const updates: EngineUpdate[] = [];
  const held = new Map<EngineCall, (() => void)[]>();
  const post = worker.postMessage;
  worker.postMessage = (message, transfer) => {
    const queue = message.kind === 'ask' ? held.get(message.call) : undefined;
    if (queue === undefined) post(message, transfer);
    else queue.push(() => post(message, transfer));
  };
  const engine = connectEngine(worker, {
    onUpdate(update) {
      updates.push(update);
      for (const socket of update.sockets) sockets.set(socket.id, socket);
    },
    onTaken: () => undefined,
    onCommandAnswer: () => undefined,
  });
  const recorder = newRecorder();
  engine.order({ kind: 'documentCame', document: 1, url: 'https://a.test/', isTop: true });
  const settle = async (): Promise<void> => {
    await settled();
    elapse();
    await settled();
  };
  return {
    engine,
    sockets,
    updates,
    clock: memory.clock,
    settle,
    record(act) {
      for (const batch of recorder.batches(act))
        engine.order({ kind: 'batch', document: 1, batch });
    },
    async show(view, filter = '') {
      engine.order({ kind: 'view', view, filter, sockets: null });
      await settle();
    },
    asked: (call) =>
      received.filter((message) => message.kind === 'ask' && message.call === call) as Extract<
        ToWorker,
        { kind: 'ask' }
      >[],
    hold(call) {
      const queue: (() => void)[] = [];
      held.set(call, queue);
      return {
        get waiting() {
          return queue.length;
        },
        async letGo() {
          held.delete(call);
          for (const go of queue.splice(0)) go();
          await settle();
        },
      };
    },
  };
}
