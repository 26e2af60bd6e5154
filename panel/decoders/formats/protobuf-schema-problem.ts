import type { SchemaError } from './protobuf-schema.ts';

/** What the parser says of a text, or null when it has nothing to say. */
export type ProblemOf = (text: string) => string | null;

/**
 * What is wrong with a `.proto` text, in words that help, with its line. Where the parser names no
 * line, the shortest beginning of the text that has the same problem ends in it.
 */
export function schemaProblem(
  file: string,
  content: string,
  said: string,
  problemOf: ProblemOf,
): SchemaError {
  const told = Number(/line (\d+)\)$/.exec(said)?.[1] ?? 0);
  const message = said.replace(/ \([^()]*line \d+\)$/, '');
  const elsewhere = told === 0 ? definedElsewhere(message, content, problemOf) : null;
  if (elsewhere !== null) return { file, ...elsewhere };
  const line = told > 0 ? told : searchLine(content, said, problemOf);
  return { file, line, text: wordsOf(message) };
}

/** A name that is taken, though the text alone is right: by another file. */
function definedElsewhere(
  message: string,
  content: string,
  problemOf: ProblemOf,
): { readonly line: number; readonly text: string } | null {
  const name = /^duplicate name '(.+)' in /.exec(message)?.[1];
  if (name === undefined || problemOf(content) !== null) return null;
  const at = content.search(new RegExp(`\\b(?:message|enum|service)\\s+${name}\\b`));
  const text = `${name} is defined in another file too: remove one of the files`;
  return { line: at < 0 ? 0 : content.slice(0, at).split('\n').length, text };
}

function searchLine(content: string, said: string, problemOf: ProblemOf): number {
  if (problemOf(content) !== said) return 0;
  const lines = content.split('\n');
  let low = 1;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (problemOf(lines.slice(0, middle).join('\n')) === said) high = middle;
    else low = middle + 1;
  }
  return low;
}

const phrasings: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^illegal token 'null', '(.+)' expected$/, (wanted) => `the file ends where '${wanted}' is due`],
  [
    /^illegal (?:token|end of input) '.*null.*'$/,
    () => 'the file ends too early: is a bracket still open?',
  ],
  [/^illegal token '(.*)', '(.+)' expected$/, (found, due) => `'${due}' is due before '${found}'`],
  [/^illegal token '(.*)'$/, (found) => `'${found}' cannot stand here`],
  [/^illegal ([a-z ]+) '(.*)'$/, (kind, found) => `'${found}' is no ${kind}`],
  [/^illegal (string|comment)$/, (kind) => `a ${kind} that does not end`],
  [/^duplicate name '(.+)' in .*$/, (name) => `${name} is defined twice: rename one`],
  [
    /^duplicate id (\d+) in \w+ \.?(.+)$/,
    (number, type) => `${type} has the number ${number} twice: give one of them another`,
  ],
  [
    /^(?:id|name) '?(.+?)'? is reserved in \w+ \.?(.+)$/,
    (what, type) => `${type} reserves ${what}: take another`,
  ],
];

function wordsOf(message: string): string {
  for (const [pattern, phrase] of phrasings) {
    const [found, ...parts] = pattern.exec(message) ?? [];
    if (found !== undefined) return phrase(...parts);
  }
  return message;
}
