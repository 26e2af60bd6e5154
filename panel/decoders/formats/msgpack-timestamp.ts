import type { ByteWriter } from './byte-writer.ts';
import type { Moment } from './epoch.ts';
import { msgpackCount, msgpackHead } from './msgpack-layout.ts';
import { uintAt, viewOf } from './numbers.ts';

const maxNanoseconds = 999_999_999;

/** Whether the extension -1 that begins at `at` holds a timestamp: by its length and its range. */
export function isTimestamp(bytes: Uint8Array, at: number): boolean {
  const length = msgpackCount(bytes, at);
  if (length === 4) return true;
  const data = at + msgpackHead(bytes[at] ?? 0);
  if (length === 8) return uintAt(bytes, data, 4) >>> 2 <= maxNanoseconds;
  return length === 12 && uintAt(bytes, data, 4) <= maxNanoseconds;
}

/** The moment of an extension for which `isTimestamp` holds. */
export function timestampAt(bytes: Uint8Array, at: number): Moment {
  const length = msgpackCount(bytes, at);
  const data = at + msgpackHead(bytes[at] ?? 0);
  const first = uintAt(bytes, data, 4);
  if (length === 4) return { seconds: BigInt(first), nanoseconds: 0 };
  if (length === 8) {
    const seconds = BigInt(first & 3) * 0x1_0000_0000n + BigInt(uintAt(bytes, data + 4, 4));
    return { seconds, nanoseconds: first >>> 2 };
  }
  return { seconds: viewOf(bytes).getBigInt64(data + 4), nanoseconds: first };
}

/** Writes a timestamp in the smallest of its three forms. */
export function writeTimestamp(writer: ByteWriter, { seconds, nanoseconds }: Moment): void {
  if (seconds >= 0n && seconds < 0x1_0000_0000n && nanoseconds === 0) {
    writer.u8(0xd6);
    writer.u8(0xff);
    writer.u32(Number(seconds));
  } else if (seconds >= 0n && seconds < 0x4_0000_0000n) {
    writer.u8(0xd7);
    writer.u8(0xff);
    writer.u64((BigInt(nanoseconds) << 34n) | seconds);
  } else {
    writer.u8(0xc7);
    writer.u8(12);
    writer.u8(0xff);
    writer.u32(nanoseconds);
    writer.u64(seconds);
  }
}
