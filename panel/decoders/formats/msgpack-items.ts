import { decodeUtf8, findInvalidUtf8 } from '../utf8.ts';
import type { Item } from './item.ts';
import { msgpackCount, msgpackExtType, msgpackFamily, msgpackHead } from './msgpack-layout.ts';
import { floatAt, integerAt } from './msgpack-node-reader.ts';
import { isTimestamp, timestampAt } from './msgpack-timestamp.ts';

/** Values for the editor, from bytes that were decoded before and are no deeper than items may be. */
export class MsgpackItems {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.at = 0;
  }

  next(): Item {
    const bytes = this.#bytes;
    const start = this.at;
    const lead = bytes[start] ?? 0;
    const family = msgpackFamily(lead);
    const head = start + msgpackHead(lead);
    this.at = head;
    switch (family) {
      case 'map': {
        const entries: [Item, Item][] = [];
        for (let left = msgpackCount(bytes, start); left > 0; left -= 1) {
          entries.push([this.next(), this.next()]);
        }
        return { kind: 'map', entries };
      }
      case 'array': {
        const items: Item[] = [];
        for (let left = msgpackCount(bytes, start); left > 0; left -= 1) items.push(this.next());
        return { kind: 'array', items };
      }
      case 'str': {
        this.at = head + msgpackCount(bytes, start);
        if (findInvalidUtf8(bytes, head, this.at) < 0) {
          return { kind: 'string', value: decodeUtf8(bytes, head, this.at) };
        }
        return { kind: 'raw-string', bytes: bytes.subarray(head, this.at) };
      }
      case 'bin':
        this.at = head + msgpackCount(bytes, start);
        return { kind: 'bytes', bytes: bytes.subarray(head, this.at) };
      case 'ext': {
        this.at = head + msgpackCount(bytes, start);
        const type = msgpackExtType(bytes, start);
        return type === -1 && isTimestamp(bytes, start)
          ? { kind: 'date', moment: timestampAt(bytes, start) }
          : { kind: 'ext', type, bytes: bytes.subarray(head, this.at) };
      }
      case 'boolean':
        return { kind: 'boolean', value: lead === 0xc3 };
      case 'number':
        return lead === 0xca || lead === 0xcb
          ? { kind: 'float', value: floatAt(bytes, start), isSingle: lead === 0xca }
          : { kind: 'integer', value: BigInt(integerAt(bytes, start)) };
      default:
        return { kind: 'null' };
    }
  }
}
