import { describe, expect, it } from 'vitest';
import type { Logs } from './behaviour-page.ts';
import { allBehaviours } from './behaviours/all.ts';

/** The same page in four browsers: with and without the extension, with and without DevTools open. */
export interface Runs {
  native: Logs;
  nativeInDevTools: Logs;
  recorded: Logs;
  attached: Logs;
}

/** One test for each behaviour. The runs are read when the tests run, not before. */
export function describeRuns(browser: string, runs: Runs): void {
  describe.each(Object.keys(allBehaviours))(`${browser}: %s`, (name) => {
    it('ends without the recorder', () => {
      expect(runs.native[name]).toBeDefined();
      expect(runs.native[name]).not.toHaveProperty('unfinished');
    });
    it('is the same with the recorder', () => {
      expect(runs.recorded[name]).toEqual(runs.native[name]);
    });
    it('is the same with the panel open', () => {
      expect(runs.attached[name]).toEqual(runs.nativeInDevTools[name]);
    });
  });
}
