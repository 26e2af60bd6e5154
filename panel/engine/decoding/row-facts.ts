import { type Budget, defaultBudget, type MessageRole } from '../../decoders/decoder.ts';
import { factsOf, type Layer } from '../../decoders/layers.ts';
import { previewOf } from '../../decoders/preview.ts';
import type { RowLayers } from './row-layers.ts';

/** What the list shows of a message beside its bytes. */
export interface RowFacts {
  /** In the protocol's words, or binary values in one line; null where the payload says it best itself. */
  readonly summary: string | null;
  /** Labels of the layers and protocols, the outermost first. */
  readonly layers: string;
  /** The label of what the summary is of; '' for none. */
  readonly decodedAs: string;
  readonly isHeartbeat: boolean;
  readonly role: MessageRole | null;
  readonly correlationId: string | null;
}

export const noFacts: RowFacts = {
  summary: null,
  layers: '',
  decodedAs: '',
  isHeartbeat: false,
  role: null,
  correlationId: null,
};

const maxSummaryChars = 300;
/** Larger payloads show their beginning: forty of them are decoded between two frames. */
const maxSummarisedBytes = 64 * 1024;
const maxRemembered = 4096;
const maxSummaryMs = 4;

export interface RowFactsSource {
  /** @param isComplete whether all of the payload is there */
  of(row: number, storedBytes: number, isComplete: boolean): RowFacts;
}

/** Facts of rows in sight, remembered: the same rows are asked for at every update. */
export class RowFactsCache implements RowFactsSource {
  readonly #layers: RowLayers;
  readonly #now: () => number;
  readonly #facts = new Map<number, RowFacts>();

  constructor(layers: RowLayers, now: () => number) {
    this.#layers = layers;
    this.#now = now;
  }

  of(row: number, storedBytes: number, isComplete: boolean): RowFacts {
    if (storedBytes > maxSummarisedBytes) return noFacts;
    const known = this.#facts.get(row);
    if (known !== undefined) return known;
    const layers = this.#layers.of(row, this.#budget());
    if (layers === null) return noFacts;
    const facts = describeLayers(layers);
    if (this.#facts.size >= maxRemembered) this.#facts.clear();
    if (isComplete) this.#facts.set(row, facts);
    return facts;
  }

  forget(): void {
    this.#facts.clear();
  }

  #budget(): Budget {
    const end = this.#now() + maxSummaryMs;
    return { ...defaultBudget, maxNodes: 10_000, isOverdue: () => this.#now() > end };
  }
}

export function describeLayers(layers: readonly Layer[]): RowFacts {
  const facts = factsOf(layers);
  const labels = layers.filter(({ decoded }) => decoded.ok).flatMap(labelsOf);
  return {
    summary: facts?.summary ?? valueSummary(layers),
    layers: labels.join(' › '),
    decodedAs: speakerOf(layers) ?? labels.at(-1) ?? '',
    isHeartbeat: facts?.isHeartbeat ?? false,
    role: facts?.role ?? null,
    correlationId: facts?.correlationId ?? null,
  };
}

/** The names by which the filter knows a layer. */
export const namesOf = ({ decoder, protocol }: Layer): string[] =>
  protocol === null ? [decoder.name] : [decoder.name, protocol.protocol.name];

const labelsOf = ({ decoder, protocol }: Layer): string[] =>
  protocol === null ? [decoder.label] : [decoder.label, protocol.protocol.label];

/** Who says what the message means: also one that could not read it to its end, and an outer one, as a picture that is XML within. */
const speakerOf = (layers: readonly Layer[]): string | undefined =>
  layers
    .filter(
      ({ decoded, protocol }) => (protocol?.interpretation.facts ?? decoded.facts) !== undefined,
    )
    .flatMap(labelsOf)
    .at(-1);

/** Text that is JSON reads well as it is; what was binary or packed does not. */
function valueSummary(layers: readonly Layer[]): string | null {
  const innermost = layers.findLast(({ decoded }) => decoded.ok);
  const table = innermost?.decoded.table;
  if (innermost === undefined || table === undefined) return null;
  if (layers.length === 1 && innermost.payload.isText) return null;
  return previewOf(table, 0, maxSummaryChars);
}
