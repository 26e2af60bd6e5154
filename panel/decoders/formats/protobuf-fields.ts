import { maxFieldNumber, varintAt, varintEnd, wireTypes } from './protobuf-wire.ts';

/** A field as it stands on the wire. */
export interface RawField {
  readonly number: number;
  readonly wireType: number;
  /** Where its tag begins. */
  readonly start: number;
  /** Where its value begins: behind the length of a length-delimited one, the tag of a group. */
  readonly at: number;
  /** Where its value ends, before the end tag of a group. */
  readonly end: number;
  /** Where the next field begins. */
  readonly next: number;
}

/** The fields of a message, or null when it is damaged. */
export function rawFields(bytes: Uint8Array, start: number, end: number): RawField[] | null {
  const fields: RawField[] = [];
  for (let at = start; at < end; ) {
    const field = rawFieldAt(bytes, at, end);
    if (field === null) return null;
    fields.push(field);
    at = field.next;
  }
  return fields;
}

/** Whether bytes can be read as the fields of a message, the first thousand of them. */
export function startsAsFields(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  for (let count = 0; at < end && count < 1000; count += 1) {
    const field = rawFieldAt(bytes, at, end);
    if (field === null) return false;
    at = field.next;
  }
  return true;
}

/** The field that begins at a byte, or null when it is damaged. */
export function rawFieldAt(bytes: Uint8Array, start: number, end: number): RawField | null {
  const at = varintEnd(bytes, start, Math.min(end, start + 5));
  if (at < 0) return null;
  const tag = varintAt(bytes, start);
  const number = Math.floor(tag / 8);
  const wireType = tag % 8;
  if (number < 1 || number > maxFieldNumber || wireType > wireTypes.fixed32) return null;
  const field = { number, wireType, start };
  if (wireType === wireTypes.startGroup) {
    const endTag = groupEnd(bytes, at, end, number);
    if (endTag < 0) return null;
    return { ...field, at, end: endTag, next: varintEnd(bytes, endTag, end) };
  }
  if (wireType === wireTypes.length) {
    const content = varintEnd(bytes, at, end);
    const next = content < 0 ? -1 : content + varintAt(bytes, at);
    return next < 0 || next > end ? null : { ...field, at: content, end: next, next };
  }
  const next = valueEnd(bytes, at, end, wireType);
  return next < 0 ? null : { ...field, at, end: next, next };
}

function valueEnd(bytes: Uint8Array, at: number, end: number, wireType: number): number {
  if (wireType === wireTypes.varint) return varintEnd(bytes, at, end);
  if (wireType === wireTypes.endGroup) return -1;
  const next = at + (wireType === wireTypes.fixed64 ? 8 : 4);
  return next > end ? -1 : next;
}

/** Where the end tag of a group begins, or -1. */
function groupEnd(bytes: Uint8Array, start: number, end: number, number: number): number {
  const open = [number];
  for (let at = start; at < end; ) {
    const next = varintEnd(bytes, at, Math.min(end, at + 5));
    if (next < 0) return -1;
    const tag = varintAt(bytes, at);
    const wireType = tag % 8;
    if (wireType === wireTypes.startGroup) {
      open.push(Math.floor(tag / 8));
      at = next;
    } else if (wireType === wireTypes.endGroup) {
      if (open.pop() !== Math.floor(tag / 8)) return -1;
      if (open.length === 0) return at;
      at = next;
    } else {
      const field = rawFieldAt(bytes, at, end);
      if (field === null) return -1;
      at = field.next;
    }
  }
  return -1;
}
