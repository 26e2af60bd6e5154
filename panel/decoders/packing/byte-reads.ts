export function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

export function uint24(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) | ((bytes[at + 2] ?? 0) << 16);
}

export function uint32(bytes: Uint8Array, at: number): number {
  return (uint16(bytes, at) | (uint16(bytes, at + 2) << 16)) >>> 0;
}

export function uint16BigEndian(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function uint32BigEndian(bytes: Uint8Array, at: number): number {
  return ((uint16BigEndian(bytes, at) << 16) | uint16BigEndian(bytes, at + 2)) >>> 0;
}

/** An unsigned number of 64 bits as exact decimal text. */
export function uint64Text(low: number, high: number): string {
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}

/** Whether the bytes at `at` are those of an ASCII text. */
export function hasAscii(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Whether the payload begins with these bytes. */
export function beginsWith(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.length <= bytes.length && magic.every((byte, at) => bytes[at] === byte);
}
