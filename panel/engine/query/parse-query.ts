import { parseSize } from './parse-size.ts';
import {
  describeProblem,
  messageFacts,
  type Query,
  type QueryDirection,
  type QueryProblem,
  type QueryRowKind,
  type Term,
} from './query.ts';

/** Indexes into the box, UTF-16, from 0. */
export type QueryError = QueryProblem & {
  readonly ok: false;
  readonly start: number;
  readonly end: number;
  readonly message: string;
};

export const directions = ['sent', 'received'] as const satisfies readonly QueryDirection[];
export const rowKinds = ['text', 'binary', 'lifecycle'] as const satisfies readonly QueryRowKind[];

/**
 * Reads the filter box. All terms must hold; a leading `-` negates one.
 *
 * - `word`: the payload holds it, whatever the case. Also `foo:bar` and `http://x`
 * - `"two words"`: the same with spaces, `\"` and `\\` for the characters themselves. The closing
 *   quote stands before a space: `"price":12` is a plain word
 * - `/regex/flags`
 * - `dir:sent`, `dir:received`; `type:text`, `type:binary`, `type:lifecycle`
 * - `decoded:word`, `decoded:"two words"`: what the decoded message says
 * - `decoder:msgpack`: a decoder or protocol among its layers, by the beginning of its name
 * - `is:heartbeat`, `is:request`, `is:response`, `is:event`, `is:control`
 * - `size:>1kb` with `>`, `>=`, `<`, `<=`, `=` or none, `size:1kb..2kb`; see parse-size.ts
 */
export function parseQuery(
  text: string,
): { readonly ok: true; readonly query: Query } | QueryError {
  const terms: Term[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text, at)) at += 1;
    if (at >= text.length) return { ok: true, query: { terms } };
    const parsed = parseTerm(text, at);
    if (!parsed.ok) {
      const message = describeProblem(parsed.problem);
      return { ok: false, ...parsed.problem, start: at, end: parsed.end, message };
    }
    if (parsed.condition) {
      const { isNegated, end } = parsed;
      terms.push({ ...parsed.condition, isNegated, start: at, end });
    }
    at = parsed.end;
  }
}

/** `Omit` that keeps the members of the union apart. */
type ConditionOf<T> = T extends Term ? Omit<T, 'isNegated' | 'start' | 'end'> : never;
type Condition = ConditionOf<Term>;

type ConditionParse =
  /** No condition: a quoted nothing, as the box holds while a phrase is typed. */
  | { readonly ok: true; readonly condition: Condition | null; readonly end: number }
  | { readonly ok: false; readonly problem: QueryProblem; readonly end: number };

function parseTerm(text: string, start: number): ConditionParse & { isNegated: boolean } {
  const isNegated = text[start] === '-' && start + 1 < text.length && !isSpace(text, start + 1);
  return { ...parseCondition(text, isNegated ? start + 1 : start), isNegated };
}

function parseCondition(text: string, start: number): ConditionParse {
  if (text[start] === '"') return parseQuoted(text, start);
  if (text[start] === '/') return parseRegex(text, start);
  const end = wordEnd(text, start);
  const word = text.slice(start, end);
  const colon = word.indexOf(':');
  const value = word.slice(colon + 1);
  switch (word.slice(0, Math.max(0, colon)).toLowerCase()) {
    case 'dir':
      return parseDirection(value, end);
    case 'type':
      return parseRowKind(value, end);
    case 'is':
      return parseFact(value, end);
    case 'decoder':
      if (value === '') return missingValue('decoder', end);
      return { ok: true, condition: { kind: 'decoder', name: value.toLowerCase() }, end };
    case 'decoded':
      return parseDecoded(text, start + colon + 1);
    case 'size': {
      const size = parseSize(value);
      if (!size.ok) return { ok: false, problem: size.problem, end };
      const { leastBytes, mostBytes } = size;
      return { ok: true, condition: { kind: 'size', leastBytes, mostBytes }, end };
    }
    default:
      return { ok: true, condition: { kind: 'text', text: word }, end };
  }
}

function parseDirection(value: string, end: number): ConditionParse {
  const direction = directions.find((choice) => choice === value.toLowerCase());
  if (direction) return { ok: true, condition: { kind: 'direction', direction }, end };
  return unknownValue('dir', value, directions, end);
}

function parseRowKind(value: string, end: number): ConditionParse {
  const type = rowKinds.find((choice) => choice === value.toLowerCase());
  if (type) return { ok: true, condition: { kind: 'type', type }, end };
  return unknownValue('type', value, rowKinds, end);
}

function parseFact(value: string, end: number): ConditionParse {
  const fact = messageFacts.find((choice) => choice === value.toLowerCase());
  if (fact) return { ok: true, condition: { kind: 'fact', fact }, end };
  return unknownValue('is', value, messageFacts, end);
}

/** A word or a quoted phrase. */
function parseDecoded(text: string, start: number): ConditionParse {
  const quoted = text[start] === '"' ? parseQuoted(text, start) : null;
  if (quoted?.ok === false) return quoted;
  if (quoted?.condition?.kind === 'text') {
    return { ...quoted, condition: { kind: 'decoded', text: quoted.condition.text } };
  }
  const end = quoted?.end ?? wordEnd(text, start);
  if (end === start || quoted !== null) return missingValue('decoded', end);
  return { ok: true, condition: { kind: 'decoded', text: text.slice(start, end) }, end };
}

function missingValue(key: string, end: number): ConditionParse {
  return { ok: false, problem: { reasonCode: 'missing-value', parameters: { key } }, end };
}

function unknownValue(
  key: string,
  value: string,
  choices: readonly string[],
  end: number,
): ConditionParse {
  const problem = { reasonCode: 'unknown-value', parameters: { key, value, choices } } as const;
  return { ok: false, problem, end };
}

function parseQuoted(text: string, start: number): ConditionParse {
  let phrase = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      const end = at + 1;
      if (end < text.length && !isSpace(text, end)) {
        const plainEnd = wordEnd(text, end);
        const plain = text.slice(start, plainEnd);
        return { ok: true, condition: { kind: 'text', text: plain }, end: plainEnd };
      }
      return { ok: true, condition: phrase === '' ? null : { kind: 'text', text: phrase }, end };
    }
    const next = text[at + 1];
    const isEscape = character === '\\' && (next === '"' || next === '\\');
    if (isEscape) at += 1;
    phrase += text.charAt(at);
  }
  const problem = { reasonCode: 'unterminated-quote', parameters: {} } as const;
  return { ok: false, problem, end: text.length };
}

function parseRegex(text: string, start: number): ConditionParse {
  const slash = closingSlash(text, start);
  if (slash < 0) {
    const parameters = { text: text.slice(start) };
    return {
      ok: false,
      problem: { reasonCode: 'unterminated-regex', parameters },
      end: text.length,
    };
  }
  const end = wordEnd(text, slash);
  const source = text.slice(start + 1, slash);
  const problem = regexProblem(source, text.slice(slash + 1, end));
  if (problem) return { ok: false, problem, end };
  // g and y would make a test depend on the one before; d only costs time.
  const flags = text.slice(slash + 1, end).replace(/[dgy]/g, '');
  return { ok: true, condition: { kind: 'regex', source, flags }, end };
}

/** A slash in a class or behind a backslash does not end the literal, as in JavaScript. */
function closingSlash(text: string, start: number): number {
  let isInClass = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) return at;
  }
  return -1;
}

function regexProblem(source: string, flags: string): QueryProblem | null {
  if (source === '') return { reasonCode: 'empty-regex', parameters: {} };
  for (const [index, flag] of [...flags].entries()) {
    const clashes = flags.indexOf(flag) !== index || (flag === 'v' && flags.includes('u'));
    if (clashes || !'dgimsuvy'.includes(flag)) {
      return { reasonCode: 'unknown-flag', parameters: { flag } };
    }
  }
  try {
    new RegExp(source, flags);
    return null;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { reasonCode: 'invalid-regex', parameters: { problem } };
  }
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isSpace(text, end)) end += 1;
  return end;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}
