// What the relay decides, without a browser: what may pass up and down, and what is kept meanwhile.
import { type Backlog, createBacklog } from './backlog.ts';
import { type BatchProblem, createBatchCheck } from './check-batch.ts';
import { createLoadWatch } from './load-watch.ts';
import { createOutbox, defaultOutboxLimits, type Outbox, type OutboxLimits } from './outbox.ts';
import { isArrayBuffer } from './protocol/array-buffer.ts';
import { readBatchHeader } from './protocol/batch-reader.ts';
import {
  type CutOff,
  isPanelToRelay,
  type LevelChanged,
  type RecorderCommand,
} from './protocol/commands.ts';
import { keptBytes } from './protocol/levels.ts';

/** The way up: a port of the panel. */
export interface PanelPort {
  postMessage(message: ArrayBuffer | CutOff | LevelChanged): void;
}

/** Stands between the recorder of one document and the panel, and trusts neither. */
export interface DocumentRelay {
  /** A batch of the recorder. One that breaks the layout cuts the document off. */
  take(batch: unknown): void;
  /** What the panel says on `port`. */
  hear(port: PanelPort, message: unknown): void;
  /** The panel is gone. */
  leave(): void;
  /** The extension is gone: nobody will ever ask again. */
  fallSilent(): void;
}

/**
 * While batches are dropped without an end, one description of the sockets goes for so many that the
 * panel has taken: with thousands of sockets descriptions alone would fill the outbox.
 */
const batchesBetweenSnapshots = 256;

export function createDocumentRelay(
  tellRecorder: (command: RecorderCommand) => void,
  nowMs: () => number,
  limits: OutboxLimits = defaultOutboxLimits,
): DocumentRelay {
  let backlog: Backlog = createBacklog();
  const check = createBatchCheck();
  const load = createLoadWatch();
  let panel: PanelPort | null = null;
  /** Set while the panel has asked for batches. */
  let outbox: Outbox | null = null;
  let fault: BatchProblem | null = null;
  let isSilent = false;
  let hasDropped = false;
  let takenSinceSnapshot = 0;

  const command = (order: RecorderCommand): void => {
    if (fault === null && !isSilent) tellRecorder(order);
  };

  const changeLevel = (): void => {
    const { level } = load;
    command({ kind: 'keep', maxBytes: keptBytes[level] });
    panel?.postMessage({ kind: 'sockets-level', level });
  };

  const attach = (port: PanelPort, isRecording: boolean, maxShare: number): void => {
    panel = port;
    load.allow(maxShare);
    hasDropped = false;
    takenSinceSnapshot = batchesBetweenSnapshots;
    outbox = createOutbox(
      (batch) => port.postMessage(batch),
      () => {
        hasDropped = true;
      },
      limits,
    );
    for (const batch of backlog.batches) outbox.add(batch);
    if (fault !== null) port.postMessage(cutOff(fault));
    if (load.level !== 'all') port.postMessage({ kind: 'sockets-level', level: load.level });
    command({ kind: 'record', isRecording });
    command({ kind: 'attach' });
  };

  const acknowledge = (batches: number): void => {
    if (outbox === null) return;
    outbox.acknowledge(batches);
    takenSinceSnapshot += batches;
    // Not at once when something is dropped: a panel that is stopped would have it described in vain,
    // which drops more, and so on without an end.
    if (hasDropped && (outbox.isEmpty || takenSinceSnapshot >= batchesBetweenSnapshots)) {
      hasDropped = false;
      takenSinceSnapshot = 0;
      command({ kind: 'snapshot' });
    }
    if (outbox.isEmpty) command({ kind: 'credit' });
  };

  const leave = (): void => {
    panel = null;
    if (outbox === null) return;
    outbox = null;
    command({ kind: 'record', isRecording: true });
    command({ kind: 'detach' });
  };

  return {
    take(batch) {
      if (fault !== null || isSilent) return;
      fault = isArrayBuffer(batch) ? check(batch) : { reason: 'batch: not a buffer', at: 0 };
      if (fault !== null) {
        panel?.postMessage(cutOff(fault));
        return;
      }
      // `check` has looked, and it is a buffer.
      const checked = batch as ArrayBuffer;
      backlog.add(checked);
      outbox?.add(checked);
      const head = readBatchHeader(checked);
      if (head.ok && load.add(head.header.costUs, nowMs())) changeLevel();
    },
    hear(port, message) {
      if (!isPanelToRelay(message)) return;
      switch (message.kind) {
        case 'attach':
          attach(port, message.isRecording, message.maxShare);
          return;
        case 'ack':
          acknowledge(message.batches);
          return;
        case 'allow':
          load.allow(message.maxShare);
          return;
        case 'restore':
          load.restore();
          changeLevel();
          return;
        case 'command':
          command(message.command);
          return;
      }
    },
    leave,
    fallSilent() {
      leave();
      command({ kind: 'record', isRecording: false });
      isSilent = true;
      backlog = createBacklog();
    },
  };
}

const cutOff = ({ reason, at }: BatchProblem): CutOff => ({
  kind: 'sockets-cut-off',
  reason: `${reason}, at byte ${at}`,
});
