import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { browserVersion } from '../../scripts/browser-version.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sockets-versions-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that does this when it is started. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('The version of a browser', () => {
  it.each([
    ['Google Chrome 148.0.7778.5 ', 148],
    ['Chromium 156.0.8012.0 built on Debian 13', 156],
    ['Microsoft Edge 120.0.2210.61', 120],
    ['Google Chrome for Testing 99.0.4844.51', 99],
    ['Mozilla Firefox 128.14.0esr', 128],
  ])('is the first number of %s', (said, version) => {
    const path = program('browser', `[ "$1" = --version ] && echo '${said}'`);
    expect(browserVersion(path)).toBe(version);
  });

  it('is found behind what else is said', () => {
    const path = program(
      'noisy',
      "echo 'cannot open display 0' >&2; echo; echo 'Chromium 150.0.1'",
    );
    expect(browserVersion(path)).toBe(150);
  });

  it.each([
    ['that says nothing', 'exit 0'],
    ['that fails', 'exit 1'],
    ['that says something else', "echo 'usage: browser [address]'"],
  ])('cannot be told of one %s', (_, script) => {
    expect(browserVersion(program('odd', script))).toBeNull();
  });

  it('cannot be told of one that is not there', () => {
    expect(browserVersion(join(folder, 'gone'))).toBeNull();
  });
});

describe('The version of a browser in Windows, which is not started for it,', () => {
  const install = (name: string, files: Record<string, string | null>): string => {
    mkdirSync(join(folder, name));
    for (const [file, content] of Object.entries(files))
      if (content === null) mkdirSync(join(folder, name, file));
      else writeFileSync(join(folder, name, file), content);
    return join(folder, name, 'browser.exe');
  };

  it('is that of the newest folder beside it', () => {
    const path = install('Chrome', {
      '99.0.4844.51': null,
      '148.0.7778.5': null,
      Dictionaries: null,
    });
    expect(browserVersion(path, 'win32')).toBe(148);
  });

  it('stands in the application.ini of Firefox', () => {
    const path = install('Firefox', { 'application.ini': '[App]\nName=Firefox\nVersion=128.0\n' });
    expect(browserVersion(path, 'win32')).toBe(128);
  });

  it('cannot be told where neither is there', () => {
    expect(browserVersion(install('Other', {}), 'win32')).toBeNull();
    expect(browserVersion(join(folder, 'nowhere', 'chrome.exe'), 'win32')).toBeNull();
  });
});
