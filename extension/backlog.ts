import { readBatchHeader } from './protocol/batch-reader.ts';

/** What a document keeps for a panel that is opened late. */
export interface BacklogLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
}
export const defaultBacklogLimits: BacklogLimits = { maxMessages: 2000, maxBytes: 4 * 1024 * 1024 };

/** The most recent batches, within limits; the oldest go first. */
export interface Backlog {
  add(batch: ArrayBuffer): void;
  readonly batches: readonly ArrayBuffer[];
}

export function createBacklog(limits: BacklogLimits = defaultBacklogLimits): Backlog {
  const kept: { batch: ArrayBuffer; messages: number }[] = [];
  let messages = 0;
  let bytes = 0;
  return {
    add(batch) {
      const head = readBatchHeader(batch);
      // What cannot be read is nothing that a panel could show.
      if (!head.ok) return;
      kept.push({ batch, messages: head.header.messageCount });
      messages += head.header.messageCount;
      bytes += batch.byteLength;
      while (kept.length > 1 && (messages > limits.maxMessages || bytes > limits.maxBytes)) {
        const oldest = kept.shift();
        if (oldest === undefined) return;
        messages -= oldest.messages;
        bytes -= oldest.batch.byteLength;
      }
    },
    get batches() {
      return kept.map((entry) => entry.batch);
    },
  };
}
