import { formatBase64, parseBase64 } from '../base64.ts';
import { defaultBudget, type Editing, type Payload } from '../decoder.ts';
import { decodeUtf8, findInvalidUtf8 } from '../utf8.ts';
import type { Value } from '../value.ts';
import { ByteWriter } from './byte-writer.ts';
import { childrenOfValue, failEdit, readJsonText } from './extended-json-read.ts';
import { maxItemDepth } from './item.ts';
import { markedFloatText } from './numbers.ts';
import { type RawField, rawFields } from './protobuf-fields.ts';
import { protobufNodeReaders } from './protobuf-node-reader.ts';
import { isPrintable, ProtobufReader } from './protobuf-reader.ts';
import {
  bigVarintAt,
  canBeMessage,
  float32LittleAt,
  float64LittleAt,
  isPlausibleFloat,
  maxFieldNumber,
  uint32LittleAt,
  uint64LittleAt,
  varintEnd,
  wireTypes,
} from './protobuf-wire.ts';

/**
 * Protobuf without a schema as JSON: a list of fields `[number, "how", value]` in the order of the
 * wire, each in the reading in which it is shown. See docs/decoding.md.
 */
export const protobufEditing: Editing = {
  write({ bytes }) {
    const reader = new ProtobufReader(bytes, { ...defaultBudget, maxDepth: maxItemDepth });
    reader.readRoot();
    const decoded = reader.decoded(protobufNodeReaders);
    if (!decoded.ok) return decoded;
    return { ok: true, text: writeFields(bytes, 0, bytes.length, ''), language: 'json' };
  },
  read(text) {
    const json = readJsonText('protobuf', text);
    if (!json.ok) return json;
    const reader = new FieldListReader();
    reader.fields(json.root);
    if (reader.problem !== undefined) {
      return failEdit(text, reader.problem.at, `protobuf: ${reader.problem.text}`);
    }
    const payload: Payload = { bytes: reader.out.finish(), isText: false };
    return { ok: true, payload };
  },
};

function writeFields(bytes: Uint8Array, start: number, end: number, indent: string): string {
  const inner = `${indent}  `;
  const fields = (rawFields(bytes, start, end) ?? []).map(
    (field) => `${inner}[${field.number}, ${writeField(bytes, field, inner)}]`,
  );
  return fields.length === 0 ? '[]' : `[\n${fields.join(',\n')}\n${indent}]`;
}

function writeField(bytes: Uint8Array, field: RawField, indent: string): string {
  const { wireType, at, end } = field;
  switch (wireType) {
    case wireTypes.varint:
      return `"varint", ${BigInt.asIntN(64, bigVarintAt(bytes, at))}`;
    case wireTypes.fixed64: {
      const double = float64LittleAt(bytes, at);
      return isPlausibleFloat(double)
        ? `"double", ${markedFloatText(double)}`
        : `"fixed64", ${uint64LittleAt(bytes, at)}`;
    }
    case wireTypes.fixed32: {
      const float = float32LittleAt(bytes, at);
      return isPlausibleFloat(float)
        ? `"float", ${markedFloatText(float)}`
        : `"fixed32", ${uint32LittleAt(bytes, at)}`;
    }
    case wireTypes.startGroup:
      return `"group", ${writeFields(bytes, at, end, indent)}`;
    default:
      // As the tree has it, but a string must be valid to its end to come back as it was.
      if (isPrintable(bytes, at, end, end) && findInvalidUtf8(bytes, at, end) < 0) {
        return `"string", ${JSON.stringify(decodeUtf8(bytes, at, end))}`;
      }
      // Bytes of something else may look like a message: they must not come back shortened.
      if (canBeMessage(bytes, at, end) && isShortest(bytes, at, end)) {
        return `"message", ${writeFields(bytes, at, end, indent)}`;
      }
      return `"bytes", "${formatBase64(bytes.subarray(at, end))}"`;
  }
}

/** Whether all tags, lengths and varints of a message, of the messages in it aside, are minimal. */
function isShortest(bytes: Uint8Array, start: number, end: number): boolean {
  return (rawFields(bytes, start, end) ?? []).every(({ start, wireType, at, end, next }) => {
    const tagEnd = varintEnd(bytes, start, next);
    if (bytes[tagEnd - 1] === 0) return false;
    if (wireType === wireTypes.startGroup) {
      return bytes[next - 1] !== 0 && isShortest(bytes, at, end);
    }
    if (wireType === wireTypes.length) return at - tagEnd === 1 || bytes[at - 1] !== 0;
    if (wireType !== wireTypes.varint) return true;
    // The tenth byte has room for one bit.
    const isTooLarge = end - at === 10 && (bytes[end - 1] ?? 0) > 1;
    return !isTooLarge && (end - at === 1 || bytes[end - 1] !== 0);
  });
}

/** What a value may be called: its wire type, and what is checked of it. */
const wireTypeOfWord: Readonly<Record<string, number>> = {
  varint: wireTypes.varint,
  sint: wireTypes.varint,
  double: wireTypes.fixed64,
  fixed64: wireTypes.fixed64,
  float: wireTypes.fixed32,
  fixed32: wireTypes.fixed32,
  string: wireTypes.length,
  bytes: wireTypes.length,
  message: wireTypes.length,
  group: wireTypes.startGroup,
};

class FieldListReader {
  problem: { readonly text: string; readonly at: number } | undefined;
  out = new ByteWriter();

  fields(list: Value): void {
    if (!list.isArray) this.#fail(list, 'expected a list of fields [number, "how", value]');
    for (const field of list.isArray ? childrenOfValue(list) : []) this.#field(field);
  }

  #field(field: Value): void {
    const [number, how, value, more] = field.isArray ? childrenOfValue(field) : [];
    const id = number?.number() ?? 0;
    if (how === undefined || value === undefined || more !== undefined) {
      this.#fail(field, 'expected a field [number, "how", value]');
      return;
    }
    if (!Number.isInteger(id) || id < 1 || id > maxFieldNumber) {
      this.#fail(number ?? field, `a field number is from 1 to ${maxFieldNumber}`);
      return;
    }
    const word = how.string() ?? '';
    const wireType = Object.hasOwn(wireTypeOfWord, word) ? wireTypeOfWord[word] : undefined;
    if (wireType === undefined) {
      this.#fail(how, `expected one of ${Object.keys(wireTypeOfWord).join(', ')}`);
      return;
    }
    this.out.varint(BigInt(id) * 8n + BigInt(wireType));
    this.#value(word, value);
    if (word === 'group') this.out.varint(BigInt(id) * 8n + BigInt(wireTypes.endGroup));
  }

  #value(word: string, value: Value): void {
    const { out } = this;
    switch (word) {
      case 'group':
        this.fields(value);
        return;
      case 'message':
        this.#sized(() => this.fields(value));
        return;
      case 'string':
      case 'bytes': {
        const content = this.#content(word, value);
        this.#sized(() => this.out.bytes(content));
        return;
      }
      case 'float':
      case 'double': {
        const float = value.number();
        if (float === null) this.#fail(value, 'expected a number');
        else if (word === 'float') out.f32(float, true);
        else out.f64(float, true);
        return;
      }
      default:
        this.#integer(word, value);
    }
  }

  #content(word: string, value: Value): Uint8Array {
    const text = value.string(Number.POSITIVE_INFINITY);
    if (word === 'string') {
      if (text === null) this.#fail(value, 'expected a text');
      return new TextEncoder().encode(text ?? '');
    }
    const parsed = parseBase64(text ?? '!');
    if (parsed.ok) return parsed.bytes;
    this.#fail(value, 'expected base64 in quotes');
    return new Uint8Array(0);
  }

  #integer(word: string, value: Value): void {
    const text = value.id() ?? '';
    const bits = word === 'fixed32' ? 32n : 64n;
    const number = /^-?\d+$/.test(text) ? BigInt(text) : null;
    const limit = 1n << bits;
    if (
      number === null ||
      number >= (word === 'sint' ? limit / 2n : limit) ||
      number < -limit / 2n
    ) {
      this.#fail(value, `expected a whole number of ${bits} bits`);
      return;
    }
    if (word === 'fixed32') this.out.u32(Number(BigInt.asUintN(32, number)), true);
    else if (word === 'fixed64') this.out.u64(BigInt.asUintN(64, number), true);
    else this.out.varint(word === 'sint' ? (number << 1n) ^ (number >> 63n) : number);
  }

  #sized(write: () => void): void {
    const outside = this.out;
    this.out = new ByteWriter();
    write();
    const inside = this.out.finish();
    this.out = outside;
    this.out.varint(BigInt(inside.length));
    this.out.bytes(inside);
  }

  #fail({ table, node }: Value, text: string): void {
    this.problem ??= { text, at: table.byteOffset(node) };
  }
}
