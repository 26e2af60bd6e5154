import { maxPayloadBytes } from './record-layout.ts';

/** How much of each message is recorded, most first: all of its payload, its first kilobyte, its size alone. */
export const levels = ['all', 'beginnings', 'sizes'] as const;
export type Level = (typeof levels)[number];

/** Bytes of each payload that a level keeps. */
export const keptBytes = {
  all: maxPayloadBytes,
  beginnings: 1024,
  sizes: 0,
} as const satisfies Record<Level, number>;

export const isLevel = (value: unknown): value is Level => levels.some((level) => level === value);

/**
 * The share of a page's time that recording may take unless the panel says otherwise. The recorder times itself
 * by the clock on the wall, which goes on while other processes have the processor: with a tenth, a machine that
 * was busy reduced the recording of a page with 200 texts of 64 KiB a second.
 */
export const defaultMaxShare = 0.25;
