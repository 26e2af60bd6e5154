export type QueryDirection = 'sent' | 'received';
export type QueryRowKind = 'text' | 'binary' | 'lifecycle';
/** What a message is to its protocol. */
export const messageFacts = ['heartbeat', 'request', 'response', 'event', 'control'] as const;
export type QueryFact = (typeof messageFacts)[number];

/** One condition of the filter box and the range of the box it was read from, `-` included. */
export type Term = (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'direction'; readonly direction: QueryDirection }
  | { readonly kind: 'type'; readonly type: QueryRowKind }
  /** What the decoded message says, whatever the case. */
  | { readonly kind: 'decoded'; readonly text: string }
  /** The beginning of the name of a decoder or protocol, in lower case. */
  | { readonly kind: 'decoder'; readonly name: string }
  | { readonly kind: 'fact'; readonly fact: QueryFact }
  /** Both ends are inside. Sizes are whole bytes, so that `>1kb` is 1001 and more. */
  | { readonly kind: 'size'; readonly leastBytes: number; readonly mostBytes: number }
) & { readonly isNegated: boolean; readonly start: number; readonly end: number };

/** A row matches when all terms hold; without terms, every row does. */
export interface Query {
  readonly terms: readonly Term[];
}

/** Why a term cannot be read, with what the words of any language need to say it. */
export type QueryProblem =
  | { readonly reasonCode: 'unterminated-quote'; readonly parameters: Record<string, never> }
  | { readonly reasonCode: 'unterminated-regex'; readonly parameters: { readonly text: string } }
  | { readonly reasonCode: 'empty-regex'; readonly parameters: Record<string, never> }
  /** A key without a value. */
  | { readonly reasonCode: 'missing-value'; readonly parameters: { readonly key: string } }
  | { readonly reasonCode: 'unknown-flag'; readonly parameters: { readonly flag: string } }
  | {
      readonly reasonCode: 'invalid-regex';
      /** The engine's own words, which are English. */
      readonly parameters: { readonly problem: string };
    }
  | {
      readonly reasonCode: 'unknown-value';
      readonly parameters: {
        readonly key: string;
        readonly value: string;
        readonly choices: readonly string[];
      };
    }
  | {
      readonly reasonCode: 'invalid-size' | 'reversed-range';
      readonly parameters: { readonly value: string };
    };

/** The English words of a problem: what is wrong and what to write instead. */
export function describeProblem(problem: QueryProblem): string {
  switch (problem.reasonCode) {
    case 'unterminated-quote':
      return 'The quoted text has no end. Close it with "';
    case 'unterminated-regex':
      return `The regular expression has no end. Close it with /, or search for the text with "${problem.parameters.text}"`;
    case 'empty-regex':
      return 'The regular expression is empty. Write something between the slashes, or search for the text with "//"';
    case 'missing-value':
      return `"${problem.parameters.key}:" has no value. Write what to look for behind the colon`;
    case 'unknown-flag':
      return `A regular expression cannot have the flag "${problem.parameters.flag}" here. Use each of d g i m s u v y at most once, and not u with v, or put the text in quotes`;
    case 'invalid-regex':
      return `The regular expression cannot be read: ${problem.parameters.problem}`;
    case 'unknown-value': {
      const { key, value, choices } = problem.parameters;
      const list = choices.map((choice) => `${key}:${choice}`).join(' or ');
      return `"${key}:${value}" is not a filter. Write ${list}`;
    }
    case 'invalid-size':
      return `"${problem.parameters.value}" is not a size. Write size:>1kb, size:<=200 or size:1kb..2mb`;
    case 'reversed-range':
      return `"${problem.parameters.value}" begins above its end. Write the smaller size first, as in size:1kb..2mb`;
  }
}
