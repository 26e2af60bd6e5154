import { decodeUtf8 } from '../utf8.ts';
import { type RawField, rawFields } from './protobuf-fields.ts';
import type {
  EnumType,
  FieldType,
  FileCounts,
  MessageType,
  ScalarKind,
  SchemaError,
  SchemaSet,
} from './protobuf-schema.ts';
import { jsonNameOf } from './protobuf-schema.ts';
import { bigVarintAt, varintAt, wireTypes } from './protobuf-wire.ts';

/** FieldDescriptorProto.Type, from 1. */
const kinds: readonly (ScalarKind | 'group' | 'message' | 'enum')[] = [
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'group',
  'message',
  'bytes',
  'uint32',
  'enum',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
];

/** FeatureSet: fields of a file, message or field that change how it stands on the wire. */
interface Features {
  readonly isPacked: boolean;
  readonly isDelimited: boolean;
  readonly isRequired: boolean;
}

/**
 * Reads a FileDescriptorSet, as `protoc --descriptor_set_out` and `buf build` write it.
 * @see https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto
 */
export function readDescriptorSet(file: string, bytes: Uint8Array): SchemaSet {
  const reader = new DescriptorReader(file, bytes);
  reader.read();
  return reader;
}

class DescriptorReader implements SchemaSet {
  readonly messages = new Map<string, MessageType>();
  readonly enums = new Map<string, EnumType>();
  readonly errors: SchemaError[] = [];
  readonly files = new Map<string, FileCounts>();
  readonly #file: string;
  readonly #bytes: Uint8Array;
  readonly #extensions: { readonly extendee: string; readonly field: FieldType }[] = [];

  constructor(file: string, bytes: Uint8Array) {
    this.#file = file;
    this.#bytes = bytes;
  }

  read(): void {
    const files = rawFields(this.#bytes, 0, this.#bytes.length);
    if (files === null || !files.some(({ number }) => number === 1)) {
      this.#fail('no FileDescriptorSet: write one with protoc --descriptor_set_out');
      return;
    }
    for (const file of files) if (file.number === 1) this.#readFile(file);
    for (const { extendee, field } of this.#extensions) {
      const message = this.messages.get(extendee);
      if (message === undefined) continue;
      const fields = new Map([...message.fields, [field.number, field]]);
      this.messages.set(extendee, { ...message, fields });
    }
    const messages = [...this.messages.values()].filter(({ isMapEntry }) => !isMapEntry).length;
    this.files.set(this.#file, { messages, enums: this.enums.size });
  }

  #readFile(file: RawField): void {
    const fields = this.#fields(file);
    const syntax = this.#text(fields, 12);
    const isEditions = syntax === 'editions' || fields.some(({ number }) => number === 14);
    const defaults: Features = {
      isPacked: isEditions || syntax === 'proto3',
      isDelimited: false,
      isRequired: false,
    };
    const features = this.#features(fields, 8, 50, defaults);
    const scope = this.#text(fields, 2);
    for (const each of fields) {
      if (each.number === 4) this.#readMessage(each, scope, features, 0);
      if (each.number === 5) this.#readEnum(each, scope);
      if (each.number === 7) this.#readExtension(each, scope, features);
    }
  }

  #readMessage(message: RawField, scope: string, outer: Features, depth: number): void {
    if (depth > 100) {
      this.#fail('messages nested deeper than 100 levels');
      return;
    }
    const parts = this.#fields(message);
    const name = joined(scope, this.#text(parts, 1));
    const options = parts.find(({ number }) => number === 7);
    const isMapEntry = options !== undefined && this.#number(this.#fields(options), 7, 0) === 1;
    const features = this.#features(parts, 7, 12, outer);
    const oneofs = parts
      .filter(({ number }) => number === 8)
      .map((each) => this.#text(this.#fields(each), 1));
    const fields = new Map<number, FieldType>();
    for (const part of parts) {
      if (part.number === 2) {
        const field = this.#field(part, features, oneofs, null);
        if (field !== null) fields.set(field.number, field);
      }
      if (part.number === 3) this.#readMessage(part, name, features, depth + 1);
      if (part.number === 4) this.#readEnum(part, name);
      if (part.number === 6) this.#readExtension(part, name, features);
    }
    this.messages.set(name, { name, fields, isMapEntry });
  }

  #readExtension(part: RawField, scope: string, features: Features): void {
    const field = this.#field(part, features, [], scope);
    const extendee = this.#text(this.#fields(part), 2).replace(/^\./, '');
    if (field !== null) this.#extensions.push({ extendee, field });
  }

  #readEnum(part: RawField, scope: string): void {
    const parts = this.#fields(part);
    const name = joined(scope, this.#text(parts, 1));
    const values = parts
      .filter(({ number }) => number === 2)
      .map((value): readonly [string, number] => {
        const fields = this.#fields(value);
        return [this.#text(fields, 1), this.#number(fields, 2, 0)];
      });
    this.enums.set(name, { name, values });
  }

  #field(
    part: RawField,
    outer: Features,
    oneofs: readonly string[],
    extensionScope: string | null,
  ): FieldType | null {
    const parts = this.#fields(part);
    const ownName = this.#text(parts, 1);
    const name = extensionScope === null ? ownName : `[${joined(extensionScope, ownName)}]`;
    const kind = kinds[this.#number(parts, 5, 0) - 1];
    if (kind === undefined) {
      this.#fail(`the field ${name} has no type`);
      return null;
    }
    const label = this.#number(parts, 4, 1);
    const features = this.#features(parts, 8, 21, outer);
    const options = parts.find(({ number }) => number === 8);
    const optionFields = options === undefined ? [] : this.#fields(options);
    const isMessage = kind === 'message' || kind === 'group';
    const isRepeated = label === 3;
    const packed = this.#number(optionFields, 2, features.isPacked ? 1 : 0) === 1;
    const isSynthetic = this.#number(parts, 17, 0) === 1;
    const isInOneof = parts.some(({ number }) => number === 9) && !isSynthetic;
    return {
      name,
      jsonName: this.#text(parts, 10) || (extensionScope === null ? jsonNameOf(ownName) : name),
      number: this.#number(parts, 3, 0),
      kind: kind === 'group' ? 'message' : kind,
      typeName: this.#text(parts, 6).replace(/^\./, ''),
      isRepeated,
      isPacked: isRepeated && packed && !isMessage && kind !== 'string' && kind !== 'bytes',
      isRequired: label === 2 || features.isRequired,
      isDelimited: kind === 'group' || (isMessage && features.isDelimited),
      oneof: isInOneof ? (oneofs[this.#number(parts, 9, 0)] ?? '') : '',
    };
  }

  /** The features in the options of something, over those of what is around it. */
  #features(
    parts: readonly RawField[],
    optionsNumber: number,
    featuresNumber: number,
    outer: Features,
  ): Features {
    const options = parts.find(({ number }) => number === optionsNumber);
    if (options === undefined) return outer;
    const features = this.#fields(options).find(({ number }) => number === featuresNumber);
    if (features === undefined) return outer;
    const fields = this.#fields(features);
    return {
      isPacked: this.#number(fields, 3, outer.isPacked ? 1 : 2) === 1,
      isDelimited: this.#number(fields, 5, outer.isDelimited ? 2 : 1) === 2,
      isRequired: this.#number(fields, 1, outer.isRequired ? 3 : 1) === 3,
    };
  }

  #fields({ at, end, wireType }: RawField): readonly RawField[] {
    if (wireType !== wireTypes.length) return [];
    const fields = rawFields(this.#bytes, at, end);
    if (fields !== null) return fields;
    this.#fail(`a descriptor that is damaged, at byte ${at}`);
    return [];
  }

  #text(fields: readonly RawField[], number: number): string {
    const field = fields.findLast((each) => each.number === number);
    if (field === undefined || field.wireType !== wireTypes.length) return '';
    return decodeUtf8(this.#bytes, field.at, field.end);
  }

  #number(fields: readonly RawField[], number: number, missing: number): number {
    const field = fields.findLast((each) => each.number === number);
    if (field === undefined || field.wireType !== wireTypes.varint) return missing;
    const value = varintAt(this.#bytes, field.at);
    return value < 2 ** 31 ? value : Number(BigInt.asIntN(32, bigVarintAt(this.#bytes, field.at)));
  }

  #fail(text: string): void {
    if (this.errors.length < 100) this.errors.push({ file: this.#file, line: 0, text });
  }
}

function joined(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}
