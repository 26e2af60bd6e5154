import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole } from '../support/by-role.ts';
import {
  chooseRow,
  compose,
  hasMessages,
  pressButton,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { hasEditor, payloadText, writePayload } from '../support/payload-box.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let page: Page;
let panel: Frame;

beforeAll(async () => {
  bed = await startTestBed();
  ({ page, panel } = await bed.openRecorded('/blank'));
  await page.evaluate(
    (host) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo?compose`);
        socket.onopen = () => {
          socket.send('{"big":12345678901234567890,"a":1}');
          socket.send(new Uint8Array([0, 1, 254, 255]));
        };
        let echoes = 0;
        socket.onmessage = () => ++echoes === 2 && done();
        Object.assign(window, { socket });
      }),
    new URL(bed.playground.origin).host,
  );
  await hasMessages(panel, 4);
});
afterAll(() => bed?.close());

const arrived = (bytes: Uint8Array, isBinary: boolean) =>
  bed.playground.waitForMessage(
    (message) =>
      message.isBinary === isBinary && Buffer.from(message.bytes).equals(Buffer.from(bytes)),
  );
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const payload = (): Promise<string | null> => payloadText(panel);
const format = (): Promise<string> =>
  panel.$eval('[aria-label="Payload format"]', (box) => (box as HTMLSelectElement).value);
const composeState = (): Promise<string> =>
  panel.$eval('#compose-state', (line) => line.textContent ?? '');

describe('Compose', () => {
  it('sends text, JSON, base64 and hex byte for byte through the page’s own socket', async () => {
    await chooseRow(panel, '{"big"');
    expect(await compose(panel, 'text', 'héllo 🧦')).toBe(`Sent 11 B`);
    await arrived(utf8('héllo 🧦'), false);

    const json = '{ "n": 12345678901234567890,  "n": 2, "e": 1.50e+2 }';
    await compose(panel, 'json', json);
    await arrived(utf8(json), false);

    await compose(panel, 'base64', 'AAH+/w8=');
    await arrived(new Uint8Array([0, 1, 254, 255, 15]), true);

    await compose(panel, 'hex', '0xde ad be\nef');
    await arrived(new Uint8Array([0xde, 0xad, 0xbe, 0xef]), true);
  });

  it('records what it sent and marks it as ours', async () => {
    await chooseRow(panel, '{"big"');
    await compose(panel, 'text', 'marked as ours');
    const row = await until(
      () =>
        panel.evaluate(() => {
          const found = [...document.querySelectorAll('.ours')].find((each) =>
            each.textContent?.includes('marked as ours'),
          );
          return found?.querySelector('[role=gridcell]')?.textContent;
        }),
      { what: 'the sent message is in the list, marked' },
    );
    expect(row).toBe('sent by you');
  });

  it('offers the chosen message for editing in the format that suits it', async () => {
    await pressButton(panel, 'Close the message');
    await compose(panel, 'text', 'x');
    await writePayload(panel, '');
    await chooseRow(panel, '{"big"');
    await until(
      async () =>
        (await format()) === 'json' && (await payload()) === '{"big":12345678901234567890,"a":1}',
      { what: 'the JSON message is in the editor' },
    );
    await pressButton(panel, 'Format');
    await until(
      async () => (await payload()) === '{\n  "big": 12345678901234567890,\n  "a": 1\n}',
      { what: 'the JSON is laid out and its numbers are untouched' },
    );
    await chooseRow(panel, '00 01 fe ff');
    await pressButton(panel, 'Edit and send');
    await until(async () => (await format()) === 'hex' && (await payload()) === '00 01 fe ff', {
      what: 'the binary message is in the editor as hex',
    });
  });

  it('sends an edited copy of a chosen message, byte for byte, text and binary', async () => {
    const press = async (name: string) =>
      (await byRole(panel, 'button', name)).evaluate((button) => button.click());
    const editEnd = async (typed: string, erased: number): Promise<void> => {
      const box = await byRole(panel, 'textbox', 'Payload');
      await box.focus();
      const { keyboard } = panel.page();
      await keyboard.down('Control');
      await keyboard.press('End');
      await keyboard.up('Control');
      for (let count = 0; count < erased; count++) await keyboard.press('Backspace');
      await keyboard.type(typed);
    };
    await chooseRow(panel, '{"big"');
    await press('Edit and send');
    await hasEditor(panel);
    await until(async () => (await payload()) === '{"big":12345678901234567890,"a":1}', {
      what: 'the JSON message is in the editor',
    });
    await editEnd(', "é":"🧦"}', 1);
    await press('Send');
    await arrived(utf8('{"big":12345678901234567890,"a":1, "é":"🧦"}'), false);

    await chooseRow(panel, '00 01 fe ff');
    await press('Edit and send');
    await until(async () => (await payload()) === '00 01 fe ff', {
      what: 'the binary message is in the editor',
    });
    await editEnd('00 80 c3', 2);
    await press('Send');
    await arrived(new Uint8Array([0, 1, 0xfe, 0, 0x80, 0xc3]), true);
  });

  it('resends a message as it is', async () => {
    const before = bed.playground.received.filter(
      ({ isBinary, bytes }) => isBinary && bytes.length === 4 && bytes[3] === 255,
    ).length;
    await chooseRow(panel, '00 01 fe ff');
    await pressButton(panel, 'Resend');
    await until(
      () =>
        bed.playground.received.filter(
          ({ isBinary, bytes }) => isBinary && bytes.length === 4 && bytes[3] === 255,
        ).length ===
        before + 1,
      {
        what: 'the server has received the message once more',
      },
    );
  });

  it('does not overwrite what is being written when another message is chosen', async () => {
    await writePayload(panel, 'half a thought');
    await chooseRow(panel, '{"big"');
    await byRole(panel, 'region', 'Message');
    await until(() => panel.$eval('#message-panel', (part) => part.textContent?.includes('big')), {
      what: 'the message is shown',
    });
    await expect.poll(() => payload()).toBe('half a thought');
  });

  it('says what is wrong with a payload, where, and sends nothing', async () => {
    const count = bed.playground.received.length;
    expect(await compose(panel, 'json', '{"a":\n 1,}')).toMatch(
      /^Not JSON: .*\(line 2, column \d+\)$/,
    );
    expect(await compose(panel, 'hex', 'abc')).toContain('hex:');
    expect(await compose(panel, 'base64', 'a*b')).toContain("base64: '*'");
    expect(bed.playground.received.length).toBe(count);
  });

  it('says what is wrong with JSON while it is written', async () => {
    await compose(panel, 'json', '{"a": 1}');
    await hasEditor(panel);
    await writePayload(panel, '{"a": 1,\n}');
    await until(
      () =>
        panel.evaluate(() =>
          /line 2, column 1/.test(document.querySelector('.compose-preview')?.textContent ?? ''),
        ),
      { what: 'the place of the problem is told' },
    );
    expect(await panel.$eval('.code-editor', (editor) => editor.className)).toContain('invalid');
  });

  it('puts the cursor where the payload is written, in every form', async () => {
    await writePayload(panel, '');
    await chooseRow(panel, '{"big"');
    await pressButton(panel, 'Edit and send');
    await hasEditor(panel);
    await until(
      () =>
        panel.evaluate(
          () =>
            document.activeElement?.shadowRoot?.activeElement?.getAttribute('role') === 'textbox',
        ),
      { what: 'the editor has the cursor' },
    );
  });

  it('is folded and unfolded by its heading, and unfolded where somebody wants to edit', async () => {
    const isOpen = () =>
      panel.$eval('.compose .fold', (button) => button.getAttribute('aria-expanded') === 'true');
    await pressButton(panel, 'Compose');
    await until(async () => !(await isOpen()), { what: 'Compose is folded' });
    expect(await payload()).toBeNull();
    await pressButton(panel, 'Edit and send');
    await hasEditor(panel);
    expect(await isOpen()).toBe(true);
    expect(await payload()).toContain('"big"');
  });

  it('says that a socket is closed, and sends nothing', async () => {
    await chooseRow(panel, '{"big"');
    await compose(panel, 'text', 'before');
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const { socket } = window as unknown as { socket: WebSocket };
          socket.onclose = () => done();
          socket.close(1000, 'test');
        }),
    );
    await panel.waitForSelector('.state-closed');
    const count = bed.playground.received.length;
    await pressButton(panel, 'Send');
    await until(
      async () => (await composeState()).startsWith('This socket is closed, so nothing was sent.'),
      { what: 'the editor says that the socket is closed' },
    );
    expect(bed.playground.received.length).toBe(count);
  });
});
