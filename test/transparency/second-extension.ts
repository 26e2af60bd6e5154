import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { until } from '../support/until.ts';

/** Scripts of an extension: two in every document, at its start, and one behind. */
export interface SecondExtension {
  /** In a world of the extension's own. */
  readonly isolated: string;
  /** In the page's world. */
  readonly main?: string;
  readonly background?: string;
}

export interface InstalledExtension {
  readonly id: string;
  /** Deletes its files; the browser must have gone. */
  remove(): Promise<void>;
}

/**
 * Makes an unpacked extension and installs it beside Sockets.
 * @param turn when its scripts run: Chromium runs those of one extension after those of another, in
 * the order of their ids
 */
export async function installSecondExtension(
  browser: Browser,
  turn: 'before Sockets' | 'after Sockets',
  { isolated, main = '', background = '' }: SecondExtension,
): Promise<InstalledExtension> {
  const socketsId = await idOfSockets(browser);
  const key = keyWith((id) => id < socketsId === (turn === 'before Sockets'));
  const folder = await mkdtemp(join(tmpdir(), 'sockets-second-extension-'));
  const files = {
    'manifest.json': JSON.stringify(manifest(key)),
    'isolated.js': isolated,
    'main.js': main,
    'background.js': background,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const id = await browser.installExtension(folder);
  if (id !== idOf(key)) throw new Error(`the extension's id is ${id} and not ${idOf(key)}`);
  return { id, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Waits for it: the browser lists what it was started with a moment after its start. */
export async function idOfSockets(browser: Browser): Promise<string> {
  const sockets = await until(
    async () => [...(await browser.extensions()).values()].find(({ name }) => name === 'Sockets'),
    { what: 'the browser has an extension named Sockets' },
  );
  return sockets.id;
}

function manifest(key: Buffer) {
  const everywhere = {
    matches: ['<all_urls>'],
    run_at: 'document_start',
    all_frames: true,
    match_about_blank: true,
    match_origin_as_fallback: true,
  };
  return {
    manifest_version: 3,
    name: 'Second',
    version: '1',
    key: key.toString('base64'),
    message_serialization: 'structured_clone',
    host_permissions: ['<all_urls>'],
    background: { service_worker: 'background.js' },
    content_scripts: [
      { ...everywhere, js: ['isolated.js'] },
      { ...everywhere, js: ['main.js'], world: 'MAIN' },
    ],
  };
}

function keyWith(isWanted: (id: string) => boolean): Buffer {
  // Sockets' own id comes from its folder. One below or above takes two tries or so, many if it is extreme.
  for (let tries = 0; tries < 1_000_000; tries++) {
    const key = randomBytes(32);
    if (isWanted(idOf(key))) return key;
  }
  throw new Error('no key makes such an id');
}

/** The first half of the key's SHA-256 in hexadecimal, with the letters a to p as digits. */
function idOf(key: Buffer): string {
  const digits = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return digits.replace(/./g, (digit) => 'abcdefghijklmnop'.charAt(Number.parseInt(digit, 16)));
}
