import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser } from 'puppeteer';
import { findChromium } from '../../scripts/find-browser.mjs';

export const builtExtension = fileURLToPath(new URL('../../dist/chromium', import.meta.url));

export interface BrowserOptions {
  /** An unpacked extension's folder; `null` for a browser without any. */
  readonly extension?: string | null;
  /** Without an extension at first: whether one may be installed later. */
  readonly canInstall?: boolean;
  readonly headless?: boolean;
  /** Where downloads land, without a question. The browser keeps the names that pages give. */
  readonly downloadsFolder?: string;
}

/** Starts a real Chromium with a fresh profile that ends with it. */
export async function launchChromium(options: BrowserOptions = {}): Promise<Browser> {
  const { extension = builtExtension, headless = true, downloadsFolder } = options;
  const { canInstall = false } = options;
  return puppeteer.launch({
    executablePath: findChromium(),
    headless,
    // Extensions.loadUnpacked is only offered over a pipe.
    pipe: true,
    ...(extension === null ? { enableExtensions: canInstall } : { enableExtensions: [extension] }),
    ...(headless ? {} : { defaultViewport: null }),
    ...(downloadsFolder === undefined
      ? {}
      : { downloadBehavior: { policy: 'allow', downloadPath: downloadsFolder } }),
    args: [
      // Chromium refuses to run as root with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
