import type { Budget, Decoded, Warning } from '../decoder.ts';
import type { TreeBuilder } from '../tree-builder.ts';
import { hexOf } from './checksums.ts';
import { guessPayload } from './guess-text.ts';
import type { Inflated } from './inflate.ts';

/** What a layer of compression has come to. */
export interface Unpacking {
  readonly output: Uint8Array;
  /** Why it stopped before the end: what, without the place. */
  readonly problem?: string | undefined;
  readonly at: number;
}

/**
 * The layer of what was unpacked, as far as it was. The tree must be closed; `node` stands for the
 * packed data in it.
 */
export function unpackedLayer(
  name: string,
  builder: TreeBuilder,
  node: number,
  { output, problem, at }: Unpacking,
  warnings: readonly Warning[] = [],
): Decoded {
  const table = builder.table();
  const inner = { node, payload: guessPayload(output) };
  if (problem === undefined) return { ok: true, table, warnings, inner };
  const failure = failureAt(name, problem, at, builder.bytes.length);
  return output.length > 0 ? { ...failure, table, inner } : { ...failure, table };
}

export interface Failure {
  readonly ok: false;
  readonly reason: string;
  readonly at: number;
}

/** A failure in the words of all of them: "gzip: …, at byte 5". */
export function failureAt(name: string, problem: string, at: number, byteLength: number): Failure {
  const place = Math.min(Math.max(0, at), byteLength);
  const where = place >= byteLength ? `byte ${place}, where the payload ends` : `byte ${place}`;
  return { ok: false, reason: `${name}: ${problem}, at ${where}`, at: place };
}

/** Why the unpacking of DEFLATE data did not come to its end, in words; undefined where it did. */
export function inflateProblem(
  { end, problem, output }: Inflated,
  budget: Budget,
): string | undefined {
  switch (end) {
    case 'finished':
      return undefined;
    case 'between-blocks':
      return 'another block is missing';
    case 'cut':
      return 'the compressed data ends within a block';
    case 'corrupt':
      return `the compressed data is damaged: ${problem}`;
    case 'full':
      return `unpacks to more than ${budget.maxBytes} bytes, the limit`;
    case 'overdue':
      return `unpacking takes too long, it stopped after ${output.length} bytes`;
  }
}

/** A warning that a checksum does not fit, or null where it does. */
export function checksumWarning(
  name: string,
  what: string,
  at: number,
  expected: number,
  found: number,
  textOf: (checksum: number) => string = hexOf,
): Warning | null {
  if (expected === found) return null;
  const message = `${name}: the ${what} is ${textOf(expected)}, that of the content is ${textOf(found)}`;
  return { code: 'checksum', at, byteLength: 4, message };
}

export function trailingWarning(name: string, at: number, end: number): Warning {
  const count = end - at;
  const unit = count === 1 ? '1 byte' : `${count} bytes`;
  const message = `${name}: ${unit} behind the end, at byte ${at}`;
  return { code: 'trailing-data', at, byteLength: count, message };
}
