import type { Hint, MessageFacts } from '../decoder.ts';
import type { Value } from '../value.ts';
import { shorten } from './combined-facts.ts';
import { type HubType, hubTypes } from './signalr-words.ts';

/** A hub message by the names of its fields, however it is encoded. */
export type HubField = (name: string) => Value | null;

/** What a hub message means, in one line: `Send("Ada", "hi") #1`. */
export function hubFacts(
  type: number,
  field: HubField,
  direction: Hint['direction'] = 'received',
): MessageFacts {
  const name = hubTypes[type];
  if (name === undefined) return { summary: `type ${type}` };
  const id = field('invocationId')?.id() ?? null;
  const number = id === null ? '' : ` #${id}`;
  const correlation = id === null ? {} : { correlationId: id };
  switch (name satisfies HubType) {
    case 'Invocation':
    case 'StreamInvocation': {
      const stream = name === 'StreamInvocation' ? 'stream ' : '';
      const shown = field('arguments')?.preview() ?? '';
      const given = shown.startsWith('[') && shown.endsWith(']') ? shown.slice(1, -1) : shown;
      const summary = `${stream}${field('target')?.string(80) ?? ''}(${given})${number}`;
      return { summary, role: id === null ? 'event' : 'request', ...correlation };
    }
    case 'StreamItem':
      return {
        summary: `item${number} ${field('item')?.preview() ?? ''}`,
        // What a client streams are arguments of a call; only what a server streams answers one.
        role: direction === 'sent' ? 'event' : 'response',
        ...correlation,
      };
    case 'Completion':
      return { summary: completion(field, number), role: 'response', ...correlation };
    case 'CancelInvocation':
      return { summary: `cancel${number}`, role: 'control', ...correlation };
    case 'Ping':
      return { summary: 'ping', role: 'control', isHeartbeat: true };
    case 'Close':
      return { summary: `close ${errorOf(field)}`.trimEnd(), role: 'control' };
    case 'Ack':
    case 'Sequence':
      return {
        summary: `${name.toLowerCase()} ${field('sequenceId')?.id() ?? ''}`,
        role: 'control',
      };
  }
}

function completion(field: HubField, number: string): string {
  const error = errorOf(field);
  // In the MessagePack hub the error stands where a result would.
  if (field('resultKind')?.number() === 1)
    return `error${number} ${field('result')?.string(200) ?? ''}`.trimEnd();
  if (error !== '') return `error${number} ${error}`;
  const result = field('result');
  return result === null ? `completed${number}` : `result${number} ${result.preview()}`;
}

const errorOf = (field: HubField): string => shorten(field('error')?.string(200) ?? '');

export function handshakeFacts(record: Value): MessageFacts {
  const protocol = record.get('protocol')?.string(40) ?? null;
  if (protocol !== null) {
    const version = record.get('version')?.id() ?? '';
    return {
      summary: `handshake ${protocol} ${version}`,
      role: 'request',
      correlationId: 'handshake',
    };
  }
  const error = record.get('error')?.string(200) ?? null;
  const summary = error === null ? 'handshake accepted' : `handshake error ${error}`;
  return { summary, role: 'response', correlationId: 'handshake' };
}
