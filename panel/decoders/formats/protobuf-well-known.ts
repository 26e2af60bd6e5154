import { decodeUtf8 } from '../utf8.ts';
import { formatMoment } from './epoch.ts';
import { type RawField, rawFields } from './protobuf-fields.ts';
import { defaultTextOf, numberTextOf } from './protobuf-scalars.ts';
import type { ScalarKind } from './protobuf-schema.ts';
import { bigVarintAt, wireTypes } from './protobuf-wire.ts';

export const wrappers: ReadonlyMap<string, ScalarKind> = new Map([
  ['google.protobuf.DoubleValue', 'double'],
  ['google.protobuf.FloatValue', 'float'],
  ['google.protobuf.Int64Value', 'int64'],
  ['google.protobuf.UInt64Value', 'uint64'],
  ['google.protobuf.Int32Value', 'int32'],
  ['google.protobuf.UInt32Value', 'uint32'],
  ['google.protobuf.BoolValue', 'bool'],
  ['google.protobuf.StringValue', 'string'],
  ['google.protobuf.BytesValue', 'bytes'],
]);

const shortForms: ReadonlySet<string> = new Set([
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
  'google.protobuf.FieldMask',
]);

export interface WellKnownText {
  readonly kind: 'date' | 'name' | 'number' | 'boolean' | 'string';
  readonly text: string;
}

/**
 * What a message of a well-known type says as one value, or null when it is no such message or
 * holds more than the type has: then its fields are shown.
 */
export function wellKnownText(
  typeName: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): WellKnownText | null {
  if (!shortForms.has(typeName) && !wrappers.has(typeName)) return null;
  const fields = rawFields(bytes, start, end);
  if (fields === null) return null;
  if (typeName === 'google.protobuf.Timestamp' || typeName === 'google.protobuf.Duration') {
    return timeText(typeName, bytes, fields);
  }
  if (typeName === 'google.protobuf.FieldMask') {
    if (fields.some(({ number, wireType }) => number !== 1 || wireType !== 2)) return null;
    return { kind: 'name', text: fields.map(({ at, end }) => decodeUtf8(bytes, at, end)).join() };
  }
  const kind = wrappers.get(typeName);
  if (kind === undefined || kind === 'bytes' || fields.length > 1) return null;
  const [value] = fields;
  if (value !== undefined && value.number !== 1) return null;
  if (kind === 'string') {
    if (value !== undefined && value.wireType !== wireTypes.length) return null;
    return {
      kind: 'string',
      text: value === undefined ? '' : decodeUtf8(bytes, value.at, value.end),
    };
  }
  const wanted =
    kind === 'double' ? wireTypes.fixed64 : kind === 'float' ? wireTypes.fixed32 : wireTypes.varint;
  if (value !== undefined && value.wireType !== wanted) return null;
  const text = value === undefined ? defaultTextOf(kind) : numberTextOf(kind, bytes, value.at);
  return { kind: kind === 'bool' ? 'boolean' : 'number', text };
}

/** Seconds and nanoseconds of a Timestamp or Duration, or null when it holds something else. */
export function secondsAndNanos(
  bytes: Uint8Array,
  fields: readonly RawField[],
): { readonly seconds: bigint; readonly nanos: number } | null {
  let seconds = 0n;
  let nanos = 0;
  for (const { number, wireType, at } of fields) {
    if (wireType !== wireTypes.varint || number > 2) return null;
    if (number === 1) seconds = BigInt.asIntN(64, bigVarintAt(bytes, at));
    else nanos = Number(BigInt.asIntN(32, bigVarintAt(bytes, at)));
  }
  return Math.abs(nanos) < 1_000_000_000 ? { seconds, nanos } : null;
}

function timeText(
  typeName: string,
  bytes: Uint8Array,
  fields: readonly RawField[],
): WellKnownText | null {
  const time = secondsAndNanos(bytes, fields);
  if (time === null) return null;
  if (typeName === 'google.protobuf.Duration') return { kind: 'name', text: durationText(time) };
  if (time.nanos < 0) return null;
  return { kind: 'date', text: formatMoment({ seconds: time.seconds, nanoseconds: time.nanos }) };
}

/** `1.5s`; seconds and nanoseconds have the same sign. */
function durationText({ seconds, nanos }: { seconds: bigint; nanos: number }): string {
  const isNegative = seconds < 0n || nanos < 0;
  const whole = seconds < 0n ? -seconds : seconds;
  const digits = String(Math.abs(nanos))
    .padStart(9, '0')
    .replace(/(000){1,3}$/, '');
  return `${isNegative ? '-' : ''}${whole}${digits === '' ? '' : `.${digits}`}s`;
}

/** Reads what `durationText` writes, null when it is no duration. */
export function parseDuration(text: string): { seconds: bigint; nanos: number } | null {
  const parts = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(text);
  if (parts === null) return null;
  const sign = parts[1] === '-' ? -1 : 1;
  const nanos = Number((parts[3] ?? '').padEnd(9, '0'));
  return { seconds: BigInt(parts[2] ?? '0') * BigInt(sign), nanos: nanos === 0 ? 0 : nanos * sign };
}
