// How long who opens the Sockets tab on a page with a history waits for its first row.
import type { Frame, Page } from 'puppeteer';
import { closePanel, showPanel } from '../support/chromium-panel.ts';
import { until } from '../support/until.ts';
import { openBed } from './browsers.ts';
import { type Rounds, roundsOf } from './statistics.ts';

/** As many as a document keeps for a panel that is opened late. */
const backlogMessages = 2000;

export interface FirstRow {
  readonly backlogMessages: number;
  /** ms from showing the tab to a row in the list. */
  readonly firstRowMs: Rounds;
  /** ms of it from when the panel's page began to load. */
  readonly sinceLoadMs: Rounds;
}

export async function measureFirstRow(
  origin: string,
  rounds: number,
  say: (line: string) => void,
): Promise<FirstRow> {
  const { browser, page } = await openBed('closed', origin);
  try {
    await page.evaluate(
      ([host, count]) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${host}/flood?count=${count}&size=64`);
          let received = 0;
          socket.onopen = () => socket.send('go');
          socket.onmessage = () => ++received > count && done();
        }),
      [new URL(origin).host, backlogMessages] as const,
    );
    const opened = [];
    for (let round = 0; round < rounds; round++) opened.push(await openOnce(page));
    say('time to the first row');
    return {
      backlogMessages,
      firstRowMs: roundsOf(opened.map(({ firstRowMs }) => firstRowMs)),
      sinceLoadMs: roundsOf(opened.map(({ sinceLoadMs }) => sinceLoadMs)),
    };
  } finally {
    await browser.close();
  }
}

async function openOnce(page: Page): Promise<{ firstRowMs: number; sinceLoadMs: number }> {
  const devtools = await page.openDevTools();
  let shownAtMs = 0;
  await until(
    () => {
      shownAtMs = Date.now();
      return showPanel(devtools);
    },
    { what: 'DevTools has a tab named Sockets', everyMs: 10 },
  );
  const panel = await until(
    () => devtools.frames().find((frame) => frame.url().endsWith('/panel/panel.html')),
    { what: 'the Sockets tab has its page', everyMs: 1 },
  );
  const row = await until(() => firstRowAt(panel), { what: 'the list has a row', everyMs: 1 });
  await closePanel(devtools);
  return { firstRowMs: row.atMs - shownAtMs, sinceLoadMs: row.sinceLoadMs };
}

/** Asked again and again from outside: it is as exact as a question takes, some milliseconds. */
function firstRowAt(panel: Frame): Promise<{ atMs: number; sinceLoadMs: number } | null> {
  return panel.evaluate(() =>
    document.querySelector('[role=grid][aria-label=Messages] [role=row][aria-rowindex]') === null
      ? null
      : { atMs: Date.now(), sinceLoadMs: performance.now() },
  );
}
