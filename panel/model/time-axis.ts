import type { TimeSpan } from '../engine/engine-contract.ts';
import type { Language } from './texts/texts.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * day),
];

export interface TimeAxis {
  readonly stepMs: number;
  readonly ticks: readonly number[];
}

/**
 * Round times between the ends of a span, at least `leastPx` apart.
 * @param zoneMs what the clock on the wall is ahead of UTC
 */
export function timeAxis(
  { fromMs, toMs }: TimeSpan,
  widthPx: number,
  leastPx: number,
  zoneMs: number,
): TimeAxis {
  const leastMs = ((toMs - fromMs) / Math.max(1, widthPx)) * leastPx;
  const longest = 365 * day;
  const stepMs = steps.find((step) => step >= leastMs) ?? Math.ceil(leastMs / longest) * longest;
  const ticks: number[] = [];
  for (let at = Math.ceil((fromMs + zoneMs) / stepMs) * stepMs; at - zoneMs <= toMs; at += stepMs)
    ticks.push(at - zoneMs);
  return { stepMs, ticks };
}

/** A tick's time, as exact as the step wants. */
export function createTickFormat(language: Language): (atMs: number, stepMs: number) => string {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { hourCycle: 'h23', ...options });
  const minutes = { hour: '2-digit', minute: '2-digit' } as const;
  const seconds = { ...minutes, second: '2-digit' } as const;
  const formats = [
    { below: second, format: format({ ...seconds, fractionalSecondDigits: 3 }) },
    { below: minute, format: format(seconds) },
    { below: day, format: format(minutes) },
  ];
  const days = format({ dateStyle: 'medium' });
  return (atMs, stepMs) =>
    (formats.find(({ below }) => stepMs < below)?.format ?? days).format(atMs);
}
