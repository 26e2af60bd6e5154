import {
  batchHeaderBytes,
  batchMagic,
  maxBatchBytes,
  padded,
  type RecordKind,
  recordFlag,
  recordHeaderBytes,
  recordKind,
} from './record-layout.ts';

/**
 * What the writer needs of the platform. In a page these are built-ins that were saved before any
 * page script ran; the writer itself uses only syntax that a page cannot redefine.
 */
export interface BatchPrimitives {
  readonly newBytes: (buffer: ArrayBuffer, byteOffset: number, byteLength: number) => Uint8Array;
  readonly newBuffer: (byteLength: number) => ArrayBuffer;
  readonly newWords: (buffer: ArrayBuffer) => Uint32Array;
  readonly newDoubles: (buffer: ArrayBuffer) => Float64Array;
  /** Writes UTF-8 and returns the bytes written; lone surrogates become U+FFFD, as `WebSocket.send` does. */
  readonly encodeInto: (text: string, target: Uint8Array) => number;
  readonly copyBytes: (target: Uint8Array, source: Uint8Array, at: number) => void;
  readonly encode: (text: string) => Uint8Array;
  /** `bytes.length` is a getter on a prototype, and so within a page's reach. */
  readonly lengthOf: (bytes: Uint8Array) => number;
  readonly part: (bytes: Uint8Array, from: number, length: number) => Uint8Array;
}

/** Where the bytes of messages are added up. */
export interface Tally {
  bytes: number;
}
export const newTally = (): Tally => ({ __proto__: null, bytes: 0 }) as Tally;

/** Packs records into one buffer that is reused; `take` copies what is there. */
export interface BatchWriter {
  /** Whether a record with this many bytes after its header fits. */
  fits(byteLength: number): boolean;
  /** Writes a record whose content is text; its length is added to the tally by the next `begin` or `take`. */
  text(
    kind: RecordKind,
    flags: number,
    socketId: number,
    sequence: number,
    timeMs: number,
    text: string,
    tally?: Tally,
  ): void;
  /** Writes a record whose content is bytes: all `stored` bytes of `source`, or none. */
  bytes(
    kind: RecordKind,
    flags: number,
    socketId: number,
    sequence: number,
    timeMs: number,
    size: number,
    source: Uint8Array | null,
    stored: number,
  ): void;
  /** Opens a record of numbers and strings; `number` first, then `string`, then `end`. */
  begin(
    kind: RecordKind,
    flags: number,
    socketId: number,
    sequence: number,
    timeMs: number,
    size: number,
  ): void;
  number(value: number): void;
  string(text: string): void;
  end(): void;
  /** From now on a text longer than `maxBytes` gets a record with its size, `cutFlags`, and its beginning. */
  keepTexts(maxBytes: number, cutFlags: number): void;
  /** The batch so far, or null when it is empty. The writer starts anew. @param costUs what the recorder worked since the batch before, µs */
  take(costUs?: number): ArrayBuffer | null;
  readonly byteLength: number;
  readonly messageCount: number;
}

/** A string in a record of strings is cut here: a URL can have two megabytes. */
const maxStringBytes = 16 * 1024;
/** Room that `begin` wants, so that its strings are not cut for lack of room. */
export const stringsRoom = 96 * 1024;

/**
 * Encoding a text costs the same call for ten bytes as for ten thousand, so short texts wait and are encoded
 * joined, with NULs between them for headers and padding. As long as all of it is ASCII, which its length
 * tells, each text lies where it must. Otherwise they are encoded one by one, and so are the next.
 */
const maxJoinedUnits = 1024;
const maxUnitsTogether = 16 * 1024;
const maxTogether = 256;
const oneByOneAfterOther = 256;
/** Numbers that are kept of a text that waits: offset, kind and flags, socket, order, time, units. */
const waitingNumbers = 6;

export function createBatchWriter(platform: BatchPrimitives, timeOriginMs: number): BatchWriter {
  const buffer = platform.newBuffer(maxBatchBytes);
  const words = platform.newWords(buffer);
  const doubles = platform.newDoubles(buffer);
  const all = platform.newBytes(buffer, 0, maxBatchBytes);
  let end = batchHeaderBytes;
  let start = end;
  let sequence = 0;
  let messages = 0;
  let records = 0;

  // Filled, so that writing an item runs no setter that a page may put on Array.prototype.
  const gaps: string[] = [];
  for (let padding = 0; padding < 8; padding++)
    gaps[padding] = '\0'.repeat(recordHeaderBytes + padding);
  const texts: string[] = [];
  const tallies: Tally[] = [];
  const nobody = newTally();
  for (let index = 0; index < maxTogether; index++) {
    texts[index] = '';
    tallies[index] = nobody;
  }
  const numbers = platform.newDoubles(platform.newBuffer(maxTogether * waitingNumbers * 8));
  let waiting = 0;
  let waitingUnits = 0;
  let joined = '';
  let paddingOfLast = 0;
  let oneByOne = 0;
  let keptBytes = maxBatchBytes;
  /** Flags of a text that is longer. */
  let cut = 0;
  let joinedUnits = maxJoinedUnits;
  /** Texts then wait without gaps, and are encoded for their size alone, where later records will stand. */
  let isOmitting = false;
  /** Stays true where an exception broke a record off: a page may call with hardly any stack or memory left. */
  let isWriting = false;

  /** Also for a broken record, behind which nothing could be read: what the batch had is missing then, and counted where it was recorded. */
  const beginAnew = (): void => {
    end = batchHeaderBytes;
    messages = 0;
    records = 0;
    waiting = 0;
    waitingUnits = 0;
    joined = '';
    isWriting = false;
  };
  const beginWriting = (): void => {
    if (isWriting) beginAnew();
    isWriting = true;
  };

  const writeHeader = (
    kindAndFlags: number,
    socketId: number,
    order: number,
    timeMs: number,
    size: number,
    stored: number,
  ): void => {
    const word = end >> 2;
    const length = recordHeaderBytes + padded(stored);
    words[word] = length;
    words[word + 1] = kindAndFlags;
    words[word + 2] = socketId;
    words[word + 3] = order;
    doubles[(end >> 3) + 2] = timeMs;
    words[word + 6] = size;
    words[word + 7] = stored;
    end += length;
  };
  const count = (kind: number): void => {
    records++;
    if (kind === recordKind.sent || kind === recordKind.received) messages++;
  };

  const encodeAt = (text: string, at: number): number =>
    platform.encodeInto(text, platform.newBytes(buffer, at, maxBatchBytes - at));

  /** Writes the texts that wait. */
  const settle = (): void => {
    if (waiting === 0) return;
    const next = end;
    end = numbers[0] as number;
    const isPlain = encodeAt(joined, end + recordHeaderBytes) === joined.length;
    for (let index = 0; index < waiting; index++) {
      const at = index * waitingNumbers;
      const size = isPlain
        ? (numbers[at + 5] as number)
        : encodeAt(texts[index] as string, end + recordHeaderBytes);
      writeHeader(
        numbers[at + 1] as number,
        numbers[at + 2] as number,
        numbers[at + 3] as number,
        numbers[at + 4] as number,
        size,
        isOmitting ? 0 : size,
      );
      (tallies[index] as Tally).bytes += size;
      texts[index] = '';
      tallies[index] = nobody;
    }
    if (isPlain) end = next;
    else oneByOne = oneByOneAfterOther;
    waiting = 0;
    waitingUnits = 0;
    joined = '';
  };

  /** Apart, so that what is done for nearly every message stays small enough for engines to inline. */
  const writeAlone = (
    kind: RecordKind,
    flags: number,
    socketId: number,
    order: number,
    timeMs: number,
    text: string,
    tally: Tally,
  ): void => {
    settle();
    if (oneByOne > 0) oneByOne--;
    const content = end + recordHeaderBytes;
    const written = encodeAt(text, content);
    let stored = written;
    let allFlags = flags;
    if (written > keptBytes) {
      allFlags |= cut;
      stored = keptBytes;
      // Not within a character, which would then read as a byte that is not UTF-8.
      while (((all[content + stored] as number) & 0xc0) === 0x80) stored--;
    }
    writeHeader(kind | (allFlags << 8), socketId, order, timeMs, written, stored);
    tally.bytes += written;
  };

  return {
    // What waits takes up to three bytes a unit and its padding; what of it is in `end` already depends.
    fits: (byteLength) =>
      end + 3 * waitingUnits + 8 * waiting + recordHeaderBytes + padded(byteLength) <=
      maxBatchBytes,
    text(kind, flags, socketId, order, timeMs, text, tally = nobody) {
      const units = text.length;
      beginWriting();
      count(kind);
      if (units > joinedUnits || oneByOne > 0) {
        writeAlone(kind, flags, socketId, order, timeMs, text, tally);
        isWriting = false;
        return;
      }
      if (waiting === maxTogether || waitingUnits + units > maxUnitsTogether) settle();
      const room = isOmitting ? 0 : padded(units);
      joined =
        waiting === 0 ? text : isOmitting ? joined + text : joined + gaps[paddingOfLast] + text;
      paddingOfLast = room - units;
      const at = waiting * waitingNumbers;
      numbers[at] = end;
      numbers[at + 1] = kind | ((isOmitting && units > 0 ? flags | cut : flags) << 8);
      numbers[at + 2] = socketId;
      numbers[at + 3] = order;
      numbers[at + 4] = timeMs;
      numbers[at + 5] = units;
      texts[waiting] = text;
      tallies[waiting] = tally;
      waiting++;
      waitingUnits += units;
      end += recordHeaderBytes + room;
      isWriting = false;
    },
    keepTexts(maxBytes, cutFlags) {
      beginWriting();
      settle();
      isWriting = false;
      keptBytes = maxBytes;
      cut = cutFlags;
      isOmitting = maxBytes === 0;
      // What waits is whole, or nothing of it is kept.
      joinedUnits = isOmitting || maxBytes > maxJoinedUnits * 3 ? maxJoinedUnits : maxBytes / 3;
    },
    bytes(kind, flags, socketId, order, timeMs, size, source, stored) {
      beginWriting();
      settle();
      count(kind);
      if (source !== null) platform.copyBytes(all, source, end + recordHeaderBytes);
      writeHeader(kind | (flags << 8), socketId, order, timeMs, size, stored);
      isWriting = false;
    },
    begin(kind, flags, socketId, order, timeMs, size) {
      beginWriting();
      settle();
      count(kind);
      start = end;
      writeHeader(kind | (flags << 8), socketId, order, timeMs, size, 0);
    },
    number(value) {
      doubles[end >> 3] = value;
      end += 8;
    },
    string(text) {
      const room = maxBatchBytes - end - 8;
      const limit = room < maxStringBytes ? room & ~7 : maxStringBytes;
      if (limit <= 0) return;
      const written = platform.encodeInto(text, platform.newBytes(buffer, end + 4, limit));
      // A character that did not fit leaves at most three bytes free.
      if (text.length > limit || written >= limit - 3) {
        const word = (start >> 2) + 1;
        words[word] = (words[word] as number) | (recordFlag.truncated << 8);
      }
      words[end >> 2] = written;
      end += (4 + written + 3) & ~3;
    },
    end() {
      const stored = end - start - recordHeaderBytes;
      words[start >> 2] = recordHeaderBytes + padded(stored);
      words[(start >> 2) + 7] = stored;
      end = start + recordHeaderBytes + padded(stored);
      isWriting = false;
    },
    take(costUs = 0) {
      if (isWriting) beginAnew();
      if (records === 0) return null;
      isWriting = true;
      settle();
      isWriting = false;
      // First of all: where there is no memory for it, the batch stays and no number is used up.
      const batch = platform.newBuffer(end);
      words[0] = batchMagic;
      words[1] = end;
      words[2] = sequence;
      words[3] = messages;
      doubles[2] = timeOriginMs;
      words[6] = records;
      words[7] = costUs;
      platform.copyBytes(platform.newBytes(batch, 0, end), platform.newBytes(buffer, 0, end), 0);
      sequence++;
      beginAnew();
      return batch;
    },
    get byteLength() {
      return end;
    },
    get messageCount() {
      return messages;
    },
  };
}

/** The primitives of an environment that nobody has tampered with: our own worker, Node. Marked, so that the recorder does not carry them. */
export const plainPrimitives: BatchPrimitives = /* @__PURE__ */ (() => {
  const encoder = new TextEncoder();
  return {
    newBytes: (buffer, byteOffset, byteLength) => new Uint8Array(buffer, byteOffset, byteLength),
    newBuffer: (byteLength) => new ArrayBuffer(byteLength),
    newWords: (buffer) => new Uint32Array(buffer),
    newDoubles: (buffer) => new Float64Array(buffer),
    encodeInto: (text, target) => encoder.encodeInto(text, target).written,
    copyBytes: (target, source, at) => target.set(source, at),
    encode: (text) => encoder.encode(text),
    lengthOf: (bytes) => bytes.length,
    part: (bytes, from, length) => bytes.subarray(from, from + length),
  };
})();
