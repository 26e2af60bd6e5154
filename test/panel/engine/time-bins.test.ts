import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeBins } from '../../../panel/engine/time-bins.ts';

interface Message {
  readonly socket: number;
  readonly isSent: boolean;
  readonly atMs: number;
  readonly size: number;
}
const messages = fc.array(
  fc.record({
    socket: fc.integer({ min: 1, max: 5 }),
    isSent: fc.boolean(),
    // Near each other, and files of other years.
    atMs: fc.oneof(
      fc.double({ min: 1.7e12, max: 1.7e12 + 5000, noNaN: true }),
      fc.integer({ min: -1e12, max: 2e12 }),
    ),
    size: fc.nat(100_000),
  }),
  { minLength: 1, maxLength: 200 },
);
const binsOf = (all: readonly Message[]): TimeBins => {
  const bins = new TimeBins();
  for (const { socket, isSent, atMs, size } of all) bins.add(socket, isSent, atMs, size);
  return bins;
};

describe('messages by time', () => {
  it('are counted in each bin as a naive count does, for each lane', () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 500 }), (all, count) => {
        const lanes = [null, [1], [2, 3], [99]];
        const answer = binsOf(all).answer({ fromMs: null, toMs: null, bins: count, lanes });
        expect(answer.firstMs).toBe(Math.min(...all.map(({ atMs }) => atMs)));
        expect(answer.lastMs).toBe(Math.max(...all.map(({ atMs }) => atMs)));
        for (const { sockets, firstBin, widthMs, ...columns } of answer.lanes) {
          const naive = {
            sent: columns.sent.map(() => 0),
            received: columns.sent.map(() => 0),
            sentBytes: columns.sent.map(() => 0),
            receivedBytes: columns.sent.map(() => 0),
          };
          for (const { socket, isSent, atMs, size } of all) {
            if (sockets !== null && !sockets.includes(socket)) continue;
            const bin = Math.floor(atMs / widthMs) - firstBin;
            const [counts, bytes] = isSent
              ? [naive.sent, naive.sentBytes]
              : [naive.received, naive.receivedBytes];
            counts[bin] = (counts[bin] ?? 0) + 1;
            bytes[bin] = (bytes[bin] ?? 0) + size;
          }
          expect(columns).toEqual(naive);
        }
      }),
    );
  });

  it('cost a bin each of the lane and of all, and little more, however long the log gets', () => {
    const bins = new TimeBins();
    let written = 0;
    for (let index = 0; index < 200_000; index++)
      // Ten minutes, not strictly in order.
      written += bins.add(1, true, 1.7e12 + index * 3 - (index % 7) * 40, 10);
    // Two bins a message, and all bins of both lanes at each doubling of the span.
    const allBins = 8192 + 16_384;
    expect(written).toBeLessThan(200_000 * 2 + allBins * 12);
    const early = written;
    for (let index = 200_000; index < 400_000; index++)
      written += bins.add(1, true, 1.7e12 + index * 3, 10);
    expect(written - early).toBeLessThanOrEqual(200_000 * 2 + allBins * 2);
  });

  it('are answered with no more bins than were asked for, and one at each border', () => {
    const bins = new TimeBins();
    for (let index = 0; index < 10_000; index++) bins.add(1, true, 1.7e12 + index, 1);
    for (const count of [1, 10, 500]) {
      const [lane] = bins.answer({ fromMs: null, toMs: null, bins: count, lanes: [null] }).lanes;
      expect(lane?.sent.length).toBeLessThanOrEqual(count + 1);
      expect(lane?.sent.reduce((sum, each) => sum + each, 0)).toBe(10_000);
    }
  });

  it('stay within their memory with thousands of sockets, and none loses a message', () => {
    const bins = new TimeBins();
    for (let turn = 0; turn < 5; turn++)
      for (let socket = 1; socket <= 3000; socket++)
        bins.add(socket, false, 1.7e12 + turn * 60_000 + socket, 1);
    expect(bins.byteLength).toBeLessThan(6 * 1024 * 1024);
    const lanes = [[7], [2999], null];
    const sums = bins
      .answer({ fromMs: null, toMs: null, bins: 100, lanes })
      .lanes.map(({ received }) => received.reduce((sum, each) => sum + each, 0));
    expect(sums).toEqual([5, 5, 15_000]);
  });

  it('keep the fine bins of today beside a file of last week', () => {
    const bins = new TimeBins();
    const now = 1.7e12;
    bins.add(1, true, now - 7 * 86_400_000, 1);
    for (let index = 0; index < 100; index++) bins.add(2, true, now + index * 10, 1);
    const ask = { fromMs: now, toMs: now + 1000, bins: 500, lanes: [null] };
    expect(bins.answer(ask).lanes[0]?.widthMs).toBe(2);
  });

  it('are none after clear, and a time that no clock shows is left out', () => {
    const bins = new TimeBins();
    for (const atMs of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) bins.add(1, true, atMs, 1);
    const ask = { fromMs: null, toMs: null, bins: 10, lanes: [null] };
    expect(bins.answer(ask)).toEqual({ firstMs: null, lastMs: null, lanes: [] });
    bins.add(1, true, 5, 1);
    bins.clear();
    expect(bins.answer(ask)).toEqual({ firstMs: null, lastMs: null, lanes: [] });
  });
});
