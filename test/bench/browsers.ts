// The browsers of the benchmark, each with one page, and DevTools as a person would have it.
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer';
import { findChromium } from '../../scripts/find-browser.mjs';
import { builtExtension, launchChromium } from '../support/browser.ts';
import { openPanel, type PanelDriver } from '../support/chromium-panel.ts';
import { inFrontEnd } from '../support/devtools-front-end.ts';
import { isListening } from '../support/panel-session.ts';
import { until } from '../support/until.ts';

export const setUps = ['bare', 'closed', 'console', 'sockets', 'network'] as const;
export type SetUp = (typeof setUps)[number];

export const setUpNames = {
  bare: 'bare: no extension, no DevTools',
  closed: 'Sockets installed, DevTools closed',
  console: 'DevTools on Console, no extension',
  sockets: 'DevTools on Sockets',
  network: 'DevTools on Network, no extension',
} satisfies Record<SetUp, string>;

export interface Bed {
  readonly setUp: SetUp;
  readonly browser: Browser;
  readonly page: Page;
  /** The Sockets tab, in the set-up that has one. */
  readonly driver: PanelDriver | null;
}

/** Starts a browser of its own for a set-up, with a page of the server that nobody else watches. */
export async function openBed(setUp: SetUp, origin: string): Promise<Bed> {
  const hasExtension = setUp === 'closed' || setUp === 'sockets';
  const browser = await launchChromium({ extension: hasExtension ? builtExtension : null });
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    const driver = await openDevTools(setUp, page);
    await unwatch(page);
    return { setUp, browser, page, driver };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Puppeteer has every message of the page reported to it, which takes longer than all that is measured. */
export async function unwatch(page: Page): Promise<void> {
  const { _client } = page as unknown as { _client(): CDPSession };
  await _client.call(page).send('Network.disable');
}

async function openDevTools(setUp: SetUp, page: Page): Promise<PanelDriver | null> {
  if (setUp === 'bare' || setUp === 'closed') return null;
  if (setUp === 'sockets') {
    const driver = await openPanel(page);
    await isListening(driver.panel);
    return driver;
  }
  const devtools = await page.openDevTools();
  await until(
    () =>
      inFrontEnd<boolean>(
        devtools,
        `const { ViewManager } = (await load('./ui/legacy/legacy.js')).ViewManager;
         await ViewManager.instance().showView(given);
         return true;`,
        setUp,
      ),
    { what: `DevTools shows its tab ${setUp}` },
  );
  return null;
}

const lookMs = 100;
const mostLooks = 80;
/** ms of processor time in a tenth of a second that a browser takes that has nothing to do, and a little more. */
const restMs = 15;

/**
 * Waits until a browser has come to rest. DevTools goes on for a while after a page has its last message, and would
 * do so at the cost of whoever is measured next.
 * @returns whether it has within some seconds
 */
export async function comesToRest({ browser }: Bed): Promise<boolean> {
  const session = await browser.target().createCDPSession();
  const usedMs = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
  };
  try {
    for (let look = 0; look < mostLooks; look++) {
      const before = await usedMs();
      await new Promise((resume) => setTimeout(resume, lookMs));
      if ((await usedMs()) - before < restMs) return true;
    }
    return false;
  } finally {
    await session.detach();
  }
}

/** A browser with Sockets whose lists have scrollbars: Puppeteer hides them unless it is told not to. */
export async function launchWithScrollbars(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: findChromium(),
    headless: true,
    pipe: true,
    enableExtensions: [builtExtension],
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: [
      // As in test/support/browser.ts.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function closeAll(beds: readonly Bed[]): Promise<void> {
  await Promise.all(beds.map(({ browser }) => browser.close()));
}
