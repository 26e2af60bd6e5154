import { describe, expect, it } from 'vitest';
import {
  chooseChromium,
  chooseFirefox,
  leastVersions,
  type Machine,
} from '../../scripts/browser-candidates.mjs';

/** A machine with nothing on it but what is said. */
function machine(
  parts: Partial<Machine> & { files?: readonly string[]; onPath?: Record<string, string> } = {},
): Machine {
  const { files = [], onPath = {}, ...rest } = parts;
  return {
    platform: 'linux',
    env: {},
    home: '/home/me',
    exists: (path) => files.includes(path),
    which: (name) => onPath[name] ?? null,
    list: (folder) => [
      ...new Set(
        files
          .filter((file) => file.startsWith(`${folder}/`))
          .map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
    version: () => 200,
    tell: (line) => {
      throw new Error(`nothing is to be told here: ${line}`);
    },
    isRoot: false,
    install: () => {
      throw new Error('nothing may be installed here');
    },
    ...rest,
  };
}

const cache = '/home/me/.cache/puppeteer/chrome';

describe('the Chromium to run', () => {
  it('is the one that CHROME_PATH names, before any other', () => {
    const found = chooseChromium(
      machine({
        env: { CHROME_PATH: '/mine/chrome' },
        files: ['/mine/chrome'],
        onPath: { 'google-chrome': '/usr/bin/google-chrome' },
      }),
    );
    expect(found).toEqual({ path: '/mine/chrome' });
  });

  it('is an error when CHROME_PATH names no file, even though another is installed', () => {
    const found = chooseChromium(
      machine({ env: { CHROME_PATH: '/gone' }, onPath: { chromium: '/usr/bin/chromium' } }),
    );
    expect(found.path).toBeNull();
    expect(found).toHaveProperty('reason', expect.stringMatching(/CHROME_PATH.*\/gone/));
  });

  it('is Chrome before Chromium before Edge', () => {
    const onPath = { 'microsoft-edge': '/edge', chromium: '/chromium', 'google-chrome': '/chrome' };
    expect(chooseChromium(machine({ onPath }))).toEqual({ path: '/chrome' });
    const { 'google-chrome': _, ...withoutChrome } = onPath;
    expect(chooseChromium(machine({ onPath: withoutChrome }))).toEqual({ path: '/chromium' });
    expect(chooseChromium(machine({ onPath: { 'microsoft-edge': '/edge' } }))).toEqual({
      path: '/edge',
    });
  });

  it.each([
    ['linux', {}, '/opt/google/chrome/chrome'],
    ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', {}, '/home/me/Applications/Chromium.app/Contents/MacOS/Chromium'],
    ['win32', { ProgramFiles: 'C:\\P' }, 'C:\\P\\Google\\Chrome\\Application\\chrome.exe'],
    ['win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\L\\Google\\Chrome\\Application\\chrome.exe'],
    [
      'win32',
      { 'ProgramFiles(x86)': 'C:\\86' },
      'C:\\86\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
  ] as const)('is found on %s %o at %s', (platform, env, path) => {
    expect(chooseChromium(machine({ platform, env, files: [path] }))).toEqual({ path });
  });

  it("is the newest in Puppeteer's cache when none is installed", () => {
    const files = ['99.0.1', '148.0.7', '131.0.9'].map(
      (version) => `${cache}/linux-${version}/chrome-linux64/chrome`,
    );
    expect(chooseChromium(machine({ files }))).toEqual({
      path: `${cache}/linux-148.0.7/chrome-linux64/chrome`,
    });
  });

  it('is looked for where PUPPETEER_CACHE_DIR says', () => {
    const path = '/cache/chrome/linux-148.0.7/chrome-linux64/chrome';
    const env = { PUPPETEER_CACHE_DIR: '/cache' };
    expect(chooseChromium(machine({ env, files: [path] }))).toEqual({ path });
  });

  it('is an installed one before one in the cache', () => {
    const files = [`${cache}/linux-148.0.7/chrome-linux64/chrome`];
    const onPath = { chromium: '/usr/bin/chromium' };
    expect(chooseChromium(machine({ files, onPath }))).toEqual({ path: '/usr/bin/chromium' });
  });

  it('is installed as the last resort, where that is possible', () => {
    const onPath: Record<string, string> = {};
    const install = (name: string) => {
      onPath[name] = `/usr/bin/${name}`;
      return true;
    };
    expect(chooseChromium(machine({ onPath, install, isRoot: true }))).toEqual({
      path: '/usr/bin/chromium',
    });
  });

  it('is missing, with what to do about it, when the installation fails', () => {
    expect(chooseChromium(machine({ isRoot: true, install: () => false }))).toEqual({
      path: null,
      reason: expect.stringMatching(/install one, or set CHROME_PATH/),
    });
  });

  it('is missing, and nothing is installed, for anybody but root', () => {
    expect(chooseChromium(machine()).path).toBeNull();
  });
});

describe('the Firefox to run', () => {
  it('is the one that FIREFOX_PATH names', () => {
    const env = { FIREFOX_PATH: '/mine/firefox' };
    expect(chooseFirefox(machine({ env, files: ['/mine/firefox'] }))).toEqual({
      path: '/mine/firefox',
    });
  });

  it('is firefox before firefox-esr', () => {
    const onPath = { 'firefox-esr': '/esr', firefox: '/firefox' };
    expect(chooseFirefox(machine({ onPath }))).toEqual({ path: '/firefox' });
    expect(chooseFirefox(machine({ onPath: { 'firefox-esr': '/esr' } }))).toEqual({ path: '/esr' });
  });

  it('is missing with a reason, which is no error', () => {
    expect(chooseFirefox(machine())).toEqual({
      path: null,
      reason: expect.stringMatching(/FIREFOX_PATH/),
    });
  });
});

describe('A browser that is too old', () => {
  const { chromium: least } = leastVersions;
  const ages = (versions: Record<string, number | null>) => (path: string) =>
    versions[path] ?? null;

  it('is not taken by CHROME_PATH, which is said at once', () => {
    const found = chooseChromium(
      machine({
        env: { CHROME_PATH: '/old' },
        files: ['/old'],
        onPath: { chromium: '/new' },
        version: ages({ '/old': least - 1, '/new': least }),
      }),
    );
    expect(found).toEqual({
      path: null,
      reason: `CHROME_PATH is too old: /old is version ${least - 1}, and Sockets needs ${least} or later. Name a newer one, or unset it.`,
    });
  });

  it('is not taken by FIREFOX_PATH', () => {
    const found = chooseFirefox(
      machine({ env: { FIREFOX_PATH: '/old' }, files: ['/old'], version: () => 115 }),
    );
    expect(found).toHaveProperty(
      'reason',
      expect.stringMatching(/FIREFOX_PATH.*115.*128 or later/),
    );
  });

  it('is passed over with one line, for the next that is installed', () => {
    const lines: string[] = [];
    const found = chooseChromium(
      machine({
        onPath: { 'google-chrome': '/old', chromium: '/new' },
        version: ages({ '/old': 120, '/new': least }),
        tell: (line) => lines.push(line),
      }),
    );
    expect(found).toEqual({ path: '/new' });
    expect(lines).toEqual([
      `/old is version 120, and is passed over: Sockets needs ${least} or later.`,
    ]);
  });

  it('is passed over for one in the cache of Puppeteer', () => {
    const path = `${cache}/linux-150.0.7/chrome-linux64/chrome`;
    const found = chooseChromium(
      machine({
        files: [path],
        onPath: { 'google-chrome': '/old' },
        version: ages({ '/old': 120, [path]: 150 }),
        tell: () => undefined,
      }),
    );
    expect(found).toEqual({ path });
  });

  it('is passed over for the package, which may take its place', () => {
    let age = 120;
    const found = chooseChromium(
      machine({
        onPath: { chromium: '/usr/bin/chromium' },
        version: () => age,
        tell: () => undefined,
        isRoot: true,
        install: () => {
          age = least;
          return true;
        },
      }),
    );
    expect(found).toEqual({ path: '/usr/bin/chromium' });
  });

  it('is named at the end, with its version and what is needed, when there is nothing else', () => {
    const found = chooseChromium(
      machine({
        onPath: { 'google-chrome': '/old', chromium: '/older' },
        version: ages({ '/old': 120, '/older': 99 }),
        tell: () => undefined,
      }),
    );
    expect(found).toEqual({
      path: null,
      reason: `No Chrome, Chromium or Edge of version ${least} or later was found, which Sockets needs: /old is version 120; /older is version 99. Update it, or set CHROME_PATH to the executable of a newer one.`,
    });
  });

  it('is told of a package that is old itself', () => {
    const found = chooseFirefox(
      machine({
        isRoot: true,
        install: () => true,
        onPath: { 'firefox-esr': '/esr' },
        version: () => 115,
        tell: () => undefined,
      }),
    );
    expect(found).toHaveProperty(
      'reason',
      expect.stringMatching(/the package firefox-esr is installed now, but \/esr is version 115/),
    );
  });

  it('is not supposed where the version cannot be told', () => {
    const found = chooseChromium(machine({ onPath: { chromium: '/x' }, version: () => null }));
    expect(found).toEqual({ path: '/x' });
  });
});
