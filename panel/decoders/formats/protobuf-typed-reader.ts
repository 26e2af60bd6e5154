import { decodeUtf8 } from '../utf8.ts';
import { codes } from './binary-reader.ts';
import { type RawField, rawFields } from './protobuf-fields.ts';
import type { Frame } from './protobuf-reader.ts';
import { defaultTextOf, numberEnd, numberTextOf, wireTypeOf } from './protobuf-scalars.ts';
import type { FieldType, MessageType, ScalarKind } from './protobuf-schema.ts';
import { oneofWord, TypedValueReader } from './protobuf-typed-values.ts';
import { wellKnownText } from './protobuf-well-known.ts';
import { varintAt, varintEnd, wireTypes } from './protobuf-wire.ts';

interface TypedFrame extends Frame {
  /** null inside of unknown fields. */
  readonly type: MessageType | null;
  /** The repeated field whose list is open, 0 for none. */
  list: number;
  /** Numbers of fields that were there, where some are required. */
  readonly seen: Set<number> | null;
}

/**
 * Reads a message by its type: fields by name, enums by name, repeated fields as lists, map fields
 * as objects. Fields that the type does not know stay, by number, as without a schema.
 */
export class TypedProtobufReader extends TypedValueReader {
  readonly #typed = new Map<Frame, TypedFrame>();
  readonly #hasRequired = new Map<MessageType, boolean>();
  #rootType: MessageType | null = null;

  /** Reads the payload as one message behind `headLength` bytes of something else. */
  readTyped(type: MessageType, headLength: number): void {
    this.#rootType = type;
    this.readMessage(0, headLength, this.bytes.length);
  }

  protected override beginFrame(frame: Frame): void {
    if (this.#rootType === null) return;
    this.#setFrame(frame, this.#rootType);
    this.setType(this.container, this.#rootType.name);
    this.#rootType = null;
  }

  protected override endFrame(frame: Frame): void {
    const typed = this.#typed.get(frame);
    if (typed === undefined) return;
    this.#closeList(typed);
    this.#typed.delete(frame);
    const { seen } = typed;
    if (seen === null) return;
    for (const field of typed.type?.fields.values() ?? []) {
      if (!field.isRequired || seen.has(field.number)) continue;
      const start = this.columns.offset(this.container);
      this.warnings.add('unusual', start, this.at - start, () => {
        return `protobuf: ${typed.type?.name} lacks ${field.name}, which is required, at byte ${start}`;
      });
    }
  }

  protected override readField(frame: Frame, frames: Frame[]): boolean {
    const typed = this.#typed.get(frame);
    if (typed === undefined || typed.type === null) return super.readField(frame, frames);
    const { bytes } = this;
    const start = this.at;
    const tagEnd = varintEnd(bytes, start, Math.min(frame.end, this.end, start + 5));
    const tag = tagEnd < 0 ? 0 : varintAt(bytes, start);
    const number = Math.floor(tag / 8);
    const field = typed.type.fields.get(number);
    if (typed.list !== 0 && typed.list !== number) this.#closeList(typed);
    if (field === undefined || !this.#accepts(field, tag % 8, start)) {
      this.#closeList(typed);
      return super.readField(frame, frames);
    }
    typed.seen?.add(number);
    if (field.isRepeated && typed.list === 0 && !this.#openList(typed, field, start, tagEnd)) {
      return false;
    }
    if (!field.isRepeated) {
      this.keyOffset = start;
      this.keyLength = tagEnd - start;
      this.setKey(this.columns.nodeCount, field.name);
    }
    this.at = tagEnd;
    return this.#readValue(field, tag % 8, typed, frames);
  }

  /** Whether a value of this wire type can be the field's; else it is shown as unknown. */
  #accepts(field: FieldType, wireType: number, start: number): boolean {
    const wanted = wireTypeOf(field);
    if (wireType === wanted) return true;
    const isNumber = wanted !== wireTypes.length && wanted !== wireTypes.startGroup;
    if (field.isRepeated && isNumber && wireType === wireTypes.length) return true;
    if (wireType === wireTypes.endGroup) return false;
    this.warnings.add('unusual', start, 1, () => {
      return `protobuf: ${field.name} is ${field.kind} and came in another way, at byte ${start}`;
    });
    return false;
  }

  #openList(typed: TypedFrame, field: FieldType, start: number, tagEnd: number): boolean {
    const node = this.columns.nodeCount;
    const isMap = this.set.messages.get(field.typeName)?.isMapEntry === true;
    this.keyOffset = start;
    this.keyLength = tagEnd - start;
    if (!this.openContainer(isMap ? codes.object : codes.array, start, 0)) return false;
    this.setKey(node, field.name);
    this.setType(node, isMap ? 'map' : `repeated ${field.typeName || field.kind}`);
    typed.list = field.number;
    return true;
  }

  #closeList(typed: TypedFrame): void {
    if (typed.list === 0) return;
    this.closeContainer();
    typed.list = 0;
  }

  #readValue(field: FieldType, wireType: number, typed: TypedFrame, frames: Frame[]): boolean {
    const start = this.at;
    if (wireType === wireTypes.startGroup) {
      const frame: Frame = { end: typed.end, group: field.number, lastField: 0 };
      return this.#openMessage(field, start, start, frame, frames);
    }
    if (wireType !== wireTypes.length) {
      const end = numberEnd(field.kind, this.bytes, start, Math.min(typed.end, this.end));
      if (end < 0) return this.failShort(`${field.name}, a value of ${field.kind}`, start);
      return this.addNumber(field, start, end);
    }
    const content = varintEnd(this.bytes, start, Math.min(typed.end, this.end));
    if (content < 0) return this.failShort('a length', start);
    const length = varintAt(this.bytes, start);
    if (!this.fits(content, length, typed, field.name)) return false;
    const end = content + length;
    if (field.kind === 'message') return this.#readSubmessage(field, start, content, end, frames);
    if (field.kind !== 'string' && field.kind !== 'bytes')
      return this.readPacked(field, content, end);
    if (field.kind === 'string') this.checkText(content, end);
    return this.addScalar(field, start, end);
  }

  #readSubmessage(
    field: FieldType,
    start: number,
    content: number,
    end: number,
    frames: Frame[],
  ): boolean {
    const type = this.set.messages.get(field.typeName);
    if (type?.isMapEntry === true) return this.#readEntry(type, start, content, end, frames);
    const known = wellKnownText(field.typeName, this.bytes, content, end);
    if (known !== null) {
      const node = this.columns.nodeCount;
      this.setText(node, known.text);
      return this.add(node, codes[known.kind], start, end, oneofWord(field.typeName, field));
    }
    return this.#openMessage(field, start, content, { end, group: 0, lastField: 0 }, frames);
  }

  #openMessage(
    field: FieldType,
    start: number,
    content: number,
    frame: Frame,
    frames: Frame[],
  ): boolean {
    const node = this.columns.nodeCount;
    if (!this.openContainer(codes.object, start, 1)) return false;
    this.setType(node, oneofWord(field.typeName, field));
    this.at = content;
    const type = this.set.messages.get(field.typeName);
    if (type !== undefined) this.#setFrame(frame, this.#withAny(type, content, frame.end));
    frames.push(frame);
    return true;
  }

  #setFrame(frame: Frame, type: MessageType): void {
    let hasRequired = this.#hasRequired.get(type);
    if (hasRequired === undefined) {
      hasRequired = [...type.fields.values()].some(({ isRequired }) => isRequired);
      this.#hasRequired.set(type, hasRequired);
    }
    const typed = Object.assign(frame, {
      type,
      list: 0,
      seen: hasRequired ? new Set<number>() : null,
    });
    this.#typed.set(frame, typed);
  }

  /** The value of an Any is a message of the type that its URL names, where the set has it. */
  #withAny(type: MessageType, start: number, end: number): MessageType {
    if (type.name !== 'google.protobuf.Any') return type;
    const fields = rawFields(this.bytes, start, end) ?? [];
    const url = fields.find(({ number, wireType }) => number === 1 && wireType === 2);
    const name = url === undefined ? '' : decodeUtf8(this.bytes, url.at, url.end);
    const typeName = name.slice(name.lastIndexOf('/') + 1);
    const value = type.fields.get(2);
    if (value === undefined || !this.set.messages.has(typeName)) return type;
    const typedValue: FieldType = { ...value, kind: 'message', typeName };
    return { ...type, fields: new Map([...type.fields, [2, typedValue]]) };
  }

  /** An entry of a map: the node is its value, the key that of the entry. */
  #readEntry(
    type: MessageType,
    start: number,
    content: number,
    end: number,
    frames: Frame[],
  ): boolean {
    const fields = rawFields(this.bytes, content, end);
    const keyType = type.fields.get(1);
    const valueType = type.fields.get(2);
    if (fields === null || keyType === undefined || valueType === undefined) {
      return this.fail('an entry of a map that is damaged', start);
    }
    const key = fields.findLast(
      (each) => each.number === 1 && each.wireType === wireTypeOf(keyType),
    );
    const value = fields.findLast(
      (each) => each.number === 2 && each.wireType === wireTypeOf(valueType),
    );
    const node = this.columns.nodeCount;
    this.setKey(node, this.#keyText(keyType, key));
    this.keyOffset = key?.start ?? start;
    this.keyLength = (key?.next ?? content) - this.keyOffset;
    return value === undefined
      ? this.#addMissing(valueType, start, end)
      : this.#readEntryValue(valueType, value, end, frames);
  }

  #readEntryValue(type: FieldType, value: RawField, end: number, frames: Frame[]): boolean {
    const at = varintEnd(this.bytes, value.start, end);
    this.at = at;
    const typed = { end: value.end, group: 0, lastField: 0, type: null, list: 0, seen: null };
    const depth = frames.length;
    if (!this.#readValue(type, value.wireType, typed, frames)) return false;
    // What follows the value in its entry belongs to it, so that the next entry comes next.
    const opened = frames.length > depth ? frames.at(-1) : undefined;
    if (opened === undefined) this.at = end;
    else opened.skipTo = end;
    return true;
  }

  #addMissing(type: FieldType, start: number, end: number): boolean {
    const node = this.columns.nodeCount;
    if (type.kind === 'message') {
      if (!this.openContainer(codes.object, start, 1)) return false;
      this.setType(node, type.typeName);
      this.at = end;
      this.closeContainer();
      return true;
    }
    this.setText(node, type.kind === 'enum' ? '0' : defaultTextOf(type.kind));
    const code =
      type.kind === 'string' || type.kind === 'bytes'
        ? codes.string
        : type.kind === 'bool'
          ? codes.boolean
          : codes.number;
    return this.add(node, code, start, end, `${type.kind}, left out`);
  }

  #keyText(type: FieldType, key: RawField | undefined): string {
    if (key === undefined) return defaultTextOf(type.kind);
    if (type.kind === 'string') return decodeUtf8(this.bytes, key.at, key.end);
    return numberTextOf(type.kind as ScalarKind, this.bytes, key.at);
  }
}
