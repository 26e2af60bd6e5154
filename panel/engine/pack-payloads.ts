import {
  batchHeaderBytes,
  padded,
  recordHeaderBytes,
} from '../../extension/protocol/record-layout.ts';

/** Where the payloads of a batch are kept while and after it is read. */
export interface PackedPayloads {
  readonly buffer: ArrayBuffer;
  /** Keeps a payload and answers with its offset in `buffer`; -1 where the batch has said that it is smaller. */
  place(byteOffset: number, byteLength: number): number;
}

/** Headers that are a smaller part of a batch than this stay: what they take is not worth the copy. */
const worthwhilePart = 1 / 8;
/** Bytes up to which a loop is faster than a call: which for 64 bytes takes five times as long. */
const maxLoopedBytes = 256;

/**
 * The payloads of a batch without what stands between them, which the log has in its columns: of small messages
 * a third. Each byte is copied once at most; a batch of large messages is kept as it is.
 * @param recordCount as its header says
 */
export function packPayloads(batch: ArrayBuffer, recordCount: number): PackedPayloads {
  const overhead = batchHeaderBytes + recordCount * recordHeaderBytes;
  if (overhead < batch.byteLength * worthwhilePart)
    return { buffer: batch, place: (byteOffset) => byteOffset };
  const buffer = new ArrayBuffer(Math.max(0, batch.byteLength - overhead));
  const from = new Uint32Array(batch, 0, batch.byteLength >> 2);
  const to = new Uint32Array(buffer, 0, buffer.byteLength >> 2);
  let end = 0;
  return {
    buffer,
    place(byteOffset, byteLength) {
      const at = end;
      const length = padded(byteLength);
      if (length > buffer.byteLength - at) return -1;
      if (length <= maxLoopedBytes) {
        const words = length >> 2;
        // Payloads are padded to 8 bytes, and begin at multiples of 8.
        for (let word = 0; word < words; word++)
          to[(at >> 2) + word] = from[(byteOffset >> 2) + word] as number;
      } else to.set(from.subarray(byteOffset >> 2, (byteOffset + length) >> 2), at >> 2);
      end = at + length;
      return at;
    },
  };
}
