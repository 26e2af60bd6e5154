import { describe, expect, it } from 'vitest';
import { type TraceEvent, tasksOf } from './panel-trace.ts';

const event = (name: string, ts: number, dur: number, tdur = dur): TraceEvent => ({
  name,
  ph: 'X',
  pid: 1,
  tid: 1,
  ts,
  dur,
  tdur,
});

describe('The tasks of a trace', () => {
  it('are divided among what was done in them, each part counted once', () => {
    const [task, ...others] = tasksOf([
      event('RunTask', 1000, 50_000, 20_000),
      event('FireAnimationFrame', 2000, 30_000),
      event('FunctionCall', 3000, 28_000),
      event('MinorGC', 4000, 5000),
      event('UpdateLayoutTree', 10_000, 3000),
      event('Layout', 33_000, 7000),
      event('Paint', 41_000, 2000),
    ]);
    expect(others).toEqual([]);
    expect(task).toEqual({
      ms: 50,
      ranMs: 20,
      workMs: { script: 22, garbage: 5, styles: 3, layout: 7, drawing: 2, other: 11 },
    });
  });

  it('are not mixed up with what lies between them', () => {
    const tasks = tasksOf([
      event('RunTask', 0, 1000),
      event('FunctionCall', 1500, 300),
      event('RunTask', 2000, 4000),
      event('FunctionCall', 2000, 4000),
    ]);
    expect(tasks.map(({ ms, workMs }) => [ms, workMs.script])).toEqual([
      [1, 0],
      [4, 4],
    ]);
  });
});
