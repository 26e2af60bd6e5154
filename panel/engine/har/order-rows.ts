import type { MessageLog } from '../message-log.ts';
import { RowList } from '../row-list.ts';
import type { Pace } from './pace.ts';
import { rankCount, rankOf } from './sockets-field.ts';

/** The rows of a log by socket, each socket's in the order of time. */
export interface OrderedRows {
  /** Rows of the socket at this index. */
  readonly ofSocket: (index: number) => Uint32Array;
  /** Rows that stand, among those of the same time, elsewhere than `rankOf` would put them: their place there. */
  readonly ties: ReadonlyMap<number, number>;
}

const sliceRows = 4096;

/**
 * Sorts the rows that are there now, as every view does: by time, and by arrival where times are equal.
 * @param indexOf the index of a socket by its id; rows of other sockets are left out
 */
export async function orderRows(
  log: MessageLog,
  indexOf: ReadonlyMap<number, number>,
  pace: Pace,
): Promise<OrderedRows> {
  const list = new RowList(
    (row) => log.atMs(row),
    (row) => log.isMessage(row),
  );
  const ends = new Uint32Array(indexOf.size);
  const rowCount = log.rowCount;
  for (let from = 0; from < rowCount; from += sliceRows) {
    const rows: number[] = [];
    for (let row = from; row < Math.min(rowCount, from + sliceRows); row++) {
      const index = indexOf.get(log.socket(row));
      if (index === undefined || log.kind(row) === 'missing') continue;
      rows.push(row);
      ends[index] = (ends[index] ?? 0) + 1;
    }
    if (rows.length > 0) list.add(rows);
    if (pace.isOver()) await pace.rest(0);
  }

  const starts = new Uint32Array(ends.length);
  for (let index = 1; index < ends.length; index++) {
    starts[index] = ends[index - 1] as number;
    ends[index] = (ends[index] as number) + (ends[index - 1] as number);
  }

  const rows = new Uint32Array(list.length);
  const next = starts.slice();
  const ties = new Map<number, number>();
  let runStart = 0;
  let runRank = -1;
  let isUsual = true;
  const endRun = (end: number): void => {
    for (let at = runStart; !isUsual && at < end; at++) ties.set(list.at(at), at - runStart);
    runStart = end;
    runRank = -1;
    isUsual = true;
  };
  for (let position = 0; position < list.length; position++) {
    const row = list.at(position);
    // Only rows of these sockets are in the list.
    const index = indexOf.get(log.socket(row)) as number;
    rows[next[index] as number] = row;
    next[index] = (next[index] as number) + 1;
    if (position > 0 && log.atMs(row) !== log.atMs(list.at(position - 1))) endRun(position);
    const rank = index * rankCount + rankOf(log.kind(row), log.flags(row));
    if (rank < runRank) isUsual = false;
    runRank = rank;
    if (position % sliceRows === 0 && pace.isOver()) await pace.rest(0);
  }
  endRun(list.length);

  return { ofSocket: (index) => rows.subarray(starts[index], ends[index]), ties };
}
