import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allRows,
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

const contents = async (panel: Frame): Promise<string[]> =>
  (await allRows(panel)).map(({ direction, content }) => `${direction} ${content}`);
const panelText = (panel: Frame): Promise<string> => panel.evaluate(() => document.body.innerText);

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

/** The answer ends the process; the navigation itself never ends. */
async function crash(page: Page, panel: Frame): Promise<void> {
  page.goto('chrome://crash').catch(() => {
    // The process that would have answered is gone.
  });
  await until(async () => (await panelText(panel)).includes('The page has crashed'), {
    what: 'the panel says that the page has crashed',
  });
}
/** As the button of the panel does: a page that has crashed cannot be asked to. */
const reload = (panel: Frame): Promise<void> =>
  panel.evaluate(() => chrome.devtools.inspectedWindow.reload({}));

describe('A page that crashes while the log is not preserved', () => {
  it('leaves its log to be read, and its sockets closed, until the next page loads', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await echo(page, 'before');
    await hasMessages(panel, 2);
    await crash(page, panel);
    expect(await contents(panel)).toEqual(['sent before', 'received before']);
    expect(await statusText(panel)).toContain('2 recorded');
    expect(
      await panel.$eval(
        '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
        (row) => row.textContent,
      ),
    ).toContain('closed');
    await reload(panel);
    await until(async () => (await panelText(panel)).includes('No sockets yet'), {
      what: 'the log of the crashed page is cleared',
    });
    expect(await panelText(panel)).not.toContain('The page has crashed');
    await echo(page, 'after');
    await hasMessages(panel, 2);
    expect(await contents(panel)).toEqual(['sent after', 'received after']);
    await page.close();
  });

  it('leaves its log until the tab shows a page that cannot be recorded', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await echo(page, 'before');
    await hasMessages(panel, 2);
    await crash(page, panel);
    await page.goto('chrome://version');
    await until(async () => (await panelText(panel)).includes('This page cannot be inspected'), {
      what: 'the panel says what the tab shows now',
    });
    await expect.poll(() => statusText(panel)).toContain('0 recorded');
    expect(await panelText(panel)).not.toContain('The page has crashed');
    await page.close();
  });

  it('has nothing to show when it had no socket, and can be reloaded from the panel', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await crash(page, panel);
    expect(await panelText(panel)).not.toContain('before Sockets was installed');
    await pressButton(panel, 'Reload the page');
    await until(async () => (await panelText(panel)).includes('No sockets yet'), {
      what: 'the page is there again',
    });
    await echo(page, 'after');
    await hasMessages(panel, 2);
    await page.close();
  });
});
