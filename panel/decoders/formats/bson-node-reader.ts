import { formatHex } from '../hex.ts';
import type { NodeReader } from '../node-table.ts';
import { decodeUtf8, decodeUtf8Prefix } from '../utf8.ts';
import { binaryStart, bsonTypes, cstringEnd, int32At, subtypeWord } from './bson-layout.ts';
import { readerTypes } from './bson-reader.ts';
import { decimal128Text } from './decimal128.ts';
import { formatMoment, momentFromMs } from './epoch.ts';
import { floatText, viewOf } from './numbers.ts';

/** A reader for each element type: of the bytes of a value alone its type cannot be told. */
export const bsonNodeReaders = readerTypes.map(readerOf) as [NodeReader, ...NodeReader[]];

function readerOf(elementType: number): NodeReader {
  return {
    // The zero behind a key is part of its range, so that an empty key has one.
    key: (bytes, offset, length) => decodeUtf8(bytes, offset, offset + length - 1),
    text(bytes, kind, offset, length, maxChars) {
      switch (kind) {
        case 'object':
        case 'array':
          return '';
        case 'string':
          return decodeUtf8Prefix(bytes, offset + 4, offset + length - 1, maxChars);
        case 'bytes': {
          const start = binaryStart(bytes, offset);
          const end = Math.min(offset + length, start + Math.ceil(maxChars / 3));
          return formatHex(bytes.subarray(start, end));
        }
        default:
          return bsonText(elementType, bytes, offset, length).slice(0, maxChars);
      }
    },
    content: (bytes, kind, offset, length) =>
      kind === 'bytes'
        ? bytes.subarray(binaryStart(bytes, offset), offset + length)
        : bytes.subarray(offset + 4, offset + length - 1),
    typeName: (type, bytes, offset) =>
      type === 0x05
        ? `binData${subtypeWord(bytes[offset + 4] ?? 0)}`
        : (bsonTypes.get(type) ?? `type ${type}`),
  };
}

/** The value of a scalar that is no string and no binary, as text. */
export function bsonText(type: number, bytes: Uint8Array, at: number, length: number): string {
  const view = viewOf(bytes);
  switch (type) {
    case 0x01:
      return floatText(view.getFloat64(at, true));
    case 0x07:
      return objectIdText(bytes, at);
    case 0x08:
      return bytes[at] === 0 ? 'false' : 'true';
    case 0x09:
      return formatMoment(momentFromMs(view.getBigInt64(at, true)));
    case 0x0b: {
      const [pattern, options] = regexParts(bytes, at, at + length);
      return `/${pattern}/${options}`;
    }
    case 0x0c: {
      const end = at + 4 + int32At(bytes, at);
      return `${decodeUtf8(bytes, at + 4, end - 1)} ${objectIdText(bytes, end)}`;
    }
    case 0x10:
      return String(int32At(bytes, at));
    case 0x11:
      return `Timestamp(${view.getUint32(at + 4, true)}, ${view.getUint32(at, true)})`;
    case 0x12:
      return view.getBigInt64(at, true).toString();
    case 0x13:
      return decimal128Text(bytes, at);
    default:
      return type === 0x7f ? 'MaxKey' : type === 0xff ? 'MinKey' : (bsonTypes.get(type) ?? '');
  }
}

export function objectIdText(bytes: Uint8Array, at: number): string {
  return formatHex(bytes.subarray(at, at + 12)).replaceAll(' ', '');
}

export function regexParts(bytes: Uint8Array, at: number, end: number): readonly [string, string] {
  const zero = cstringEnd(bytes, at, end);
  return [decodeUtf8(bytes, at, zero), decodeUtf8(bytes, zero + 1, end - 1)];
}
