import {
  type Budget,
  type Decoded,
  type Decoder,
  defaultBudget,
  type Hint,
  type MessageFacts,
  type Payload,
} from './decoder.ts';
import type { Interpretation, Protocol } from './protocol.ts';
import {
  chooseDecoder,
  chooseProtocol,
  decoderNamed,
  fullRegistry,
  leastConfidence,
  type Registry,
} from './registry.ts';
import { Value } from './value.ts';

/** One step of a message's meaning: what one decoder makes of the bytes that it was given. */
export interface Layer {
  readonly payload: Payload;
  readonly hint: Hint;
  readonly decoder: Decoder;
  /** How sure the decoder is; 1 where the user or the layer around has chosen it. */
  readonly confidence: number;
  readonly isChosen: boolean;
  readonly decoded: Decoded;
  readonly protocol: ProtocolReading | null;
}

export interface ProtocolReading {
  readonly protocol: Protocol;
  readonly confidence: number;
  readonly isChosen: boolean;
  readonly interpretation: Interpretation;
}

/**
 * What the user wants: names of decoders and protocols, the outermost first. Behind them what is
 * there is recognised automatically, unless the last name is `plain`, which ends the stack.
 */
export type Pipeline = readonly string[];
export const plain = 'plain';

export interface LayerOptions {
  readonly budget?: Budget;
  /** null: everything automatically. */
  readonly pipeline?: Pipeline | null;
  /** The decoder that the whole socket is known to speak: the first, where the user has not chosen. */
  readonly expected?: string | undefined;
  readonly registry?: Registry;
}

/** Base64 in gzip in base64 … has an end somewhere. */
const maxLayers = 8;

/**
 * The layers of a payload, the outermost first; none where nothing is recognised. The one policy
 * for failure: a decoder that was chosen automatically and fails is the last layer, its `decoded`
 * says why and holds the partial tree, and the view goes back to what is around it. So does one
 * that the user chose: its error and its partial tree are shown as they are.
 */
export function decodeLayers(
  payload: Payload,
  hint: Hint,
  {
    budget = defaultBudget,
    pipeline = null,
    expected: first,
    registry = fullRegistry,
  }: LayerOptions = {},
): readonly Layer[] {
  const layers: Layer[] = [];
  const wanted = [...(pipeline ?? [])];
  let current = payload;
  let currentHint = hint;
  let expected = first;
  while (layers.length < maxLayers) {
    const choice = nextDecoder(current, currentHint, wanted, expected, registry);
    if (choice === null) break;
    const decoded = choice.decoder.decode(current, currentHint, budget);
    const protocol = readProtocol(decoded, currentHint, wanted, registry);
    layers.push({ payload: current, hint: currentHint, ...choice, decoded, protocol });
    if (decoded.inner === undefined) break;
    const { inner } = decoded;
    const { state: _state, context: _context, following: _following, ...rest } = currentHint;
    current = inner.payload;
    currentHint = {
      ...rest,
      outer: [...(rest.outer ?? []), choice.decoder.name],
      ...(inner.context === undefined ? {} : { context: inner.context }),
    };
    expected = inner.decoder;
  }
  return layers;
}

/**
 * What the message means, as the innermost layer says that knows its role. Further inside there may be one that says
 * what the content is, such as a picture: that stands behind.
 */
export function factsOf(layers: readonly Layer[]): MessageFacts | null {
  let content: MessageFacts | null = null;
  for (const { decoded, protocol } of [...layers].reverse()) {
    const facts = protocol?.interpretation.facts ?? decoded.facts;
    if (facts === undefined) continue;
    if (facts.role !== undefined)
      return content === null
        ? facts
        : { ...facts, summary: `${facts.summary} · ${content.summary}` };
    content ??= facts;
  }
  return content;
}

type DecoderChoice = Pick<Layer, 'decoder' | 'confidence' | 'isChosen'>;

function nextDecoder(
  payload: Payload,
  hint: Hint,
  wanted: string[],
  expected: string | undefined,
  registry: Registry,
): DecoderChoice | null {
  const [name] = wanted;
  if (name === plain) return null;
  if (name !== undefined) {
    wanted.shift();
    const decoder = decoderNamed(name, registry);
    return decoder === undefined ? null : { decoder, confidence: 1, isChosen: true };
  }
  if (payload.bytes.length === 0) return null;
  const known = expected === undefined ? undefined : decoderNamed(expected, registry);
  if (known !== undefined) {
    const finer = registry.decoders.find(
      (each) => each.refines === known.name && each.recognises(payload, hint) >= leastConfidence,
    );
    return { decoder: finer ?? known, confidence: 1, isChosen: false };
  }
  const choice = chooseDecoder(payload, hint, registry);
  if (choice === null) return null;
  return { decoder: choice.chosen, confidence: choice.confidence, isChosen: false };
}

function readProtocol(
  decoded: Decoded,
  hint: Hint,
  wanted: string[],
  registry: Registry,
): ProtocolReading | null {
  const table = decoded.table;
  if (table === undefined) return null;
  const root = new Value(table);
  const named = registry.protocols.find(({ name }) => name === wanted[0]);
  if (named !== undefined) {
    wanted.shift();
    const interpretation = named.interpret(root, hint);
    return { protocol: named, confidence: 1, isChosen: true, interpretation };
  }
  // A decoder that knows what the message means, and a tree that is not whole, are not interpreted.
  if (!decoded.ok || decoded.facts !== undefined || wanted.length > 0) return null;
  const choice = chooseProtocol(root, hint, registry);
  if (choice === null) return null;
  const { chosen: protocol, confidence } = choice;
  return { protocol, confidence, isChosen: false, interpretation: protocol.interpret(root, hint) };
}
