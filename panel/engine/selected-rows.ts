import type { SelectionSummary } from './engine-contract.ts';
import { createPace, type PaceOptions } from './har/pace.ts';
import type { MessageLog } from './message-log.ts';
import { countPositions } from './position-ranges.ts';
import type { RowList } from './row-list.ts';
import type { RowSelection } from './row-selection.ts';

/** Rows that are walked before a look at the clock. */
const rowsBetweenClockLooks = 512;

/**
 * Shows `visit` the selected rows in order, in slices, until it answers false. Rows that come in while it rests
 * are seen if they stand in a selected range behind what was seen already.
 * @throws an AbortError when it is cancelled
 */
export async function walkSelected(
  list: RowList,
  selection: RowSelection,
  options: PaceOptions,
  visit: (row: number) => boolean,
): Promise<void> {
  // The user may select other rows meanwhile.
  const { ranges } = selection;
  const pace = createPace(options, countPositions(selection.positions()));
  let walked = 0;
  for (const { first, last } of ranges) {
    let position = list.positionOf(first);
    if (position < 0 || list.positionOf(last) < 0) continue;
    for (;;) {
      const row = list.at(position);
      if (!visit(row)) return;
      if (row === last) break;
      if (++walked % rowsBetweenClockLooks === 0 && pace.isOver()) {
        await pace.rest(walked);
        position = list.positionOf(row);
      }
      position++;
    }
  }
}

/** What the selected messages are together. */
export async function summariseSelected(
  log: MessageLog,
  list: RowList,
  selection: RowSelection,
  options: PaceOptions,
): Promise<SelectionSummary> {
  const summary = { sent: 0, received: 0, bytes: 0 };
  await walkSelected(list, selection, options, (row) => {
    if (!log.isMessage(row)) return true;
    summary[log.kind(row) === 'sent' ? 'sent' : 'received']++;
    summary.bytes += log.size(row);
    return true;
  });
  return summary;
}
