import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Inside of node_modules, so that the packages are loaded as packages are. */
const cache = new URL('../../node_modules/.cache/capture/', import.meta.url);

export interface NpmPackages {
  /** Loads one. What it has, its documentation says: the scenario names the type. */
  require<Module>(name: string): Module;
}

/**
 * Packages that one conversation needs and nothing else, and that are too heavy, too old or too little known to
 * belong to the project. Installed when they are asked for, apart from the project's own, in these exact versions.
 * None of their scripts runs, so nothing native is built.
 */
export function needNpm(scenario: string, versions: Readonly<Record<string, string>>): NpmPackages {
  const folder = fileURLToPath(new URL(`${scenario}/`, cache));
  const wanted = JSON.stringify({ private: true, dependencies: versions }, null, 2);
  if (!isInstalled(folder, wanted)) install(folder, wanted);
  const load = createRequire(`${folder}package.json`);
  return { require: <Module>(name: string): Module => load(name) };
}

/** `pusher-js 8.6.0`, once the conversation has been held. */
export function npmVersion(scenario: string, name: string): string {
  const file = new URL(`${scenario}/node_modules/${name}/package.json`, cache);
  // Written by npm, which asks for it.
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return `${name} ${version}`;
}

/** npm writes down what it has installed as the last thing that it does. */
const isInstalled = (folder: string, wanted: string): boolean =>
  existsSync(`${folder}node_modules/.package-lock.json`) &&
  readFileSync(`${folder}package.json`, 'utf8') === wanted;

function install(folder: string, wanted: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}package.json`, wanted);
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // On Windows npm is a script that only a shell can start.
  const shell = process.platform === 'win32';
  execFileSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], shell });
}
