// @ts-check
// npm test: everything that must hold, one step after the other. `-- --only unit` runs one step.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { add, isGood, nothing, summaryLines, tallyStep, tallyVitest } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const root = fileURLToPath(new URL('../', import.meta.url));

/** Each answers with its tally; what it prints is for people. */
const steps = {
  lint: () => quietly('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off'),
  types: () => quietly('node_modules/typescript/bin/tsc', '--noEmit'),
  unit: () => vitest('unit'),
  build: () => quietly('scripts/build.mjs'),
  e2e: () => vitest('e2e'),
};

process.exitCode = (await runAll()) ? 0 : 1;

async function runAll() {
  let total = nothing;
  try {
    const names = wantedSteps();
    ensureInstalled();
    let isBuilt = true;
    for (const name of names) {
      await say(`\n${name}`);
      const tally = name === 'e2e' && !isBuilt ? await refuseE2e() : await steps[name]();
      if (name === 'build') isBuilt = isGood(tally);
      total = add(total, tally);
    }
  } catch (error) {
    await say(error instanceof Error ? error.message : String(error));
    total = add(total, tallyStep(false));
  }
  await say(`\n${summaryLines(total).join('\n')}`);
  return isGood(total);
}

/** @returns {(keyof typeof steps)[]} */
function wantedSteps() {
  // Object.keys of a literal: exactly its names.
  const all = /** @type {(keyof typeof steps)[]} */ (Object.keys(steps));
  const at = process.argv.indexOf('--only');
  if (at === -1) return all;
  const wanted = all.find((name) => name === process.argv[at + 1]);
  if (!wanted) throw new Error(`--only wants one of ${all.join(', ')}.`);
  // Browsers load what is in dist/, which must be what is in the sources.
  return wanted === 'e2e' ? ['build', 'e2e'] : [wanted];
}

/**
 * Shows what the script says only if it fails.
 *
 * @param {string} script
 * @param {...string} words
 * @returns {Promise<Tally>}
 */
async function quietly(script, ...words) {
  const { succeeded, output } = await runScript([script, ...words], 'pipe');
  await say(succeeded ? '  ok' : `${output.trimEnd()}\n  ${script} failed`);
  return tallyStep(succeeded);
}

/**
 * @param {string} project
 * @returns {Promise<Tally>}
 */
async function vitest(project) {
  const reportFile = `${root}out/vitest-${project}.json`;
  mkdirSync(`${root}out`, { recursive: true });
  // The last run's report must not be counted if this run ends without one.
  rmSync(reportFile, { force: true });
  const words = [
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ];
  const { succeeded } = await runScript(words, 'inherit');
  return tallyVitest(readReport(reportFile), succeeded);
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Missing or cut off: Vitest crashed, and has said why on the console.
    return null;
  }
}

/** @returns {Promise<Tally>} */
async function refuseE2e() {
  await say('  not run, because the build failed: counted as one failure');
  return tallyStep(false);
}

/**
 * @param {string[]} words
 * @param {'pipe' | 'inherit'} output
 * @returns {Promise<{ succeeded: boolean, output: string }>}
 */
function runScript(words, output) {
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', output, output],
    env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ part) => {
      text += part;
    });
  }
  return new Promise((done) => {
    child.on('error', (error) => done({ succeeded: false, output: error.message }));
    child.on('close', (status) => done({ succeeded: status === 0, output: text }));
  });
}

/**
 * Waits until the line is out: the next step writes to the same pipe by itself, and the last line
 * must be the last.
 *
 * @param {string} text
 * @returns {Promise<void>}
 */
function say(text) {
  return new Promise((done) => {
    process.stdout.write(`${text}\n`, () => done());
  });
}
