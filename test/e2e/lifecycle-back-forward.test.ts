import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { allRows, hasMessages, isListening } from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let playground: Playground;
/** Pages that may be kept in the back/forward cache: those of the playground say no-store. */
let site: Server;
let siteOrigin: string;
beforeAll(async () => {
  playground = await servePlayground();
  site = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><link rel="icon" href="data:,"><title>${request.url}</title>`);
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  siteOrigin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
  site?.closeAllConnections();
  site?.close();
  await playground?.close();
});

const rewrite = `document.open(); document.write('<title>written</title>'); document.close();`;
const watchReturn = `addEventListener('pageshow', ({ persisted }) => { window.isRestored = persisted; });`;
/** An expression: sends a text on a socket of its own and closes that when the echo is back: with an open one Firefox keeps no page. */
const echo = (text: string): string => `new Promise((done) => {
  const socket = new WebSocket(${JSON.stringify(`${playground.origin.replace('http', 'ws')}/echo`)});
  socket.onopen = () => socket.send(${JSON.stringify(text)});
  socket.onmessage = () => socket.close();
  socket.onclose = () => done();
})`;

describe('A page that is left for another and comes back from the back/forward cache', () => {
  // Of a page that can be recorded the panel hears when it leaves, and asks who is there.
  it('is recorded again in Chromium, though it has written itself anew and the other could not be recorded', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`${siteOrigin}/one`);
      const { panel } = await openPanel(page, { size: { width: 1200, height: 1600 } });
      await isListening(panel);
      await page.evaluate(`${rewrite} ${watchReturn}`);
      await page.evaluate(echo('first visit'));
      await hasMessages(panel, 2);
      await page.goto('chrome://version');
      await says(panel, 'This page cannot be inspected');
      await page.goBack();
      await until(() => page.evaluate('window.isRestored === true'), {
        what: 'the page has come back from the cache',
      });
      // It is the document that it was, and tells again what it has kept.
      await hasMessages(panel, 2);
      await page.evaluate(echo('second visit'));
      await hasMessages(panel, 4);
      expect((await allRows(panel)).map(({ content }) => content)).toEqual([
        'first visit',
        'first visit',
        'second visit',
        'second visit',
      ]);
    } finally {
      await browser.close();
    }
  });

  it.skipIf(findFirefox().path === null).each([
    ['', ''],
    [', though it has written itself anew', rewrite],
  ])('is recorded again in Firefox%s', async (_, change) => {
    const panel = await openFirefoxPanel(`${siteOrigin}/start`);
    const text = () => panel.evaluateInPanel<string>('document.body.innerText');
    const panelSays = (wanted: string) =>
      until(async () => (await text()).includes(wanted), { what: `the panel says ${wanted}` });
    const recorded = () =>
      panel.evaluateInPanel<number>(
        `Number(document.querySelector('[role=grid][aria-label=Messages]')?.getAttribute('aria-rowcount') ?? 0)`,
      );
    /** Leaves the page and comes back; tells whether the browser has kept it. */
    const comeBack = async (attempt: number): Promise<boolean> => {
      await panel.navigate(`${siteOrigin}/one?${attempt}`);
      await panel.evaluateInPage(`window.eval(${JSON.stringify(change + watchReturn)})`);
      await panel.evaluateInPage(echo(`first visit ${attempt}`));
      await panelSays(`first visit ${attempt}`);
      await panel.navigate(`${siteOrigin}/two`);
      await panelSays('No sockets yet');
      await panel.inBrowser('gBrowser.selectedBrowser.goBack();');
      const how = await until(
        () =>
          panel.evaluateInPage<string>(
            `location.pathname === '/one' && document.readyState === 'complete' &&
              (window.eval('window.isRestored') === true ? 'kept' : 'loaded anew')`,
          ),
        { what: 'the page has come back' },
      );
      return how === 'kept';
    };
    try {
      await panelSays('No sockets yet');
      // Firefox loads one in twenty anew, for reasons of its own.
      let isKept = false;
      for (let attempt = 1; attempt <= 5 && !isKept; attempt++) isKept = await comeBack(attempt);
      expect(isKept).toBe(true);
      // It is the document that it was, and tells again what it has kept.
      await expect.poll(recorded).toBe(2);
      await panel.evaluateInPage(echo('second visit'));
      await expect.poll(recorded).toBe(4);
      expect((await text()).match(/(first|second) visit/g)).toEqual([
        'first visit',
        'first visit',
        'second visit',
        'second visit',
      ]);
    } finally {
      await panel.quit();
    }
  });
});

async function says(panel: Frame, wanted: string): Promise<void> {
  await until(async () => (await panel.evaluate(() => document.body.innerText)).includes(wanted), {
    what: `the panel says ${wanted}`,
  });
}
