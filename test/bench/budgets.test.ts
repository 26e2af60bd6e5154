import { describe, expect, it } from 'vitest';
import { verdicts } from './budgets.ts';
import type { FrameMeasurement } from './frame-watch.ts';
import type { Results } from './results.ts';
import { roundsOf } from './statistics.ts';

const one = (value: number) => roundsOf([value]);
const both = (value: number) => ({ receive: one(value), echo: one(value) });
const frames: FrameMeasurement = {
  frames: 100,
  meanMs: 16.7,
  medianMs: 16.7,
  p95Ms: 16.7,
  worstMs: 33.4,
  over33Ms: 0,
  longTasksMs: [],
  longest: [],
  thread: null,
};
const setUps = {
  bare: one(1),
  closed: one(1),
  console: one(1),
  sockets: one(1),
  network: one(1),
};
const search = { firstRowsMs: one(1), completeMs: one(1), found: 1 };
const reads = { median: 1, p95: 1 };
const size = (messages: number, appendUs: number) => ({
  messages,
  appendUs: one(appendUs),
  memoryBytes: 100,
  heldBytes: 100,
  plain: search,
  absent: search,
  regex: null,
  windowUs: reads,
  messageUs: reads,
  timelineUs: reads,
});
const loss = { exchanged: 10, recorded: 10, dropped: 0, unaccounted: 0 };
const good = {
  isQuick: true,
  machine: { cores: 2, browser: 'Chrome 156' },
  throughput: {
    perSecond: { receive: setUps, echo: setUps },
    closedToBare: both(0.97),
    socketsToConsole: both(0.9),
    socketsToNetwork: both(1),
    restless: 0,
    loss,
  },
  recorder: [
    {
      what: 'send',
      payload: 'text',
      bytes: 64,
      nativeUs: 1,
      recordedUs: 2,
      addedUs: 1,
      nativeSpreadUs: 0,
      recordedSpreadUs: 0,
      allocatedBytes: 0,
    },
  ],
  live: { ...frames, perSecond: 5000, seconds: 10, receivedPerSecond: 5000, filterMs: 1, loss },
  engine: [size(10_000, 1), size(1_000_000, 1.5)],
  largePanel: {
    messages: 1_000_000,
    fillUs: 1,
    grownBytes: 150e6,
    filterFirstRowsMs: one(100),
    filterCompleteMs: one(1000),
    drag: frames,
    wheel: frames,
    floor: frames,
  },
  stored: null,
  soak: null,
  profile: null,
  firstRow: { backlogMessages: 2000, firstRowMs: one(1), sinceLoadMs: one(1) },
  bundles: { recorder: 6000, relay: 1, panel: 60_000, panelLater: 1, files: [] },
} satisfies Results;
const missedIn = (results: Results): string[] =>
  verdicts(results)
    .filter(({ isMet }) => isMet !== true)
    .map(({ what, measured }) => `${what}: ${measured}`);

describe('The budgets', () => {
  it('are met at their very limits', () => {
    expect(missedIn(good)).toEqual([]);
  });

  it('are missed by a frame that is a third late, and by a task of 50 ms', () => {
    const drag = { ...frames, worstMs: 50.1 };
    const live = { ...good.live, longTasksMs: [51, 63] };
    expect(missedIn({ ...good, live, largePanel: { ...good.largePanel, drag } })).toEqual([
      'longest task while 5,000 messages/s arrive: 63 ms',
      'dragging the scrollbar: worst frame: 50.1 ms',
    ]);
  });

  it('are missed by a message that was dropped, also if it was counted', () => {
    const throughput = { ...good.throughput, loss: { ...loss, recorded: 9, dropped: 1 } };
    expect(missedIn({ ...good, throughput })).toEqual(['messages lost at full speed: 1 messages']);
  });

  it('are not spoken of where their part was not asked for', () => {
    const nothing = { throughput: null, recorder: null, live: null, engine: null };
    const rest = { largePanel: null, firstRow: null };
    const asked = verdicts({ ...good, ...nothing, ...rest }).map(({ what }) => what);
    expect(asked).toEqual(['recorder bundle, gzip', 'eager panel bundle, gzip']);
  });

  it('are neither met nor missed where nothing was measured', () => {
    const largePanel = { ...good.largePanel, grownBytes: null };
    const [memory] = verdicts({ ...good, largePanel }).filter(({ isMet }) => isMet === null);
    expect(memory?.measured).toBe('not measured');
  });
});
