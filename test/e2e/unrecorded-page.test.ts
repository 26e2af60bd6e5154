import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtExtension, launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  compose,
  hasMessages,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

describe('A page that is older than the extension', () => {
  it('is said not to be recorded, also above the sockets of its newer frames, until it is reloaded', async () => {
    const browser = await launchChromium({ extension: null, canInstall: true });
    try {
      const [page] = await browser.pages();
      if (page === undefined) throw new Error('the browser has no page');
      await page.goto(`${bed.playground.origin}/blank`);
      await browser.installExtension(builtExtension);
      const { panel } = await openPanel(page, { size: { width: 1200, height: 1600 } });
      const says = (text: string) =>
        until(() => panel.evaluate((words) => document.body.textContent?.includes(words), text), {
          what: `the panel says "${text}"`,
        });
      await says('This page is not being recorded');

      await page.evaluate(() => {
        const frame = document.createElement('iframe');
        frame.src = '/frame';
        document.body.append(frame);
      });
      await hasMessages(panel, 2);
      await says('The page itself is not recorded');

      // DevTools' own log has it, and whether a worker or the page opened it is not known.
      const host = new URL(bed.playground.origin).host;
      await page.evaluate((where) => {
        const socket = new WebSocket(`ws://${where}/echo?older`);
        socket.onopen = () => socket.send('from the page itself');
        Object.assign(window, { socket });
      }, host);
      await hasMessages(panel, 4);
      await expect
        .poll(() => panel.$$eval('.url .remark', (all) => all.map((mark) => mark.textContent)))
        .toEqual(['network log']);
      await panel.evaluate(() => {
        const rows = [...document.querySelectorAll<HTMLElement>('.message-row:not(.lifecycle)')];
        rows.find((row) => row.textContent?.includes('from the page itself'))?.click();
      });
      await panel.waitForSelector('#message-panel');
      expect(await compose(panel, 'text', 'x')).toContain(
        'known from the browser’s network log only',
      );

      await panel.click('.page-notice button');
      await until(() => panel.evaluate(() => document.querySelector('.page-notice') === null), {
        what: 'nothing is said any more',
      });
      await page.evaluate((where) => {
        const socket = new WebSocket(`ws://${where}/echo?newer`);
        socket.onopen = () => socket.send('recorded');
      }, host);
      await hasMessages(panel, 2);
      expect((await allRows(panel)).map(({ content }) => content)).toEqual([
        'recorded',
        'recorded',
      ]);
      expect(await panel.$('.url .remark')).toBeNull();
    } finally {
      await browser.close();
    }
  });
});
