import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole } from '../support/by-role.ts';
import { countMessages, readRows } from '../support/message-grid.ts';
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

const host = (): string => new URL(bed.playground.origin).host;
const openSocket = (page: Page): Promise<void> =>
  page.evaluate(
    (where) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${where}/echo`);
        socket.onopen = () => done();
        Object.assign(window, { socket });
      }),
    host(),
  );
const say = (page: Page, text: string): Promise<void> =>
  page.evaluate(
    (message) =>
      new Promise<void>((done) => {
        const { socket } = window as unknown as { socket: WebSocket };
        socket.onmessage = () => done();
        socket.send(message);
      }),
    text,
  );
const socketRows = (panel: Frame): Promise<number> =>
  panel.evaluate(
    () =>
      document.querySelectorAll('[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]')
        .length,
  );
const grid = '[role=grid][aria-label=Messages]';

describe('The log', () => {
  it('is cleared by a navigation, unless it is preserved', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    /** Loads the page anew and says something that only this load says. */
    const visit = async (text: string): Promise<void> => {
      await page.reload();
      await openSocket(page);
      await say(page, text);
    };
    const shows = (texts: readonly string[]): Promise<void> =>
      expect
        .poll(async () => ({
          contents: (await readRows(panel)).map(({ content }) => content),
          sockets: await socketRows(panel),
        }))
        .toEqual({ contents: texts.flatMap((text) => [text, text]), sockets: texts.length });
    await visit('first visit');
    await shows(['first visit']);
    await visit('second visit');
    await shows(['second visit']);
    await pressButton(panel, 'Preserve log');
    await visit('third visit');
    await shows(['second visit', 'third visit']);
    await pressButton(panel, 'Preserve log');
    await visit('fourth visit');
    await shows(['fourth visit']);
    await page.close();
  });

  it('records what a page sends while it is being left', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await openSocket(page);
    await pressButton(panel, 'Preserve log');
    await page.evaluate(() => {
      const { socket } = window as unknown as { socket: WebSocket };
      addEventListener('pagehide', () => {
        socket.send('the last words');
        socket.close(1000, 'leaving');
      });
    });
    await page.goto(`${bed.playground.origin}/blank?next`);
    await hasMessages(panel, 1);
    expect((await allRows(panel)).map(({ content }) => content)).toEqual(['the last words']);
    await pressButton(panel, 'Preserve log');
    await page.close();
  });

  it('forgets messages and closed sockets when it is cleared, and keeps open ones', async () => {
    const { page, panel } = await bed.openRecorded('/inline');
    await hasMessages(panel, 2);
    await openSocket(page);
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const closing = new WebSocket(`ws://${location.host}/echo`);
          closing.onopen = () => closing.close();
          closing.onclose = () => done();
        }),
    );
    await until(async () => (await socketRows(panel)) === 3, { what: 'three sockets are listed' });
    await pressButton(panel, 'Clear');
    await until(async () => (await socketRows(panel)) === 2, { what: 'the closed socket is gone' });
    await expect.poll(() => countMessages(panel)).toBe(0);
    await say(page, 'after clearing');
    await hasMessages(panel, 2);
    await expect.poll(() => statusText(panel)).toContain('0 dropped');
    await page.close();
  });

  it('stops and goes on with Record, and counts what it missed', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await openSocket(page);
    await say(page, 'on');
    await hasMessages(panel, 2);
    // The page learns of each press by a message that is on its way: the first words may still be recorded.
    let round = 0;
    await until(
      async () => {
        await pressButton(panel, 'Record');
        await expect.poll(() => statusText(panel)).toContain('Recording is off');
        await say(page, `off ${++round}`);
        await pressButton(panel, 'Record');
        await expect.poll(() => statusText(panel)).not.toContain('Recording is off');
        await expect
          .poll(async () => {
            await say(page, `on again ${round}`);
            return (await readRows(panel)).map(({ content }) => content);
          })
          .toContain(`on again ${round}`);
        return !(await statusText(panel)).includes(' 0 dropped');
      },
      { what: 'what was said while recording was off is counted', timeoutMs: 40_000 },
    );
    const rows = (await readRows(panel)).map(({ content }) => content);
    expect(rows.filter((content) => content === `off ${round}`).length).toBeLessThan(2);
    await page.close();
  });

  it('is moved through by keys: arrows, pages, Home and End', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await openSocket(page);
    for (let number = 0; number < 40; number++) await say(page, `number ${number}`);
    await hasMessages(panel, 80);
    const list = await byRole(panel, 'grid', 'Messages');
    await list.focus();
    const selected = (content: string) =>
      until(
        () =>
          panel.evaluate(
            (text) =>
              document
                .querySelector('[role=grid][aria-label=Messages] [aria-selected=true]')
                ?.textContent?.includes(text),
            content,
          ),
        {
          what: `the row with ${content} is chosen`,
        },
      );
    await list.press('Home');
    await selected('Connection opened');
    await list.press('ArrowDown');
    await selected('number 0');
    await list.press('ArrowDown');
    await list.press('ArrowDown');
    await selected('number 1');
    await list.press('End');
    await selected('number 39');
    await list.press('ArrowUp');
    await selected('number 39');
    await list.press('ArrowUp');
    await selected('number 38');
    await list.press('PageUp');
    await until(
      () =>
        panel.evaluate(
          () =>
            !document
              .querySelector('[role=grid][aria-label=Messages] [aria-selected=true]')
              ?.textContent?.includes('number 38'),
        ),
      { what: 'a page up moves the choice' },
    );
    await page.close();
  });

  it('stays at its end while it is there, and elsewhere says how many rows are new', async () => {
    const { page, devtools, panel } = await bed.openRecorded('/blank');
    await devtools.setViewport({ width: 1200, height: 500 });
    await openSocket(page);
    for (let number = 0; number < 30; number++) await say(page, `number ${number}`);
    await hasMessages(panel, 60);
    const rowsBox = `${grid} .virtual-rows`;
    const distance = (): Promise<number> =>
      panel.$eval(rowsBox, (box) => box.scrollHeight - box.clientHeight - box.scrollTop);
    await until(async () => Math.abs(await distance()) < 2, { what: 'the list is at its end' });
    await panel.$eval(rowsBox, (box) => {
      box.scrollTop = 100;
    });
    await say(page, 'new one');
    await hasMessages(panel, 62);
    expect(await panel.$eval(rowsBox, (box) => box.scrollTop)).toBe(100);
    await until(
      () => panel.evaluate(() => document.querySelector('.new-rows')?.textContent === '2 new rows'),
      { what: 'the list says that 2 rows are new' },
    );
    await panel.click('.new-rows');
    await until(async () => Math.abs(await distance()) < 2, {
      what: 'the list is at its end again',
    });
    await say(page, 'another');
    await hasMessages(panel, 64);
    await until(async () => Math.abs(await distance()) < 2, { what: 'the list stays at its end' });
    await page.close();
  });

  it('is narrowed by choosing sockets', async () => {
    const { page, panel } = await bed.openRecorded('/frames');
    await hasMessages(panel, 14);
    const chooseSocket = (name: string, withControl: boolean) =>
      panel.evaluate(
        ([text, ctrlKey]) => {
          const row = [
            ...document.querySelectorAll('[role=grid][aria-label="Sockets list"] [role=row]'),
          ].find((each) => each.textContent?.includes(String(text)));
          row?.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: Boolean(ctrlKey) }));
        },
        [name, withControl] as const,
      );
    await chooseSocket('frame=blob', false);
    await hasMessages(panel, 2);
    await chooseSocket('frame=data', true);
    await hasMessages(panel, 4);
    await chooseSocket('frame=data', true);
    await hasMessages(panel, 2);
    await chooseSocket('frame=blob', false);
    await hasMessages(panel, 14);
    await page.close();
  });
});
