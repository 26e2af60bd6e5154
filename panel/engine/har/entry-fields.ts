import type { HarProblemCode, ProblemList } from './har-problem.ts';
import { isTime } from './har-time.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value is, in words for a problem. */
export function nameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'string') return `the string ${JSON.stringify(shortened(value))}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return 'an object';
}

const shortened = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 40)}…`);

/**
 * Reads fields of one entry and reports those that are wrong. Paths name them as in the file. A field
 * that is absent is not wrong: it gives the value for nothing.
 */
export class EntryFields {
  readonly #entry: number;
  readonly #problems: ProblemList;

  constructor(entry: number, problems: ProblemList) {
    this.#entry = entry;
    this.#problems = problems;
  }

  /** @param said what is wrong and what was made of it, after the field's name */
  report(code: HarProblemCode, field: string, said: string, message?: number): void {
    const place =
      field === '' ? `log.entries[${this.#entry}]` : `log.entries[${this.#entry}].${field}`;
    this.#problems.add({
      code,
      entry: this.#entry,
      ...(message === undefined ? {} : { message }),
      field,
      text: `${place} ${said}`,
    });
  }

  text(value: unknown, field: string): string {
    if (typeof value === 'string') return value;
    if (value !== undefined && value !== null)
      this.report('wrongType', field, `is ${nameOf(value)}, not a string. It was left out.`);
    return '';
  }

  flag(value: unknown, field: string): boolean {
    if (value !== undefined && typeof value !== 'boolean')
      this.report(
        'wrongType',
        field,
        `is ${nameOf(value)}, not true or false. It was taken as false.`,
      );
    return value === true;
  }

  /** A whole number from 0 on. */
  count(value: unknown, field: string, most = 0xffffffff): number | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most)
      return value;
    this.report(
      'badNumber',
      field,
      `is ${nameOf(value)}, not a whole number from 0 to ${most}. It was left out.`,
    );
    return null;
  }

  /** A time in epoch ms. */
  time(value: unknown, field: string): number | null {
    if (value === undefined || value === null) return null;
    if (isTime(value)) return value;
    this.report(
      'badTime',
      field,
      `is ${nameOf(value)}, not a time in milliseconds since 1970. It was left out.`,
    );
    return null;
  }

  list(value: unknown, field: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value !== undefined && value !== null)
      this.report('wrongType', field, `is ${nameOf(value)}, not an array. It was left out.`);
    return [];
  }
}
