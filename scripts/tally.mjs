// @ts-check
// Counts tests for the last line of `npm test`.

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped Names.
 */

/**
 * @typedef {object} VitestReport The part of `--reporter=json` that is used.
 * @property {boolean} success
 * @property {readonly FileReport[]} testResults
 *
 * @typedef {object} FileReport
 * @property {string} name The test file's path.
 * @property {string} status
 * @property {readonly { status: string, fullName: string }[]} assertionResults
 */

/** @type {Tally} */
export const nothing = { passed: 0, failed: 0, skipped: [] };

/**
 * One step that is not made of tests: lint, types, build.
 *
 * @param {boolean} succeeded
 * @returns {Tally}
 */
export function tallyStep(succeeded) {
  return succeeded ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

/**
 * @param {VitestReport | null} report Null when Vitest ended without writing one.
 * @param {boolean} succeeded Whether Vitest ended with exit code 0.
 * @returns {Tally}
 */
export function tallyVitest(report, succeeded) {
  if (!report) return tallyStep(false);
  const tally = (report.testResults ?? []).map(tallyFile).reduce(add, nothing);
  // An error outside of any test, or no test at all: Vitest fails without naming one.
  const isUnexplained = tally.failed === 0 && !(succeeded && report.success);
  return isUnexplained ? add(tally, tallyStep(false)) : tally;
}

/**
 * @param {Tally} left
 * @param {Tally} right
 * @returns {Tally}
 */
export function add(left, right) {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: [...left.skipped, ...right.skipped],
  };
}

/**
 * The lines that end the output. The last reads exactly `N passed, N failed`.
 *
 * @param {Tally} tally
 * @returns {string[]}
 */
export function summaryLines({ passed, failed, skipped }) {
  const skippedLine = `${skipped.length} skipped: ${skipped.join('; ')}`;
  return [...(skipped.length > 0 ? [skippedLine] : []), `${passed} passed, ${failed} failed`];
}

/**
 * @param {Tally} tally
 * @returns {boolean} Nothing failed, and that is not because nothing ran.
 */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

/**
 * @param {FileReport} file
 * @returns {Tally}
 */
function tallyFile({ status, assertionResults }) {
  const named = (/** @type {string} */ wanted) =>
    assertionResults.filter((result) => result.status === wanted);
  const failed = named('failed').length;
  const passed = named('passed').length;
  return {
    passed,
    // A file that could not be loaded, or whose beforeAll failed, fails without a failed test.
    failed: status === 'failed' && failed === 0 ? 1 : failed,
    skipped: assertionResults
      .filter((result) => result.status !== 'passed' && result.status !== 'failed')
      .map(({ fullName }) => fullName),
  };
}
