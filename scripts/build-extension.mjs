// @ts-check
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBuild, withoutUnneededResources } from './check-build.mjs';
import { readFiles } from './read-files.mjs';

/** @typedef {'chromium' | 'firefox'} Target */

/** @type {readonly Target[]} */
export const targets = ['chromium', 'firefox'];

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Builds `dist/<target>` and checks what was built. Says nothing when all is well.
 *
 * @param {Target} target
 * @throws {Error} One line for each thing that is wrong with the build.
 */
export async function buildExtension(target) {
  const { status, output } = runVite(target);
  if (status !== 0)
    throw new Error(`${output}\nvite build could not make dist/${target}: see above.`);
  const folder = `${root}dist/${target}`;
  await tidyManifest(`${folder}/manifest.json`);
  const problems = checkBuild(await readFiles(folder));
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `dist/${target}: ${problem}`);
  throw new Error([output, ...lines].join('\n'));
}

/**
 * In a process of its own, because crxjs writes its progress to the console, and goes on when a
 * content script could not be built.
 *
 * @param {Target} target
 */
function runVite(target) {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--mode', target, '--logLevel', 'warn'],
    // A NODE_ENV from the caller's shell must not change what is shipped.
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  return { status, output: `${stdout}${stderr}`.trim() };
}

/** @param {string} path */
async function tidyManifest(path) {
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, `${JSON.stringify(withoutUnneededResources(manifest), null, 2)}\n`);
}
