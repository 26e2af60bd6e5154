import type { Hint, MessageFacts } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import type { Protocol } from '../../../../panel/decoders/protocol.ts';
import { Value } from '../../../../panel/decoders/value.ts';
import { jsonTable, textPayload } from '../bytes.ts';

/** The protocol that a message is taken for by all of them together, and what it means there. */
export function readMessage(text: string, hint: Hint = {}) {
  const layers = decodeLayers(textPayload(text), hint);
  const reading = layers[layers.length - 1]?.protocol;
  return { protocol: reading?.protocol.name, ...reading?.interpretation.facts };
}

/** The names and notes of a message, by the path of keys and indices to the value. */
export function annotationsOf(protocol: Protocol, text: string, hint: Hint = {}) {
  const table = jsonTable(text);
  const { names = new Map(), notes = new Map() } = protocol.interpret(new Value(table), hint);
  const textsOf = (map: ReadonlyMap<number, string>) =>
    [...map].map(([node, word]) => [table.text(node, 40) || table.kind(node), word]);
  return { names: textsOf(names), notes: textsOf(notes) };
}

/** A row of a table: the message, what it is called, and the rest of its facts. */
export type Row = readonly [text: string, summary: string, rest: Omit<MessageFacts, 'summary'>];

export const control = { role: 'control' } as const;
export const event = { role: 'event' } as const;
export const beat = { role: 'control', isHeartbeat: true } as const;
export const request = (correlationId: string) => ({ role: 'request', correlationId }) as const;
export const response = (correlationId: string) => ({ role: 'response', correlationId }) as const;
