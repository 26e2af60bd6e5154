const ieeeTable = crcTable(0xedb88320);
const castagnoliTable = crcTable(0x82f63b78);

function crcTable(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    return crc;
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc1952#section-8 */
export const crc32 = (bytes: Uint8Array): number => crc(bytes, ieeeTable);

/** CRC-32C. @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
export const crc32c = (bytes: Uint8Array): number => crc(bytes, castagnoliTable);

function crc(bytes: Uint8Array, table: Uint32Array): number {
  let sum = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    sum = (sum >>> 8) ^ (table[(sum ^ (bytes[at] as number)) & 0xff] as number);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const adlerModulus = 65_521;
/** So many bytes can be added up before the sums leave 32 bits. */
const adlerRun = 5552;

/** @see https://www.rfc-editor.org/rfc/rfc1950#section-9 */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += adlerRun) {
    const end = Math.min(bytes.length, start + adlerRun);
    for (let at = start; at < end; at += 1) {
      low += bytes[at] as number;
      high += low;
    }
    low %= adlerModulus;
    high %= adlerModulus;
  }
  return ((high << 16) | low) >>> 0;
}

/** Eight hex digits, as checksums are written. */
export function hexOf(checksum: number): string {
  return `0x${checksum.toString(16).padStart(8, '0')}`;
}
