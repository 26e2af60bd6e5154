import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { launchFirefox } from '../support/firefox.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { until } from '../support/until.ts';
import { cachedPage, forgetfulPage, leavingPage } from './leaving-page.ts';
import { type PageServer, servePages } from './page-server.ts';

let playground: Playground;
let server: PageServer;
beforeAll(async () => {
  playground = await servePlayground();
  server = await servePages();
  const echo = `${playground.origin.replace('http', 'ws')}/echo`;
  server.serve('/cached', { body: cachedPage(echo) });
  server.serve('/leaving', { body: leavingPage(server.obedient) });
  server.serve('/forgetful', { body: forgetfulPage(echo) });
  server.serve('/other', { body: '<!doctype html><title>other</title>' });
});
afterAll(async () => {
  await server?.close();
  await playground?.close();
});

/** What these tests need of a browser. */
interface Tab {
  navigate(url: string): Promise<unknown>;
  back(): Promise<unknown>;
  title(): Promise<string>;
}

const isReady = (tab: Tab) =>
  until(async () => (await tab.title()) === 'ready', { what: 'the page is ready' });

/**
 * How the page is shown when the browser goes back to it. Firefox loads one in twenty anew, for reasons of
 * its own: what counts is whether it may be kept.
 */
async function comeBack(tab: Tab, query: string): Promise<unknown> {
  let shown: unknown;
  for (let attempt = 1; attempt <= 5; attempt++) {
    await tab.navigate(`${server.origin}/cached${query}&${attempt}`);
    await isReady(tab);
    const report = server.nextReport('shown');
    await tab.navigate(`${server.origin}/other`);
    await tab.back();
    shown = await report;
    if (JSON.stringify(shown).includes('"persisted":true')) break;
  }
  return shown;
}

/** Leaves pages and comes back; ends with what they say, and with what the server got at leaving. */
async function leave(tab: Tab): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const query of ['?none', '?closed', '?open', '?hiding'])
    seen.push(await comeBack(tab, query));
  for (const query of ['', '?rewritten']) {
    const before = server.received.length;
    await tab.navigate(`${server.origin}/leaving${query}`);
    await isReady(tab);
    await tab.navigate(`${server.origin}/other`);
    // Chromium sends what a page sends at pagehide; Firefox has ended its sockets by then.
    const last = () =>
      server.received
        .slice(before)
        .find((text) => [`at pagehide${query}`, `(closed) say prepared${query}`].includes(text));
    seen.push(await until(last, { what: 'the page that was left has sent or ended' }));
  }
  return seen;
}

const chromiumTab = (page: Page): Tab => ({
  navigate: (url) => page.goto(url),
  // A page from the cache has no navigation that Puppeteer could wait for.
  back: () => page.evaluate(() => history.back()),
  title: () => page.title(),
});

/** Collects garbage until nothing more goes, and ends with the names of the sockets that went. */
async function collected(page: Page): Promise<string[]> {
  await page.goto(`${server.origin}/forgetful`);
  await isReady(chromiumTab(page));
  const session = await page.createCDPSession();
  const names = () =>
    page.evaluate(() => (window as unknown as { collected: string[] }).collected.toSorted());
  await until(
    async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await names()).includes('closed');
    },
    { what: 'the closed socket is collected' },
  );
  for (let round = 0; round < 4; round++) await session.send('HeapProfiler.collectGarbage');
  return names();
}

/** The same in Firefox, which collects when its own scripts ask for it: the title says what has gone. */
async function collectedInFirefox(tab: Tab, inBrowser: (script: string) => Promise<unknown>) {
  await tab.navigate(`${server.origin}/forgetful`);
  // Nothing but the closed one may go while the others open.
  await until(async () => /^(?:ready|.*closed)/.test(await tab.title()), { what: 'all are open' });
  const collect = () =>
    inBrowser(`Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser
      .messageManager.loadFrameScript('data:,Cu.forceGC();Cu.forceCC();Cu.forceGC()', false);`);
  await until(
    async () => {
      await collect();
      return (await tab.title()).includes('closed');
    },
    { what: 'the closed socket is collected' },
  );
  for (let round = 0; round < 4; round++) await collect();
  return tab.title();
}

describe('A page that is left', () => {
  it('is kept or not, and sends its last messages, as without the recorder, in Chromium', async () => {
    const seen: unknown[] = [];
    for (const options of [{ extension: null }, {}]) {
      const browser = await launchChromium(options);
      try {
        const page = await browser.newPage();
        seen.push([await leave(chromiumTab(page)), await collected(page)]);
      } finally {
        await browser.close();
      }
    }
    expect(JSON.stringify(seen[0])).toContain('at pagehide?rewritten');
    expect(seen[1]).toEqual(seen[0]);
  });

  it.skipIf(findFirefox().path === null)('does so in Firefox', async () => {
    const native = await launchFirefox();
    const marionetteTab: Tab = {
      navigate: (url) => native.marionette.send('WebDriver:Navigate', { url }),
      back: () => native.marionette.send('WebDriver:Back'),
      title: async () => String(await native.marionette.send('WebDriver:GetTitle')),
    };
    const run = async (script: string) => {
      await native.marionette.send('Marionette:SetContext', { value: 'chrome' });
      await native.marionette.send('WebDriver:ExecuteScript', { script, args: [] });
      await native.marionette.send('Marionette:SetContext', { value: 'content' });
    };
    const expected = await (async () => [
      await leave(marionetteTab),
      await collectedInFirefox(marionetteTab, run),
    ])().finally(native.quit);
    const panel = await openFirefoxPanel(`${playground.origin}/blank`, { open: false });
    const tab: Tab = {
      navigate: panel.navigate,
      back: () => panel.evaluateInPage('history.back()'),
      title: () => panel.evaluateInPage('document.title'),
    };
    const seen = await (async () => [
      await leave(tab),
      await collectedInFirefox(tab, panel.inBrowser),
    ])().finally(panel.quit);
    expect(JSON.stringify(expected)).toContain('(closed)');
    expect(seen).toEqual(expected);
  });
});
