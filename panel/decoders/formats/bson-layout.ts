/** Element types of BSON by their byte, with the names that MongoDB gives them. */
export const bsonTypes: ReadonlyMap<number, string> = new Map([
  [0x01, 'double'],
  [0x02, 'string'],
  [0x03, 'object'],
  [0x04, 'array'],
  [0x05, 'binData'],
  [0x06, 'undefined'],
  [0x07, 'objectId'],
  [0x08, 'bool'],
  [0x09, 'date'],
  [0x0a, 'null'],
  [0x0b, 'regex'],
  [0x0c, 'dbPointer'],
  [0x0d, 'javascript'],
  [0x0e, 'symbol'],
  [0x0f, 'javascriptWithScope'],
  [0x10, 'int'],
  [0x11, 'timestamp'],
  [0x12, 'long'],
  [0x13, 'decimal'],
  [0x7f, 'maxKey'],
  [0xff, 'minKey'],
]);

/** Bytes of a value whose length its type says. */
export const fixedLengths: ReadonlyMap<number, number> = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
]);

export function int32At(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** Where the zero that ends a cstring stands, or -1. */
export function cstringEnd(bytes: Uint8Array, at: number, end: number): number {
  const zero = bytes.indexOf(0, at);
  return zero < 0 || zero >= end ? -1 : zero;
}

/** The data of a binary value: subtype 2 has its length a second time. */
export function binaryStart(bytes: Uint8Array, at: number): number {
  return bytes[at + 4] === 2 && int32At(bytes, at) >= 4 ? at + 9 : at + 5;
}

const subtypes: ReadonlyMap<number, string> = new Map([
  [0, ''],
  [1, ' function'],
  [2, ' old'],
  [3, ' old UUID'],
  [4, ' UUID'],
  [5, ' MD5'],
  [6, ' encrypted'],
  [7, ' compressed column'],
  [8, ' sensitive'],
  [9, ' vector'],
]);

export function subtypeWord(subtype: number): string {
  return subtypes.get(subtype) ?? ` subtype ${subtype}`;
}
