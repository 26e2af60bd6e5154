import { createByteFinder } from './find-bytes.ts';
import type { Query, Term } from './query.ts';
import type { RegexPattern } from './regex-chunk.ts';

export interface RowFacts {
  readonly direction: 'sent' | 'received' | 'none';
  readonly type: 'text' | 'binary' | 'lifecycle';
  /** Bytes of the payload. */
  readonly size: number;
}

/** What the layers of a message say. */
export interface DecodedFacts {
  /** All keys and values, a line each. Costly: asked last. */
  text(): string;
  /** Of its decoders and protocols. */
  readonly names: readonly string[];
  readonly isHeartbeat: boolean;
  readonly role: string | null;
}

/** A query ready to run: a row matches when `cheap`, `matchBytes` and the regexes all say so. */
export interface CompiledQuery {
  /** Direction, type and size: what the columns know without the payload. */
  cheap(row: RowFacts): boolean;
  /** Whether rows that pass `cheap` must also be asked by `matchBytes` or the regexes. */
  readonly needsPayload: boolean;
  /** The plain words, negated ones too. True when there are none. */
  matchBytes(bytes: Uint8Array, start: number, end: number): boolean;
  /** Whether rows that pass `matchBytes` must also be asked by `matchDecoded`. */
  readonly needsDecoding: boolean;
  matchDecoded(facts: DecodedFacts): boolean;
  /** To be run by a regex host, never here: they may take forever. */
  readonly regexes: readonly RegexPattern[];
  /** Whether openings, closings and errors may be among the matches. */
  readonly includesLifecycle: boolean;
}

type TermOf<Kind extends Term['kind']> = Extract<Term, { readonly kind: Kind }>;

/**
 * Whoever asks for a word, a direction or a size means messages: such a query leaves lifecycle
 * rows out unless it has `type:lifecycle`. The empty query includes them.
 */
export function compileQuery(query: Query): CompiledQuery {
  const words = termsOf(query, 'text').map(({ text, isNegated }) => ({
    find: createByteFinder(text),
    isNegated,
  }));
  const regexes = termsOf(query, 'regex').map(({ source, flags, isNegated }) => ({
    source,
    flags,
    isNegated,
  }));
  const types = termsOf(query, 'type');
  const includesLifecycle =
    hasType(types, 'lifecycle') &&
    (types.some((term) => !term.isNegated) || query.terms.length === types.length);
  const hasDirection = compileDirections(termsOf(query, 'direction'));
  const matchDecoded = compileDecoded(query);
  const hasSize = compileSizes(termsOf(query, 'size'));
  return {
    cheap: (row) =>
      (row.type === 'lifecycle' ? includesLifecycle : hasType(types, row.type)) &&
      hasDirection(row.direction) &&
      hasSize(row.size),
    needsPayload: words.length + regexes.length > 0 || matchDecoded !== null,
    needsDecoding: matchDecoded !== null,
    matchDecoded: matchDecoded ?? (() => true),
    matchBytes: (bytes, start, end) => {
      for (const { find, isNegated } of words) {
        if (find(bytes, start, end) === isNegated) return false;
      }
      return true;
    },
    regexes,
    includesLifecycle,
  };
}

function termsOf<Kind extends Term['kind']>(query: Query, kind: Kind): TermOf<Kind>[] {
  return query.terms.filter((term): term is TermOf<Kind> => term.kind === kind);
}

function hasType(terms: readonly TermOf<'type'>[], type: RowFacts['type']): boolean {
  return terms.every((term) => (term.type === type) !== term.isNegated);
}

function compileDirections(
  terms: readonly TermOf<'direction'>[],
): (direction: RowFacts['direction']) => boolean {
  return (direction) => terms.every((term) => (term.direction === direction) !== term.isNegated);
}

function compileSizes(terms: readonly TermOf<'size'>[]): (size: number) => boolean {
  return (size) =>
    terms.every((term) => (size >= term.leastBytes && size <= term.mostBytes) !== term.isNegated);
}

/** null when no term asks for what is decoded. */
function compileDecoded(query: Query): ((facts: DecodedFacts) => boolean) | null {
  const facts = termsOf(query, 'fact');
  const decoders = termsOf(query, 'decoder');
  const texts = termsOf(query, 'decoded').map((term) => ({
    ...term,
    text: term.text.toLowerCase(),
  }));
  if (facts.length + decoders.length + texts.length === 0) return null;
  return (row) => {
    for (const { fact, isNegated } of facts) {
      const holds = fact === 'heartbeat' ? row.isHeartbeat : row.role === fact;
      if (holds === isNegated) return false;
    }
    for (const { name, isNegated } of decoders) {
      if (row.names.some((each) => each.startsWith(name)) === isNegated) return false;
    }
    if (texts.length === 0) return true;
    const text = row.text().toLowerCase();
    return texts.every((term) => text.includes(term.text) !== term.isNegated);
  };
}
