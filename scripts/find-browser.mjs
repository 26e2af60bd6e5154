// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chooseChromium, chooseFirefox } from './browser-candidates.mjs';
import { browserVersion } from './browser-version.mjs';

/**
 * The Chromium to run, installed now where that is possible.
 *
 * @returns {string} Its executable's path.
 * @throws {Error} One sentence that says what to do.
 */
export function findChromium() {
  const found = chooseChromium(thisMachine());
  if (found.path === null) throw new Error(found.reason);
  return found.path;
}

/**
 * The Firefox to run, or why there is none: it is the second browser, not having it is no error.
 *
 * @returns {import('./browser-candidates.mjs').Found}
 */
export function findFirefox() {
  return chooseFirefox(thisMachine());
}

/** @returns {import('./browser-candidates.mjs').Machine} */
function thisMachine() {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    exists: existsSync,
    which,
    list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
    version,
    tell,
    isRoot: process.getuid?.() === 0 && isDebian(),
    install,
  };
}

/** @param {string} name */
function which(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, file)).find(isExecutable) ?? null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Missing and forbidden come to the same: it cannot be run.
    return false;
  }
}

/** @type {Map<string, number | null>} */
const versions = new Map();

/** @param {string} path */
function version(path) {
  const known = versions.get(path);
  if (known !== undefined) return known;
  const found = browserVersion(path);
  versions.set(path, found);
  return found;
}

/** @type {Set<string>} */
const told = new Set();

/** Says each line once, however often a browser is looked for. @param {string} line */
function tell(line) {
  if (told.has(line)) return;
  told.add(line);
  console.error(line);
}

/** Ubuntu calls itself like Debian, but its `chromium` is a snap, which containers cannot run. */
function isDebian() {
  const description = '/etc/os-release';
  return existsSync(description) && /^ID=debian$/m.test(readFileSync(description, 'utf8'));
}

/** @param {string} packageName */
function install(packageName) {
  console.error(`Installing the package ${packageName}, for a browser to run in …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...words) =>
    spawnSync('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const isInstalled = apt('update') && apt('install', '-y', packageName);
  // The package may have taken the place of one that was too old.
  versions.clear();
  return isInstalled;
}
