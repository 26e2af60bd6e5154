import type { Payload } from '../../decoders/decoder.ts';
import type { Layer } from '../../decoders/layers.ts';
import { fullRegistry } from '../../decoders/registry.ts';
import { Value } from '../../decoders/value.ts';
import type { DecoderChoice, DecoderChoices } from '../engine-contract.ts';
import type { RowLayers } from './row-layers.ts';

/** What may stand in a layer's place; without one, what may decode the message itself. */
export function decoderChoices(
  layer: Layer | null,
  rows: RowLayers,
  row: number,
  typesFor: (payload: Payload) => readonly DecoderChoice[],
): DecoderChoices {
  const payload = layer?.payload ?? rows.payload(row);
  const hint = layer?.hint ?? rows.hint(row);
  const table = layer?.decoded.table;
  const root = table === undefined ? null : new Value(table);
  const { decoders, protocols } = fullRegistry;
  return {
    types: payload.isText ? [] : typesFor(payload),
    decoders: ranked(decoders, (decoder) => decoder.recognises(payload, hint)),
    protocols:
      root === null ? [] : ranked(protocols, (protocol) => protocol.recognises(root, hint)),
  };
}

/** The surest first, then by name. */
function ranked<Named extends { readonly name: string; readonly label: string }>(
  all: readonly Named[],
  confidenceOf: (each: Named) => number,
): DecoderChoice[] {
  return all
    .map((each) => ({ name: each.name, label: each.label, confidence: confidenceOf(each) }))
    .sort((one, other) => other.confidence - one.confidence || compare(one.label, other.label));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
