import { describe, expect, it } from 'vitest';
import { add, isGood, summaryLines, tallyStep, tallyVitest } from '../../scripts/tally.mjs';

const test = (status: string, fullName = status) => ({ status, fullName });
const file = (status: string, ...assertionResults: ReturnType<typeof test>[]) => ({
  name: 'some.test.ts',
  status,
  assertionResults,
});
const report = (...testResults: ReturnType<typeof file>[]) => ({
  success: testResults.every(({ status }) => status === 'passed'),
  testResults,
});

describe("what counts in Vitest's report", () => {
  it('counts each test', () => {
    const files = [file('passed', test('passed'), test('passed')), file('failed', test('failed'))];
    expect(tallyVitest(report(...files), false)).toEqual({ passed: 2, failed: 1, skipped: [] });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const tally = tallyVitest(report(file('failed'), file('passed', test('passed'))), false);
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: [] });
  });

  it('counts a failed beforeAll as one failure, and names the tests that it kept from running', () => {
    const tally = tallyVitest(report(file('failed', test('skipped', 'list scrolls'))), false);
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: ['list scrolls'] });
  });

  it('names what was skipped or is yet to do', () => {
    const tests = [test('skipped', 'a'), test('pending', 'b'), test('todo', 'c'), test('passed')];
    const tally = tallyVitest(report(file('passed', ...tests)), true);
    expect(tally).toEqual({ passed: 1, failed: 0, skipped: ['a', 'b', 'c'] });
  });

  it('counts an error outside of any test', () => {
    const tally = tallyVitest(report(file('passed', test('passed'))), false);
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: [] });
  });

  it('counts one failure, not two, when the exit code only repeats a failed test', () => {
    expect(tallyVitest(report(file('failed', test('failed'))), false).failed).toBe(1);
  });

  it('counts a crash, after which there is no report', () => {
    expect(tallyVitest(null, false)).toEqual({ passed: 0, failed: 1, skipped: [] });
    expect(tallyVitest(null, true)).toEqual({ passed: 0, failed: 1, skipped: [] });
  });
});

describe('the last lines', () => {
  it('end with the two counts and nothing else', () => {
    const tally = add(add(tallyStep(true), tallyStep(false)), {
      passed: 12,
      failed: 0,
      skipped: [],
    });
    expect(summaryLines(tally)).toEqual(['13 passed, 1 failed']);
  });

  it('name what was skipped before it', () => {
    expect(summaryLines({ passed: 3, failed: 0, skipped: ['a b', 'c'] })).toEqual([
      '2 skipped: a b; c',
      '3 passed, 0 failed',
    ]);
  });

  it('are good only if something passed and nothing failed', () => {
    expect(isGood({ passed: 1, failed: 0, skipped: [] })).toBe(true);
    expect(isGood({ passed: 0, failed: 0, skipped: ['all'] })).toBe(false);
    expect(isGood({ passed: 9, failed: 1, skipped: [] })).toBe(false);
  });
});
