import { formatBase64 } from '../base64.ts';
import { decodeUtf8, findInvalidUtf8 } from '../utf8.ts';
import { type RawField, rawFields } from './protobuf-fields.ts';
import { defaultTextOf, numberEnd, numberTextOf, wireTypeOf } from './protobuf-scalars.ts';
import type { FieldType, MessageType, SchemaSet } from './protobuf-schema.ts';
import { wellKnownText, wrappers } from './protobuf-well-known.ts';
import { wireTypes } from './protobuf-wire.ts';

/** The key under which the bytes of fields stand that the type does not know. */
export const unknownKey = '$unknown';

/**
 * Writes a message as ProtoJSON: only the fields that are there, 64-bit numbers in quotes, bytes in
 * base64, enums by name; and what the type does not know as `"$unknown": "base64 of the fields"`.
 * What cannot come back as it was is a `problem`. The message must have been read before.
 * @see https://protobuf.dev/programming-guides/json/
 */
export class ProtoJsonWriter {
  problem: { readonly text: string; readonly at: number } | undefined;
  readonly #bytes: Uint8Array;
  readonly #set: SchemaSet;

  constructor(bytes: Uint8Array, set: SchemaSet) {
    this.#bytes = bytes;
    this.#set = set;
  }

  message(type: MessageType, start: number, end: number, indent: string): string {
    const special = this.#wellKnown(type, start, end, indent);
    if (special !== null) return special;
    const members = this.#members(type, start, end, `${indent}  `);
    if (members.length === 0) return '{}';
    return `{\n${members.map((each) => `${indent}  ${each}`).join(',\n')}\n${indent}}`;
  }

  #members(type: MessageType, start: number, end: number, indent: string): string[] {
    const byField = new Map<FieldType, RawField[]>();
    const unknown: number[] = [];
    for (const raw of rawFields(this.#bytes, start, end) ?? []) {
      const field = type.fields.get(raw.number);
      if (field === undefined || !canHold(field, raw.wireType)) {
        unknown.push(...this.#bytes.subarray(raw.start, raw.next));
        continue;
      }
      const list = byField.get(field);
      if (list === undefined) byField.set(field, [raw]);
      else list.push(raw);
    }
    const members = [...byField].map(
      ([field, raws]) => `${JSON.stringify(field.jsonName)}: ${this.#field(field, raws, indent)}`,
    );
    if (unknown.length > 0) {
      members.push(`"${unknownKey}": "${formatBase64(Uint8Array.from(unknown))}"`);
    }
    return members;
  }

  #field(field: FieldType, raws: readonly RawField[], indent: string): string {
    const entry = this.#set.messages.get(field.typeName);
    if (entry?.isMapEntry === true) return this.#map(entry, raws, indent);
    if (field.isRepeated) {
      const items = raws.flatMap((raw) => this.#items(field, raw, `${indent}  `));
      return inLines('[', items, ']', indent);
    }
    // Parts of one message may come apart; of scalars the last one counts.
    if (field.kind === 'message' && raws.length > 1) {
      this.#fail(
        `${field.name} comes in several parts, which JSON cannot say`,
        raws[1]?.start ?? 0,
      );
    }
    const last = raws.at(-1);
    return last === undefined ? 'null' : this.#value(field, last, indent);
  }

  #items(field: FieldType, raw: RawField, indent: string): string[] {
    const isPacked = raw.wireType === wireTypes.length && wireTypeOf(field) !== wireTypes.length;
    if (!isPacked) return [this.#value(field, raw, indent)];
    const items: string[] = [];
    for (let at = raw.at; at < raw.end; ) {
      items.push(this.#number(field, at));
      const next = numberEnd(field.kind, this.#bytes, at, raw.end);
      if (next < 0) break;
      at = next;
    }
    return items;
  }

  #map(entry: MessageType, raws: readonly RawField[], indent: string): string {
    const [keyType, valueType] = [entry.fields.get(1), entry.fields.get(2)];
    if (keyType === undefined || valueType === undefined) return '{}';
    const inner = `${indent}  `;
    const members = raws.map((raw) => {
      const fields = rawFields(this.#bytes, raw.at, raw.end) ?? [];
      const key = fields.findLast(({ number }) => number === 1);
      const value = fields.findLast(({ number }) => number === 2);
      const keyText =
        key === undefined
          ? defaultTextOf(keyType.kind)
          : keyType.kind === 'string'
            ? this.#text(key)
            : numberTextOf(keyType.kind, this.#bytes, key.at);
      const valueText =
        value === undefined ? this.#missing(valueType) : this.#value(valueType, value, inner);
      return `${JSON.stringify(keyText)}: ${valueText}`;
    });
    return inLines('{', members, '}', indent);
  }

  #missing(field: FieldType): string {
    if (field.kind === 'message') {
      const type = this.#set.messages.get(field.typeName);
      return type === undefined ? '{}' : this.message(type, 0, 0, '');
    }
    if (field.kind === 'string' || field.kind === 'bytes') return '""';
    return field.kind === 'enum' ? this.#enum(field, 0) : quoted(field, defaultTextOf(field.kind));
  }

  #value(field: FieldType, raw: RawField, indent: string): string {
    switch (field.kind) {
      case 'message': {
        const type = this.#set.messages.get(field.typeName);
        if (type !== undefined) return this.message(type, raw.at, raw.end, indent);
        return '{}';
      }
      case 'string':
        return JSON.stringify(this.#text(raw));
      case 'bytes':
        return `"${formatBase64(this.#bytes.subarray(raw.at, raw.end))}"`;
      default:
        return this.#number(field, raw.at);
    }
  }

  #number(field: FieldType, at: number): string {
    const text = numberTextOf(field.kind, this.#bytes, at);
    return field.kind === 'enum' ? this.#enum(field, Number(text)) : quoted(field, text);
  }

  #enum(field: FieldType, number: number): string {
    const values = this.#set.enums.get(field.typeName)?.values ?? [];
    const name = values.find(([, value]) => value === number)?.[0];
    return name === undefined ? String(number) : JSON.stringify(name);
  }

  #text({ at, end }: RawField): string {
    const invalidAt = findInvalidUtf8(this.#bytes, at, end);
    if (invalidAt >= 0) this.#fail('a string that is not UTF-8, which JSON cannot say', invalidAt);
    return decodeUtf8(this.#bytes, at, end);
  }

  /** The special forms of ProtoJSON, null for all other messages. */
  #wellKnown(type: MessageType, start: number, end: number, indent: string): string | null {
    const known = wellKnownText(type.name, this.#bytes, start, end);
    if (known !== null) {
      const kind = wrappers.get(type.name);
      if (kind === undefined || kind === 'string') return JSON.stringify(known.text);
      return quoted({ kind }, known.text);
    }
    const fields = rawFields(this.#bytes, start, end) ?? [];
    switch (type.name) {
      case 'google.protobuf.BytesValue': {
        const [value] = fields;
        if (fields.length > 1 || (value !== undefined && value.number !== 1)) return null;
        return value === undefined
          ? '""'
          : `"${formatBase64(this.#bytes.subarray(value.at, value.end))}"`;
      }
      case 'google.protobuf.Struct': {
        const field = type.fields.get(1);
        const entry = this.#set.messages.get(field?.typeName ?? '');
        const isPlain = fields.every(({ number }) => number === 1);
        return entry === undefined || !isPlain ? null : this.#map(entry, fields, indent);
      }
      case 'google.protobuf.ListValue': {
        const field = type.fields.get(1);
        if (field === undefined || fields.some(({ number }) => number !== 1)) return null;
        return this.#field(field, fields, indent);
      }
      case 'google.protobuf.Value': {
        const [raw] = fields;
        const field = raw === undefined ? undefined : type.fields.get(raw.number);
        if (raw === undefined || field === undefined || fields.length > 1) return null;
        return field.kind === 'enum' ? 'null' : this.#value(field, raw, indent);
      }
      case 'google.protobuf.Any':
        return this.#any(fields, indent);
      default:
        return null;
    }
  }

  #any(fields: readonly RawField[], indent: string): string | null {
    const url = fields.findLast(({ number }) => number === 1);
    const value = fields.findLast(({ number }) => number === 2);
    const urlText = url === undefined ? '' : this.#text(url);
    const type = this.#set.messages.get(urlText.slice(urlText.lastIndexOf('/') + 1));
    if (type === undefined || fields.some(({ number }) => number > 2)) return null;
    const head = `"@type": ${JSON.stringify(urlText)}`;
    const [start, end] = value === undefined ? [0, 0] : [value.at, value.end];
    const special = this.#wellKnown(type, start, end, `${indent}  `);
    const members =
      special === null ? this.#members(type, start, end, `${indent}  `) : [`"value": ${special}`];
    return inLines('{', [head, ...members], '}', indent);
  }

  #fail(text: string, at: number): void {
    this.problem ??= { text, at };
  }
}

export function canHold(field: FieldType, wireType: number): boolean {
  const wanted = wireTypeOf(field);
  if (wireType === wanted) return true;
  const isNumber = wanted !== wireTypes.length && wanted !== wireTypes.startGroup;
  return field.isRepeated && isNumber && wireType === wireTypes.length;
}

/** 64-bit numbers, NaN and the infinities stand in quotes. */
function quoted({ kind }: Pick<FieldType, 'kind'>, text: string): string {
  const isPlain = !kind.endsWith('64') && /^-?\d|^true$|^false$/.test(text);
  return isPlain ? text : `"${text}"`;
}

function inLines(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return open + close;
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}
