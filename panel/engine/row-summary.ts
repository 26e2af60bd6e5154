import { recordFlag } from '../../extension/protocol/record-layout.ts';
import { oneLine } from '../decoders/text.ts';
import { noFacts, type RowFactsSource } from './decoding/row-facts.ts';
import type { RowSummary } from './engine-contract.ts';
import type { MessageLog } from './message-log.ts';
import type { RowList } from './row-list.ts';

const maxPreviewChars = 300;
/** As many bytes as a preview can need: four for each character, and some white space. */
const maxPreviewBytes = 4096;

/** What the list shows of the row at a position. */
export function rowSummary(
  log: MessageLog,
  list: RowList,
  position: number,
  isSelected: boolean,
  facts: RowFactsSource,
): RowSummary {
  const row = list.at(position);
  const isMessage = log.isMessage(row);
  return {
    ...describeRow(log, row, facts),
    position,
    isSelected,
    ordinal: isMessage ? list.messagesBefore(position) + 1 : 0,
    previousAtMs: position > 0 ? log.atMs(list.at(position - 1)) : null,
  };
}

/** What is known of a row whatever the view. */
export function describeRow(log: MessageLog, row: number, facts: RowFactsSource): RowSummary {
  const flags = log.flags(row);
  const detail = log.detail(row);
  const isMessage = log.isMessage(row);
  const isComplete = !log.isPending(row);
  return {
    row,
    ...(isMessage ? facts.of(row, log.storedBytes(row), isComplete) : noFacts),
    position: -1,
    ordinal: 0,
    isSelected: false,
    kind: log.kind(row),
    socket: log.socket(row),
    atMs: log.atMs(row),
    previousAtMs: null,
    isBinary: isMessage && log.isBinary(row),
    size: log.size(row),
    preview: isMessage
      ? oneLine(log.payload(row, maxPreviewBytes), !log.isBinary(row), maxPreviewChars)
      : (detail.text ?? ''),
    code: detail.code ?? 0,
    name: detail.name ?? '',
    wasClean: detail.wasClean ?? false,
    isOurs: (flags & recordFlag.ours) !== 0,
    isTruncated: (flags & recordFlag.truncated) !== 0,
    isReduced: isMessage && (flags & recordFlag.reduced) !== 0,
    isNotSent: (flags & recordFlag.notSent) !== 0,
    isPending: (flags & recordFlag.payloadFollows) !== 0,
    isUnreadable: (flags & recordFlag.unreadable) !== 0,
    isForgotten: log.isForgotten(row),
  };
}
