import { RowColumn } from './row-column.ts';

/**
 * The rows of a view in the order of time. Rows mostly arrive in order and are appended; the few that
 * come late (documents send in batches) are merged in, which touches only what is newer than they.
 */
export class RowList {
  readonly #rows = new RowColumn();
  /** Positions of the rows that are not messages, ascending. They are few. */
  #lifecycle: number[] = [];
  readonly #timeOf: (row: number) => number;
  readonly #isMessage: (row: number) => boolean;

  constructor(timeOf: (row: number) => number, isMessage: (row: number) => boolean) {
    this.#timeOf = timeOf;
    this.#isMessage = isMessage;
  }

  get length(): number {
    return this.#rows.length;
  }
  get messageCount(): number {
    return this.#rows.length - this.#lifecycle.length;
  }

  /** The row at a position that exists. */
  at(position: number): number {
    return this.#rows.at(position);
  }

  /** How many messages stand before a position. */
  messagesBefore(position: number): number {
    return (
      position -
      lowerBound(this.#lifecycle.length, (index) => (this.#lifecycle[index] as number) < position)
    );
  }

  /** The position of the n-th message, from 0. */
  positionOfMessage(index: number): number {
    return lowerBound(this.length, (position) => this.messagesBefore(position + 1) <= index);
  }

  /** The position of a row, or -1. */
  positionOf(row: number): number {
    const time = this.#timeOf(row);
    for (let position = this.#firstNotBefore(time); position < this.length; position++) {
      if (this.at(position) === row) return position;
      if (this.#timeOf(this.at(position)) > time) return -1;
    }
    return -1;
  }

  /** The position of the first row at or after a time. */
  #firstNotBefore(time: number): number {
    return lowerBound(this.length, (position) => this.#timeOf(this.at(position)) < time);
  }

  /** Adds rows that belong to the view, in any order. Returns how many places were written. */
  add(rows: readonly number[]): number {
    let isInOrder = true;
    let latest =
      this.length === 0 ? Number.NEGATIVE_INFINITY : this.#timeOf(this.at(this.length - 1));
    for (const row of rows) {
      const time = this.#timeOf(row);
      if (time < latest) {
        isInOrder = false;
        break;
      }
      latest = time;
    }
    if (isInOrder) {
      for (const row of rows) this.#push(row);
      return rows.length;
    }
    return this.#merge([...rows].sort((a, b) => this.#timeOf(a) - this.#timeOf(b) || a - b));
  }

  #push(row: number): void {
    if (!this.#isMessage(row)) this.#lifecycle.push(this.length);
    this.#rows.push(row);
  }

  #merge(rows: readonly number[]): number {
    const from = this.#firstAfter(this.#timeOf(rows[0] as number));
    const tail: number[] = [];
    for (let position = from; position < this.length; position++) tail.push(this.at(position));
    this.#rows.truncate(from);
    this.#lifecycle = this.#lifecycle.slice(
      0,
      lowerBound(this.#lifecycle.length, (index) => (this.#lifecycle[index] as number) < from),
    );
    let old = 0;
    for (const row of rows) {
      while (old < tail.length && this.#timeOf(tail[old] as number) <= this.#timeOf(row))
        this.#push(tail[old++] as number);
      this.#push(row);
    }
    while (old < tail.length) this.#push(tail[old++] as number);
    return rows.length + tail.length;
  }

  #firstAfter(time: number): number {
    return lowerBound(this.length, (position) => this.#timeOf(this.at(position)) <= time);
  }
}

/** The first index for which `isBefore` is false. */
function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
