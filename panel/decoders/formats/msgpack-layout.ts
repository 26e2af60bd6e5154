import { uintAt } from './numbers.ts';

/** What stands at a byte of a MessagePack payload. */
export type MsgpackFamily =
  | 'map'
  | 'array'
  | 'str'
  | 'bin'
  | 'ext'
  | 'number'
  | 'boolean'
  | 'nil'
  | 'unused';

/** By lead byte; the names are those of the specification. */
const wordOfLead: string[] = [];
const familyOfLead: MsgpackFamily[] = [];
/** Bytes before what a length or a count speaks of, the whole length for scalars. */
const headOfLead = new Uint8Array(256);
/** Bytes of the length or the count behind the lead byte, 0 where the lead byte says it. */
const lengthBytesOfLead = new Uint8Array(256);

function define(
  from: number,
  to: number,
  family: MsgpackFamily,
  word: string,
  head: number,
  lengthBytes = 0,
): void {
  for (let lead = from; lead <= to; lead += 1) {
    wordOfLead[lead] = word;
    familyOfLead[lead] = family;
    headOfLead[lead] = head;
    lengthBytesOfLead[lead] = lengthBytes;
  }
}
define(0x00, 0x7f, 'number', 'fixint', 1);
define(0x80, 0x8f, 'map', 'fixmap', 1);
define(0x90, 0x9f, 'array', 'fixarray', 1);
define(0xa0, 0xbf, 'str', 'fixstr', 1);
define(0xc0, 0xc0, 'nil', 'nil', 1);
define(0xc1, 0xc1, 'unused', 'unused', 1);
define(0xc2, 0xc2, 'boolean', 'false', 1);
define(0xc3, 0xc3, 'boolean', 'true', 1);
define(0xc4, 0xc4, 'bin', 'bin8', 2, 1);
define(0xc5, 0xc5, 'bin', 'bin16', 3, 2);
define(0xc6, 0xc6, 'bin', 'bin32', 5, 4);
define(0xc7, 0xc7, 'ext', 'ext8', 3, 1);
define(0xc8, 0xc8, 'ext', 'ext16', 4, 2);
define(0xc9, 0xc9, 'ext', 'ext32', 6, 4);
define(0xca, 0xca, 'number', 'float32', 5);
define(0xcb, 0xcb, 'number', 'float64', 9);
define(0xcc, 0xcc, 'number', 'uint8', 2);
define(0xcd, 0xcd, 'number', 'uint16', 3);
define(0xce, 0xce, 'number', 'uint32', 5);
define(0xcf, 0xcf, 'number', 'uint64', 9);
define(0xd0, 0xd0, 'number', 'int8', 2);
define(0xd1, 0xd1, 'number', 'int16', 3);
define(0xd2, 0xd2, 'number', 'int32', 5);
define(0xd3, 0xd3, 'number', 'int64', 9);
define(0xd4, 0xd4, 'ext', 'fixext1', 2);
define(0xd5, 0xd5, 'ext', 'fixext2', 2);
define(0xd6, 0xd6, 'ext', 'fixext4', 2);
define(0xd7, 0xd7, 'ext', 'fixext8', 2);
define(0xd8, 0xd8, 'ext', 'fixext16', 2);
define(0xd9, 0xd9, 'str', 'str8', 2, 1);
define(0xda, 0xda, 'str', 'str16', 3, 2);
define(0xdb, 0xdb, 'str', 'str32', 5, 4);
define(0xdc, 0xdc, 'array', 'array16', 3, 2);
define(0xdd, 0xdd, 'array', 'array32', 5, 4);
define(0xde, 0xde, 'map', 'map16', 3, 2);
define(0xdf, 0xdf, 'map', 'map32', 5, 4);
define(0xe0, 0xff, 'number', 'fixint', 1);

export function msgpackWord(lead: number): string {
  return wordOfLead[lead] ?? '';
}
export function msgpackFamily(lead: number): MsgpackFamily {
  return familyOfLead[lead] ?? 'unused';
}
export function msgpackHead(lead: number): number {
  return headOfLead[lead] ?? 1;
}

/** The count of a map or array, the byte length of a string, bin or ext; the head must be there. */
export function msgpackCount(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const lengthBytes = lengthBytesOfLead[lead] ?? 0;
  if (lengthBytes > 0) return uintAt(bytes, at + 1, lengthBytes);
  if (lead >= 0xd4) return 1 << (lead - 0xd4);
  return lead & (lead < 0xa0 ? 0x0f : 0x1f);
}

/** The type number of an extension, from -128 to 127; its data ends the head. */
export function msgpackExtType(bytes: Uint8Array, at: number): number {
  const type = bytes[at + msgpackHead(bytes[at] ?? 0) - 1] ?? 0;
  return (type << 24) >> 24;
}
