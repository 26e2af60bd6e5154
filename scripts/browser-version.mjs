// @ts-check
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A browser that hangs when it is asked for its version would hold up everything. */
const patienceMs = 30_000;

/**
 * The first number of a browser's version, 148 of `Google Chrome 148.0.7778.5`, or null where it
 * cannot be told: then the browser is tried as it is.
 *
 * @param {string} path Its executable.
 * @param {NodeJS.Platform} platform
 * @returns {number | null}
 */
export function browserVersion(path, platform = process.platform) {
  return platform === 'win32' ? versionBeside(path) : versionTold(path);
}

/** @param {string} path */
function versionTold(path) {
  const { stdout } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: patienceMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return firstNumber(/(\d+)\.\d/.exec(stdout ?? ''));
}

/**
 * In Windows Chrome and Edge open a window when they are asked, so what stands beside the executable
 * tells: a folder named by the version, or in Firefox `application.ini`.
 *
 * @param {string} path
 */
function versionBeside(path) {
  const folder = dirname(path);
  try {
    const versions = readdirSync(folder).map((name) =>
      firstNumber(/^(\d+)(?:\.\d+){3}$/.exec(name)),
    );
    const newest = Math.max(...versions.map((version) => version ?? 0));
    if (newest > 0) return newest;
    const description = readFileSync(join(folder, 'application.ini'), 'utf8');
    return firstNumber(/^Version=(\d+)/m.exec(description));
  } catch {
    // Neither is there: the version cannot be told.
    return null;
  }
}

/** @param {RegExpExecArray | null} found */
function firstNumber(found) {
  return found === null ? null : Number(found[1]);
}
