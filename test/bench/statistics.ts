// What is said of a number that was measured several times.

/** The middle value; of an even count the mean of the two in the middle. NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * How far the middle half of the values reaches: the difference of their quartiles. One value of many that
 * something else on the machine has made large does not widen it. NaN without values.
 */
export function spread(values: readonly number[]): number {
  return quantile(values, 0.75) - quantile(values, 0.25);
}

/** The smallest value that this share of the values, from 0 to 1, does not exceed. NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[index] ?? Number.NaN;
}

/** Between two values where the share falls between them. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + ((sorted[Math.ceil(at)] ?? Number.NaN) - below) * (at - Math.floor(at));
}

/** What several rounds measured. */
export interface Rounds {
  readonly median: number;
  readonly spread: number;
  readonly values: readonly number[];
}

export const roundsOf = (values: readonly number[]): Rounds => ({
  median: median(values),
  spread: spread(values),
  values,
});

/** The quotients of two set-ups, round by round: what else the machine did in a round falls on both. */
export function ratios(values: readonly number[], to: readonly number[]): number[] {
  if (values.length !== to.length)
    throw new Error(`ratios: ${values.length} rounds cannot be paired with ${to.length}`);
  return values.map((value, round) => value / (to[round] ?? Number.NaN));
}
