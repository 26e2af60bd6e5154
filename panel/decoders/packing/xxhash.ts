const prime1 = 0x9e3779b1;
const prime2 = 0x85ebca77;
const prime3 = 0xc2b2ae3d;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
export function xxh32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash = prime5;
  if (bytes.length >= 16) {
    let [a, b, c, d] = [(prime1 + prime2) | 0, prime2, 0, -prime1 | 0];
    const round = (sum: number, offset: number): number =>
      Math.imul(rotate((sum + Math.imul(view.getUint32(offset, true), prime2)) | 0, 13), prime1);
    for (; at + 16 <= bytes.length; at += 16) {
      a = round(a, at);
      b = round(b, at + 4);
      c = round(c, at + 8);
      d = round(d, at + 12);
    }
    hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
  }
  hash = (hash + bytes.length) | 0;
  for (; at + 4 <= bytes.length; at += 4) {
    hash = (hash + Math.imul(view.getUint32(at, true), prime3)) | 0;
    hash = Math.imul(rotate(hash, 17), prime4);
  }
  for (; at < bytes.length; at += 1) {
    hash = (hash + Math.imul(bytes[at] as number, prime5)) | 0;
    hash = Math.imul(rotate(hash, 11), prime1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), prime2);
  hash = Math.imul(hash ^ (hash >>> 13), prime3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const long1 = 0x9e3779b185ebca87n;
const long2 = 0xc2b2ae3d27d4eb4fn;
const long3 = 0x165667b19e3779f9n;
const long4 = 0x85ebca77c2b2ae63n;
const long5 = 0x27d4eb2f165667c5n;

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotateLong = (value: bigint, bits: bigint): bigint =>
  wrap((value << bits) | (value >> (64n - bits)));
const roundLong = (sum: bigint, lane: bigint): bigint =>
  wrap(rotateLong(wrap(sum + lane * long2), 31n) * long1);
const mergeLong = (hash: bigint, sum: bigint): bigint =>
  wrap((hash ^ roundLong(0n, sum)) * long1 + long4);

/** By BigInt, about 10 MB/s: for what is small. */
export function xxh64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash = long5;
  if (bytes.length >= 32) {
    let [a, b, c, d] = [wrap(long1 + long2), long2, 0n, wrap(-long1)];
    for (; at + 32 <= bytes.length; at += 32) {
      a = roundLong(a, view.getBigUint64(at, true));
      b = roundLong(b, view.getBigUint64(at + 8, true));
      c = roundLong(c, view.getBigUint64(at + 16, true));
      d = roundLong(d, view.getBigUint64(at + 24, true));
    }
    hash = wrap(rotateLong(a, 1n) + rotateLong(b, 7n) + rotateLong(c, 12n) + rotateLong(d, 18n));
    for (const sum of [a, b, c, d]) hash = mergeLong(hash, sum);
  }
  hash = wrap(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) {
    const lane = roundLong(0n, view.getBigUint64(at, true));
    hash = wrap(rotateLong(hash ^ lane, 27n) * long1 + long4);
  }
  if (at + 4 <= bytes.length) {
    const lane = BigInt(view.getUint32(at, true));
    hash = wrap(rotateLong(hash ^ wrap(lane * long1), 23n) * long2 + long3);
    at += 4;
  }
  for (; at < bytes.length; at += 1) {
    hash = wrap(rotateLong(hash ^ wrap(BigInt(bytes[at] as number) * long5), 11n) * long1);
  }
  hash = wrap((hash ^ (hash >> 33n)) * long2);
  hash = wrap((hash ^ (hash >> 29n)) * long3);
  return hash ^ (hash >> 32n);
}
