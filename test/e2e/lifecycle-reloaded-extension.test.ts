import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  hasMessages,
  isListening,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
  await switchDeveloperModeOn();
});
afterAll(() => bed?.close());

/**
 * Without it Chromium loads an unpacked extension that DevTools' protocol has installed, but disables it
 * when it reloads itself ("unsupported developer extension").
 */
async function switchDeveloperModeOn(): Promise<void> {
  const page = await bed.browser.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(async () => {
    // The page's own API, of which @types/chrome knows nothing.
    const { developerPrivate } = chrome as unknown as {
      developerPrivate: {
        updateProfileConfiguration(update: { inDeveloperMode: boolean }): Promise<void>;
      };
    };
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
  });
  await page.close();
}

/** Opens a socket that stays, as `window.socket`, sends a text and waits for its echo. */
function echo(page: Page, text: string): Promise<void> {
  return page.evaluate(
    ([host, said]) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        Object.assign(window, { socket });
        socket.onopen = () => socket.send(said);
        socket.onmessage = () => done();
      }),
    [new URL(bed.playground.origin).host, text] as const,
  );
}
/** The page's own socket goes on: so many texts come back. */
const exchange = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    (messages) =>
      new Promise<void>((done) => {
        const { socket } = window as unknown as { socket: WebSocket };
        let echoes = 0;
        socket.onmessage = () => ++echoes === messages && done();
        for (let sent = 0; sent < messages; sent++) socket.send('z'.repeat(1000));
      }),
    count,
  );
const contents = async (panel: Frame): Promise<string[]> =>
  (await allRows(panel)).map(({ direction, content }) => `${direction} ${content}`);

describe('An extension that reloads itself under an open page', () => {
  it('closes DevTools, leaves the page at work and silent, and records again after a reload of the page', async () => {
    const { page, panel, devtools } = await bed.openRecorded('/blank');
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('console', (message) => said.push(message.text()));
    await echo(page, 'before');
    await hasMessages(panel, 2);
    await panel.evaluate(() => {
      // The answer must be back before the panel is gone.
      setTimeout(() => chrome.runtime.reload(), 0);
    });
    await until(() => devtools.isClosed(), { what: 'DevTools has closed' });
    await exchange(page, 20_000);
    // What is recorded for nobody is not kept: neither in an outbox nor in a backlog.
    const session = await page.createCDPSession();
    await session.send('HeapProfiler.collectGarbage');
    const usage = (await session.send('Runtime.getHeapUsage')) as { backingStorageSize?: number };
    expect(usage.backingStorageSize).toBeLessThan(2_000_000);

    await page.reload();
    const again = await openPanel(page, { size: { width: 1200, height: 1600 } });
    await isListening(again.panel);
    await echo(page, 'after a reload');
    await hasMessages(again.panel, 2);
    expect(await contents(again.panel)).toEqual(['sent after a reload', 'received after a reload']);
    expect(said).toEqual([]);
    await page.close();
  });

  it('says in a panel that is opened on the page before its reload that it is not recorded', async () => {
    const { page, panel, devtools } = await bed.openRecorded('/blank');
    await echo(page, 'before');
    await hasMessages(panel, 2);
    await panel.evaluate(() => {
      setTimeout(() => chrome.runtime.reload(), 0);
    });
    await until(() => devtools.isClosed(), { what: 'DevTools has closed' });
    const again = await openPanel(page, { size: { width: 1200, height: 1600 } });
    await exchange(page, 1);
    const says = () =>
      again.panel.evaluate(() =>
        document.body.innerText.includes('Reload the page to record its sockets'),
      );
    await until(says, { what: 'the panel says what to do' });
    // The panel asks in this way whether the page may be recorded at all, and was told wrongly once.
    await again.panel.evaluate(
      () =>
        new Promise<void>((done) => {
          chrome.devtools.inspectedWindow.eval('1', () => requestAnimationFrame(() => done()));
        }),
    );
    expect(await says()).toBe(true);
    await page.close();
  });
});
