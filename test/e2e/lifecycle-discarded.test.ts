import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePanel, openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  hasMessages,
  isListening,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

const size = { width: 1200, height: 1600 };

/** Opens a socket that stays, sends a text and waits for its echo. */
function echo(page: Page, text: string): Promise<void> {
  return page.evaluate(
    ([host, said]) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        socket.onopen = () => socket.send(said);
        socket.onmessage = () => done();
      }),
    [new URL(bed.playground.origin).host, text] as const,
  );
}

const tabOf = (panel: Frame): Promise<number> =>
  panel.evaluate(() => chrome.devtools.inspectedWindow.tabId);

/** Has the browser throw the tab's page away, as it does when memory is short, and tells the tab's new id. */
async function discard(helper: Frame, tabId: number): Promise<number> {
  const discarded = await until(
    () => helper.evaluate(async (id) => (await chrome.tabs.discard(id))?.id, tabId),
    { what: 'the tab is discarded' },
  );
  // Chromium puts another tab in its place.
  expect(discarded).not.toBe(tabId);
  return discarded;
}

/** Shows the tab again and has its page loaded anew, which without a window the browser does not do by itself. */
async function loadAgain(helper: Frame, tabId: number, url: string): Promise<Page> {
  await helper.evaluate((id) => chrome.tabs.update(id, { active: true }), tabId);
  await until(
    () =>
      helper.evaluate(async (id) => {
        const { discarded, status } = await chrome.tabs.get(id);
        // A reload that comes too soon after the tab was shown is lost.
        if (discarded && status !== 'loading') await chrome.tabs.reload(id);
        return !discarded && status === 'complete';
      }, tabId),
    { what: 'the tab has loaded its page again' },
  );
  return until(async () => (await bed.browser.pages()).find((page) => page.url() === url), {
    what: 'the page of the tab can be reached',
  });
}

describe('A page whose tab the browser discards', () => {
  it.each([
    ['closed', true],
    ['open, which the browser then closes', false],
  ])(
    'while DevTools is %s is recorded when it is loaded again, and nothing is doubled',
    async (_, isClosedBefore) => {
      // Another extension's page could do it; the panel of another tab can.
      const { page: helperPage, panel: helper } = await bed.openRecorded('/blank');
      const { page, panel, devtools } = await bed.openRecorded(`/blank?${isClosedBefore}`);
      const url = page.url();
      const tabId = await tabOf(panel);
      await echo(page, 'before');
      await hasMessages(panel, 2);
      if (isClosedBefore) await closePanel(devtools);
      await helperPage.bringToFront();
      const discarded = await discard(helper, tabId);
      await until(() => devtools.isClosed(), { what: 'DevTools has closed' });
      const again = await loadAgain(helper, discarded, url);
      await echo(again, 'loaded again');
      const late = await openPanel(again, { size });
      await isListening(late.panel);
      await hasMessages(late.panel, 2);
      await echo(again, 'and on');
      await hasMessages(late.panel, 4);
      expect(
        (await allRows(late.panel)).map(({ direction, content }) => `${direction} ${content}`),
      ).toEqual(['sent loaded again', 'received loaded again', 'sent and on', 'received and on']);
      expect(await statusText(late.panel)).toContain('0 dropped');
      await again.close();
      await helperPage.close();
    },
  );
});
