import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { formatBase64 } from '../../decoders/base64.ts';
import type { MessageLog } from '../message-log.ts';
import { survivesSeconds, toSeconds } from './har-time.ts';
import { type MessageMark, markFlags } from './sockets-field.ts';

/** Bytes of a payload that are written at once: whole groups of base64, and as JSON six times as long at worst. */
const pieceBytes = 48 * 1024;
/** With a byte order mark, where the payload has one. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A message as Chrome writes it, in pieces of JSON. `mark` is put beside Chrome's fields. */
export function* messageText(
  log: MessageLog,
  row: number,
  mark: MessageMark | null,
): Generator<string> {
  const type = log.kind(row) === 'sent' ? 'send' : 'receive';
  const opcode = log.isBinary(row) ? 2 : 1;
  const time = JSON.stringify(toSeconds(log.atMs(row)));
  yield `{"type":"${type}","time":${time},"opcode":${opcode},"data":"`;
  if (opcode === 2) yield* base64Of(log.payload(row));
  else yield* textOf(log.payload(row), isCut(log, row));
  yield mark === null ? '"}' : `",${JSON.stringify(mark).slice(1)}`;
}

/** What Chrome's fields do not say of a message, or null when they say it all. */
export function markOf(
  log: MessageLog,
  row: number,
  tie: number | undefined,
): Omit<MessageMark, 'index'> | null {
  const flags = log.flags(row);
  const atMs = log.atMs(row);
  const isOurs = (flags & markFlags.ours) !== 0;
  const isUnreadable = (flags & markFlags.unreadable) !== 0;
  const isTruncated = !isUnreadable && isCut(log, row);
  const isReduced = isTruncated && (flags & markFlags.reduced) !== 0;
  // Of nothing there is no first part.
  const hasPart = !isReduced || (flags & markFlags.truncated) !== 0;
  const isExact = survivesSeconds(atMs);
  if (!isOurs && !isUnreadable && !isTruncated && isExact && tie === undefined) return null;
  return {
    ...(isOurs ? { ours: true } : {}),
    ...(isTruncated && hasPart ? { truncated: true } : {}),
    ...(isReduced ? { reduced: true } : {}),
    ...(isUnreadable ? { unreadable: true } : {}),
    ...(isTruncated || isUnreadable ? { size: log.size(row) } : {}),
    ...(isExact ? {} : { atMs }),
    ...(tie === undefined ? {} : { tie }),
  };
}

/** Whether the log has less than the whole payload; a part that is still to come is not in the file. */
const isCut = (log: MessageLog, row: number): boolean =>
  (log.flags(row) & (recordFlag.truncated | recordFlag.payloadFollows)) !== 0 ||
  log.storedBytes(row) < log.size(row);

function* base64Of(bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length; from += pieceBytes)
    yield formatBase64(bytes.subarray(from, from + pieceBytes));
}

function* textOf(bytes: Uint8Array, isCutOff: boolean): Generator<string> {
  if (bytes.length <= pieceBytes && !isCutOff) {
    yield quoted(decoder.decode(bytes));
    return;
  }
  const streaming = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += pieceBytes)
    yield quoted(streaming.decode(bytes.subarray(from, from + pieceBytes), { stream: true }));
  // The bytes of a character that was cut in two are left in the decoder, and out of the file.
  if (!isCutOff) yield quoted(streaming.decode());
}

/** A part of a JSON string. */
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);
