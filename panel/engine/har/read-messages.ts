import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { parseBase64 } from '../../decoders/base64.ts';
import { type EntryFields, isObject, type JsonObject, nameOf } from './entry-fields.ts';
import { isTime, toMs } from './har-time.ts';
import type { ImportedEvent, ImportedItem } from './imported-socket.ts';
import { markFlags } from './sockets-field.ts';

/** Later than this, a number of seconds would be in the year 5138: it is milliseconds. */
const leastMs = 1e11;

/** An object that says more of a message, and where in the entry it stands. */
export interface Mark {
  readonly said: JsonObject;
  readonly field: string;
}
const noMark: Mark = { said: {}, field: '' };

export interface MessageListOptions {
  /** The list's field in the entry. */
  readonly field: string;
  /** Whether times are seconds for sure, as in our own files; otherwise milliseconds are told by their size. */
  readonly isSeconds: boolean;
  /** What is said of a message beyond Chrome's fields. */
  readonly markOf: (index: number, message: JsonObject) => Mark | undefined;
  /** Flags of all messages of the list. */
  readonly flags: number;
  /** For a list in which no time can be read. */
  readonly fallbackMs: number;
}

type Time = Pick<MessageListOptions, 'isSeconds'>;

/** A time of a message in epoch ms, or null when there is none. */
export function timeOf(value: unknown, { isSeconds }: Time): number | null {
  if (typeof value !== 'number') return null;
  const ms = isSeconds || value <= leastMs ? toMs(value) : value;
  return isTime(ms) ? ms : null;
}

/** The first time in a list, for an entry that does not say when it started. */
export function firstTimeOf(messages: readonly unknown[], options: Time): number | null {
  for (const message of messages) {
    const time = isObject(message) ? timeOf(message['time'], options) : null;
    if (time !== null) return time;
  }
  return null;
}

/** Reads messages and errors as Chrome and others write them, in the order of the file. */
export function readMessages(
  messages: readonly unknown[],
  fields: EntryFields,
  options: MessageListOptions,
): ImportedItem[] {
  const items: ImportedItem[] = [];
  let previousMs = firstTimeOf(messages, options) ?? options.fallbackMs;
  for (const [index, message] of messages.entries()) {
    const field = `${options.field}[${index}]`;
    if (!isObject(message)) {
      fields.report(
        'wrongType',
        field,
        `is ${nameOf(message)}, not an object. It was left out.`,
        index,
      );
      continue;
    }
    const mark = options.markOf(index, message) ?? noMark;
    const atMs = readTime(message, mark, field, index, fields, options, previousMs);
    previousMs = atMs;
    const item = readItem(message, mark, field, index, fields, atMs, options.flags);
    if (item !== null) items.push(item);
  }
  return items;
}

function readTime(
  message: JsonObject,
  mark: Mark,
  field: string,
  index: number,
  fields: EntryFields,
  options: MessageListOptions,
  neighbourMs: number,
): number {
  const exact = fields.time(mark.said['atMs'], `${mark.field}.atMs`);
  const atMs = exact ?? timeOf(message['time'], options);
  if (atMs !== null) return atMs;
  fields.report(
    'badTime',
    `${field}.time`,
    `is ${nameOf(message['time'])}, not a time. The time of the message next to it was taken.`,
    index,
  );
  return neighbourMs;
}

function readItem(
  message: JsonObject,
  mark: Mark,
  field: string,
  index: number,
  fields: EntryFields,
  atMs: number,
  flags: number,
): ImportedItem | null {
  const { type, opcode, data } = message;
  const tie = fields.count(mark.said['tie'], `${mark.field}.tie`) ?? 0;
  if (type === 'error') return errorEvent(atMs, tie, fields.text(data, `${field}.data`));
  if (type !== 'send' && type !== 'receive') {
    fields.report(
      'unknownMessageType',
      `${field}.type`,
      `is ${nameOf(type)}, not 'send', 'receive' or 'error'. The message was left out.`,
      index,
    );
    return null;
  }
  if (opcode === 8 || opcode === 9 || opcode === 10) {
    fields.report(
      'unknownOpcode',
      `${field}.opcode`,
      `is ${opcode}, a control frame, which is no message. It was left out.`,
      index,
    );
    return null;
  }
  const { payload, isMissing } = readPayload(opcode, data, field, index, fields);
  const allFlags =
    flags |
    (typeof payload === 'string' ? 0 : recordFlag.binary) |
    (isMissing ? recordFlag.unreadable : 0) |
    readFlags(mark, fields);
  const size = readSize(mark, payload, index, fields);
  const isShort = size !== null && (allFlags & recordFlag.unreadable) === 0;
  return {
    kind: type === 'send' ? 'sent' : 'received',
    atMs,
    tie,
    flags: isShort ? shortFlags(allFlags, payload) : allFlags & ~recordFlag.reduced,
    payload,
    size,
  };
}

/** Less than all of a payload is its first part, unless reduced recording left nothing. */
const shortFlags = (flags: number, payload: string | Uint8Array): number =>
  payload.length === 0 && (flags & recordFlag.reduced) !== 0 ? flags : flags | recordFlag.truncated;

const errorEvent = (atMs: number, tie: number, text: string): ImportedEvent => ({
  kind: 'error',
  atMs,
  tie,
  flags: 0,
  code: 0,
  text,
  name: '',
  wasClean: false,
});

function readPayload(
  opcode: unknown,
  data: unknown,
  field: string,
  index: number,
  fields: EntryFields,
): { payload: string | Uint8Array; isMissing: boolean } {
  if (typeof data !== 'string') {
    fields.report(
      'wrongType',
      `${field}.data`,
      `is ${nameOf(data)}, not a string. The message was kept without its content.`,
      index,
    );
    return { payload: opcode === 2 ? new Uint8Array(0) : '', isMissing: true };
  }
  if (opcode === 2) {
    const parse = parseBase64(data);
    if (parse.ok) return { payload: parse.bytes, isMissing: false };
    fields.report(
      'badBase64',
      `${field}.data`,
      `cannot be read: ${parse.reason}. What stands there was kept as text.`,
      index,
    );
  } else if (opcode !== 1) {
    fields.report(
      'unknownOpcode',
      `${field}.opcode`,
      `is ${nameOf(opcode)}, not 1 (text) or 2 (binary). The message was taken as text.`,
      index,
    );
  }
  return { payload: data, isMissing: false };
}

function readFlags({ said, field }: Mark, fields: EntryFields): number {
  let flags = 0;
  for (const [name, flag] of Object.entries(markFlags))
    if (fields.flag(said[name], `${field}.${name}`)) flags |= flag;
  return flags;
}

/** The true size, where it is more than the payload's. */
function readSize(
  { said, field }: Mark,
  payload: string | Uint8Array,
  index: number,
  fields: EntryFields,
): number | null {
  const size = fields.count(said['size'], `${field}.size`);
  if (size === null) return null;
  const stored = typeof payload === 'string' ? utf8Length(payload) : payload.length;
  if (size > stored) return size;
  if (size < stored)
    fields.report(
      'badNumber',
      `${field}.size`,
      `is ${size}, less than the ${stored} bytes that are there. It was left out.`,
      index,
    );
  return null;
}

const encoder = new TextEncoder();
const utf8Length = (text: string): number => encoder.encode(text).length;
