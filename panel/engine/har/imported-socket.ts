import type { EntryField, EventKind } from './sockets-field.ts';

/** A socket of a file. Times are epoch ms, null where it has not happened or is not known. */
export type ImportedSocket = Omit<EntryField, 'version'> & {
  readonly url: string;
  /** In the order of time. */
  readonly items: readonly ImportedItem[];
};

export type ImportedItem = ImportedMessage | ImportedEvent;

interface ImportedRow {
  readonly atMs: number;
  /** Place among all rows of the file with the same time; 0 where the usual order holds. */
  readonly tie: number;
  /** Flags of its record, see record-layout.ts. */
  readonly flags: number;
}

export interface ImportedMessage extends ImportedRow {
  readonly kind: 'sent' | 'received';
  readonly payload: string | Uint8Array;
  /** Bytes on the wire where the payload is not all of them, otherwise null. */
  readonly size: number | null;
}

export interface ImportedEvent extends ImportedRow {
  readonly kind: EventKind;
  readonly code: number;
  readonly text: string;
  readonly name: string;
  readonly wasClean: boolean;
}

export const isImportedMessage = (item: ImportedItem): item is ImportedMessage =>
  item.kind === 'sent' || item.kind === 'received';
