import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { timeAxis } from '../../../panel/model/time-axis.ts';
import { createTimeline } from '../../../panel/model/timeline.ts';
import { countsAt, laneMarks } from '../../../panel/model/timeline-marks.ts';
import { sent } from '../engine/recorded.ts';
import { createRecordedEngine } from './recorded-engine.ts';

async function timelineOf(times: readonly number[]) {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    for (const atMs of times) sent(packer, 1, atMs, 'x');
  });
  const late: (() => void)[] = [];
  const timeline = createTimeline({
    engine: recorded.engine,
    lanes: signal([null]),
    later: (run) => late.push(run),
  });
  timeline.want(100);
  await recorded.settle();
  return { ...recorded, timeline, late };
}

describe('the timeline', () => {
  it('shows all so far, with a margin, and asks once for many changes', async () => {
    const { timeline, asked, late, record, settle } = await timelineOf([0, 1000]);
    const length = (): number => {
      const { fromMs = 0, toMs = 0 } = timeline.sight.value ?? {};
      return toMs - fromMs;
    };
    expect(length()).toBeCloseTo(1020);
    record((packer) => sent(packer, 1, 2000, 'y'));
    for (let change = 0; change < 5; change++) timeline.changed();
    expect(late).toHaveLength(1);
    late[0]?.();
    await settle();
    expect(length()).toBeCloseTo(2040);
    expect(asked('timeline')).toHaveLength(2);
  });

  it('asks nothing while nobody looks', async () => {
    const { timeline, asked, late, settle } = await timelineOf([0]);
    timeline.want(0);
    timeline.changed();
    late[0]?.();
    await settle();
    expect(asked('timeline')).toHaveLength(1);
  });

  it('zooms around a time, pans within the log, and shows all when it is zoomed out', async () => {
    const { timeline } = await timelineOf([0, 1000]);
    const from = timeline.sight.value?.fromMs ?? 0;
    timeline.zoom(0.5, from + 510);
    expect(timeline.sight.value?.fromMs).toBeCloseTo(from + 255);
    timeline.pan(-10_000);
    expect(timeline.sight.value?.fromMs).toBeCloseTo(from);
    timeline.zoom(100, from);
    expect(timeline.isZoomed.value).toBe(false);
  });

  it('chooses spans in whole ms, and forgets them when the log is cleared', async () => {
    const { timeline } = await timelineOf([0, 1000]);
    timeline.select({ fromMs: 20.7, toMs: 10.2 });
    expect(timeline.span.value).toEqual({ fromMs: 10, toMs: 21 });
    timeline.forget();
    expect(timeline.span.value).toBeNull();
  });
});

const lane = {
  ...{ sockets: null, firstBin: 0, widthMs: 10 },
  ...{ sent: Float64Array.of(1, 0, 100), received: Float64Array.of(0, 0, 4) },
  ...{ sentBytes: Float64Array.of(5, 0, 50), receivedBytes: Float64Array.of(0, 0, 8) },
};

it('marks stand above and below the middle, and none is too small to see', () => {
  const place = { width: 60, top: 0, height: 80, ratio: 2 };
  const [one, many, back, ...others] = laneMarks(lane, { fromMs: 0, toMs: 30 }, 100, place);
  expect(others).toEqual([]);
  expect(one).toEqual({ isSent: true, left: 0, width: 20, height: 4, top: 36 });
  expect(many).toEqual({ isSent: true, left: 40, width: 20, height: 38, top: 2 });
  expect(back).toMatchObject({ isSent: false, left: 40, top: 42, height: 8 });
});

it('the pointer finds the nearest messages within its reach', () => {
  expect(countsAt(lane, 12, 10)).toMatchObject({ fromMs: 0, toMs: 10, sent: 1, sentBytes: 5 });
  expect(countsAt(lane, 12, 0)).toBeNull();
});

it('the axis has round times of the clock on the wall', () => {
  const hour = 3_600_000;
  const { stepMs, ticks } = timeAxis({ fromMs: 0, toMs: 24 * hour }, 500, 100, 1.5 * hour);
  expect(stepMs).toBe(6 * hour);
  expect(ticks.map((at) => at / hour)).toEqual([4.5, 10.5, 16.5, 22.5]);
});
