import { formatBase64 } from '../base64.ts';
import { pairOf } from '../hex.ts';
import { decodeUtf8 } from '../utf8.ts';
import { isExtendedShape } from './bson-extended-words.ts';
import { binaryStart, cstringEnd, fixedLengths, int32At } from './bson-layout.ts';
import { bsonText, objectIdText, regexParts } from './bson-node-reader.ts';
import { viewOf } from './numbers.ts';

/**
 * Writes a document, decoded before and no deeper than items may be, as MongoDB Extended JSON,
 * canonical. What that cannot say is a `problem`.
 * @see https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
 */
export class BsonJsonWriter {
  problem: { readonly text: string; readonly at: number } | undefined;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  document(isArray: boolean, indent: string): string {
    const bytes = this.#bytes;
    const start = this.#at;
    const end = start + int32At(bytes, start);
    const inner = `${indent}  `;
    const lines: string[] = [];
    const keys: string[] = [];
    this.#at = start + 4;
    while (this.#at < end - 1) {
      const type = bytes[this.#at] ?? 0;
      const keyEnd = cstringEnd(bytes, this.#at + 1, end);
      const key = decodeUtf8(bytes, this.#at + 1, keyEnd);
      this.#at = keyEnd + 1;
      keys.push(key);
      const value = this.#value(type, inner);
      lines.push(isArray ? inner + value : `${inner}${JSON.stringify(key)}: ${value}`);
    }
    this.#at = end;
    if (!isArray && isExtendedShape(keys)) {
      this.problem ??= {
        text: `a document with the key ${keys[0]} reads as another type in Extended JSON`,
        at: start,
      };
    }
    const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
    return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
  }

  #value(type: number, indent: string): string {
    const bytes = this.#bytes;
    const at = this.#at;
    switch (type) {
      case 0x02:
        return JSON.stringify(this.#string());
      case 0x03:
      case 0x04:
        return this.document(type === 0x04, indent);
      case 0x05: {
        this.#at = at + 5 + int32At(bytes, at);
        const data = bytes.subarray(binaryStart(bytes, at), this.#at);
        const subType = pairOf(bytes[at + 4] ?? 0);
        return `{"$binary": {"base64": "${formatBase64(data)}", "subType": "${subType}"}}`;
      }
      case 0x0b: {
        const limit = bytes.length;
        this.#at = cstringEnd(bytes, cstringEnd(bytes, at, limit) + 1, limit) + 1;
        const [pattern, options] = regexParts(bytes, at, this.#at).map((part) =>
          JSON.stringify(part),
        );
        return `{"$regularExpression": {"pattern": ${pattern}, "options": ${options}}}`;
      }
      case 0x0c: {
        const ref = JSON.stringify(this.#string());
        this.#at += 12;
        const id = objectIdText(bytes, this.#at - 12);
        return `{"$dbPointer": {"$ref": ${ref}, "$id": {"$oid": "${id}"}}}`;
      }
      case 0x0d:
        return `{"$code": ${JSON.stringify(this.#string())}}`;
      case 0x0e:
        return `{"$symbol": ${JSON.stringify(this.#string())}}`;
      case 0x0f: {
        this.#at += 4;
        const code = JSON.stringify(this.#string());
        return `{"$code": ${code}, "$scope": ${this.document(false, indent)}}`;
      }
      default:
        this.#at = at + (fixedLengths.get(type) ?? 0);
        return scalarJson(type, bytes, at);
    }
  }

  #string(): string {
    const start = this.#at + 4;
    this.#at = start + int32At(this.#bytes, this.#at);
    return decodeUtf8(this.#bytes, start, this.#at - 1);
  }
}

function scalarJson(type: number, bytes: Uint8Array, at: number): string {
  const view = viewOf(bytes);
  const text = bsonText(type, bytes, at, 0);
  switch (type) {
    case 0x01:
      return `{"$numberDouble": "${/^-?\d+$/.test(text) ? `${text}.0` : text}"}`;
    case 0x06:
      return '{"$undefined": true}';
    case 0x07:
      return `{"$oid": "${text}"}`;
    case 0x09:
      return `{"$date": {"$numberLong": "${view.getBigInt64(at, true)}"}}`;
    case 0x10:
      return `{"$numberInt": "${text}"}`;
    case 0x11: {
      const t = view.getUint32(at + 4, true);
      return `{"$timestamp": {"t": ${t}, "i": ${view.getUint32(at, true)}}}`;
    }
    case 0x12:
      return `{"$numberLong": "${text}"}`;
    case 0x13:
      return `{"$numberDecimal": "${text}"}`;
    case 0x7f:
      return '{"$maxKey": 1}';
    case 0xff:
      return '{"$minKey": 1}';
    default:
      return text;
  }
}
