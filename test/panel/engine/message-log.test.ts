import { describe, expect, it, vi } from 'vitest';
import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { MessageLog } from '../../../panel/engine/message-log.ts';
import { utf8 } from './recorded.ts';

const follows = recordFlag.payloadFollows;

/** A log with one batch of the bytes 0, 1, 2, … */
function logWithBatch(byteLength = 64): MessageLog {
  const log = new MessageLog();
  log.addBatch(batchOf(byteLength, 0));
  return log;
}
const batchOf = (byteLength: number, first: number): ArrayBuffer =>
  Uint8Array.from({ length: byteLength }, (_, index) => index + first).buffer;

describe('a message of which the size alone was recorded', () => {
  it('costs its place in the columns and nothing else', () => {
    const log = logWithBatch();
    const entries = vi.spyOn(Map.prototype, 'set');
    for (let count = 0; count < 100; count++)
      log.addMessage(true, recordFlag.reduced, 1, 0, 5000, 8, 0);
    expect(entries).not.toHaveBeenCalled();
    entries.mockRestore();
    expect([log.size(50), log.storedBytes(50), log.payload(50).length]).toEqual([5000, 0, 0]);
  });
});

describe('the payload of a message', () => {
  it('is read where it came, without a copy', () => {
    const log = new MessageLog();
    const batch = batchOf(64, 0);
    log.addBatch(batch);
    const row = log.addMessage(true, 0, 1, 5, 4, 8, 4);
    const payload = log.payload(row);
    expect([...payload]).toEqual([8, 9, 10, 11]);
    expect(payload.buffer).toBe(batch);
  });

  it('is cut to the bytes that are asked for', () => {
    const log = logWithBatch();
    const row = log.addMessage(true, 0, 1, 0, 10, 0, 10);
    expect([...log.payload(row, 3)]).toEqual([0, 1, 2]);
    expect([...log.payload(row, 0)]).toEqual([]);
    expect(log.payload(row, 99)).toHaveLength(10);
    expect(log.payload(row, Number.POSITIVE_INFINITY)).toHaveLength(10);
  });

  it('is empty for an empty message and while nothing of it has come', () => {
    const log = logWithBatch();
    expect(log.payload(log.addMessage(true, 0, 1, 0, 0, 0, 0))).toHaveLength(0);
    const pending = log.addMessage(true, follows, 1, 0, 100, 0, 0);
    expect(log.payload(pending)).toHaveLength(0);
    expect(log.isPending(pending)).toBe(true);
  });

  it('is put together from pieces of several batches', () => {
    const log = logWithBatch();
    const row = log.addMessage(false, follows, 1, 0, 6, 0, 0);
    log.addPiece(row, 0, follows, 10, 3);
    log.addBatch(batchOf(64, 100));
    log.addPiece(row, 3, 0, 20, 3);
    log.completePayload(row);
    expect([...log.payload(row)]).toEqual([10, 11, 12, 120, 121, 122]);
    expect([...log.payload(row, 4)]).toEqual([10, 11, 12, 120]);
    expect(log.storedBytes(row)).toBe(6);
    expect(log.isPending(row)).toBe(false);
  });

  it('is not copied as long as its first piece is all that is asked for', () => {
    const log = new MessageLog();
    const batch = batchOf(64, 0);
    log.addBatch(batch);
    const row = log.addMessage(false, follows, 1, 0, 6, 0, 0);
    log.addPiece(row, 0, follows, 0, 3);
    log.addPiece(row, 3, 0, 8, 3);
    expect(log.payload(row, 3).buffer).toBe(batch);
    expect(log.payload(row, 4).buffer).not.toBe(batch);
  });

  it('shows what has come while the rest is under way', () => {
    const log = logWithBatch();
    const row = log.addMessage(false, follows, 1, 0, 10, 0, 0);
    log.addPiece(row, 0, follows, 4, 4);
    expect([...log.payload(row)]).toEqual([4, 5, 6, 7]);
    expect(log.isPending(row)).toBe(true);
  });

  it('with a piece missing in its middle ends before the gap and says so, and shows no bytes that never were', () => {
    const log = logWithBatch();
    const row = log.addMessage(false, follows, 1, 0, 12, 0, 0);
    log.addPiece(row, 0, follows, 1, 4);
    // The piece at 4 was dropped on the way.
    log.addPiece(row, 8, 0, 1, 4);
    log.completePayload(row);
    expect([...log.payload(row)]).toEqual([1, 2, 3, 4]);
    expect(log.storedBytes(row)).toBe(4);
    expect(log.flags(row) & recordFlag.truncated).not.toBe(0);
  });

  it('with its first piece missing is empty and says so', () => {
    const log = logWithBatch();
    const row = log.addMessage(false, follows, 1, 0, 8, 0, 0);
    log.addPiece(row, 4, 0, 1, 4);
    log.completePayload(row);
    expect(log.payload(row)).toHaveLength(0);
    expect(log.flags(row) & recordFlag.truncated).not.toBe(0);
  });

  it('takes from its pieces that it was cut or could not be read, and nothing else', () => {
    const log = logWithBatch();
    const row = log.addMessage(false, follows | recordFlag.binary, 1, 0, 10, 0, 0);
    log.addPiece(row, 0, recordFlag.truncated | recordFlag.ours, 0, 4);
    expect(log.flags(row)).toBe(follows | recordFlag.binary | recordFlag.truncated);
    log.addPiece(row, 4, recordFlag.unreadable, 0, 0);
    expect(log.flags(row) & recordFlag.unreadable).not.toBe(0);
    expect(log.isBinary(row)).toBe(true);
  });
});

describe('the log', () => {
  it('numbers its rows in the order of arrival and counts the messages among them', () => {
    const log = logWithBatch();
    expect(log.addMessage(true, 0, 1, 5, 4, 0, 4)).toBe(0);
    expect(log.addLifecycle('closed', 0, 1, 4, { code: 1000 })).toBe(1);
    expect(log.addMessage(false, 0, 2, 3, 4, 0, 4)).toBe(2);
    expect([log.rowCount, log.messageCount]).toEqual([3, 2]);
    expect([0, 1, 2].map((row) => log.kind(row))).toEqual(['sent', 'closed', 'received']);
    expect([0, 1, 2].map((row) => log.isMessage(row))).toEqual([true, false, true]);
    expect([0, 1, 2].map((row) => log.atMs(row))).toEqual([5, 4, 3]);
    expect(log.detail(1)).toEqual({ code: 1000 });
    expect(log.detail(0)).toEqual({});
  });

  it('searches the payload of a message, and code, name and reason of an event', () => {
    const log = logWithBatch();
    const message = log.addMessage(true, 0, 1, 0, 2, 8, 2);
    expect([...log.searchedBytes(message)]).toEqual([8, 9]);
    const closed = log.addLifecycle('closed', 0, 1, 0, { code: 4001, text: 'kicked' });
    expect(log.searchedBytes(closed)).toEqual(utf8('4001  kicked'));
    const failed = log.addLifecycle('sendFailed', 0, 1, 0, { name: 'SyntaxError', text: 'no' });
    expect(log.searchedBytes(failed)).toEqual(utf8(' SyntaxError no'));
  });

  it('holds the bytes of its batches and a few tens more for each row', () => {
    const log = new MessageLog();
    expect(log.heldBytes).toBe(0);
    log.addBatch(new ArrayBuffer(1000));
    for (let row = 0; row < 65_536; row++) log.addMessage(true, 0, 1, row, 1, 0, 1);
    expect((log.heldBytes - 1000) / 65_536).toBeLessThanOrEqual(32);
  });
});

describe('a log whose oldest payloads had to be forgotten', () => {
  it('still has their rows with all that is known of them, says so, and counts them', async () => {
    const log = new MessageLog({ budgetBytes: 128, openFile: async () => null });
    for (let batch = 0; batch < 5; batch++) {
      log.addBatch(batchOf(64, batch));
      log.addMessage(true, 0, 1, batch, 3, 8, 3);
      log.addLifecycle('error', 0, 1, batch, {});
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(log.rowCount).toBe(10);
    expect(log.forgottenMessages).toBe(3);
    expect([0, 2, 4, 6, 8].map((row) => log.isForgotten(row))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(log.isForgotten(1)).toBe(false);
    expect(log.size(0)).toBe(3);
    expect(log.storedBytes(0)).toBe(0);
    expect(log.payload(0)).toHaveLength(0);
    expect([...log.payload(6)]).toEqual([11, 12, 13]);
  });

  it('finds a payload in its batch, wherever in the log it is asked for', () => {
    const log = new MessageLog();
    const rows: number[] = [];
    for (let batch = 0; batch < 300; batch++) {
      log.addBatch(Uint8Array.from({ length: 64 }, () => batch % 256).buffer);
      // Some have no message.
      for (let message = 0; message < batch % 4; message++)
        rows.push(log.addMessage(true, 0, batch, 0, 1, 8, 1));
    }
    const wanted = (row: number) => [log.socket(row) % 256];
    for (const row of rows) expect([...log.payload(row)]).toEqual(wanted(row));
    for (const row of rows.toReversed()) expect([...log.payload(row)]).toEqual(wanted(row));
    for (let index = 0; index < rows.length; index++) {
      const row = rows[(index * 7919) % rows.length] ?? 0;
      expect([...log.payload(row)]).toEqual(wanted(row));
    }
  });
});
