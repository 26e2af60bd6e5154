import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, inEachLook } from '../support/axe-findings.ts';
import { byRole } from '../support/by-role.ts';
import { closePanel, openPanel } from '../support/chromium-panel.ts';
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

const texts = {
  'shop.proto': `syntax = "proto3";
package shop.v1;
import "common/money.proto";
message Order { int64 id = 1; string customer = 2; common.Money total = 3; }
message Note { string text = 1; }`,
  'common/money.proto': `syntax = "proto3";
package common;
message Money { string currency = 1; int32 cents = 2; }`,
  'broken.proto': `syntax = "proto3";
message Broken {
  int32 = 1;
}`,
  'lonely.proto': `syntax = "proto3";
import "nowhere/else.proto";`,
};
/** {id: 7, customer: "Ada", total: {currency: "EUR", cents: 1234}} */
const order = [8, 7, 18, 3, 65, 100, 97, 26, 8, 10, 3, 69, 85, 82, 16, 0xd2, 9];
const summary = 'shop.v1.Order{id: 7, customer: "Ada", total: {currency: "EUR", cents: 1234}}';

let bed: TestBed;
let page: Page;
let devtools: Page;
let panel: Frame;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockets-schemas-'));
  await mkdir(join(folder, 'common'));
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  bed = await startTestBed();
  ({ page, panel, devtools } = await bed.openRecorded('/blank'));
  await page.evaluate(
    (host, message) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo?shop=1`);
        socket.onopen = () => socket.send(Uint8Array.from(message));
        socket.onmessage = () => done();
        Object.assign(window, { socket });
      }),
    new URL(bed.playground.origin).host,
    order,
  );
  await hasMessages(panel, 2);
});
afterAll(async () => {
  await bed?.close();
  await rm(folder, { recursive: true, force: true });
});

const openSchemas = async (): Promise<void> => {
  await pressButton(panel, 'Settings');
  await pressButton(panel, 'Protobuf schemas…');
  await byRole(panel, 'dialog', 'Protobuf schemas', { visible: true });
};
const closeSchemas = async (): Promise<void> => {
  await (await panel.waitForSelector('.schemas-dialog header button'))?.press('Escape');
  await until(async () => (await panel.$('.schemas-dialog')) === null, {
    what: 'the dialog has closed',
  });
};
const addFiles = async (...names: (keyof typeof texts)[]): Promise<void> => {
  const input = await panel.waitForSelector('.schemas-dialog input[type=file]');
  // The selector says what it is.
  await (input as ElementHandle<HTMLInputElement>).uploadFile(
    ...names.map((name) => join(folder, name)),
  );
};
const fileLines = (): Promise<string[]> =>
  panel.$$eval('.schema-file', (files) =>
    files.map((file) => (file.textContent ?? '').replaceAll('\u00a0', ' ')),
  );
const hasFiles = (...wanted: (string | RegExp)[]) =>
  until(
    async () => {
      const lines = await fileLines();
      return (
        lines.length === wanted.length &&
        lines.every((line, at) => new RegExp(wanted[at] ?? '^$').test(line))
      );
    },
    { what: `the files are ${wanted.join(' | ')}` },
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; they are ${(await fileLines()).join(' | ')}`);
  });
const contents = async (): Promise<string[]> =>
  (await readRows(panel)).flatMap(({ direction, content }) =>
    direction.startsWith('sent') || direction.startsWith('received')
      ? [`${direction} ${content}`]
      : [],
  );
const listSays = (...wanted: string[]) =>
  until(
    async () => {
      const rows = await contents();
      return (
        rows.length === wanted.length && rows.every((row, at) => row.includes(wanted[at] ?? ''))
      );
    },
    { what: `the list says ${wanted.join(' | ')}` },
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; it says ${(await contents()).join(' | ')}`);
  });
const focusIs = (act: string) => () =>
  panel.evaluate((wanted) => document.activeElement?.getAttribute('data-act') === wanted, act);
const ruleTypes = (): Promise<string[]> =>
  panel.$$eval('.rule-type input', (boxes) => boxes.map((box) => (box as HTMLInputElement).value));
const treeLines = (): Promise<string[]> =>
  panel.$$eval('[role=treeitem]', (lines) =>
    lines.map((line) =>
      [...line.querySelectorAll('.key, .value')].map((part) => part.textContent).join(' '),
    ),
  );
const treeHas = (text: string) =>
  until(async () => (await treeLines()).includes(text), { what: `the tree has ${text}` });
const editorText = (): Promise<string | null> =>
  panel.evaluate(() => {
    const lines = document.querySelector('.code-editor')?.shadowRoot?.querySelectorAll('.cm-line');
    return lines === undefined ? null : [...lines].map((line) => line.textContent).join('\n');
  });
/** Replaces all of the text, as a person does who pastes. */
const write = (text: string): Promise<void> =>
  panel.evaluate((wanted) => {
    const content = document
      .querySelector('.code-editor')
      ?.shadowRoot?.querySelector<HTMLElement>('.cm-content');
    content?.focus();
    document.execCommand('selectAll');
    document.execCommand('insertText', false, wanted);
  }, text);
const previewSays = (pattern: RegExp) =>
  until(
    async () => {
      const line = await panel.$('.compose-preview');
      const said = await line?.evaluate((element) => element.textContent ?? '');
      return pattern.test((said ?? '').replaceAll('\u00a0', ' '));
    },
    { what: `the editor says ${pattern}` },
  );

describe('Schemas', () => {
  it('say that there are none, and what to do', async () => {
    await openSchemas();
    const empty = await panel.$$eval('.schemas-empty', (texts) =>
      texts.map((text) => text.textContent).join(' '),
    );
    expect(empty).toContain('Choose your .proto files');
    expect(empty).toContain('Add a schema first');
    expect(await axeFindings(panel)).toEqual([]);
    await closeSchemas();
  });

  it('are behind a menu that Escape closes, wherever in it the focus is', async () => {
    for (const [role, name] of [
      ['combobox', 'Language'],
      ['button', 'Protobuf schemas…'],
    ] as const) {
      await pressButton(panel, 'Settings');
      await (await byRole(panel, role, name)).press('Escape');
      await until(() => panel.$eval('.settings-menu', (menu) => !menu.matches(':popover-open')), {
        what: `Escape closes the settings from ${name}`,
      });
    }
  });

  it('are chosen several at once, and name what they miss until it is added', async () => {
    await openSchemas();
    await addFiles('shop.proto');
    await hasFiles(/^shop\.proto2 messages.*Line 3: "common\/money\.proto" is not among the files/);
    await addFiles('shop.proto', 'common/money.proto');
    await hasFiles(/^money\.proto1 message, \d+ B$/, /^shop\.proto2 messages, \d+ B$/);
    await closeSchemas();
  });

  it('are offered for a message, whose fields then have names, and the choice can reach further', async () => {
    await chooseRow(panel, 'Ada');
    await pressButton(panel, 'Change Protobuf');
    await pressButton(panel, 'as shop.v1.Order');
    await treeHas('customer "Ada"');
    await treeHas('cents 1234');
    await panel.select('.reach select', 'url');
    await listSays(summary, summary);
    await pressButton(panel, 'Change shop.v1.Order');
    await pressButton(panel, 'Recognise automatically');
    await until(async () => !(await contents()).join().includes('shop.v1'), {
      what: 'the type is no longer said',
    });
  });

  it('are used by rules for an address and a direction: in the list and in filters', async () => {
    await openSchemas();
    await pressButton(panel, 'Add a rule');
    // The new rule has the focus, and the address of the message that is looked at.
    await until(focusIs('type'), { what: 'the new rule has the focus' });
    await devtools.keyboard.type('shop.v1.Order');
    const address = await byRole(panel, 'textbox', 'Address');
    expect(await address.evaluate((box) => (box as HTMLInputElement).value)).toMatch(
      /^ws:.*\/echo\?\*$/,
    );
    await panel.select('.rule-direction select', 'received');
    await closeSchemas();
    await listSays('sent', `received ${summary}`);
    await setFilter(panel, 'decoder:protobuf.shop.v1 decoded:"cents: 1234"');
    await hasMessages(panel, 1);
    await setFilter(panel, '');
    await openSchemas();
    await panel.select('.rule-direction select', '');
    await closeSchemas();
    await listSays(`sent ${summary}`, `received ${summary}`);
  });

  it('have rules in an order that the keyboard can change', async () => {
    await openSchemas();
    await pressButton(panel, 'Add a rule');
    await until(focusIs('type'), { what: 'the new rule has the focus' });
    await devtools.keyboard.type('shop.v1.Note');
    await devtools.keyboard.press('Tab');
    expect(await ruleTypes()).toEqual(['shop.v1.Order', 'shop.v1.Note']);
    await (await byRole(panel, 'button', 'Move rule 2 up')).press('Enter');
    await until(async () => (await ruleTypes()).join() === 'shop.v1.Note,shop.v1.Order', {
      what: 'the rule has moved',
    });
    // At the top it can only be moved down again.
    await until(focusIs('down'), { what: 'the focus has gone with it' });
    await closeSchemas();
    await listSays('shop.v1.Note', 'shop.v1.Note');
    await openSchemas();
    await (await byRole(panel, 'button', 'Remove rule 1')).press('Enter');
    await until(async () => (await ruleTypes()).join() === 'shop.v1.Order', {
      what: 'the rule is gone',
    });
    await until(focusIs('remove'), { what: 'the focus is on the rule in its place' });
    await closeSchemas();
    await listSays(`sent ${summary}`, `received ${summary}`);
  });

  it('have messages edited by their fields and sent, and say at its line what does not fit', async () => {
    await chooseRow(panel, 'received');
    await chooseRow(panel, 'customer: "Ada"');
    await until(async () => (await editorText())?.includes('"customer": "Ada"'), {
      what: 'the editor has the fields',
    });
    await write('{\n  "id": "7",\n  "customer": 5\n}');
    await previewSays(/expected a value of string \(line 3, column 15\)/);
    await until(
      () =>
        panel.evaluate(
          () =>
            document
              .querySelector('.code-editor')
              ?.shadowRoot?.querySelector('.cm-lintRange-error') !== null,
        ),
      { what: 'the place is marked' },
    );
    await write('{"id": "8", "customer": "Bo", "total": {"currency": "EUR", "cents": 5}}');
    const bytes = [8, 8, 18, 2, 66, 111, 26, 7, 10, 3, 69, 85, 82, 16, 5];
    await previewSays(/^Sends 15 B: 08 08 12 02 42 6f/);
    await pressButton(panel, 'Send');
    await bed.playground.waitForMessage(
      (message) => message.isBinary && Buffer.from(message.bytes).equals(Buffer.from(bytes)),
    );
    await hasMessages(panel, 4);
  });

  it('are taken from files that are dropped on the panel', async () => {
    await panel.evaluate((text) => {
      const files = new DataTransfer();
      files.items.add(new File([text], 'dropped.proto'));
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files });
      document.querySelector('.app')?.dispatchEvent(drop);
    }, 'syntax = "proto3"; message Dropped {}');
    await byRole(panel, 'dialog', 'Protobuf schemas', { visible: true });
    await hasFiles('^dropped.proto1 message', '^money', '^shop');
    await pressButton(panel, 'Remove dropped.proto');
    await hasFiles('^money', '^shop');
    // Who removes by keyboard goes on with the next.
    await until(
      () =>
        panel.evaluate(
          () => document.activeElement?.getAttribute('aria-label') === 'Remove money.proto',
        ),
      { what: 'the focus is on the next file' },
    );
    await closeSchemas();
  });

  it('that are broken say so with the line and leave the others usable', async () => {
    await openSchemas();
    await addFiles('broken.proto', 'lonely.proto');
    await hasFiles(
      /^broken\.proto.*Line 3: '=' stands where a name is due.*Choose the file again/,
      /^lonely\.proto.*Line 2: "nowhere\/else\.proto" is not among the files/,
      /^money\.proto/,
      /^shop\.proto2 messages/,
    );
    await closeSchemas();
    await listSays(summary, summary, 'Bo', 'Bo');
  });

  it('have no accessibility findings, light and dark, wide and narrow', async () => {
    await openSchemas();
    await inEachLook(panel, devtools, async (look) => {
      expect(await axeFindings(panel), look).toEqual([]);
    });
    await closeSchemas();
  });

  it('are there again when DevTools is opened again, and go when they are removed', async () => {
    await closePanel(devtools);
    ({ panel, devtools } = await openPanel(page, { size: { width: 1200, height: 1600 } }));
    await hasMessages(panel, 4);
    await listSays(summary, summary, 'Bo', 'Bo');
    await openSchemas();
    await hasFiles('^broken', '^lonely', '^money', '^shop');
    expect(await (await byRole(panel, 'combobox', 'Message type')).evaluate(writtenIn)).toBe(
      'shop.v1.Order',
    );
    await pressButton(panel, 'Remove broken.proto');
    await hasFiles('^lonely', '^money', '^shop');
    await pressButton(panel, 'Remove all');
    await hasFiles();
    await until(
      () =>
        panel.evaluate(() =>
          document.querySelector('.rule')?.textContent?.includes('No schema above has this type'),
        ),
      { what: 'the rule says that its type is gone' },
    );
    await closeSchemas();
    await until(async () => !(await contents()).join().includes('shop.v1'), {
      what: 'messages are read without a schema',
    });
  });
});

const writtenIn = (box: HTMLElement): string => (box as HTMLInputElement).value;
