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
  const elsewhere = told === 0 ? definedElsewhere(file, content, message, problemOf) : null;
  if (elsewhere !== null) return elsewhere;
  const line = told > 0 ? told : searchLine(content, said, problemOf);
  return { file, line, text: wordsOf(message) };
}

/** A name that is taken, though the text alone is right: by another file. */
function definedElsewhere(
  file: string,
  content: string,
  message: string,
  problemOf: ProblemOf,
): SchemaError | null {
  const [name] = partsOf(/^duplicate name '(.+)' in /, message);
  if (name === undefined || problemOf(content) !== null) return null;
  const at = content.search(new RegExp(`\\b(?:message|enum|service)\\s+${name}\\b`));
  const line = at < 0 ? 0 : content.slice(0, at).split('\n').length;
  return { file, line, text: `${name} is defined in another file too: remove one of the files` };
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

function wordsOf(message: string): string {
  const [missing] = partsOf(/^illegal token 'null', '(.+)' expected$/, message);
  if (missing !== undefined) return `the file ends where '${missing}' is due`;
  if (/^illegal (?:token|end of input) '.*null.*'$/.test(message))
    return 'the file ends too early: is a bracket still open?';
  const [before, due] = partsOf(/^illegal token '(.*)', '(.+)' expected$/, message);
  if (due !== undefined) return `'${due}' is due before '${before}'`;
  const [token] = partsOf(/^illegal token '(.*)'$/, message);
  if (token !== undefined) return `'${token}' cannot stand here`;
  const [kind, found] = partsOf(/^illegal ([a-z ]+) '(.*)'$/, message);
  if (found !== undefined) return `'${found}' stands where ${wantedBy(kind)} is due`;
  if (message === 'illegal string') return 'a text without its closing quote';
  if (message === 'illegal comment') return 'a comment that does not end';
  const [name] = partsOf(/^duplicate name '(.+)' in /, message);
  if (name !== undefined) return `${name} is defined twice: rename one`;
  const [number, type] = partsOf(/^duplicate id (\d+) in \w+ \.?(.+)$/, message);
  if (type !== undefined) return `${type} has the number ${number} twice: give one of them another`;
  const [taken, owner] = partsOf(/^(?:id|name) '?(.+?)'? is reserved in \w+ \.?(.+)$/, message);
  if (owner !== undefined) return `${owner} reserves ${taken}: take another`;
  return message;
}

/** What the parser has missed, by its word for it. */
function wantedBy(kind = ''): string {
  if (kind.endsWith('name')) return 'a name';
  if (kind === 'type') return 'a type';
  return ['id', 'integer', 'number'].includes(kind) ? 'a whole number' : 'another value';
}

/** What the groups of an expression match; none where it does not. */
const partsOf = (pattern: RegExp, text: string): readonly string[] =>
  pattern.exec(text)?.slice(1) ?? [];
