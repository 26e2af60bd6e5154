export type HarProblemCode =
  | 'notJson'
  | 'notHar'
  | 'wrongType'
  | 'badTime'
  | 'badBase64'
  | 'badNumber'
  | 'unknownMessageType'
  | 'unknownOpcode'
  | 'unknownEventKind'
  | 'unknownVersion'
  | 'messagesElsewhere'
  | 'moreProblems';

/** Something in a file that is not as it should be. */
export interface HarProblem {
  readonly code: HarProblemCode;
  /** Index in `log.entries`. */
  readonly entry?: number;
  /** Index in the list of messages that `field` names. */
  readonly message?: number;
  /** In the entry, or in the file when there is no entry: `_webSocketMessages[3].opcode`. */
  readonly field: string;
  /** What, where, and what was made of it. */
  readonly text: string;
}

const maxProblems = 100;
const count = new Intl.NumberFormat('en');

/** The problems of a file: the first of each sort in each entry, and how many there are like it. */
export class ProblemList {
  readonly #sorts = new Map<string, { readonly problem: HarProblem; more: number }>();
  #left = 0;

  add(problem: HarProblem): void {
    const sort = `${problem.code} ${problem.entry} ${problem.field.replaceAll(/\[\d+\]/g, '[]')}`;
    const known = this.#sorts.get(sort);
    if (known !== undefined) known.more++;
    else if (this.#sorts.size < maxProblems) this.#sorts.set(sort, { problem, more: 0 });
    else this.#left++;
  }

  all(): HarProblem[] {
    const problems = [...this.#sorts.values()].map(({ problem, more }) =>
      more === 0
        ? problem
        : {
            ...problem,
            text: `${problem.text} ${count.format(more)} more in this entry are like it.`,
          },
    );
    if (this.#left > 0)
      problems.push({
        code: 'moreProblems',
        field: 'log.entries',
        text: `There are ${count.format(this.#left)} more problems in log.entries. Correct these first, then import the file again.`,
      });
    return problems;
  }
}
