import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateWindowMs } from '../../../panel/engine/recent-rate.ts';
import { percentileError } from '../../../panel/engine/size-histogram.ts';
import { Statistics } from '../../../panel/engine/statistics.ts';

const sizes = fc.array(
  fc.oneof(fc.nat(20), fc.nat(5000), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  { minLength: 1, maxLength: 300 },
);

describe('the statistics of a socket', () => {
  it('are those of a naive computation, percentiles within their error', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        const statistics = new Statistics();
        for (const size of all) statistics.add(1, true, 0, size);
        const sent = statistics.of(1, 0)?.sent;
        const sorted = [...all].sort((a, b) => a - b);
        expect(sent).toMatchObject({
          messages: all.length,
          bytes: all.reduce((sum, size) => sum + size, 0),
          leastBytes: sorted[0],
          mostBytes: sorted.at(-1),
        });
        for (const [share, found] of [
          [0.5, sent?.p50],
          [0.95, sent?.p95],
          [0.99, sent?.p99],
        ] as const) {
          const wanted = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
          // Whole bytes are said, which is at most half a byte beside.
          expect(Math.abs((found ?? Number.NaN) - wanted)).toBeLessThanOrEqual(
            wanted * percentileError + 0.5,
          );
        }
        for (const { fromBytes, toBytes, messages } of sent?.sizes ?? [])
          expect(messages).toBe(all.filter((size) => size >= fromBytes && size <= toBytes).length);
        expect(sent?.sizes.reduce((sum, { messages }) => sum + messages, 0)).toBe(all.length);
      }),
    );
  });

  it('are kept by socket and direction', () => {
    const statistics = new Statistics();
    statistics.add(1, true, 0, 10);
    statistics.add(1, false, 0, 20);
    statistics.add(2, false, 0, 30);
    expect(statistics.of(1, 0)).toMatchObject({ sent: { bytes: 10 }, received: { bytes: 20 } });
    expect(statistics.of(2, 0)).toMatchObject({
      sent: { messages: 0, leastBytes: 0, mostBytes: 0, p50: 0, sizes: [] },
      received: { bytes: 30 },
    });
    expect(statistics.of(3, 0)).toBeNull();
    statistics.clear();
    expect(statistics.of(1, 0)).toBeNull();
  });

  it('have the rate of the last five seconds, whatever came before or comes late', () => {
    const statistics = new Statistics();
    const now = 1.7e12;
    for (let ms = -20_000; ms < 0; ms += 100) statistics.add(1, false, now + ms, 50);
    expect(statistics.of(1, now)?.received).toMatchObject({
      messagesPerSecond: 10,
      bytesPerSecond: 500,
    });
    statistics.add(1, false, now - 60_000, 50);
    expect(statistics.of(1, now)?.received.messagesPerSecond).toBe(10);
    expect(statistics.of(1, now + rateWindowMs)?.received.messagesPerSecond).toBe(0);
  });
});
