import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  hasMessages,
  isListening,
  pressButton,
  startTestBed,
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
        Object.assign(window, { socket });
        socket.onopen = () => socket.send(said);
        socket.onmessage = () => done();
      }),
    [new URL(bed.playground.origin).host, text] as const,
  );
}

/** What a panel throws and logs from now on, to its last moment: its own frame cannot be asked after it. */
async function complaintsOf(panel: Frame): Promise<readonly string[]> {
  const target = bed.browser.targets().find((each) => each.url() === panel.url());
  if (target === undefined) throw new Error('the panel is no target');
  const session = await target.createCDPSession();
  const complaints: string[] = [];
  session.on('Runtime.exceptionThrown', ({ exceptionDetails }) =>
    complaints.push(exceptionDetails.exception?.description ?? exceptionDetails.text),
  );
  session.on('Runtime.consoleAPICalled', ({ args }) =>
    complaints.push(args.map(({ value }) => String(value)).join(' ')),
  );
  session.on('Log.entryAdded', ({ entry }) => complaints.push(entry.text));
  await session.send('Runtime.enable');
  await session.send('Log.enable');
  return complaints;
}

const contents = async (panel: Frame): Promise<string[]> =>
  (await allRows(panel)).map(({ direction, content }) => `${direction} ${content}`);

describe.each([
  ['', false],
  [' while the log is preserved', true],
])('A tab that is closed%s', (_, isPreserving) => {
  it('takes its panel with it, and neither that one nor another complains', async () => {
    const other = await bed.openRecorded('/blank');
    const { page, panel, devtools } = await bed.openRecorded('/blank');
    if (isPreserving) await pressButton(panel, 'Preserve log');
    await echo(other.page, 'here');
    await echo(page, 'there');
    await hasMessages(panel, 2);
    await hasMessages(other.panel, 2);
    const complaints = [await complaintsOf(panel), await complaintsOf(other.panel)];
    await page.close();
    await until(() => devtools.isClosed(), { what: 'DevTools has closed' });
    await echo(other.page, 'still here');
    await hasMessages(other.panel, 4);
    expect(complaints).toEqual([[], []]);
    await forgetSettings(other.panel);
    await other.page.close();
  });

  it('by window.close() of its opener takes its panel with it, and the opener’s records on', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    if (isPreserving) await pressButton(panel, 'Preserve log');
    await echo(page, 'from the opener');
    await hasMessages(panel, 2);
    const popup = await openPopup(page);
    const second = await openPanel(popup, { size });
    await isListening(second.panel);
    await echo(popup, 'from the popup');
    await hasMessages(second.panel, 2);
    const complaints = [await complaintsOf(panel), await complaintsOf(second.panel)];
    await popup.evaluate(() => {
      const { socket } = window as unknown as { socket: WebSocket };
      addEventListener('pagehide', () => socket.send('last words'));
    });
    await page.evaluate(() => (window as unknown as { popup: Window }).popup.close());
    await until(() => popup.isClosed(), { what: 'the popup is closed' });
    await until(() => second.devtools.isClosed(), { what: 'its DevTools has closed' });
    await echo(page, 'after the popup');
    await hasMessages(panel, 4);
    // The popup's last words are in nobody else's log.
    expect(await contents(panel)).toEqual([
      'sent from the opener',
      'received from the opener',
      'sent after the popup',
      'received after the popup',
    ]);
    expect(complaints).toEqual([[], []]);
    await forgetSettings(panel);
    await page.close();
  });
});

/** Opens a popup of the same site, as `window.popup` of the page. */
async function openPopup(page: Page): Promise<Page> {
  const opened = new Promise<Page>((done) =>
    page.once('popup', (popup) => popup !== null && done(popup)),
  );
  await page.evaluate(() => {
    Object.assign(window, { popup: window.open('/blank', '_blank', 'width=400,height=300') });
  });
  const popup = await opened;
  await until(() => popup.evaluate(() => document.readyState === 'complete'), {
    what: 'the popup has loaded',
  });
  return popup;
}

/** The next panel reads them when it opens. */
const forgetSettings = (panel: Frame): Promise<void> => panel.evaluate(() => localStorage.clear());
