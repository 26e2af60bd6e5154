// What is promised to cost the same at any size, by counting the work: bytes that are held and read, rows that are
// looked at. What it costs in time is measured by npm run bench, never by a test.
import { describe, expect, it } from 'vitest';
import { plainPrimitives } from '../../../extension/protocol/batch-writer.ts';
import { recordKind } from '../../../extension/protocol/record-layout.ts';
import { createRecordPacker } from '../../../extension/protocol/record-packer.ts';
import { RowList } from '../../../panel/engine/row-list.ts';
import { rowSummary } from '../../../panel/engine/row-summary.ts';
import { Session } from '../../../panel/engine/session.ts';
import { factsFor } from './facts-for.ts';

const ignore = (): void => undefined;
const events = { onSocket: ignore, onPayload: ignore, onAnswer: ignore, onBatch: ignore };

/** A session that takes messages of 64 bytes, 200 a batch; with a budget, its oldest move to a file. */
function sessionOf(budgetBytes = Number.POSITIVE_INFINITY) {
  const work = { readBytes: 0, writtenBytes: 0, writes: 0 };
  const file: Uint8Array[] = [];
  const session = new Session(events, {
    budgetBytes,
    openFile: async () => ({
      write(bytes, at) {
        work.writes++;
        work.writtenBytes += bytes.length;
        file[at] = bytes.slice();
      },
      read(into, at) {
        work.readBytes += into.length;
        into.set(file[at] as Uint8Array);
      },
      empty: ignore,
    }),
  });
  session.addDocument({ id: 1, url: 'https://a.test/', isTop: true, isImported: false });
  const packer = createRecordPacker(plainPrimitives, 0, ignore);
  let number = 0;
  return {
    session,
    work,
    async append(batches: number) {
      for (let batch = 0; batch < batches; batch++) {
        for (let message = 0; message < 200; message++, number++)
          packer.text(recordKind.received, 0, 1, number, String(number).padEnd(64, '.'));
        session.append(1, packer.take() as ArrayBuffer);
        // Files are opened behind promises.
        if (session.log.diskBytes === 0) await Promise.resolve();
      }
    },
  };
}

/** A list of all rows of a session that counts how often the time of one is looked at. */
function listOf(session: Session) {
  const looks = { time: 0 };
  const { log } = session;
  const list = new RowList(
    (row) => {
      looks.time++;
      return log.atMs(row);
    },
    (row) => log.isMessage(row),
  );
  list.add(Array.from({ length: log.rowCount }, (_, row) => row));
  looks.time = 0;
  return { list, looks };
}

describe('A session that grows', () => {
  it('holds for one more message its payload and 20 bytes, at 65,000 as at 390,000', async () => {
    const { session, append } = sessionOf();
    // Columns grow by 65,536 rows: looked at when all of them are nearly full.
    const perMessage: number[] = [];
    await append(327);
    for (const batches of [655, 984]) {
      const before = { bytes: session.log.heldBytes, rows: session.log.rowCount };
      await append(batches);
      perMessage.push(
        (session.log.heldBytes - before.bytes) / (session.log.rowCount - before.rows),
      );
    }
    for (const bytes of perMessage) expect(bytes).toBeCloseTo(84, 0);
  });

  it('finds a row among 200,000 in as many looks as halving takes, not by looking through', async () => {
    const { session, append } = sessionOf();
    await append(1000);
    const { list, looks } = listOf(session);
    for (const row of [0, 77_777, 199_999]) {
      looks.time = 0;
      expect(list.positionOf(row)).toBe(row);
      // Eighteen times half of them, and itself.
      expect(looks.time).toBeLessThanOrEqual(20);
    }
  });

  it('summarizes the rows of a window without looking at others', async () => {
    const { session, append } = sessionOf();
    await append(1000);
    const { list, looks } = listOf(session);
    const facts = factsFor(session);
    for (let position = 123_456; position < 123_496; position++)
      expect(rowSummary(session.log, list, position, false, facts).ordinal).toBe(position + 1);
    expect(looks.time).toBe(0);
  });

  it('writes each payload to the disk once, and reads for a window only the batches that it lies in', async () => {
    const { session, append, work } = sessionOf(1_000_000);
    await append(1000);
    expect(session.log.diskBytes).toBeGreaterThan(10_000_000);
    expect(work.writtenBytes).toBe(session.log.diskBytes);
    const { list } = listOf(session);
    const facts = factsFor(session);
    work.readBytes = 0;
    // From the 51st to the 90th message of a batch: all in one.
    for (let position = 10_050; position < 10_090; position++)
      rowSummary(session.log, list, position, false, facts);
    expect(work.readBytes).toBe(200 * 64);
  });

  it('moves to the disk no more than comes, once it has begun to', async () => {
    const { append, work } = sessionOf(1_000_000);
    await append(500);
    const before = work.writes;
    await append(500);
    expect(work.writes - before).toBe(500);
  });
});
