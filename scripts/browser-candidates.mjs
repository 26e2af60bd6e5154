// @ts-check
// Where browsers are looked for and in which order. Decides; what it may touch comes in as a
// Machine, so that tests can describe any computer. scripts/find-browser.mjs describes this one.

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {string} home
 * @property {(path: string) => boolean} exists
 * @property {(name: string) => string | null} which The executable of that name on PATH.
 * @property {(folder: string) => readonly string[]} list Names in a folder; none if it is missing.
 * @property {(path: string) => number | null} version The first number of an executable's version; null where it cannot be told.
 * @property {(line: string) => void} tell Says something to whoever waits for a browser.
 * @property {boolean} isRoot Whether packages can be installed: root on Debian.
 * @property {(packageName: string) => boolean} install Whether it succeeded.
 */

/** @typedef {{ path: string } | { path: null, reason: string }} Found */

/** The oldest that the extension runs in, as its manifests say. */
export const leastVersions = { chromium: 148, firefox: 128 };

/**
 * The first that is not too old of: `CHROME_PATH`, an installed Chrome, Chromium or Edge, one that
 * Puppeteer once downloaded, and on Debian as root the package `chromium`.
 *
 * @param {Machine} machine
 * @returns {Found}
 */
export function chooseChromium(machine) {
  return choose(machine, {
    variable: 'CHROME_PATH',
    least: leastVersions.chromium,
    places: () => [
      ...installed(machine, chromiumPlaces(machine), chromiumNames),
      ...downloaded(machine),
    ],
    packageName: 'chromium',
    kinds: 'Chrome, Chromium or Edge',
  });
}

/**
 * The first that is not too old of: `FIREFOX_PATH`, an installed Firefox, and on Debian as root
 * `firefox-esr`.
 *
 * @param {Machine} machine
 * @returns {Found}
 */
export function chooseFirefox(machine) {
  return choose(machine, {
    variable: 'FIREFOX_PATH',
    least: leastVersions.firefox,
    places: () => installed(machine, firefoxPlaces(machine), firefoxNames),
    packageName: 'firefox-esr',
    kinds: 'Firefox',
  });
}

/**
 * @typedef {object} Wanted
 * @property {string} variable That names the executable.
 * @property {number} least The oldest version that will do.
 * @property {() => readonly string[]} places Executables that are there, the best first.
 * @property {string} packageName
 * @property {string} kinds What is looked for, for people.
 */

/**
 * @param {Machine} machine
 * @param {Wanted} wanted
 * @returns {Found}
 */
function choose(machine, wanted) {
  const { variable, least, places, packageName, kinds } = wanted;
  const chosen = named(machine, wanted);
  if (chosen !== null) return chosen;
  const tooOld = [];
  for (const path of places()) {
    const age = ageOf(machine, path, least);
    if (age === null) return { path };
    machine.tell(`${age}, and is passed over: Sockets needs ${least} or later.`);
    tooOld.push(age);
  }
  const path = installNow(machine, packageName);
  const age = path === null ? null : ageOf(machine, path, least);
  if (path !== null && age === null) return { path };
  if (age !== null) tooOld.push(`the package ${packageName} is installed now, but ${age}`);
  const reason =
    tooOld.length === 0
      ? `No ${kinds} was found: install one, or set ${variable} to its executable.`
      : `No ${kinds} of version ${least} or later was found, which Sockets needs: ${tooOld.join('; ')}. Update it, or set ${variable} to the executable of a newer one.`;
  return { path: null, reason };
}

/**
 * That an executable is too old, in words; null where it is not, or where its version cannot be told.
 *
 * @param {Machine} machine
 * @param {string} path
 * @param {number} least
 */
function ageOf({ version }, path, least) {
  const found = version(path);
  return found === null || found >= least ? null : `${path} is version ${found}`;
}

/**
 * A variable that points nowhere, or to what is too old, is a mistake to tell, not a reason to take
 * another browser.
 *
 * @param {Machine} machine
 * @param {Wanted} wanted
 * @returns {Found | null}
 */
function named(machine, { variable, least }) {
  const path = machine.env[variable];
  if (!path) return null;
  if (!machine.exists(path))
    return {
      path: null,
      reason: `${variable} is set to ${path}, where no file is: correct it or unset it.`,
    };
  const age = ageOf(machine, path, least);
  if (age === null) return { path };
  return {
    path: null,
    reason: `${variable} is too old: ${age}, and Sockets needs ${least} or later. Name a newer one, or unset it.`,
  };
}

/**
 * @param {Machine} machine
 * @param {readonly string[]} places
 * @param {readonly string[]} names
 * @returns {string[]}
 */
function installed({ exists, which }, places, names) {
  const onPath = names.map(which).filter((path) => path !== null);
  return [...new Set([...onPath, ...places.filter(exists)])];
}

/**
 * @param {Machine} machine
 * @param {string} packageName Also the name of its executable.
 * @returns {string | null}
 */
function installNow({ isRoot, install, which }, packageName) {
  return isRoot && install(packageName) ? which(packageName) : null;
}

const chromiumNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const firefoxNames = ['firefox', 'firefox-esr'];

/**
 * @param {Machine} machine
 * @returns {string[]}
 */
function chromiumPlaces({ platform, env, home }) {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      macApplication(home, name, name),
    );
  }
  if (platform === 'win32') {
    return [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ].flatMap((file) => windowsPrograms(env, file));
  }
  return ['/opt/google/chrome/chrome', '/snap/bin/chromium', '/opt/microsoft/msedge/msedge'];
}

/**
 * @param {Machine} machine
 * @returns {string[]}
 */
function firefoxPlaces({ platform, env, home }) {
  if (platform === 'darwin') return macApplication(home, 'Firefox', 'firefox');
  if (platform === 'win32') return windowsPrograms(env, 'Mozilla Firefox\\firefox.exe');
  return ['/opt/firefox/firefox', '/usr/lib/firefox/firefox', '/snap/bin/firefox'];
}

/**
 * @param {string} home
 * @param {string} name
 * @param {string} executable
 */
function macApplication(home, name, executable) {
  return ['', home].map((root) => `${root}/Applications/${name}.app/Contents/MacOS/${executable}`);
}

/**
 * @param {Machine['env']} env
 * @param {string} file
 */
function windowsPrograms(env, file) {
  const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
  return roots.flatMap((root) => (root ? [`${root}\\${file}`] : []));
}

/**
 * Puppeteer's cache, the newest first: `<cache>/chrome/<platform>-<version>/<folder>/<file>`.
 *
 * @see https://pptr.dev/guides/configuration
 * @param {Machine} machine
 * @returns {string[]}
 */
function downloaded({ platform, env, home, list, exists }) {
  const root = `${env['PUPPETEER_CACHE_DIR'] ?? `${home}/.cache/puppeteer`}/chrome`;
  const mac = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing';
  const file = { darwin: mac, win32: 'chrome.exe' }[String(platform)] ?? 'chrome';
  const newestFirst = [...list(root)].sort((left, right) =>
    right.localeCompare(left, 'en', { numeric: true }),
  );
  return newestFirst
    .flatMap((build) =>
      list(`${root}/${build}`).map((folder) => `${root}/${build}/${folder}/${file}`),
    )
    .filter(exists);
}
