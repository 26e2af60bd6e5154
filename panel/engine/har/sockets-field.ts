import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { type RowKind, rowKinds } from '../row-kind.ts';
import type { SocketState } from '../socket-table.ts';

// What stands under `_sockets`, our one key in a HAR: all that Chrome's fields cannot say. The shapes
// are what is written; a reader checks every field.

export const fieldVersion = 1;

/** Of the log. */
export interface LogField {
  readonly version: typeof fieldVersion;
  readonly exportedAtMs: number;
}

/** Of an entry; `events`, `marks` and `notSent` follow these. Times are epoch ms. */
export interface EntryField {
  readonly version: typeof fieldVersion;
  readonly state: SocketState;
  readonly documentUrl: string;
  readonly requestedProtocols: string;
  readonly protocol: string;
  readonly extensions: string;
  readonly stack: string;
  readonly createdAtMs: number;
  readonly openedAtMs: number | null;
  readonly closedAtMs: number | null;
  readonly closeCode: number | null;
  readonly closeReason: string;
  readonly wasClean: boolean;
  readonly isAdopted: boolean;
  readonly missingMessages: number;
}

/** What a mark, or a message in `notSent`, says beyond Chrome's four fields. */
export interface MessageMark {
  /** Place in `_webSocketMessages`; a message in `notSent` carries its mark itself. */
  readonly index?: number;
  readonly ours?: true;
  /** Only the first part of the payload was kept; `size` is the true one, in bytes. */
  readonly truncated?: true;
  /** It was left out because recording was reduced; without `truncated`, all of it. */
  readonly reduced?: true;
  readonly unreadable?: true;
  readonly size?: number;
  /** Where `time` cannot express it. */
  readonly atMs?: number;
  /** Place among all rows of the same time, where it is not the usual one (see `rankOf`). */
  readonly tie?: number;
}

/** An event of the socket's life. */
export interface EventField {
  readonly kind: EventKind;
  readonly atMs: number;
  readonly code?: number;
  readonly text?: string;
  readonly name?: string;
  readonly wasClean?: boolean;
  readonly flags?: number;
  readonly tie?: number;
}

/** Of what is missing the file has the number, in `missingMessages`, and not the places. */
export type EventKind = Exclude<RowKind, 'sent' | 'received' | 'missing'>;
export const isEventKind = (kind: unknown): kind is EventKind =>
  kind !== 'sent' &&
  kind !== 'received' &&
  kind !== 'missing' &&
  rowKinds.some((known) => known === kind);

/** Marks that are flags of a message. */
export const markFlags = {
  ours: recordFlag.ours,
  truncated: recordFlag.truncated,
  reduced: recordFlag.reduced,
  unreadable: recordFlag.unreadable,
} as const;

/** The usual order of a socket's rows that have the same time; rows of one rank stay as they are. */
export function rankOf(kind: RowKind, flags: number): number {
  if (kind === 'opened') return 0;
  if (kind === 'sent' || kind === 'received') return (flags & recordFlag.notSent) === 0 ? 1 : 2;
  return 3;
}
export const rankCount = 4;
