import { formatHex } from '../hex.ts';
import type { NodeReader } from '../node-table.ts';
import { decodeUtf8, decodeUtf8Prefix } from '../utf8.ts';
import { writeDiagnostic } from './cbor-diagnostic-write.ts';
import {
  behindTags,
  bigArgumentAt,
  floatOf,
  headLength,
  indefinite,
  integerOf,
  stringBytes,
} from './cbor-layout.ts';
import { sequenceType } from './cbor-reader.ts';
import { tagWord } from './cbor-tags.ts';
import { formatMoment, momentFromSeconds } from './epoch.ts';
import { floatText } from './numbers.ts';

const maxKeyBytes = 1000;

/** Reads the nodes of CBOR; keys that are no texts are shown in diagnostic notation. */
export const cborNodeReader: NodeReader = {
  key(bytes, offset, length) {
    if ((bytes[offset] ?? 0) >> 5 === 3) return textOf(bytes, offset, Number.POSITIVE_INFINITY);
    return length > maxKeyBytes
      ? formatHex(bytes.subarray(offset, offset + maxKeyBytes))
      : writeDiagnostic(bytes, offset, 'line');
  },
  text(bytes, kind, offset, _length, maxChars) {
    const item = behindTags(bytes, offset);
    switch (kind) {
      case 'object':
      case 'array':
        return '';
      case 'string':
        return textOf(bytes, item, maxChars);
      case 'bytes':
        return formatHex(stringBytes(bytes, item).subarray(0, Math.ceil(maxChars / 3)));
      case 'date':
        return dateText(bytes, item).slice(0, maxChars);
      default:
        return scalarText(bytes, offset, item).slice(0, maxChars);
    }
  },
  content: (bytes, _kind, offset) => stringBytes(bytes, behindTags(bytes, offset)),
  typeName(type, bytes, offset) {
    if (type === sequenceType) return 'sequence';
    const words: string[] = [];
    let at = offset;
    while ((bytes[at] ?? 0) >> 5 === 6 && words.length < 8) {
      words.push(tagWord(bigArgumentAt(bytes, at)));
      at += headLength(bytes[at] ?? 0);
    }
    return [...words, itemWord(bytes[behindTags(bytes, at)] ?? 0)].join(' · ');
  },
};

function textOf(bytes: Uint8Array, item: number, maxChars: number): string {
  const content = stringBytes(bytes, item);
  return decodeUtf8Prefix(content, 0, content.length, maxChars);
}

function dateText(bytes: Uint8Array, item: number): string {
  if ((bytes[item] ?? 0) >> 5 === 3) {
    const content = stringBytes(bytes, item);
    return decodeUtf8(content, 0, content.length);
  }
  if ((bytes[item] ?? 0) >> 5 < 2) {
    const seconds = integerOf(bytes, item);
    return formatMoment({ seconds, nanoseconds: 0 });
  }
  const seconds = floatOf(bytes, item);
  const moment = momentFromSeconds(seconds);
  return moment === null ? floatText(seconds) : formatMoment(moment);
}

function scalarText(bytes: Uint8Array, start: number, item: number): string {
  const initial = bytes[item] ?? 0;
  switch (initial >> 5) {
    case 0:
    case 1:
      return integerOf(bytes, item).toString();
    case 2:
      return bignumText(bytes, start, item);
    default:
      return simpleText(bytes, item);
  }
}

/** The tag nearest to the bytes is 2 or 3, as the reader has seen. */
function bignumText(bytes: Uint8Array, start: number, item: number): string {
  let tag = start;
  for (let at = start; at < item; at += headLength(bytes[at] ?? 0)) tag = at;
  const hex = formatHex(stringBytes(bytes, item)).replaceAll(' ', '');
  const value = BigInt(`0x${hex === '' ? '0' : hex}`);
  return (bigArgumentAt(bytes, tag) === 2n ? value : -1n - value).toString();
}

export function simpleText(bytes: Uint8Array, item: number): string {
  const initial = bytes[item] ?? 0;
  switch (initial) {
    case 0xf4:
      return 'false';
    case 0xf5:
      return 'true';
    case 0xf6:
      return 'null';
    case 0xf7:
      return 'undefined';
    case 0xf9:
    case 0xfa:
    case 0xfb:
      return floatText(floatOf(bytes, item));
    default:
      return `simple(${initial === 0xf8 ? (bytes[item + 1] ?? 0) : initial & 0x1f})`;
  }
}

const majorWords = ['uint', 'nint', 'bytes', 'text', 'array', 'map'] as const;

function itemWord(initial: number): string {
  const info = initial & 0x1f;
  const word = majorWords[initial >> 5];
  if (word === undefined) return initial >= 0xf9 ? `float${16 << (info - 25)}` : 'simple';
  if (info === indefinite) return `indefinite ${word}`;
  return initial >> 5 < 2 && info >= 24 ? `${word}${8 << (info - 24)}` : word;
}
