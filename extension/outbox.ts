/** Batches on their way to a panel. */
export interface Outbox {
  add(batch: ArrayBuffer): void;
  /** The panel has taken this many. */
  acknowledge(batches: number): void;
  readonly isEmpty: boolean;
}

export interface OutboxLimits {
  /** Batches under way that the panel has not taken yet. */
  readonly window: number;
  /** Bytes that wait beyond the window; then the oldest go. */
  readonly maxWaitingBytes: number;
}
export const defaultOutboxLimits: OutboxLimits = { window: 16, maxWaitingBytes: 64 * 1024 * 1024 };

/**
 * Keeps a slow panel from being flooded: a window of batches is under way, the rest waits here, and
 * when too much waits the oldest are dropped and `onDrop` is told.
 */
export function createOutbox(
  post: (batch: ArrayBuffer) => void,
  onDrop: () => void,
  limits: OutboxLimits = defaultOutboxLimits,
): Outbox {
  const waiting: ArrayBuffer[] = [];
  let waitingBytes = 0;
  let underWay = 0;
  const pump = (): void => {
    while (underWay < limits.window) {
      const batch = waiting.shift();
      if (batch === undefined) return;
      waitingBytes -= batch.byteLength;
      underWay++;
      post(batch);
    }
  };
  return {
    add(batch) {
      waiting.push(batch);
      waitingBytes += batch.byteLength;
      pump();
      let hasDropped = false;
      while (waitingBytes > limits.maxWaitingBytes) {
        waitingBytes -= waiting.shift()?.byteLength ?? 0;
        hasDropped = true;
      }
      if (hasDropped) onDrop();
    },
    acknowledge(batches) {
      underWay = Math.max(0, underWay - batches);
      pump();
    },
    get isEmpty() {
      return waiting.length === 0;
    },
  };
}
