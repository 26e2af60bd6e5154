import type { DirectionStatistics, SocketStatistics } from './engine-contract.ts';
import { RecentRate } from './recent-rate.ts';
import { SizeHistogram } from './size-histogram.ts';

interface DirectionCounts {
  messages: number;
  bytes: number;
  readonly sizes: SizeHistogram;
  readonly rate: RecentRate;
}

/** Sizes and rates of each socket and direction, kept while messages are added. */
export class Statistics {
  readonly #sockets = new Map<number, { sent: DirectionCounts; received: DirectionCounts }>();

  add(socket: number, isSent: boolean, atMs: number, size: number): void {
    let counts = this.#sockets.get(socket);
    if (counts === undefined) {
      counts = { sent: noMessages(), received: noMessages() };
      this.#sockets.set(socket, counts);
    }
    const direction = isSent ? counts.sent : counts.received;
    direction.messages++;
    direction.bytes += size;
    direction.sizes.add(size);
    direction.rate.add(atMs, size);
  }

  /** What is known of a socket; null before its first message. The rate is the one before `nowMs`. */
  of(socket: number, nowMs: number): SocketStatistics | null {
    const counts = this.#sockets.get(socket);
    if (counts === undefined) return null;
    return { sent: describe(counts.sent, nowMs), received: describe(counts.received, nowMs) };
  }

  clear(): void {
    this.#sockets.clear();
  }
}

const noMessages = (): DirectionCounts => ({
  messages: 0,
  bytes: 0,
  sizes: new SizeHistogram(),
  rate: new RecentRate(),
});

function describe(
  { messages, bytes, sizes, rate }: DirectionCounts,
  nowMs: number,
): DirectionStatistics {
  return {
    messages,
    bytes,
    leastBytes: messages === 0 ? 0 : sizes.leastBytes,
    mostBytes: sizes.mostBytes,
    p50: sizes.percentile(0.5),
    p95: sizes.percentile(0.95),
    p99: sizes.percentile(0.99),
    sizes: sizes.ranges(),
    ...rate.at(nowMs),
  };
}
