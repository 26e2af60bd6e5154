// What `npm start` and `npm run picture` show: the playground in a browser with Sockets open.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from './browser.ts';
import { openPanel, type PanelDriver, type Picture, screenshotPanel } from './chromium-panel.ts';

export interface Demo extends PanelDriver {
  readonly playground: Playground;
  readonly browser: Browser;
  readonly page: Page;
  readonly downloadsFolder: string;
  screenshot(path: `${string}.png`, picture: Picture): Promise<void>;
  close(): Promise<void>;
}

/** Headless the panel fills DevTools; with a window DevTools is docked, as people have it. */
export async function startDemo({ headless }: { headless: boolean }): Promise<Demo> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const playground = await servePlayground();
    undo.push(() => playground.close());
    const downloadsFolder = await mkdtemp(join(tmpdir(), 'sockets-downloads-'));
    undo.push(() => rm(downloadsFolder, { recursive: true, force: true }));
    // A person's downloads belong where that person's browser puts them.
    const browser = await launchChromium({ headless, ...(headless ? { downloadsFolder } : {}) });
    undo.push(() => browser.close());
    const [firstPage] = await browser.pages();
    const page = firstPage ?? (await browser.newPage());
    await page.goto(playground.origin);
    const driver = await openPanel(page, headless ? {} : { dock: 'bottom', size: null });
    // With DevTools open from the start, so that the browser's network log tells of the worker, too.
    await page.goto(`${playground.origin}/?autoplay`);
    const screenshot: Demo['screenshot'] = (path, picture) =>
      screenshotPanel(driver.devtools, path, picture);
    return { ...driver, playground, browser, page, downloadsFolder, screenshot, close };
  } catch (error) {
    await close();
    throw error;
  }
}
