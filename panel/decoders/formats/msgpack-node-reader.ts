import { formatHex } from '../hex.ts';
import type { NodeReader } from '../node-table.ts';
import { decodeUtf8Prefix } from '../utf8.ts';
import { formatMoment } from './epoch.ts';
import {
  msgpackCount,
  msgpackExtType,
  msgpackFamily,
  msgpackHead,
  msgpackWord,
} from './msgpack-layout.ts';
import { fixintType, sequenceType } from './msgpack-reader.ts';
import { isTimestamp, timestampAt } from './msgpack-timestamp.ts';
import { floatText, viewOf } from './numbers.ts';

const maxKeyChars = 1000;

/** Reads the nodes of MessagePack; keys that are no strings are shown as `previewOf` shows values. */
export const msgpackNodeReader: NodeReader = {
  key(bytes, offset, length) {
    if (msgpackFamily(bytes[offset] ?? 0) === 'str') {
      return decodeUtf8Prefix(bytes, dataOf(bytes, offset), offset + length, length);
    }
    return keyText(bytes, offset, offset + length);
  },
  text(bytes, kind, offset, length, maxChars) {
    const end = offset + length;
    switch (kind) {
      case 'object':
      case 'array':
        return '';
      case 'string':
        return decodeUtf8Prefix(bytes, dataOf(bytes, offset), end, maxChars);
      case 'bytes': {
        const data = dataOf(bytes, offset);
        return formatHex(bytes.subarray(data, Math.min(end, data + Math.ceil(maxChars / 3))));
      }
      default:
        return scalarText(bytes, offset).slice(0, maxChars);
    }
  },
  content: (bytes, _kind, offset, length) => bytes.subarray(dataOf(bytes, offset), offset + length),
  typeName(type, bytes, offset) {
    if (type === fixintType) return 'fixint';
    if (type === sequenceType) return 'sequence';
    if (msgpackFamily(type) !== 'ext') return msgpackWord(type);
    const extType = msgpackExtType(bytes, offset);
    return extType === -1 && isTimestamp(bytes, offset) ? 'timestamp' : `ext ${extType}`;
  },
};

function dataOf(bytes: Uint8Array, at: number): number {
  return at + msgpackHead(bytes[at] ?? 0);
}

/** A number, word or date as text. */
export function scalarText(bytes: Uint8Array, at: number): string {
  const lead = bytes[at] ?? 0;
  switch (lead) {
    case 0xc0:
      return 'null';
    case 0xc2:
      return 'false';
    case 0xc3:
      return 'true';
    case 0xca:
    case 0xcb:
      return floatText(floatAt(bytes, at));
    case 0xc7:
    case 0xc8:
    case 0xc9:
    case 0xd6:
    case 0xd7:
      return formatMoment(timestampAt(bytes, at));
    default:
      return integerAt(bytes, at).toString();
  }
}

export function floatAt(bytes: Uint8Array, at: number): number {
  const view = viewOf(bytes);
  return bytes[at] === 0xca ? view.getFloat32(at + 1) : view.getFloat64(at + 1);
}

/** A big integer only where a number would not be exact. */
export function integerAt(bytes: Uint8Array, at: number): number | bigint {
  const lead = bytes[at] ?? 0;
  const view = viewOf(bytes);
  switch (lead) {
    case 0xcc:
      return view.getUint8(at + 1);
    case 0xcd:
      return view.getUint16(at + 1);
    case 0xce:
      return view.getUint32(at + 1);
    case 0xcf:
      return view.getBigUint64(at + 1);
    case 0xd0:
      return view.getInt8(at + 1);
    case 0xd1:
      return view.getInt16(at + 1);
    case 0xd2:
      return view.getInt32(at + 1);
    case 0xd3:
      return view.getBigInt64(at + 1);
    default:
      return lead < 0x80 ? lead : lead - 256;
  }
}

/** A key of any type on one line; what is nested in it is read without recursion. */
function keyText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  const closings: { left: number; isMap: boolean; isKey: boolean }[] = [];
  let at = start;
  while (at < end && text.length < maxKeyChars) {
    const lead = bytes[at] ?? 0;
    const family = msgpackFamily(lead);
    if (family === 'map' || family === 'array') {
      const isMap = family === 'map';
      const left = msgpackCount(bytes, at) * (isMap ? 2 : 1);
      text += isMap ? '{' : '[';
      closings.push({ left, isMap, isKey: isMap });
      at += msgpackHead(lead);
    } else {
      const data = dataOf(bytes, at);
      const isSized = family === 'str' || family === 'bin' || family === 'ext';
      const next = isSized ? data + msgpackCount(bytes, at) : data;
      if (family === 'str') {
        text += JSON.stringify(decodeUtf8Prefix(bytes, data, next, maxKeyChars));
      } else if (!isSized || (family === 'ext' && isDate(bytes, at))) text += scalarText(bytes, at);
      else text += `<${formatHex(bytes.subarray(data, Math.min(next, data + maxKeyChars)))}>`;
      at = next;
    }
    text += closeEnded(closings, family === 'map' || family === 'array');
  }
  return text;
}

function isDate(bytes: Uint8Array, at: number): boolean {
  return msgpackExtType(bytes, at) === -1 && isTimestamp(bytes, at);
}

/** What follows a value: closing brackets, a colon or a comma. */
function closeEnded(
  closings: { left: number; isMap: boolean; isKey: boolean }[],
  hasOpened: boolean,
): string {
  let text = '';
  let isEnded = !hasOpened;
  for (let open = closings.at(-1); open !== undefined; open = closings.at(-1)) {
    if (isEnded) open.left -= 1;
    if (open.left > 0) {
      if (!isEnded) return text;
      const separator = open.isMap && open.isKey ? ': ' : ', ';
      open.isKey = open.isMap && !open.isKey;
      return text + separator;
    }
    text += open.isMap ? '}' : ']';
    closings.pop();
    isEnded = true;
  }
  return text;
}
