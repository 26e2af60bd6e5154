import { defaultBudget, type Editing, type Payload } from '../decoder.ts';
import { failEdit, readExtendedJson } from './extended-json-read.ts';
import { writeExtendedJson } from './extended-json-write.ts';
import { type Item, maxItemDepth } from './item.ts';
import { decodeMsgpack } from './msgpack-decode.ts';
import { MsgpackItems } from './msgpack-items.ts';
import { MsgpackWriter } from './msgpack-writer.ts';

const words = [
  '$bytes',
  '$date',
  '$ext',
  '$float',
  '$float32',
  '$map',
  '$sequence',
  '$string',
] as const;

/** MessagePack as extended JSON, see docs/decoding.md. */
export const msgpackEditing: Editing = {
  write({ bytes }) {
    const decoded = decodeMsgpack(bytes, { ...defaultBudget, maxDepth: maxItemDepth });
    if (!decoded.ok) return decoded;
    const items = new MsgpackItems(bytes);
    const documents: Item[] = [];
    while (items.at < bytes.length) documents.push(items.next());
    const [first = { kind: 'null' } as const] = documents;
    const item: Item = documents.length === 1 ? first : { kind: 'sequence', items: documents };
    return { ok: true, text: writeExtendedJson(item), language: 'json' };
  },
  read(text) {
    const reading = readExtendedJson('msgpack', text, words);
    if (!reading.ok) return reading;
    const writer = new MsgpackWriter();
    const { item } = reading;
    for (const document of item.kind === 'sequence' ? item.items : [item]) writer.write(document);
    if (writer.problem !== undefined) {
      return failEdit(text, writer.problem.at, `msgpack: ${writer.problem.text}`);
    }
    const payload: Payload = { bytes: writer.out.finish(), isText: false };
    return { ok: true, payload };
  },
};
