// @ts-check
// Runs before any package is there: Node's standard library only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { holdsWhatLockSays } from './lockfile.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Installs the packages unless node_modules already holds what package-lock.json says. Contents
 * are compared, not times: a checkout gives every file a new time.
 */
export function ensureInstalled() {
  // npm writes down in this file what it has installed.
  const written = `${root}node_modules/.package-lock.json`;
  if (
    existsSync(written) &&
    holdsWhatLockSays(readJson(`${root}package-lock.json`), readJson(written))
  )
    return;
  console.log('Installing packages (npm ci) …');
  const words = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // On Windows npm is a script that only a shell can start.
  const { status, error } = spawnSync('npm', words, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  const reason = error ? error.message : `it ended with ${status}`;
  throw new Error(
    `npm ci could not install the packages (${reason}): see its output above, then run it by hand.`,
  );
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
