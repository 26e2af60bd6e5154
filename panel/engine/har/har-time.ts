// HAR tells times of messages in epoch seconds. A double of seconds is finer than one of milliseconds
// for every time from 2004-11-03 to 2038-01-19, so there `ms / 1000 * 1000` gives back the same double.
// Outside it can be one step (0.0005 ms) off, and the exact time is kept beside it.

/** The last time that a Date can hold. */
const latestMs = 8.64e15;

export const toSeconds = (ms: number): number => ms / 1000;
export const toMs = (seconds: number): number => seconds * 1000;

/** Whether a time comes back unchanged from seconds. */
export const survivesSeconds = (ms: number): boolean => toMs(toSeconds(ms)) === ms;

/** Whether this is a time, in epoch ms, that can be shown. */
export const isTime = (ms: unknown): ms is number =>
  typeof ms === 'number' && ms >= 0 && ms <= latestMs;

/** An ISO 8601 time, of the nearest time that has one. */
export const isoTime = (ms: number): string =>
  new Date(Math.min(latestMs, Math.max(-latestMs, Number.isNaN(ms) ? 0 : ms))).toISOString();
