import { formatHex } from '../hex.ts';
import type { NodeReader } from '../node-table.ts';
import { decodeUtf8Prefix } from '../utf8.ts';
import { floatText } from './numbers.ts';
import { protobufTypes } from './protobuf-reader.ts';
import {
  bigVarintAt,
  canBeMessage,
  contentStart,
  float32LittleAt,
  float64LittleAt,
  isPlausibleFloat,
  uint32LittleAt,
  uint64LittleAt,
  varintAt,
  varintEnd,
  zigzag,
} from './protobuf-wire.ts';

/** Longer fields are not tried as packed numbers. */
const maxPackedBytes = 48;

/**
 * Reads the nodes of Protobuf without a schema. A value is shown in its likeliest reading, and the
 * type says the others: `varint · sint64 -2`. Keys are field numbers.
 */
const varintReader: NodeReader = {
  key: (bytes, offset) => String(Math.floor(varintAt(bytes, offset) / 8)),
  text(bytes, kind, offset, length, maxChars) {
    switch (kind) {
      case 'object':
      case 'array':
        return '';
      case 'string':
        return decodeUtf8Prefix(bytes, contentStart(bytes, offset), offset + length, maxChars);
      case 'bytes': {
        const content = contentStart(bytes, offset);
        const end = Math.min(offset + length, content + Math.ceil(maxChars / 3));
        return formatHex(bytes.subarray(content, end));
      }
      default:
        return varintText(bytes, offset).slice(0, maxChars);
    }
  },
  content: (bytes, _kind, offset, length) =>
    bytes.subarray(contentStart(bytes, offset), offset + length),
  typeName(type, bytes, offset, length) {
    switch (type) {
      case protobufTypes.message:
        return 'message';
      case protobufTypes.group:
        return 'group';
      case protobufTypes.sequence:
        return 'sequence';
      case protobufTypes.varint:
        return `varint${varintReadings(bigVarintAt(bytes, offset))}`;
      case protobufTypes.fixed64:
        return `fixed64${fixed64Readings(bytes, offset)}`;
      case protobufTypes.fixed32:
        return `fixed32${fixed32Readings(bytes, offset)}`;
      case protobufTypes.string:
        return stringReadings(bytes, contentStart(bytes, offset), offset + length);
      default:
        return `bytes${packedReadings(bytes, contentStart(bytes, offset), offset + length)}`;
    }
  },
};

const fixedNodeReader: NodeReader = {
  ...varintReader,
  text: (bytes, _kind, offset, length, maxChars) =>
    (length === 8 ? fixed64Text(bytes, offset) : fixed32Text(bytes, offset)).slice(0, maxChars),
};

/** As the numbers in the columns have it: the second one reads fixed32 and fixed64. */
export const protobufNodeReaders = [varintReader, fixedNodeReader] as const;

function varintText(bytes: Uint8Array, at: number): string {
  const value = bigVarintAt(bytes, at);
  return (value >> 63n === 1n ? value - (1n << 64n) : value).toString();
}

function fixed64Text(bytes: Uint8Array, at: number): string {
  const double = float64LittleAt(bytes, at);
  return isPlausibleFloat(double) ? floatText(double) : uint64LittleAt(bytes, at).toString();
}

function fixed32Text(bytes: Uint8Array, at: number): string {
  const float = float32LittleAt(bytes, at);
  return isPlausibleFloat(float) ? floatText(float) : String(uint32LittleAt(bytes, at));
}

function varintReadings(value: bigint): string {
  if (value >> 63n === 1n) return ` · uint64 ${value} · sint64 ${zigzag(value)}`;
  if (value === 0n) return ' · false';
  return `${value === 1n ? ' · true' : ''} · sint64 ${zigzag(value)}`;
}

function fixed64Readings(bytes: Uint8Array, at: number): string {
  const unsigned = uint64LittleAt(bytes, at);
  const double = float64LittleAt(bytes, at);
  const signed = BigInt.asIntN(64, unsigned);
  const signedText = signed < 0n ? ` · int64 ${signed}` : '';
  return isPlausibleFloat(double)
    ? ` · double · uint64 ${unsigned}${signedText}`
    : ` · uint64 · double ${floatText(double)}${signedText}`;
}

function fixed32Readings(bytes: Uint8Array, at: number): string {
  const unsigned = uint32LittleAt(bytes, at);
  const float = float32LittleAt(bytes, at);
  const signedText = unsigned > 0x7fff_ffff ? ` · int32 ${unsigned - 0x1_0000_0000}` : '';
  return isPlausibleFloat(float)
    ? ` · float · uint32 ${unsigned}${signedText}`
    : ` · uint32 · float ${floatText(float)}${signedText}`;
}

function stringReadings(bytes: Uint8Array, start: number, end: number): string {
  if (start === end) return 'string · or an empty message';
  return canBeMessage(bytes, start, end) ? 'string · or a message' : 'string';
}

function packedReadings(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length > maxPackedBytes) return '';
  const varints: bigint[] = [];
  let at = start;
  while (at < end) {
    const next = varintEnd(bytes, at, end);
    if (next < 0) break;
    varints.push(bigVarintAt(bytes, at));
    at = next;
  }
  const readings = at === end ? [`packed varints ${varints.join(', ')}`] : [];
  const readFloats = (size: number, read: (bytes: Uint8Array, at: number) => number): number[] =>
    Array.from({ length: length / size }, (_, index) => read(bytes, start + index * size));
  if (length % 8 === 0) {
    const doubles = readFloats(8, float64LittleAt);
    if (doubles.every(isPlausibleFloat)) readings.push(`packed doubles ${doubles.join(', ')}`);
  }
  if (length % 4 === 0) {
    const floats = readFloats(4, float32LittleAt);
    if (floats.every(isPlausibleFloat)) readings.push(`packed floats ${floats.join(', ')}`);
  }
  return readings.map((reading) => ` · or ${reading}`).join('');
}
