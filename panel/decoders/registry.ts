import {
  type Budget,
  type Decoded,
  type DecodeFailure,
  type Decoder,
  defaultBudget,
  type Hint,
  type Payload,
} from './decoder.ts';
import { jsonDecoder } from './json.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const allDecoders: readonly Decoder[] = [jsonDecoder];

/** Less sure than this, a decoder is only offered, not chosen. */
export const leastConfidence = 0.5;

export interface Choice {
  readonly decoder: Decoder;
  readonly confidence: number;
}

export type AutomaticDecoding =
  | (Choice & { readonly kind: 'decoded'; readonly decoded: Decoded & { readonly ok: true } })
  /** Shown as text or bytes; `failure` says that the decoder was tried and why it gave up. */
  | (Choice & { readonly kind: 'fallen-back'; readonly failure: DecodeFailure })
  | { readonly kind: 'not-recognised' };

/** The decoder that is most sure of the payload, or null when none is sure enough. */
export function chooseDecoder(
  payload: Payload,
  hint: Hint,
  decoders: readonly Decoder[] = allDecoders,
): Choice | null {
  let best: Choice | null = null;
  for (const decoder of decoders) {
    const confidence = decoder.recognises(payload, hint);
    if (confidence >= leastConfidence && confidence > (best?.confidence ?? 0)) {
      best = { decoder, confidence };
    }
  }
  return best;
}

/**
 * The one policy for failure. A decoder that was chosen automatically and fails gives way to the
 * undecoded payload, and the answer says so; the partial tree is in `failure.table`. A decoder
 * that the user chose is called directly, and its error and partial tree are shown.
 */
export function decodeAutomatically(
  payload: Payload,
  hint: Hint,
  budget: Budget = defaultBudget,
  decoders: readonly Decoder[] = allDecoders,
): AutomaticDecoding {
  const choice = chooseDecoder(payload, hint, decoders);
  if (!choice) return { kind: 'not-recognised' };
  const decoded = choice.decoder.decode(payload, hint, budget);
  return decoded.ok
    ? { ...choice, kind: 'decoded', decoded }
    : { ...choice, kind: 'fallen-back', failure: decoded };
}
