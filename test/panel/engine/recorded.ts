import { plainPrimitives } from '../../../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import {
  createRecordPacker,
  type RecordPacker,
} from '../../../extension/protocol/record-packer.ts';
import type { MessageLog } from '../../../panel/engine/message-log.ts';
import type { Session } from '../../../panel/engine/session.ts';
import type { SocketEntry } from '../../../panel/engine/socket-table.ts';

/** A document's recorder: batches are numbered on from one `batches` to the next. */
export interface Recorder {
  readonly packer: RecordPacker;
  /** What `act` writes, as batches. */
  batches(act: (packer: RecordPacker) => void): ArrayBuffer[];
}

export function newRecorder(timeOriginMs = 0): Recorder {
  const full: ArrayBuffer[] = [];
  const take = (): void => {
    const batch = packer.take();
    if (batch !== null) full.push(batch);
  };
  const packer = createRecordPacker(plainPrimitives, timeOriginMs, take);
  return {
    packer,
    batches(act) {
      act(packer);
      take();
      return full.splice(0);
    },
  };
}

export const sent = (packer: RecordPacker, socket: number, atMs: number, text: string): void => {
  packer.text(recordKind.sent, 0, socket, atMs, text);
};
export const received = (
  packer: RecordPacker,
  socket: number,
  atMs: number,
  text: string,
): void => {
  packer.text(recordKind.received, 0, socket, atMs, text);
};

/** What a recorder's snapshot says of a socket; what is not given is 0 or ''. */
export interface SnapshotOf {
  readonly id: number;
  readonly readyState: number;
  readonly sentMessages?: number;
  readonly receivedMessages?: number;
  readonly openedAt?: number;
  readonly closedAt?: number;
  readonly url?: string;
  readonly isAdopted?: boolean;
}
export function snapshot(packer: RecordPacker, of: SnapshotOf): void {
  const { sentMessages = 0, receivedMessages = 0, openedAt = 0, closedAt = -1 } = of;
  packer.record(recordKind.snapshot, 0, of.id, 0, 0, 0, (number, string) => {
    for (const value of [0, openedAt, closedAt, of.readyState, sentMessages, receivedMessages])
      number(value);
    for (const value of [0, 0, closedAt < 0 ? 0 : 1001]) number(value);
    number(of.isAdopted === true ? recordFlag.adopted : 0);
    string(of.url ?? `wss://a.test/${of.id}`);
    for (const text of ['https://a.test/', '', '', '', '', closedAt < 0 ? '' : 'bye']) string(text);
  });
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (log: MessageLog, row: number): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(log.payload(row));
/** The contents of all rows in the order of the log. */
export const textsOf = (log: MessageLog): string[] =>
  Array.from({ length: log.rowCount }, (_, row) =>
    log.isMessage(row) ? textOf(log, row) : `(${log.kind(row)})`,
  );

export function appendAll(session: Session, document: number, batches: readonly ArrayBuffer[]) {
  for (const batch of batches) session.append(document, batch);
}

/** The only socket of a session. */
export function onlySocket(session: Session): SocketEntry {
  const [socket, ...others] = [...session.sockets.all];
  if (socket === undefined || others.length > 0) throw new Error('not exactly one socket');
  return socket;
}
