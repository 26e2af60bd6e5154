import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import type { SocketState } from '../socket-table.ts';
import { type EntryFields, isObject, type JsonObject, nameOf } from './entry-fields.ts';
import type { ImportedEvent, ImportedSocket } from './imported-socket.ts';
import { inOrder } from './item-order.ts';
import { type Mark, type MessageListOptions, readMessages } from './read-messages.ts';
import { isEventKind } from './sockets-field.ts';

const states = ['connecting', 'open', 'closing', 'closed', 'failed'] as const;

/** Reads an entry that Sockets wrote: `own` is its field `_sockets`. */
export function readOwnEntry(
  own: JsonObject,
  url: string,
  messages: readonly unknown[],
  startedAtMs: number,
  fields: EntryFields,
): ImportedSocket {
  const text = (name: string): string => fields.text(own[name], `_sockets.${name}`);
  const time = (name: string): number | null => fields.time(own[name], `_sockets.${name}`);
  const createdAtMs = time('createdAtMs') ?? startedAtMs;
  const lists = { isSeconds: true, fallbackMs: createdAtMs };
  const marks = readMarks(own, messages.length, fields);
  const onWire: MessageListOptions = {
    ...lists,
    field: '_webSocketMessages',
    flags: 0,
    markOf: (index) => marks.get(index),
  };
  const notSent: MessageListOptions = {
    ...lists,
    field: '_sockets.notSent',
    flags: recordFlag.notSent,
    markOf: (index, message) => ({ said: message, field: `_sockets.notSent[${index}]` }),
  };
  return {
    url,
    documentUrl: text('documentUrl'),
    requestedProtocols: text('requestedProtocols'),
    protocol: text('protocol'),
    extensions: text('extensions'),
    stack: text('stack'),
    state: readState(own, fields),
    createdAtMs,
    openedAtMs: time('openedAtMs'),
    closedAtMs: time('closedAtMs'),
    closeCode: fields.count(own['closeCode'], '_sockets.closeCode', 0xffff),
    closeReason: text('closeReason'),
    wasClean: fields.flag(own['wasClean'], '_sockets.wasClean'),
    isAdopted: fields.flag(own['isAdopted'], '_sockets.isAdopted'),
    missingMessages: fields.count(own['missingMessages'], '_sockets.missingMessages') ?? 0,
    items: inOrder([
      ...readMessages(messages, fields, onWire),
      ...readMessages(fields.list(own['notSent'], '_sockets.notSent'), fields, notSent),
      ...readEvents(own, createdAtMs, fields),
    ]),
  };
}

function readState(own: JsonObject, fields: EntryFields): SocketState {
  const state = states.find((known) => known === own['state']);
  if (state !== undefined) return state;
  fields.report(
    'wrongType',
    '_sockets.state',
    `is ${nameOf(own['state'])}, not one of ${states.join(', ')}. It was taken as closed.`,
  );
  return 'closed';
}

function readMarks(
  own: JsonObject,
  messageCount: number,
  fields: EntryFields,
): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>();
  for (const [place, mark] of fields.list(own['marks'], '_sockets.marks').entries()) {
    const field = `_sockets.marks[${place}]`;
    if (!isObject(mark)) {
      fields.report('wrongType', field, `is ${nameOf(mark)}, not an object. It was left out.`);
      continue;
    }
    const index = fields.count(mark['index'], `${field}.index`, messageCount - 1);
    if (index !== null) marks.set(index, { said: mark, field });
  }
  return marks;
}

function readEvents(own: JsonObject, createdAtMs: number, fields: EntryFields): ImportedEvent[] {
  const events: ImportedEvent[] = [];
  let previousMs = createdAtMs;
  for (const [index, event] of fields.list(own['events'], '_sockets.events').entries()) {
    const field = `_sockets.events[${index}]`;
    if (!isObject(event)) {
      fields.report('wrongType', field, `is ${nameOf(event)}, not an object. It was left out.`);
      continue;
    }
    const { kind } = event;
    if (!isEventKind(kind)) {
      fields.report(
        'unknownEventKind',
        `${field}.kind`,
        `is ${nameOf(kind)}, which this version does not know. The event was left out.`,
      );
      continue;
    }
    const atMs = fields.time(event['atMs'], `${field}.atMs`) ?? previousMs;
    previousMs = atMs;
    events.push({
      kind,
      atMs,
      tie: fields.count(event['tie'], `${field}.tie`) ?? 0,
      flags: fields.count(event['flags'], `${field}.flags`, 0xff) ?? 0,
      code: fields.count(event['code'], `${field}.code`) ?? 0,
      text: fields.text(event['text'], `${field}.text`),
      name: fields.text(event['name'], `${field}.name`),
      wasClean: fields.flag(event['wasClean'], `${field}.wasClean`),
    });
  }
  return events;
}
