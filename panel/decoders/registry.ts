import type { Decoder, Hint, Payload } from './decoder.ts';
import { formats } from './formats/all.ts';
import { jsonDecoder } from './json.ts';
import { valueProtocols } from './json-protocols/all.ts';
import { packings } from './packing/all.ts';
import type { Protocol } from './protocol.ts';
import { byteProtocols } from './protocols/all.ts';
import type { Value } from './value.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const allDecoders: readonly Decoder[] = [
  ...byteProtocols,
  jsonDecoder,
  ...packings,
  ...formats,
];

export const allProtocols: readonly Protocol[] = valueProtocols;

export interface Registry {
  readonly decoders: readonly Decoder[];
  readonly protocols: readonly Protocol[];
  /** Such as are only ever chosen by their name, by which they stand here: they may be thousands. */
  readonly named?: ReadonlyMap<string, Decoder>;
}

export const fullRegistry: Registry = { decoders: allDecoders, protocols: allProtocols };

/** The decoder of a name; undefined when there is none. */
export function decoderNamed(name: string, { decoders, named }: Registry): Decoder | undefined {
  return decoders.find((decoder) => decoder.name === name) ?? named?.get(name);
}

/** Less sure than this, a decoder is only offered, not chosen. */
export const leastConfidence = 0.5;

export interface Choice<Chosen> {
  readonly chosen: Chosen;
  readonly confidence: number;
}

/** All decoders that are sure enough to be chosen or offered, the surest first. */
export function rankDecoders(
  payload: Payload,
  hint: Hint,
  { decoders }: Registry = fullRegistry,
): readonly Choice<Decoder>[] {
  return decoders
    .map((decoder) => ({ chosen: decoder, confidence: decoder.recognises(payload, hint) }))
    .filter(({ confidence }) => confidence > 0)
    .sort((one, other) => other.confidence - one.confidence);
}

/** The decoder that is most sure of the payload, or null when none is sure enough. */
export function chooseDecoder(
  payload: Payload,
  hint: Hint,
  { decoders }: Registry = fullRegistry,
): Choice<Decoder> | null {
  return surest(decoders, (decoder) => decoder.recognises(payload, hint));
}

/** The protocol that is most sure of a value, or null when none is sure enough. */
export function chooseProtocol(
  root: Value,
  hint: Hint,
  { protocols }: Registry = fullRegistry,
): Choice<Protocol> | null {
  return surest(protocols, (protocol) => protocol.recognises(root, hint));
}

function surest<Chosen>(
  all: readonly Chosen[],
  confidenceOf: (each: Chosen) => number,
): Choice<Chosen> | null {
  let best: Choice<Chosen> | null = null;
  for (const each of all) {
    const confidence = confidenceOf(each);
    if (confidence >= leastConfidence && confidence > (best?.confidence ?? 0)) {
      best = { chosen: each, confidence };
    }
  }
  return best;
}
