import { integerAt } from './field-reader.ts';

/** Lengths of messages of the client: a number, or where the count of what follows stands. */
type Shape = number | readonly [head: number, countAt: number, countSize: number, each: number];
const clientShapes: Readonly<Record<number, Shape>> = {
  0: 20,
  2: [4, 2, 2, 4],
  3: 10,
  4: 8,
  5: 6,
  6: [8, 4, 4, 1],
  150: 10,
  248: [9, 8, 1, 1],
  250: 4,
  251: [8, 6, 1, 16],
  255: 12,
};
const serverShapes: Readonly<Record<number, Shape>> = {
  0: 4,
  1: [6, 4, 2, 6],
  2: 1,
  3: [8, 4, 4, 1],
  150: 1,
  248: [9, 8, 1, 1],
  250: 4,
};

/** As far as a message begins at `at`: its byte length, 0 when that is not there yet, -1 for none. */
export function lengthOfMessage(side: 'sent' | 'received', bytes: Uint8Array, at: number): number {
  const shape = (side === 'sent' ? clientShapes : serverShapes)[bytes[at] ?? -1];
  if (shape === undefined) return -1;
  if (typeof shape === 'number') return shape;
  const [head, countAt, countSize, each] = shape;
  if (bytes.length - at < head) return 0;
  const count = integerAt(bytes, at + countAt, countSize);
  // The extended clipboard writes its length as a negative number.
  const isNegative = countSize === 4 && count >= 2 ** 31;
  return head + (isNegative ? 2 ** 32 - count : count) * each;
}
