import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import {
  hasMessages,
  pressButton,
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

const messages = 180;
/** Has a server pour messages of a megabyte into the page, with their numbers in them. */
const pour = (host: string, messages: number): string => `new Promise((done) => {
  const socket = new WebSocket('ws://${host}/flood?count=${messages}&size=1000000');
  let received = 0;
  socket.onopen = () => socket.send('go');
  socket.onmessage = () => ++received === ${messages + 1} && done(true);
})`;
const host = (): string => new URL(bed.playground.origin).host;

describe('A session that is larger than its memory', () => {
  it('is on the disk with its oldest messages, readable as ever, until it is cleared', async () => {
    const { page, panel } = await bed.openUnwatched();
    await panel.evaluate(() => {
      localStorage.setItem('sockets.memoryBudgetMB', '128');
      // A flood is to be kept whole here, whatever that takes of a page that does nothing else.
      localStorage.setItem('sockets.costBudget', '"never"');
    });
    await panel.evaluate(() => location.reload());
    const { url } = { url: panel.url() };
    const again = await until(
      () =>
        page
          .browser()
          .targets()
          .some((each) => each.url() === url) && panel,
      {
        what: 'the panel is there again',
      },
    );
    await until(() => again.$('[role=toolbar]'), { what: 'the panel is drawn' });
    await until(() => again.evaluate(() => document.body.textContent?.includes('No sockets yet')), {
      what: 'the panel has found the page',
    });
    await page.evaluate(pour(host(), messages));
    await hasMessages(again, messages + 2);
    const text = await until(
      async () => {
        const status = (await statusText(again)).replaceAll('\u00a0', ' ');
        return status.includes('MB on disk') && status;
      },
      { what: 'the status line says what is on the disk' },
    );
    expect(text).toContain('0 dropped');
    expect(text).not.toContain('without content');
    const megabytes = (what: string): number =>
      Number(new RegExp(`([\\d.]+) MB ${what}`).exec(text)?.[1]);
    expect(megabytes('on disk')).toBeGreaterThan(50);
    expect(megabytes('held')).toBeLessThan(140);
    // The oldest of the large ones.
    await again.$eval('[role=grid][aria-label=Messages] .virtual-rows', (box) => {
      box.scrollTop = 0;
    });
    await until(
      () =>
        again.evaluate(() => {
          const row = [...document.querySelectorAll('.message-row:not(.lifecycle)')].find((each) =>
            each.textContent?.includes('"sequence":0'),
          );
          (row as HTMLElement | undefined)?.click();
          return row !== undefined;
        }),
      { what: 'the first message is in sight with its content' },
    );
    await until(
      () =>
        again.evaluate(() =>
          [...document.querySelectorAll('[role=treeitem]')].some((line) =>
            line.textContent?.startsWith('sequence: 0'),
          ),
        ),
      { what: 'the first message is decoded' },
    );
    await pressButton(again, 'Clear');
    await expect.poll(() => statusText(again)).not.toContain('on disk');
    await page.close();
  });

  it.skipIf(findFirefox().path === null)('is on the disk in Firefox, too', async () => {
    const panel = await openFirefoxPanel(`${bed.playground.origin}/blank`, { open: false });
    try {
      await panel.openToolbox();
      await panel.evaluateInPanel(`localStorage.setItem('sockets.memoryBudgetMB', '128'),
          localStorage.setItem('sockets.costBudget', '"never"')`);
      await panel.closeToolbox();
      await panel.openToolbox();
      const status = () =>
        panel.evaluateInPanel<string>(
          `document.querySelector('.status-line').textContent.replaceAll('\\u00a0', ' ')`,
        );
      await until(
        () => panel.evaluateInPanel(`document.body.textContent.includes('No sockets yet')`),
        { what: 'the panel has found the page' },
      );
      // In portions: what waits for a panel is bounded, and Firefox takes longer to bring it there.
      for (let recorded = 42; recorded <= 4 * 42; recorded += 42) {
        await panel.evaluateInPage(`window.eval(${JSON.stringify(pour(host(), 40))})`);
        await until(async () => (await status()).includes(`${recorded} recorded`), {
          what: `${recorded} messages are recorded`,
          timeoutMs: 25_000,
        });
      }
      await until(async () => (await status()).includes('MB on disk'), {
        what: 'the status line says what is on the disk',
      });
      expect(await status()).not.toContain('without content');
    } finally {
      await panel.quit();
    }
  });
});
