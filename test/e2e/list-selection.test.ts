import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole, clickRole } from '../support/by-role.ts';
import { readClipboard } from '../support/clipboard.ts';
import {
  chooseRow,
  hasMessages,
  pressButton,
  type RecordedPage,
  setFilter,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let recorded: RecordedPage;
let panel: Frame;

beforeAll(async () => {
  bed = await startTestBed();
  recorded = await bed.openRecorded('/blank');
  panel = recorded.panel;
  await recorded.page.evaluate(
    (host) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        let echoes = 0;
        socket.onopen = () => {
          for (const text of ['one', 'two\nlines', 'three']) socket.send(text);
          socket.send(Uint8Array.of(0x82, 0xa1));
        };
        socket.onmessage = () => ++echoes === 4 && done();
      }),
    new URL(bed.playground.origin).host,
  );
  await hasMessages(panel, 8);
});
afterAll(() => bed?.close());

const grid = '[role=grid][aria-label=Messages]';
const list = () => byRole(panel, 'grid', 'Messages');
/** The contents of the rows that are selected. */
const selected = (): Promise<string[]> =>
  panel.$$eval(`${grid} [role=row][aria-selected=true]`, (rows) =>
    rows.map((row) => row.lastElementChild?.textContent ?? ''),
  );
const isSelected = (contents: readonly string[]) =>
  until(async () => (await selected()).join('|') === contents.join('|'), {
    what: `the rows ${contents.join(', ')} are selected`,
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}; they are ${(await selected()).join(', ')}`);
  });
const lineSays = (text: string) =>
  until(
    () =>
      panel
        .evaluate(() =>
          document.querySelector('.selection-line')?.textContent?.replaceAll('\u00a0', ' '),
        )
        .then((line) => line?.startsWith(text)),
    { what: `the line of the selection says "${text}"` },
  );
const copied = (text: string) =>
  until(async () => (await statusText(panel)).includes(text), { what: `the panel says "${text}"` });

/** Clicks a row, with keys held down, where the mouse really is. */
async function clickRow(content: string, keys: readonly ('Shift' | 'Control')[] = []) {
  const { devtools } = recorded;
  const row = await until(
    async () => {
      for (const each of await panel.$$(`${grid} .message-row`))
        if (await each.evaluate((one, text) => one.lastElementChild?.textContent === text, content))
          return each;
      return null;
    },
    { what: `there is a row ${content}` },
  );
  for (const key of keys) await devtools.keyboard.down(key);
  await row.click();
  for (const key of keys) await devtools.keyboard.up(key);
}

const bytes = '82 a1  ..';
const contents = ['one', 'two lines', 'three', bytes];

describe('Selecting several messages', () => {
  it('goes by Shift, Control and keys, and says what they are together', async () => {
    await setFilter(panel, 'dir:sent');
    await hasMessages(panel, 4);
    await clickRow('one');
    await isSelected(['one']);
    await clickRow('three', ['Shift']);
    await isSelected(contents.slice(0, 3));
    await lineSays('3 messages selected, 3 sent, 0 received, 17 B');
    await clickRow('two lines', ['Control']);
    await isSelected(['one', 'three']);
    await clickRow('one');
    const box = await list();
    await box.focus();
    await recorded.devtools.keyboard.down('Shift');
    await box.press('ArrowDown');
    await isSelected(contents.slice(0, 2));
    await box.press('End');
    await isSelected(contents);
    await box.press('ArrowUp');
    await isSelected(contents.slice(0, 3));
    await recorded.devtools.keyboard.up('Shift');
    await box.press('ArrowUp');
    await isSelected(['two lines']);
    await recorded.devtools.keyboard.down('Control');
    await box.press('KeyA');
    await recorded.devtools.keyboard.up('Control');
    await isSelected(contents);
    expect(await box.evaluate((element) => element.getAttribute('aria-multiselectable'))).toBe(
      'true',
    );
    await box.press('Escape');
    await isSelected([]);
    await setFilter(panel, '');
    await hasMessages(panel, 8);
  });

  it('copies them with Ctrl+C, a line each', async () => {
    await setFilter(panel, 'dir:sent');
    await hasMessages(panel, 4);
    const box = await list();
    await box.focus();
    for (const key of ['KeyA', 'KeyC'] as const) {
      await recorded.devtools.keyboard.down('Control');
      await box.press(key);
      await recorded.devtools.keyboard.up('Control');
    }
    await copied('Copied 4 messages, 26 characters');
    expect(await readClipboard(recorded.page)).toBe('one\ntwo\\nlines\nthree\n82 a1');
    await setFilter(panel, '');
  });

  it('has a menu by the mouse and by the keyboard, which copies as JSON and as hex', async () => {
    await setFilter(panel, 'dir:sent');
    await hasMessages(panel, 4);
    await clickRow('one');
    await clickRow('two lines', ['Shift']);
    const row = await panel.$(`${grid} .message-row[aria-selected=true]`);
    await row?.click({ button: 'right' });
    await byRole(panel, 'menu', 'Actions for messages');
    await isSelected(contents.slice(0, 2));
    await clickRole(panel, 'menuitem', 'Copy as JSON');
    await copied('Copied 2 messages');
    const json: unknown = JSON.parse(await readClipboard(recorded.page));
    expect(json).toMatchObject([
      { direction: 'sent', type: 'text', size: 3, data: 'one' },
      { direction: 'sent', type: 'text', size: 9, data: 'two\nlines' },
    ]);

    await clickRow(bytes);
    const box = await list();
    await box.focus();
    await recorded.devtools.keyboard.down('Shift');
    await box.press('F10');
    await recorded.devtools.keyboard.up('Shift');
    const menu = await byRole(panel, 'menu', 'Actions for messages');
    await menu.press('ArrowDown');
    await menu.press('ArrowDown');
    await recorded.devtools.keyboard.press('Enter');
    await copied('Copied 1 message, 5 characters');
    expect(await readClipboard(recorded.page)).toBe('82 a1');
    // The keys are for the list again.
    await isFocused();
    await setFilter(panel, '');
  });

  it('copies the message that is shown, also when the list does not have it', async () => {
    await chooseRow(panel, 'three');
    await byRole(panel, 'tab', 'Text');
    await setFilter(panel, 'one');
    await hasMessages(panel, 2);
    await pressButton(panel, 'Copy as');
    await clickRole(panel, 'menuitem', 'Copy as hex');
    await copied('Copied 1 message, 14 characters');
    expect(await readClipboard(recorded.page)).toBe('74 68 72 65 65');
    await setFilter(panel, '');
  });

  it('says so when there is nothing to copy', async () => {
    await chooseRow(panel, 'Connection opened');
    const box = await list();
    await box.focus();
    await recorded.devtools.keyboard.down('Control');
    await box.press('KeyC');
    await recorded.devtools.keyboard.up('Control');
    await until(
      () => panel.evaluate(() => document.body.textContent?.includes('no message is selected')),
      { what: 'the panel says that nothing was copied' },
    );
  });

  it('goes to a message by its number, and says what numbers there are', async () => {
    const box = await list();
    await box.focus();
    await recorded.devtools.keyboard.down('Control');
    await box.press('KeyG');
    await recorded.devtools.keyboard.up('Control');
    const field = await byRole(panel, 'textbox', 'Go to message number');
    await field.type('9');
    await field.press('Enter');
    await until(
      () =>
        panel.evaluate(
          () =>
            document.querySelector('.go-to [role=alert]')?.textContent ===
            'Write a number from 1 to 8.',
        ),
      { what: 'the box says that there are 8 messages' },
    );
    await field.press('Backspace');
    await field.type('3');
    await field.press('Enter');
    const third = await panel.$eval(
      `${grid} [role=row][aria-rowindex="3"]`,
      (row) => row.lastElementChild?.textContent ?? '',
    );
    await isSelected([third]);
    await isFocused();
    expect(await panel.$('.go-to')).toBeNull();
  });
});

const isFocused = () =>
  until(
    () => panel.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Messages'),
    { what: 'the list has the focus' },
  );
