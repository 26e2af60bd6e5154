import { type Budget, defaultBudget } from '../../decoders/decoder.ts';
import { factsOf } from '../../decoders/layers.ts';
import type { DecodedFacts } from '../query/match-row.ts';
import { decodedText } from './decoded-text.ts';
import { namesOf } from './row-facts.ts';
import type { RowLayers } from './row-layers.ts';

/** A message that is not read to its end within this is searched as far as it was. */
const maxMs = 100;
const nothing: DecodedFacts = { text: () => '', names: [], isHeartbeat: false, role: null };

/** What a filter asks of a decoded message. */
export function decodedFacts(layers: RowLayers, row: number, now: () => number): DecodedFacts {
  const end = now() + maxMs;
  const budget: Budget = { ...defaultBudget, maxNodes: 200_000, isOverdue: () => now() > end };
  const found = layers.of(row, budget);
  if (found === null) return nothing;
  const facts = factsOf(found);
  return {
    text: () => decodedText(found),
    names: found.filter(({ decoded }) => decoded.ok).flatMap(namesOf),
    isHeartbeat: facts?.isHeartbeat ?? false,
    role: facts?.role ?? null,
  };
}
