import { type Decoder, defaultBudget, type Editing, type Payload } from '../decoder.ts';
import { recognitionBudget } from './binary-reader.ts';
import { BsonJsonReader } from './bson-extended-json-read.ts';
import { BsonJsonWriter } from './bson-extended-json-write.ts';
import { int32At } from './bson-layout.ts';
import { bsonNodeReaders } from './bson-node-reader.ts';
import { BsonReader } from './bson-reader.ts';
import { failEdit, readJsonText } from './extended-json-read.ts';
import { maxItemDepth } from './item.ts';

const editing: Editing = {
  write({ bytes }) {
    const reader = new BsonReader(bytes, { ...defaultBudget, maxDepth: maxItemDepth });
    reader.read();
    const decoded = reader.decoded(bsonNodeReaders);
    if (!decoded.ok) return decoded;
    const odd = decoded.warnings.find(({ code }) => code === 'invalid-utf8' || code === 'unusual');
    if (odd !== undefined) {
      const reason = `bson: cannot be edited, since JSON cannot say it: ${odd.message}`;
      return { ok: false, reason, at: odd.at };
    }
    const writer = new BsonJsonWriter(bytes);
    const text = writer.document(false, '');
    if (writer.problem === undefined) return { ok: true, text, language: 'json' };
    return { ok: false, reason: `bson: ${writer.problem.text}`, at: writer.problem.at };
  },
  read(text) {
    const json = readJsonText('bson', text);
    if (!json.ok) return json;
    if (!json.root.isObject) return failEdit(text, 0, 'bson: a document is an object');
    const reader = new BsonJsonReader();
    reader.document(json.root);
    if (reader.problem !== undefined) {
      return failEdit(text, reader.problem.at, `bson: ${reader.problem.text}`);
    }
    return { ok: true, payload: { bytes: reader.out.finish(), isText: false } };
  },
};

/** BSON: all types, also the legacy ones; edited as MongoDB Extended JSON. */
export const bsonDecoder: Decoder = {
  name: 'bson',
  label: 'BSON',
  specification: 'https://bsonspec.org/spec.html',
  recognisedBy: 'binary that begins with its own length in four bytes, and ends with a zero',
  recognises: recogniseBson,
  decode({ bytes }, _hint, budget) {
    const reader = new BsonReader(bytes, budget);
    reader.read();
    return reader.decoded(bsonNodeReaders);
  },
  edit: editing,
};

function recogniseBson({ bytes, isText }: Payload): number {
  const { length } = bytes;
  if (isText || length < 5 || int32At(bytes, 0) !== length || bytes[length - 1] !== 0) return 0;
  const reader = new BsonReader(bytes, recognitionBudget);
  reader.read();
  if (reader.problem !== undefined && !reader.problem.isLimit) return 0;
  return length === 5 ? 0.6 : 0.95;
}
