import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole } from '../support/by-role.ts';
import { readRows } from '../support/message-grid.ts';
import {
  chooseRow,
  hasMessages,
  pressButton,
  setFilter,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let page: Page;
let panel: Frame;

const call = '{"jsonrpc":"2.0","id":7,"method":"add","params":[1,{"inner":"{\\"deep\\":[true]}"}]}';
const answer = '{"jsonrpc":"2.0","id":7,"result":3}';

beforeAll(async () => {
  bed = await startTestBed();
  ({ page, panel } = await bed.openRecorded('/blank'));
  await page.evaluate(
    (host, texts) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo?layers`);
        socket.onopen = () => {
          for (const text of texts) socket.send(text);
        };
        let echoes = 0;
        socket.onmessage = () => ++echoes === texts.length && done();
        Object.assign(window, { socket });
      }),
    new URL(bed.playground.origin).host,
    [call, answer, 'plain words'],
  );
  await hasMessages(panel, 6);
});
afterAll(() => bed?.close());

const treeLines = (): Promise<string[]> =>
  panel.$$eval('[role=treeitem]', (lines) =>
    lines.map((line) => {
      const parts = [...line.querySelectorAll('.opened-as, .key, .index, .value')];
      return parts.map((part) => part.textContent).join(' ');
    }),
  );
const hasLine = (text: string) =>
  until(async () => (await treeLines()).some((line) => line.includes(text)), {
    what: `the tree has a line with ${text}`,
  });
const chips = (): Promise<string[]> =>
  panel.$$eval('.chip', (buttons) => buttons.map((button) => button.textContent ?? ''));
const markedBytes = (): Promise<string> =>
  panel.$$eval('.bytes-part .hex-row .ascii .marked', (cells) =>
    cells.map((cell) => cell.textContent).join(''),
  );
const clickLine = (text: string): Promise<void> =>
  panel.evaluate((wanted) => {
    const lines = [...document.querySelectorAll<HTMLElement>('[role=treeitem]')];
    const line = lines.find((each) => each.textContent?.includes(wanted));
    line?.click();
  }, text);

describe('A decoded message', () => {
  it('says in the list what it means, and is found by it', async () => {
    const rows = await readRows(panel);
    expect(rows.some(({ content }) => content.startsWith('JSON-RPCadd([1, '))).toBe(true);
    await setFilter(panel, 'is:request dir:sent');
    await hasMessages(panel, 1);
    await setFilter(panel, 'decoder:json-rpc -is:request');
    await hasMessages(panel, 2);
    await setFilter(panel, 'decoded:"method: add"');
    await hasMessages(panel, 2);
    await setFilter(panel, '-decoder:json');
    await hasMessages(panel, 2);
    await setFilter(panel, '');
    await hasMessages(panel, 6);
  });

  it('shows its layers, and marks the bytes of what is chosen in the tree', async () => {
    await chooseRow(panel, 'add([1');
    await until(async () => (await chips()).join() === 'text,JSON · JSON-RPC', {
      what: 'the chips name the layers',
    });
    await hasLine('method');
    await clickLine('"add"');
    await until(async () => (await markedBytes()) === '"add"', { what: 'its bytes are marked' });
  });

  it('finds the node of a byte that is chosen', async () => {
    await chooseRow(panel, 'add([1');
    await hasLine('method');
    // The 1 in params.
    const at = call.indexOf('[1,') + 1;
    const cell = await until(() => panel.$(`.bytes-part [data-byte="${at}"]`), {
      what: 'the byte is in sight',
    });
    await cell.click();
    await until(
      () =>
        panel.$eval(
          '[role=treeitem][aria-selected=true]',
          (line) => line.querySelector('.value')?.textContent === '1',
        ),
      { what: 'the node of the byte is chosen' },
    );
  });

  it('opens JSON inside of a string', async () => {
    await chooseRow(panel, 'add([1');
    const tree = await byRole(panel, 'tree', 'Decoded message');
    await tree.press('Home');
    await tree.press('*');
    await tree.press('End');
    await hasLine('inner');
    await panel.evaluate(() => {
      const lines = [...document.querySelectorAll('[role=treeitem]')];
      const line = lines.find((each) => each.textContent?.includes('inner'));
      line?.querySelector<HTMLElement>('.twisty')?.click();
    });
    await hasLine('deep');
  });

  it('is searched, with a way from one match to the next', async () => {
    await chooseRow(panel, 'add([1');
    const box = await byRole(panel, 'searchbox', 'Find in message');
    await box.type('2.0');
    await until(
      () => panel.$eval('.tree-search [role=status]', (line) => line.textContent === '1 of 1'),
      { what: 'the match is counted' },
    );
    expect(
      await panel.$eval('[role=treeitem][aria-selected=true] .key', (key) => key.textContent),
    ).toBe('jsonrpc');
    await box.press('Escape');
  });

  it('is decoded as the user chooses, for this message or for the socket, and by itself again', async () => {
    await chooseRow(panel, 'result 3');
    await hasLine('result');
    await pressButton(panel, 'Change JSON · JSON-RPC');
    await pressButton(panel, 'Remove this layer');
    await until(async () => (await chips()).join() === 'text', { what: 'no layer is left' });
    await panel.select('.reach select', 'socket');
    await until(
      async () =>
        (await readRows(panel)).every(
          ({ content }) =>
            content.startsWith('{') ||
            content.startsWith('plain') ||
            content.startsWith('Connection'),
        ),
      {
        what: 'the whole socket is shown as it is',
      },
    );
    await pressButton(panel, 'Add a layer');
    await pressButton(panel, 'Recognise automatically');
    await until(async () => (await chips()).join() === 'text,JSON · JSON-RPC', {
      what: 'the layers are recognised again',
    });
  });
});
