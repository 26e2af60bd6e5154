import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { byRole } from '../support/by-role.ts';
import { closePanel, openPanel } from '../support/chromium-panel.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { countMessages, readRows } from '../support/message-grid.ts';
import {
  chooseRow,
  isListening,
  pressButton,
  setFilter,
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
const host = (): string => new URL(bed.playground.origin).host;
const size = { width: 1200, height: 1600 };

/** Takes 1 % of a page's time for too much, as a person chooses it in Settings. */
async function allowOnePercent(panel: Frame): Promise<void> {
  await pressButton(panel, 'Settings');
  const select = await byRole(panel, 'combobox', 'Page’s time for recording');
  await (select as unknown as { select(value: string): Promise<string[]> }).select('1');
}

/** Messages of 3,000 bytes go to and fro without an end, as fast as page and server can. */
function burden(page: Page): Promise<void> {
  return page.evaluate(
    (where) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${where}/echo`);
        const text = 'x'.repeat(3000);
        const state = { socket, messages: 0, underWay: 0, isOver: false };
        const send = (): void => {
          socket.send(text);
          state.messages++;
          state.underWay++;
        };
        Object.assign(window, { state });
        // No timer: those of a page that is not in sight go once a second.
        socket.onmessage = () => {
          state.messages++;
          state.underWay--;
          if (!state.isOver) send();
        };
        socket.onopen = () => {
          for (let count = 0; count < 10; count++) send();
          done();
        };
      }),
    host(),
  );
}

interface Burdened {
  readonly state: { socket: WebSocket; messages: number; underWay: number; isOver: boolean };
}

/** Ends it, and waits until all is back. */
async function relieve(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as Burdened).state.isOver = true;
  });
  await until(() => page.evaluate(() => (window as unknown as Burdened).state.underWay === 0), {
    what: 'nothing is under way',
  });
}

/** One message more, and back. */
async function exchange(page: Page, panel: Frame, text: string): Promise<void> {
  await page.evaluate((payload) => {
    const { state } = window as unknown as Burdened;
    state.socket.send(payload);
    state.messages++;
  }, text);
  await hasAll(page, panel);
}

async function hasAll(page: Page, panel: Frame): Promise<void> {
  await until(
    async () =>
      (await countMessages(panel)) ===
      (await page.evaluate(() => (window as unknown as Burdened).state.messages)),
    { what: 'no message is missing', timeoutMs: 40_000 },
  );
  expect(await statusText(panel)).toContain('0 dropped');
}

/** The content of the newest row, which is scrolled to. */
async function newestRow(panel: Frame, text: string): Promise<void> {
  await (await byRole(panel, 'grid', 'Messages')).press('End');
  await until(async () => (await readRows(panel)).at(-1)?.content.startsWith(text), {
    what: `the newest row begins with: ${text}`,
  });
}

const says = (panel: Frame, text: string): Promise<unknown> =>
  until(
    () =>
      panel.evaluate(
        (words) => document.body.innerText.replaceAll('\u00a0', ' ').includes(words),
        text,
      ),
    {
      what: `the panel says: ${text}`,
      timeoutMs: 40_000,
    },
  );

describe('A page of which recording takes more than is allowed', { timeout: 120_000 }, () => {
  it('is recorded less in two steps, each row saying so, until one click', async () => {
    const { page, panel } = await bed.openUnwatched();
    await allowOnePercent(panel);
    await burden(page);
    await says(panel, 'Recording is reduced: messages without content');
    await until(async () => (await usPerMessage(panel)) > 0, { what: 'the meter has a number' });
    // The account opens by the keyboard, with what each number means.
    const meter = await panel.waitForSelector('.cost-meter');
    await meter?.press('Enter');
    await byRole(panel, 'dialog', 'Cost of recording');
    await says(panel, 'Behind the page');
    await meter?.press('Escape');
    await relieve(page);
    await hasAll(page, panel);
    await newestRow(panel, 'no content (recording reduced)');
    expect((await readRows(panel)).at(-1)?.size).toBe('3\u00a0kB');
    // What the search finds is what was kept: at first everything, then beginnings.
    await setFilter(panel, 'xxx');
    await newestRow(panel, 'first 1 KiB (recording reduced)xxx');
    await chooseRow(panel, 'reduced)xxx');
    await says(panel, 'Only the first 1 kB of 3 kB were kept.');
    await setFilter(panel, '');

    await pressButton(panel, 'Record everything again');
    await until(async () => !(await isReduced(panel)), { what: 'nothing is reduced any more' });
    await exchange(page, panel, `whole again ${'z'.repeat(2000)} to its end`);
    await newestRow(panel, 'whole again zzz');
    await setFilter(panel, 'to its end');
    await until(async () => (await countMessages(panel)) === 2, { what: 'the end was kept, too' });
    await page.close();
  });

  it('is shown as such by a panel that is opened later', async () => {
    const { page, panel, devtools } = await bed.openUnwatched();
    await allowOnePercent(panel);
    await burden(page);
    await says(panel, 'Recording is reduced:');
    await closePanel(devtools);
    const later = await openPanel(page, { size });
    await isListening(later.panel);
    await says(later.panel, 'Recording is reduced:');
    await relieve(page);
    await pressButton(later.panel, 'Record everything again');
    await until(async () => !(await isReduced(later.panel)), { what: 'nothing is reduced' });
    await page.close();
  });
});

describe.skipIf(findFirefox().path === null)('In Firefox', { timeout: 120_000 }, () => {
  it('recording is reduced and goes back, through the background page', async () => {
    const firefox = await openFirefoxPanel(`${bed.playground.origin}/blank`, { open: false });
    try {
      await firefox.openToolbox();
      await firefox.evaluateInPanel(`localStorage.setItem('sockets.costBudget', '1')`);
      await firefox.closeToolbox();
      await firefox.openToolbox();
      const text = () => firefox.evaluateInPanel<string>('document.body.innerText');
      await until(async () => (await text()).includes('No sockets yet'), {
        what: 'the panel has found the page',
      });
      const pingPong = `const socket = new WebSocket('ws://${host()}/echo');
        const text = 'x'.repeat(3000);
        socket.onmessage = () => socket.send(text);
        socket.onopen = () => { for (let count = 0; count < 10; count++) socket.send(text); };
        window.end = () => { socket.onmessage = null; };`;
      await firefox.evaluateInPage(`window.eval(${JSON.stringify(pingPong)})`);
      await until(async () => (await text()).includes('Recording is reduced:'), {
        what: 'the panel says that recording is reduced',
        timeoutMs: 40_000,
      });
      expect(await text()).toMatch(/[\d.,]+ µs\/message/);
      await firefox.evaluateInPage(`window.eval('end()')`);
      await firefox.evaluateInPanel(
        `[...document.querySelectorAll('.reduced-notice button')].at(-1).click()`,
      );
      await until(async () => !(await text()).includes('Recording is reduced:'), {
        what: 'everything is recorded again',
      });
    } finally {
      await firefox.quit();
    }
  });
});

const isReduced = (panel: Frame): Promise<boolean> =>
  panel.evaluate(() => document.body.innerText.includes('Recording is reduced:'));

/** What the meter says, 0 as long as it says nothing. */
const usPerMessage = (panel: Frame): Promise<number> =>
  panel.evaluate(() =>
    Number(/([\d.]+) µs\/message/.exec(document.body.innerText.replaceAll(',', ''))?.[1] ?? 0),
  );
