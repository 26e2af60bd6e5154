import type { Value } from '../value.ts';
import { parseMoment } from './epoch.ts';
import { childrenOfValue, keyOfValue } from './extended-json-read.ts';
import { unknownKey } from './protobuf-json-write.ts';
import { wireTypeOf } from './protobuf-scalars.ts';
import type { FieldType, MessageType } from './protobuf-schema.ts';
import { ProtoValueWriter } from './protobuf-value-writer.ts';
import { parseDuration, wrappers } from './protobuf-well-known.ts';
import { wireTypes } from './protobuf-wire.ts';

/** Reads ProtoJSON into the wire format, checked against the message type. */
export class ProtoJsonReader extends ProtoValueWriter {
  message(type: MessageType, value: Value): void {
    if (this.#wellKnown(type, value)) return;
    if (!value.isObject) {
      this.fail(value, `expected an object for ${type.name}`);
      return;
    }
    this.#members(type, childrenOfValue(value));
  }

  #members(type: MessageType, members: readonly Value[]): void {
    const byName = new Map<string, FieldType>();
    for (const field of type.fields.values()) {
      byName.set(field.name, field).set(field.jsonName, field);
    }
    const oneofs = new Set<string>();
    for (const member of members) {
      const key = keyOfValue(member);
      if (key === unknownKey) {
        this.out.bytes(this.base64(member));
        continue;
      }
      const field = byName.get(key);
      if (field === undefined) {
        this.fail(member, `${type.name} has no field ${key}; it has ${names(type)}`);
        return;
      }
      if (member.kind === 'null' && field.typeName !== 'google.protobuf.Value') continue;
      if (field.oneof !== '' && oneofs.has(field.oneof)) {
        this.fail(member, `another field of the oneof ${field.oneof} is set`);
      }
      if (field.oneof !== '') oneofs.add(field.oneof);
      this.#field(field, member);
    }
    for (const field of type.fields.values()) {
      const isThere = members.some((member) =>
        [field.name, field.jsonName].includes(keyOfValue(member)),
      );
      const first = members[0];
      if (field.isRequired && !isThere) {
        this.problem ??= {
          text: `${type.name} wants ${field.name}, which is required`,
          at: first === undefined ? 0 : first.table.byteOffset(first.node),
        };
      }
    }
  }

  #field(field: FieldType, value: Value): void {
    const entry = this.set.messages.get(field.typeName);
    if (entry?.isMapEntry === true) this.#map(field, entry, value);
    else if (!field.isRepeated) this.#single(field, value);
    else if (!value.isArray) this.fail(value, `expected an array for ${field.name}`);
    else if (field.isPacked) {
      const items = childrenOfValue(value);
      if (items.length === 0) return;
      this.tag(field.number, wireTypes.length);
      this.sized(() => {
        for (const item of items) this.scalar(field, item);
      });
    } else for (const item of childrenOfValue(value)) this.#single(field, item);
  }

  #map(field: FieldType, entry: MessageType, value: Value): void {
    const [keyType, valueType] = [entry.fields.get(1), entry.fields.get(2)];
    if (keyType === undefined || valueType === undefined) return;
    if (!value.isObject) {
      this.fail(value, `expected an object for ${field.name}`);
      return;
    }
    for (const member of childrenOfValue(value)) {
      this.tag(field.number, wireTypes.length);
      this.sized(() => {
        this.tag(1, wireTypeOf(keyType));
        this.textScalar(keyType, keyOfValue(member), member);
        this.#single(valueType, member);
      });
    }
  }

  /** A tag and one value. */
  #single(field: FieldType, value: Value): void {
    this.tag(field.number, wireTypeOf(field));
    if (field.kind !== 'message') {
      this.scalar(field, value);
      return;
    }
    const type = this.set.messages.get(field.typeName);
    if (type === undefined) this.fail(value, `no type ${field.typeName} is known`);
    else if (field.isDelimited) {
      this.message(type, value);
      this.tag(field.number, wireTypes.endGroup);
    } else this.sized(() => this.message(type, value));
  }

  /** The special forms of ProtoJSON; false for all other messages and forms. */
  #wellKnown(type: MessageType, value: Value): boolean {
    const scalar = wrappers.get(type.name);
    if (scalar !== undefined && !value.isObject) {
      this.#single({ ...plain, kind: scalar, number: 1 }, value);
      return true;
    }
    const text = value.string(Number.POSITIVE_INFINITY);
    switch (type.name) {
      case 'google.protobuf.Timestamp': {
        if (text === null) return false;
        const moment = parseMoment(text);
        if (moment === null) this.fail(value, 'expected a time as "2026-01-31T12:00:00Z"');
        else this.#time(moment.seconds, moment.nanoseconds);
        return true;
      }
      case 'google.protobuf.Duration': {
        if (text === null) return false;
        const duration = parseDuration(text);
        if (duration === null) this.fail(value, 'expected a duration as "1.5s"');
        else this.#time(duration.seconds, duration.nanos);
        return true;
      }
      case 'google.protobuf.FieldMask': {
        if (text === null) return false;
        for (const path of text === '' ? [] : text.split(',')) {
          this.tag(1, wireTypes.length);
          this.textScalar({ kind: 'string', typeName: '' }, path, value);
        }
        return true;
      }
      case 'google.protobuf.Struct':
        return this.#list(type, value, value.isObject && !hasUnknown(value));
      case 'google.protobuf.ListValue':
        return this.#list(type, value, value.isArray);
      case 'google.protobuf.Value':
        return this.#anyValue(type, value);
      case 'google.protobuf.Any':
        return this.#any(value);
      default:
        return false;
    }
  }

  #time(seconds: bigint, nanos: number): void {
    if (seconds !== 0n) {
      this.tag(1, wireTypes.varint);
      this.out.varint(seconds);
    }
    if (nanos === 0) return;
    this.tag(2, wireTypes.varint);
    this.out.varint(BigInt(nanos));
  }

  #list(type: MessageType, value: Value, isNatural: boolean): boolean {
    const field = type.fields.get(1);
    if (field === undefined || !isNatural) return false;
    this.#field(field, value);
    return true;
  }

  /** A Value holds one of six fields: null, number, string, bool, struct, list. */
  #anyValue(type: MessageType, value: Value): boolean {
    if (value.isObject && hasUnknown(value)) return false;
    if (value.kind === 'null') {
      this.tag(1, wireTypes.varint);
      this.out.u8(0);
      return true;
    }
    const numbers: Readonly<Record<string, number>> = {
      number: 2,
      string: 3,
      boolean: 4,
      object: 5,
      array: 6,
    };
    const field = type.fields.get(numbers[value.kind] ?? 0);
    if (field === undefined) return false;
    this.#single(field, value);
    return true;
  }

  #any(value: Value): boolean {
    const url = value.get('@type')?.string(Number.POSITIVE_INFINITY) ?? null;
    if (url === null) return false;
    const type = this.set.messages.get(url.slice(url.lastIndexOf('/') + 1));
    if (type === undefined) {
      this.fail(value, `no type ${url} is known`);
      return true;
    }
    this.tag(1, wireTypes.length);
    this.textScalar({ kind: 'string', typeName: '' }, url, value);
    this.tag(2, wireTypes.length);
    this.sized(() => {
      const members = childrenOfValue(value).filter((member) => keyOfValue(member) !== '@type');
      const only = members.length === 1 ? members[0] : undefined;
      if (only !== undefined && keyOfValue(only) === 'value' && hasSpecialForm(type))
        this.message(type, only);
      else this.#members(type, members);
    });
    return true;
  }
}

const plain = {
  name: 'value',
  jsonName: 'value',
  typeName: '',
  isRepeated: false,
  isPacked: false,
  isRequired: false,
  isDelimited: false,
  oneof: '',
} as const satisfies Partial<FieldType>;

const specialNames = ['Timestamp', 'Duration', 'FieldMask', 'Struct', 'ListValue', 'Value', 'Any'];

function hasSpecialForm({ name }: MessageType): boolean {
  return wrappers.has(name) || specialNames.includes(name.replace('google.protobuf.', ''));
}

function hasUnknown(value: Value): boolean {
  return childrenOfValue(value).some((member) => keyOfValue(member) === unknownKey);
}

function names({ fields }: MessageType): string {
  const all = [...fields.values()].map(({ jsonName }) => jsonName);
  return all.length === 0 ? 'none' : all.slice(0, 20).join(', ') + (all.length > 20 ? ' …' : '');
}
