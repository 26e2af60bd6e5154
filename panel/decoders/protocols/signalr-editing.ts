import {
  type Decoder,
  defaultBudget,
  type Editing,
  type EditReading,
  type Payload,
} from '../decoder.ts';
import { ByteWriter } from '../formats/byte-writer.ts';
import { childrenOfValue, readExtendedJson, readJsonText } from '../formats/extended-json-read.ts';
import { writeExtendedJson } from '../formats/extended-json-write.ts';
import { type Item, maxItemDepth } from '../formats/item.ts';
import { MsgpackItems } from '../formats/msgpack-items.ts';
import { MsgpackWriter } from '../formats/msgpack-writer.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { Value } from '../value.ts';
import { layOut, minify, refuse } from './json-parts.ts';
import { leb128At } from './leb128.ts';
import { isRecords } from './signalr-words.ts';

/**
 * One hub message as JSON, several as an array of them; those of MessagePack as extended JSON,
 * several as `{"$sequence": […]}`.
 */
export const signalrEditing = (decode: Decoder['decode']): Editing => ({
  write(payload) {
    const decoded = decode(payload, {}, { ...defaultBudget, maxDepth: maxItemDepth });
    if (!decoded.ok) return { ok: false, reason: decoded.reason, at: decoded.at };
    const text = isText(payload) ? writeRecords(payload.bytes) : writeFrames(payload.bytes);
    return { ok: true, text, language: 'json' };
  },
  read: (text, original) => (isText(original) ? readRecords(text, original) : readFrames(text)),
});

const isText = (payload: Payload): boolean => payload.isText || isRecords(payload.bytes);

function writeRecords(bytes: Uint8Array): string {
  const records = decodeUtf8(bytes, 0, bytes.length).split('\u001e').slice(0, -1);
  return layOut(records.length === 1 ? (records[0] ?? '') : `[${records.join(',')}]`);
}

function readRecords(text: string, { isText: wasText }: Payload): EditReading {
  const json = readJsonText('signalr', text);
  if (!json.ok) return json;
  const { root } = json;
  const records = root.isArray ? childrenOfValue(root) : [root];
  if (records.length === 0 || records.some(({ isObject }) => !isObject))
    return refuse('signalr: expected a hub message, which is an object, or an array of them');
  const source = new TextEncoder().encode(text);
  const wire = records.map((record) => `${minify(rawOf(record, source))}\u001e`).join('');
  return { ok: true, payload: { bytes: new TextEncoder().encode(wire), isText: wasText } };
}

function rawOf({ table, node }: Value, bytes: Uint8Array): string {
  const start = table.byteOffset(node);
  return decodeUtf8(bytes, start, start + table.byteLength(node));
}

function writeFrames(bytes: Uint8Array): string {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, size } = leb128At(bytes, at, bytes.length);
    const start = at + size;
    items.push(new MsgpackItems(bytes.subarray(start, start + value)).next());
    at = start + value;
  }
  const [first = { kind: 'null' } as const] = items;
  return writeExtendedJson(items.length === 1 ? first : { kind: 'sequence', items });
}

const words = ['$bytes', '$date', '$ext', '$float', '$float32', '$map', '$sequence', '$string'];

function readFrames(text: string): EditReading {
  const reading = readExtendedJson('signalr', text, words);
  if (!reading.ok) return reading;
  const { item } = reading;
  const messages = item.kind === 'sequence' ? item.items : [item];
  const out = new ByteWriter();
  for (const message of messages) {
    if (message.kind !== 'array')
      return refuse('signalr: expected a hub message, which is an array');
    const writer = new MsgpackWriter();
    writer.write(message);
    if (writer.problem !== undefined) return refuse(`signalr: ${writer.problem.text}`);
    const content = writer.out.finish();
    writeLength(out, content.length);
    out.bytes(content);
  }
  return { ok: true, payload: { bytes: out.finish(), isText: false } };
}

function writeLength(out: ByteWriter, length: number): void {
  let rest = length;
  while (rest >= 0x80) {
    out.u8((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  out.u8(rest);
}
