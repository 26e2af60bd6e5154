import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import { launchFirefox } from '../support/firefox.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { isListening } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { hostilePage } from './hostile-page.ts';
import { type PageServer, servePages } from './page-server.ts';

const received = 'threw;threw;threw;string8;object;object;string786432;object;string9;';
/** What the panel must show of it, whatever the page has replaced. */
const rowContents = `[...document.querySelectorAll('.message-row:not(.lifecycle)')].map((row) => row.firstElementChild.textContent + ' ' + row.lastElementChild.textContent.slice(0, 20))`;
const trueRows = ['sent', 'received'].flatMap((direction) =>
  [
    'text one',
    '00 07 00  ...',
    '66 72 6f 6d 20 61 20',
    'large large large la',
    '00 07 00  ...',
    'last text',
  ].map((content) => `${direction} ${content}`),
);

let playground: Playground;
let server: PageServer;
beforeAll(async () => {
  playground = await servePlayground();
  server = await servePages();
  server.serve('/hostile', {
    body: hostilePage(`${playground.origin.replace('http', 'ws')}/echo`),
  });
});
afterAll(async () => {
  await server?.close();
  await playground?.close();
});

async function countsOf(navigate: (url: string) => Promise<unknown>): Promise<string[]> {
  const report = server.nextReport('hostile');
  await navigate(`${server.origin}/hostile`);
  return String(await report)
    .split('\n')
    .sort();
}

describe('A page that has replaced every built-in sees none of its own called by the recorder', () => {
  it('in Chromium, and the panel shows what was sent and received', async () => {
    const native = await launchChromium({ extension: null });
    const nativePage = await native.newPage();
    const expected = await countsOf((url) => nativePage.goto(url));
    await native.close();
    expect(expected).toContain(received);

    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      expect(await countsOf((url) => page.goto(url))).toEqual(expected);
      await page.goto(`${playground.origin}/blank`);
      const { panel } = await openPanel(page, { size: { width: 1200, height: 1600 } });
      await isListening(panel);
      expect(await countsOf((url) => page.goto(url))).toEqual(expected);
      const rows = await until(
        async () => {
          const shown = (await panel.evaluate(rowContents)) as string[];
          return (
            shown.length === trueRows.length &&
            shown.every((row) => !row.includes('reading')) &&
            shown
          );
        },
        { what: 'the panel shows the messages' },
      );
      expect(rows).toEqual(trueRows);
    } finally {
      await browser.close();
    }
  });

  it.skipIf(findFirefox().path === null)(
    'in Firefox, and the panel shows what was sent and received',
    async () => {
      const native = await launchFirefox();
      const expected = await countsOf((url) =>
        native.marionette.send('WebDriver:Navigate', { url }),
      ).finally(native.quit);
      expect(expected).toContain(received);

      const panel = await openFirefoxPanel(`${playground.origin}/blank`, { open: false });
      try {
        expect(await countsOf(panel.navigate)).toEqual(expected);
        await panel.navigate(`${playground.origin}/blank`);
        await panel.openToolbox();
        await until(
          () => panel.evaluateInPanel(`document.body.textContent.includes('No sockets yet')`),
          { what: 'the panel has found the page' },
        );
        expect(await countsOf(panel.navigate)).toEqual(expected);
        const rows = await until(
          async () => {
            const shown = await panel.evaluateInPanel<string[]>(rowContents);
            return shown.length > 5 && shown.every((row) => !row.includes('reading')) && shown;
          },
          { what: 'the panel shows the messages' },
        );
        expect(trueRows).toEqual(expect.arrayContaining(rows));
      } finally {
        await panel.quit();
      }
    },
  );
});
