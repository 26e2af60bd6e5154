import type { Layer } from '../../decoders/layers.ts';
import { allDecoders, allProtocols } from '../../decoders/registry.ts';
import { Value } from '../../decoders/value.ts';
import type { DecoderChoice, DecoderChoices } from '../engine-contract.ts';
import type { RowLayers } from './row-layers.ts';

/** What may stand in a layer's place; without one, what may decode the message itself. */
export function decoderChoices(layer: Layer | null, rows: RowLayers, row: number): DecoderChoices {
  const payload = layer?.payload ?? rows.payload(row);
  const hint = layer?.hint ?? rows.hint(row);
  const table = layer?.decoded.table;
  const root = table === undefined ? null : new Value(table);
  return {
    decoders: ranked(allDecoders, (decoder) => decoder.recognises(payload, hint)),
    protocols:
      root === null ? [] : ranked(allProtocols, (protocol) => protocol.recognises(root, hint)),
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
