// A playground, a browser and a panel for one file of tests, and what tests ask of them.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Har } from 'har-format';
import type { Browser, CDPSession, Frame, Page } from 'puppeteer';
import { en } from '../../panel/model/texts/en.ts';
import type { Texts } from '../../panel/model/texts/texts.ts';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from './browser.ts';
import { byRole, clickRole } from './by-role.ts';
import { openPanel, type PanelDriver } from './chromium-panel.ts';
import { countMessages, type Row, readRows } from './message-grid.ts';
import { writePayload } from './payload-box.ts';
import { until } from './until.ts';

export interface TestBed {
  readonly playground: Playground;
  readonly browser: Browser;
  /** A fresh page on a path of the playground. */
  openPage(path: string): Promise<Page>;
  /** A fresh page with the panel open before the page's first socket. */
  openRecorded(path: string): Promise<RecordedPage>;
  /**
   * A blank one of which Puppeteer does not have every message reported to it, which takes longer than
   * all the rest. DevTools has that, too, but so it does for everybody.
   */
  openUnwatched(): Promise<RecordedPage>;
  /** Presses Export HAR and returns the file. */
  exportHar(panel: Frame): Promise<string>;
  close(): Promise<void>;
}

export interface RecordedPage extends PanelDriver {
  readonly page: Page;
}

export async function startTestBed(): Promise<TestBed> {
  const playground = await servePlayground();
  const downloadsFolder = await mkdtemp(join(tmpdir(), 'sockets-downloads-'));
  const browser = await launchChromium({ downloadsFolder });
  const openPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(new URL(path, playground.origin).href);
    return page;
  };
  const openRecorded = async (path: string): Promise<RecordedPage> => {
    const page = await openPage('/blank');
    const driver = await openPanel(page, { size: { width: 1200, height: 1600 } });
    await isListening(driver.panel);
    await page.goto(new URL(path, playground.origin).href);
    return { page, ...driver };
  };
  return {
    playground,
    browser,
    openPage,
    openRecorded,
    async openUnwatched() {
      const recorded = await openRecorded('/blank');
      // What Puppeteer offers to switch it off is for all pages of a browser, from its start.
      const { _client } = recorded.page as unknown as { _client(): CDPSession };
      await _client.call(recorded.page).send('Network.disable');
      return recorded;
    },
    async exportHar(panel) {
      const before = new Set(await readdir(downloadsFolder));
      await clickRole(panel, 'button', 'Export HAR');
      const name = await until(
        async () =>
          (await readdir(downloadsFolder)).find(
            (file) => file.endsWith('.har') && !before.has(file),
          ),
        { what: 'the exported HAR has been downloaded' },
      );
      const text = await readFile(join(downloadsFolder, name), 'utf8');
      // Two exports within a second have the same name.
      await rm(join(downloadsFolder, name));
      return text;
    },
    async close() {
      await browser.close();
      await playground.close();
      await rm(downloadsFolder, { recursive: true, force: true });
    },
  };
}

/** The panel says so when a document of the page has answered it. */
export async function isListening(panel: Frame): Promise<void> {
  await until(
    () =>
      panel.evaluate(
        () =>
          document.body.textContent?.includes('No sockets yet') ||
          document.querySelector('[role=grid]') !== null,
      ),
    { what: 'the panel has found the page' },
  );
}

/** Waits until the list shows this many messages. */
export async function hasMessages(panel: Frame, count: number): Promise<void> {
  await until(async () => (await countMessages(panel)) === count, {
    what: `the list has ${count} messages`,
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}; it has ${await countMessages(panel).catch(() => 'none')}`);
  });
}

/** Rows of messages in sight; waits until all that match are, with their payloads. */
export async function allRows(panel: Frame): Promise<Row[]> {
  return until(
    async () => {
      const rows = await readRows(panel);
      const areWhole = rows.every(({ content }) => !content.startsWith('reading…'));
      return areWhole && rows.length === (await countMessages(panel)) && rows;
    },
    { what: 'all messages of the list are in sight, whole' },
  );
}

export async function setFilter(panel: Frame, text: string): Promise<void> {
  const box = await byRole(panel, 'searchbox', 'Filter messages');
  await box.evaluate((input, value) => {
    // As typing does, in one go: thousands of characters would take long.
    (input as HTMLInputElement).value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, text);
}

export async function pressButton(panel: Frame, name: string): Promise<void> {
  await clickRole(panel, 'button', name);
}

/** What the status line says, with the meter at its end. */
export function statusText(panel: Frame): Promise<string> {
  return panel.evaluate(() =>
    [...document.querySelectorAll('[role=status], .cost-meter')]
      .map((line) => line.textContent)
      .join(' '),
  );
}

/** Chooses the row whose content holds a text. */
export async function chooseRow(panel: Frame, content: string): Promise<void> {
  await until(
    () =>
      panel.evaluate((text) => {
        const rows = [...document.querySelectorAll('[role=grid][aria-label=Messages] [role=row]')];
        const row = rows.find((each) => each.textContent?.includes(text));
        (row as HTMLElement | undefined)?.click();
        return row !== undefined;
      }, content),
    { what: `a row holds ${content}` },
  );
}

/** Chooses the first message that the list shows. */
export async function chooseFirstMessage(panel: Frame): Promise<void> {
  await until(
    () =>
      panel.evaluate(() => {
        const row = document.querySelector<HTMLElement>('.message-row:not(.lifecycle)');
        row?.click();
        return row !== null;
      }),
    { what: 'the list shows a message' },
  );
}

/** Writes into the editor and presses Send; answers with what the editor says then. */
export async function compose(
  panel: Frame,
  format: string,
  payload: string,
  texts: Texts = en,
): Promise<string> {
  const select = await byRole(panel, 'combobox', texts.payloadFormat);
  // Another format would try to convert what is there.
  await writePayload(panel, '');
  await (select as unknown as { select(value: string): Promise<string[]> }).select(format);
  await until(
    () =>
      select
        .evaluate((element) => (element as HTMLSelectElement).value)
        .then((value) => value === format),
    {
      what: `the format is ${format}`,
    },
  );
  await writePayload(panel, payload);
  await pressButton(panel, texts.send);
  // Numbers and units are joined by no-break spaces.
  return until(
    () =>
      panel.evaluate(() =>
        document.querySelector('#compose-state')?.textContent?.replaceAll('\u00a0', ' '),
      ),
    {
      what: 'the editor says what became of it',
    },
  );
}

export interface WebSocketMessage {
  readonly type: string;
  readonly time: number;
  readonly opcode: number;
  readonly data: string;
}

/** The messages of a HAR by socket, in the order of the file. */
export function messagesOfHar(log: Har['log']): { url: string; messages: WebSocketMessage[] }[] {
  return log.entries
    .filter((entry) => '_webSocketMessages' in entry)
    .map((entry) => ({
      url: entry.request.url,
      // Chrome's dialect; @types/har-format describes it in the same words.
      messages: (entry as unknown as { _webSocketMessages: WebSocketMessage[] })._webSocketMessages,
    }));
}

export const parseHar = (text: string): Har['log'] => (JSON.parse(text) as Har).log;
