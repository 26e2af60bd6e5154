import {
  type BatchPrimitives,
  createBatchWriter,
  newTally,
  stringsRoom,
  type Tally,
} from './batch-writer.ts';
import {
  maxBatchBytes,
  maxPayloadBytes,
  type RecordKind,
  recordFlag,
  recordHeaderBytes,
  recordKind,
} from './record-layout.ts';

/** The part of a large payload that one record carries. */
const pieceBytes = 64 * 1024;
/** Text with more UTF-16 units than this may not fit one record, at three bytes a unit. */
const maxInlineUnits = maxBatchBytes / 12;

type WriteFields = (number: (value: number) => void, string: (text: string) => void) => void;

/** Packs messages of any size and lifecycle records into batches, in order. */
export interface RecordPacker {
  /** Each adds the message's size to the tally: that of a text at the next `take` or `record`, at the latest. */
  text(
    kind: RecordKind,
    flags: number,
    socketId: number,
    atMs: number,
    text: string,
    tally?: Tally,
  ): void;
  bytes(
    kind: RecordKind,
    flags: number,
    socketId: number,
    atMs: number,
    bytes: Uint8Array,
    tally?: Tally,
  ): void;
  /** A message whose payload is read later; returns its sequence for `payload`, or -1: nothing of it is kept. */
  later(
    kind: RecordKind,
    flags: number,
    socketId: number,
    atMs: number,
    byteLength: number,
    tally?: Tally,
  ): number;
  payload(sequence: number, flags: number, bytes: Uint8Array): void;
  /** A record of numbers, then strings: `write` puts them in. */
  record(
    kind: RecordKind,
    flags: number,
    socketId: number,
    sequence: number,
    atMs: number,
    size: number,
    write: WriteFields,
  ): void;
  /** Keeps so much of each payload from now on; below maxPayloadBytes its message says that recording was reduced. */
  keep(maxBytes: number): void;
  readonly keptBytes: number;
  /** The batch so far, or null when it is empty. @param costUs as in BatchWriter */
  take(costUs?: number): ArrayBuffer | null;
  readonly byteLength: number;
  readonly messageCount: number;
}

/** @param onFull called when the next record needs room: it must `take`. */
export function createRecordPacker(
  platform: BatchPrimitives,
  timeOriginMs: number,
  onFull: () => void,
): RecordPacker {
  const writer = createBatchWriter(platform, timeOriginMs);
  const unread = newTally();
  let sequence = 0;
  let keptBytes = maxPayloadBytes;
  /** Flags of a message of which that is not all. */
  let cut: number = recordFlag.truncated;

  const makeRoom = (byteLength: number): void => {
    if (!writer.fits(byteLength)) onFull();
  };
  const writePieces = (order: number, flags: number, bytes: Uint8Array): void => {
    const length = platform.lengthOf(bytes);
    const kept = length < keptBytes ? length : keptBytes;
    const allFlags = kept < length ? flags | cut : flags;
    for (let from = 0; from < kept || from === 0; from += pieceBytes) {
      const size = kept - from < pieceBytes ? kept - from : pieceBytes;
      const pieceFlags = from + size < kept ? allFlags | recordFlag.payloadFollows : allFlags;
      makeRoom(size);
      writer.bytes(
        recordKind.payload,
        pieceFlags,
        0,
        order,
        0,
        from,
        platform.part(bytes, from, size),
        size,
      );
    }
  };
  const later = (
    kind: RecordKind,
    flags: number,
    socketId: number,
    atMs: number,
    byteLength: number,
    tally: Tally = unread,
  ): number => {
    tally.bytes += byteLength;
    makeRoom(0);
    const isBare = keptBytes === 0;
    const allFlags = byteLength > keptBytes ? flags | cut : flags;
    writer.bytes(
      kind,
      isBare ? allFlags : allFlags | recordFlag.payloadFollows,
      socketId,
      sequence++,
      atMs,
      byteLength,
      null,
      0,
    );
    return isBare ? -1 : sequence - 1;
  };
  const bytes = (
    kind: RecordKind,
    flags: number,
    socketId: number,
    atMs: number,
    content: Uint8Array,
    tally: Tally = unread,
  ): void => {
    const length = platform.lengthOf(content);
    let kept = length < keptBytes ? length : keptBytes;
    if (kept > pieceBytes) {
      writePieces(later(kind, flags, socketId, atMs, length, tally), flags, content);
      return;
    }
    // A text is not cut within a character, which would then read as a byte that is not UTF-8.
    if ((flags & recordFlag.binary) === 0 && kept < length)
      while (((content[kept] as number) & 0xc0) === 0x80) kept--;
    tally.bytes += length;
    makeRoom(kept);
    const isCut = kept < length;
    writer.bytes(
      kind,
      isCut ? flags | cut : flags,
      socketId,
      sequence++,
      atMs,
      length,
      isCut ? platform.part(content, 0, kept) : content,
      kept,
    );
  };

  return {
    text(kind, flags, socketId, atMs, text, tally = unread) {
      if (text.length > maxInlineUnits) {
        bytes(kind, flags, socketId, atMs, platform.encode(text), tally);
        return;
      }
      makeRoom(text.length * 3);
      writer.text(kind, flags, socketId, sequence++, atMs, text, tally);
    },
    bytes,
    later,
    payload: writePieces,
    record(kind, flags, socketId, order, atMs, size, write) {
      makeRoom(stringsRoom - recordHeaderBytes);
      writer.begin(kind, flags, socketId, order, atMs, size);
      write(writer.number, writer.string);
      writer.end();
    },
    keep(maxBytes) {
      keptBytes = maxBytes;
      cut = recordFlag.truncated;
      if (maxBytes < maxPayloadBytes) cut |= recordFlag.reduced;
      if (maxBytes === 0) cut = recordFlag.reduced;
      writer.keepTexts(maxBytes, cut);
    },
    get keptBytes() {
      return keptBytes;
    },
    take: writer.take,
    get byteLength() {
      return writer.byteLength;
    },
    get messageCount() {
      return writer.messageCount;
    },
  };
}
