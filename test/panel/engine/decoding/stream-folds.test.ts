import { describe, expect, it } from 'vitest';
import type { Decoder, Payload } from '../../../../panel/decoders/decoder.ts';
import { StreamFolds } from '../../../../panel/engine/decoding/stream-folds.ts';
import { namedDecoder } from '../../decoders/bytes.ts';

interface Row {
  readonly socket: number;
  readonly value: number;
  readonly isEvent?: boolean;
  isPending?: boolean;
}

/** A log of numbers, and a decoder whose state is the sum of those before, with the steps that it took. */
function folded(rows: Row[], { claimsAt = 7 }: { claimsAt?: number } = {}) {
  let steps = 0;
  const decoder: Decoder = {
    ...namedDecoder('sum', 0),
    stream: {
      claims: ({ bytes }) => (bytes[0] === claimsAt ? 0.9 : 0),
      initial: 0,
      advance: ({ bytes }, { state }) => {
        steps += 1;
        return Number(state) + (bytes[0] ?? 0);
      },
    },
  };
  const source = {
    log: {
      get rowCount() {
        return rows.length;
      },
      isMessage: (row: number) => rows[row]?.isEvent !== true,
      isPending: (row: number) => rows[row]?.isPending === true,
      socket: (row: number) => rows[row]?.socket ?? 0,
    },
    payload: (row: number): Payload => ({
      bytes: Uint8Array.of(rows[row]?.value ?? 0),
      isText: false,
    }),
    hint: () => ({}),
  };
  return {
    decoder,
    folds: new StreamFolds(source, [decoder]),
    again: (carried: ReturnType<StreamFolds['carry']>) =>
      new StreamFolds(source, [decoder], carried),
    stepsOf(act: () => unknown): number {
      steps = 0;
      act();
      return steps;
    },
  };
}
const never = () => false;
const ones = (count: number, socket = 1): Row[] =>
  Array.from({ length: count }, () => ({ socket, value: 1 }));

describe('the folds of sockets', () => {
  it('know the state before each message of a socket that was claimed, other sockets aside', () => {
    const rows: Row[] = [
      { socket: 1, value: 7 },
      { socket: 2, value: 5 },
      { socket: 1, value: 9, isEvent: true },
      { socket: 1, value: 2 },
      { socket: 1, value: 3 },
    ];
    const { folds, decoder } = folded(rows);
    folds.advance(never);
    expect(folds.decoderOf(1)).toBe(decoder);
    expect(folds.decoderOf(2)).toBeNull();
    expect([0, 3, 4].map((row) => folds.stateBefore(row)?.state)).toEqual([0, 7, 9]);
    expect(folds.stateBefore(1)).toBeNull();
  });

  it('take what was said before a socket was claimed into account', () => {
    const { folds } = folded([...ones(3), { socket: 1, value: 7 }, ...ones(1)]);
    folds.advance(never);
    expect(folds.stateBefore(4)?.state).toBe(10);
  });

  it('do not claim a socket for what it says late', () => {
    const { folds } = folded([...ones(8), { socket: 1, value: 7 }]);
    folds.advance(never);
    expect(folds.decoderOf(1)).toBeNull();
    expect(folds.hasFolds).toBe(false);
  });

  it('reach any of 100,000 messages in a bounded number of steps', () => {
    const { folds, stepsOf } = folded([{ socket: 1, value: 7 }, ...ones(100_000)]);
    expect(stepsOf(() => folds.advance(never))).toBe(100_001);
    for (const row of [99_999, 5, 50_000, 77_777, 300])
      expect(stepsOf(() => expect(folds.stateBefore(row)?.state).toBe(row + 6))).toBeLessThan(4096);
  });

  it('go on from the message before in one step', () => {
    const { folds, stepsOf } = folded([{ socket: 1, value: 7 }, ...ones(10_000)]);
    folds.advance(never);
    folds.stateBefore(5_000);
    for (let row = 5_001; row < 5_100; row += 1)
      expect(stepsOf(() => folds.stateBefore(row))).toBe(1);
    expect(stepsOf(() => folds.stateBefore(5_099))).toBeLessThan(1024);
  });

  it('stop when the time is up, and go on later', () => {
    const { folds } = folded([{ socket: 1, value: 7 }, ...ones(1_000)]);
    let looks = 0;
    expect(folds.advance(() => ++looks > 2)).toBe(true);
    expect(folds.isBehind).toBe(true);
    expect(folds.stateBefore(1_000)).toBeNull();
    while (folds.isBehind) folds.advance(() => true);
    expect(folds.stateBefore(1_000)?.state).toBe(1_006);
  });

  it('wait for a payload that is still being read, of a socket whose order matters', () => {
    const rows: Row[] = [
      { socket: 1, value: 7 },
      { socket: 1, value: 4, isPending: true },
      ...ones(2),
    ];
    const { folds } = folded(rows);
    folds.advance(never);
    expect(folds.frontier).toBe(1);
    expect(folds.stateBefore(3)).toBeNull();
    (rows[1] as Row).isPending = false;
    folds.advance(never);
    expect(folds.stateBefore(3)?.state).toBe(12);
  });

  it('do not wait for one of any other socket', () => {
    const { folds } = folded([
      { socket: 2, value: 1, isPending: true },
      { socket: 1, value: 7 },
    ]);
    folds.advance(never);
    expect(folds.isBehind).toBe(false);
  });

  it('begin anew with the decoder that the user has chosen', () => {
    const { folds, decoder } = folded(ones(4), { claimsAt: 99 });
    folds.advance(never);
    expect(folds.stateBefore(3)).toBeNull();
    folds.claim(1, decoder);
    folds.advance(never);
    expect(folds.stateBefore(3)?.state).toBe(3);
  });

  it('go on in the next log with what was known at the end of the last', () => {
    const rows = [{ socket: 1, value: 7 }, ...ones(2)];
    const { folds, again } = folded(rows);
    expect(folds.carry().size).toBe(0);
    folds.advance(never);
    const next = again(folds.carry());
    rows.length = 0;
    rows.push(...ones(2));
    next.advance(never);
    expect([0, 1].map((row) => next.stateBefore(row)?.state)).toEqual([9, 10]);
  });
});
