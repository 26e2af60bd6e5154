import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Level } from '../../../extension/protocol/levels.ts';
import type { DocumentCost } from '../../../panel/engine/engine-contract.ts';
import { createMeter } from '../../../panel/model/meter.ts';

const cost = (changes: Partial<DocumentCost> = {}): DocumentCost => ({
  document: 1,
  url: 'https://a.test/',
  isTop: true,
  isHere: true,
  messages: 1000,
  costUs: 2500,
  share: 0.02,
  lagMs: 12,
  atMs: 5000,
  ...changes,
});

function newMeter() {
  const now = signal(5000);
  const reduced = signal<ReadonlyMap<number, Level>>(new Map());
  return { now, reduced, meter: createMeter(now, reduced) };
}

describe('the meter', () => {
  it('shows µs per message over all messages, and the share and the delay of now', () => {
    const { meter } = newMeter();
    meter.take([cost()]);
    expect(meter.worst.value).toEqual({
      ...{ level: 'all', messages: 1000, usPerMessage: 2.5, share: 0.02, lagMs: 12 },
    });
  });

  it('shows no share and no delay when nothing has come for some seconds', () => {
    const { meter, now } = newMeter();
    meter.take([cost()]);
    now.value = 8000;
    expect(meter.worst.value).toMatchObject({ usPerMessage: 2.5, share: 0, lagMs: null });
  });

  it('does not say what a message costs before the clock of a page can tell', () => {
    const { meter } = newMeter();
    meter.take([cost({ messages: 99 })]);
    expect(meter.worst.value.usPerMessage).toBe(null);
  });

  it('shows new numbers once a second, so that they can be read', () => {
    const { meter, now } = newMeter();
    meter.take([cost()]);
    expect(meter.worst.value.share).toBe(0.02);
    meter.take([cost({ share: 0.9, atMs: 5500 })]);
    expect(meter.worst.value.share).toBe(0.02);
    now.value = 6000;
    expect(meter.worst.value.share).toBe(0.9);
  });

  it('shows of several documents the worst of each, the most expensive document first', () => {
    const { meter, reduced } = newMeter();
    meter.take([
      cost(),
      cost({ document: 2, share: 0.3, lagMs: 1, costUs: 1000 }),
      cost({ document: 3, messages: 0 }),
    ]);
    expect(meter.documents.value.map(({ document }) => document)).toEqual([2, 1]);
    reduced.value = new Map([
      [1, 'sizes'],
      [2, 'beginnings'],
    ]);
    expect(meter.documents.value.map(({ level }) => level)).toEqual(['beginnings', 'sizes']);
    expect(meter.worst.value).toEqual({
      ...{ level: 'sizes', messages: 2000, usPerMessage: 2.5, share: 0.3, lagMs: 12 },
    });
  });

  it('forgets documents that are gone at once', () => {
    const { meter } = newMeter();
    meter.take([cost()]);
    expect(meter.documents.value).toHaveLength(1);
    meter.take([cost({ isHere: false })]);
    expect(meter.documents.value).toEqual([]);
    expect(meter.worst.value).toMatchObject({ usPerMessage: null, share: 0 });
  });
});
