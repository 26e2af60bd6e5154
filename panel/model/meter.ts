import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Level, levels as order } from '../../extension/protocol/levels.ts';
import type { DocumentCost } from '../engine/engine-contract.ts';

/** What recording costs one document. */
export interface DocumentMeter {
  readonly document: number;
  readonly url: string;
  readonly level: Level;
  readonly messages: number;
  /** null before there are enough messages for the page's clock to tell. */
  readonly usPerMessage: number | null;
  /** Of the page's time, over a second of now; 0 when nothing comes. */
  readonly share: number;
  /** From the event in the page to the engine, at the longest in a second of now; null when nothing comes. */
  readonly lagMs: number | null;
}

export interface Meter {
  /** The documents of the page that have exchanged messages, the most expensive first. */
  readonly documents: ReadonlySignal<readonly DocumentMeter[]>;
  /** The worst of each over all documents. */
  readonly worst: ReadonlySignal<Omit<DocumentMeter, 'document' | 'url'>>;
  take(changed: readonly DocumentCost[]): void;
}

/** A page's clock goes in steps of 100 µs or a millisecond: fewer messages than this fall between two of them. */
const leastMessages = 100;
/** ms after which a second with messages is no longer now. */
const staleMs = 2500;

/**
 * @param now epoch ms, which moves once a second: numbers that change faster cannot be read
 * @param reduced documents of which less than everything is recorded
 */
export function createMeter(
  now: ReadonlySignal<number>,
  reduced: ReadonlySignal<ReadonlyMap<number, Level>>,
): Meter {
  const costs = new Map<number, DocumentCost>();
  // So that what comes first is not shown a second late.
  const beginnings = signal(0);
  const documents = computed(() => {
    const nowMs = now.value;
    const levels = reduced.value;
    void beginnings.value;
    return Array.from(costs.values(), (cost) =>
      meterOf(cost, levels.get(cost.document) ?? 'all', nowMs),
    )
      .filter(({ messages, level }) => messages > 0 || level !== 'all')
      .sort((a, b) => b.share - a.share || b.messages - a.messages);
  });
  return {
    documents,
    worst: computed(() => worstOf(documents.value)),
    take(changed) {
      for (const cost of changed) {
        const before = costs.get(cost.document)?.messages ?? 0;
        if (cost.isHere) costs.set(cost.document, cost);
        else costs.delete(cost.document);
        if (!cost.isHere || (before === 0 && cost.messages > 0)) beginnings.value++;
      }
    },
  };
}

function meterOf(cost: DocumentCost, level: Level, nowMs: number): DocumentMeter {
  const { document, url, messages, costUs, share, lagMs, atMs } = cost;
  const isNow = nowMs - atMs < staleMs && messages > 0;
  return {
    document,
    url,
    level,
    messages,
    usPerMessage: messages < leastMessages ? null : costUs / messages,
    share: isNow ? share : 0,
    lagMs: isNow ? lagMs : null,
  };
}

function worstOf(documents: readonly DocumentMeter[]): Omit<DocumentMeter, 'document' | 'url'> {
  let level: Level = 'all';
  let messages = 0;
  let usPerMessage: number | null = null;
  let share = 0;
  let lagMs: number | null = null;
  for (const each of documents) {
    if (order.indexOf(each.level) > order.indexOf(level)) level = each.level;
    messages += each.messages;
    if (each.usPerMessage !== null) usPerMessage = Math.max(usPerMessage ?? 0, each.usPerMessage);
    share = Math.max(share, each.share);
    if (each.lagMs !== null) lagMs = Math.max(lagMs ?? 0, each.lagMs);
  }
  return { level, messages, usPerMessage, share, lagMs };
}
