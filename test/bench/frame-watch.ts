// What a panel's thread does while something goes on: its frames, and its tasks that are long.
import type { Frame } from 'puppeteer';
import { percentile } from './statistics.ts';
import { type ThreadTime, watchThread } from './thread-time.ts';

export interface FrameMeasurement {
  readonly frames: number;
  /** ms between frames, by the times that the browser gives them. */
  readonly meanMs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  readonly over33Ms: number;
  /** Tasks of 50 ms and more, of which the browser tells; shorter ones it does not. */
  readonly longTasksMs: readonly number[];
  /** Of the longest of them: which functions ran, as far as the browser says. */
  readonly longest: readonly string[];
  /** What the panel's thread had of the processors meanwhile; null where the system does not tell. */
  readonly thread: ThreadTime | null;
}

interface Watched {
  readonly frames: number[];
  readonly tasks: number[];
  readonly scripts: { ms: number; text: string }[];
}

/** Begins to watch; the answer ends it. */
export async function watchFrames(panel: Frame): Promise<() => Promise<FrameMeasurement>> {
  const endThread = await watchThread(panel.page().browser());
  await panel.evaluate(() => {
    const watched: Watched = { frames: [], tasks: [], scripts: [] };
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.tasks.push(duration);
    });
    tasks.observe({ type: 'longtask' });
    const scripts = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // Chromium's long-animation-frame entries have scripts; the DOM types do not know them.
        const { scripts: ran } = entry as unknown as { scripts: readonly ScriptTiming[] };
        for (const { duration, invoker, sourceFunctionName } of ran)
          watched.scripts.push({ ms: duration, text: `${invoker} ${sourceFunctionName}` });
      }
    });
    scripts.observe({ type: 'long-animation-frame' });
    interface ScriptTiming {
      readonly duration: number;
      readonly invoker: string;
      readonly sourceFunctionName: string;
    }
    let isOver = false;
    const frame = (atMs: number): void => {
      watched.frames.push(atMs);
      if (!isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, {
      endWatching: () => {
        isOver = true;
        tasks.disconnect();
        scripts.disconnect();
        return watched;
      },
    });
  });
  return async () =>
    summarize(
      await panel.evaluate(() => (window as unknown as { endWatching(): Watched }).endWatching()),
      await endThread(),
    );
}

function summarize(
  { frames, tasks, scripts }: Watched,
  thread: ThreadTime | null,
): FrameMeasurement {
  const gaps = frames.slice(1).map((atMs, index) => atMs - (frames[index] ?? atMs));
  return {
    frames: gaps.length,
    meanMs: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
    medianMs: percentile(gaps, 0.5),
    p95Ms: percentile(gaps, 0.95),
    worstMs: percentile(gaps, 1),
    // Frames come in steps of a 60th of a second: 33.4 ms is two of them, on time.
    over33Ms: gaps.filter((gap) => gap > 34).length,
    longTasksMs: tasks,
    longest: [...scripts]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 5)
      .map(({ ms, text }) => `${Math.round(ms)} ms ${text}`),
    thread,
  };
}
