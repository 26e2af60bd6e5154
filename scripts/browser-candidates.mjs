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
 * @property {boolean} isRoot Whether packages can be installed: root on Debian.
 * @property {(packageName: string) => boolean} install Whether it succeeded.
 */

/** @typedef {{ path: string } | { path: null, reason: string }} Found */

/**
 * The first of: `CHROME_PATH`, an installed Chrome, Chromium or Edge, one that Puppeteer once
 * downloaded, and on Debian as root the package `chromium`.
 *
 * @param {Machine} machine
 * @returns {Found}
 */
export function chooseChromium(machine) {
  return (
    named(machine, 'CHROME_PATH') ??
    installed(machine, chromiumPlaces(machine), chromiumNames) ??
    downloaded(machine) ??
    installNow(machine, 'chromium') ?? {
      path: null,
      reason:
        'No Chrome, Chromium or Edge was found: install one, or set CHROME_PATH to its executable.',
    }
  );
}

/**
 * The first of: `FIREFOX_PATH`, an installed Firefox, and on Debian as root `firefox-esr`.
 *
 * @param {Machine} machine
 * @returns {Found}
 */
export function chooseFirefox(machine) {
  return (
    named(machine, 'FIREFOX_PATH') ??
    installed(machine, firefoxPlaces(machine), firefoxNames) ??
    installNow(machine, 'firefox-esr') ?? {
      path: null,
      reason: 'No Firefox was found: install one, or set FIREFOX_PATH to its executable.',
    }
  );
}

/**
 * A variable that points nowhere is a mistake to tell, not a reason to take another browser.
 *
 * @param {Machine} machine
 * @param {string} variable
 * @returns {Found | null}
 */
function named({ env, exists }, variable) {
  const path = env[variable];
  if (!path) return null;
  if (exists(path)) return { path };
  return {
    path: null,
    reason: `${variable} is set to ${path}, where no file is: correct it or unset it.`,
  };
}

/**
 * @param {Machine} machine
 * @param {readonly string[]} places
 * @param {readonly string[]} names
 * @returns {Found | null}
 */
function installed({ exists, which }, places, names) {
  for (const name of names) {
    const path = which(name);
    if (path) return { path };
  }
  const path = places.find(exists);
  return path ? { path } : null;
}

/**
 * @param {Machine} machine
 * @param {string} packageName Also the name of its executable.
 * @returns {Found | null}
 */
function installNow({ isRoot, install, which }, packageName) {
  if (!isRoot || !install(packageName)) return null;
  const path = which(packageName);
  return path ? { path } : null;
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
 * The newest Chrome in Puppeteer's cache: `<cache>/chrome/<platform>-<version>/<folder>/<file>`.
 *
 * @see https://pptr.dev/guides/configuration
 * @param {Machine} machine
 * @returns {Found | null}
 */
function downloaded({ platform, env, home, list, exists }) {
  const root = `${env['PUPPETEER_CACHE_DIR'] ?? `${home}/.cache/puppeteer`}/chrome`;
  const mac = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing';
  const file = { darwin: mac, win32: 'chrome.exe' }[String(platform)] ?? 'chrome';
  const newestFirst = [...list(root)].sort((left, right) =>
    right.localeCompare(left, 'en', { numeric: true }),
  );
  for (const build of newestFirst) {
    for (const folder of list(`${root}/${build}`)) {
      const path = `${root}/${build}/${folder}/${file}`;
      if (exists(path)) return { path };
    }
  }
  return null;
}
