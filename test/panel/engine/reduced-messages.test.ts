import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../extension/protocol/levels.ts';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import { describeRow } from '../../../panel/engine/row-summary.ts';
import type { Session } from '../../../panel/engine/session.ts';
import { factsFor } from './facts-for.ts';
import {
  create,
  exported,
  imported,
  listOf,
  newSession,
  readSockets,
  recordDocument,
} from './har/recorded-session.ts';
import { onlySocket, received, textOf } from './recorded.ts';

const startMs = 1_700_000_000_000;

function recorded(act: (packer: RecordPacker) => void): Session {
  const session = newSession();
  recordDocument(session, 1, (packer) => {
    create(packer, 1, startMs);
    act(packer);
  });
  return session;
}

/** A text that is whole, one of which the beginning was kept, and three of which nothing was. */
const atEachLevel = (packer: RecordPacker): void => {
  received(packer, 1, startMs + 1, 'x'.repeat(3000));
  packer.keep(keptBytes.beginnings);
  received(packer, 1, startMs + 2, 'y'.repeat(3000));
  packer.keep(keptBytes.sizes);
  received(packer, 1, startMs + 3, 'z'.repeat(3000));
  packer.bytes(recordKind.sent, recordFlag.binary, 1, startMs + 4, new Uint8Array(40));
  packer.later(recordKind.sent, recordFlag.binary, 1, startMs + 5, 70_000);
};

describe('messages that were recorded at a lower level', () => {
  it('have their rows and sizes, and the content that was kept', () => {
    const session = recorded(atEachLevel);
    const { log, sockets } = session;
    const facts = factsFor(session);
    const rows = Array.from({ length: log.rowCount }, (_, row) => describeRow(log, row, facts));
    expect(rows.map(({ size }) => size)).toEqual([3000, 3000, 3000, 40, 70_000]);
    expect(rows.map(({ row }) => log.storedBytes(row))).toEqual([3000, 1024, 0, 0, 0]);
    expect(rows.map(({ isReduced }) => isReduced)).toEqual([false, true, true, true, true]);
    expect(rows.map(({ isTruncated }) => isTruncated)).toEqual([false, true, false, false, false]);
    expect(rows.map(({ isPending }) => isPending)).toEqual([false, false, false, false, false]);
    expect(textOf(log, 1)).toBe('y'.repeat(1024));
    expect(log.payload(2)).toHaveLength(0);
    expect([...sockets.all]).toMatchObject([{ receivedMessages: 3, sentBytes: 70_040 }]);
  });

  it('say so of a Blob that was cut while it was read', () => {
    const session = recorded((packer) => {
      const order = packer.later(recordKind.sent, recordFlag.binary, 1, startMs, 5000);
      packer.keep(keptBytes.beginnings);
      packer.payload(order, 0, new Uint8Array(5000));
    });
    expect(describeRow(session.log, 0, factsFor(session))).toMatchObject({
      ...{ isReduced: true, isTruncated: true, isPending: false, size: 5000 },
    });
    expect(session.log.storedBytes(0)).toBe(1024);
    expect(onlySocket(session).sentBytes).toBe(5000);
  });

  it('are the same after they were exported and imported', async () => {
    const session = recorded(atEachLevel);
    const again = imported(readSockets(await exported(session)));
    expect(listOf(again)).toEqual(listOf(session));
    const facts = factsFor(again);
    const rows = Array.from({ length: again.log.rowCount }, (_, row) =>
      describeRow(again.log, row, facts),
    );
    expect(rows.map(({ isReduced, isTruncated }) => [isReduced, isTruncated])).toEqual([
      [false, false],
      [true, true],
      [true, false],
      [true, false],
      [true, false],
    ]);
  });
});
