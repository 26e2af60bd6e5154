import { encode } from '@msgpack/msgpack';
import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chooseRow,
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
    (host, message) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo?edit`);
        socket.onopen = () => socket.send(Uint8Array.from(message));
        socket.onmessage = () => done();
        Object.assign(window, { socket });
      }),
    new URL(bed.playground.origin).host,
    [...encode({ user: 'Ada', tries: 3 })],
  );
  await hasMessages(panel, 2);
});
afterAll(() => bed?.close());

const preview = (): Promise<string> =>
  panel.$eval('.compose-preview', (line) => (line.textContent ?? '').replaceAll('\u00a0', ' '));

describe('A binary message', () => {
  it('is edited as the value that it holds, and sent in the same form', async () => {
    await chooseRow(panel, 'user: "Ada"');
    await hasEditor(panel);
    await until(async () => (await payloadText(panel))?.includes('"Ada"'), {
      what: 'the editor shows the value',
    });
    await writePayload(panel, '{"user": "Grace", "tries": 4}');
    const bytes = encode({ user: 'Grace', tries: 4 });
    await until(async () => (await preview()).startsWith(`Sends ${bytes.length} B: 82 a4 75`), {
      what: 'the bytes that will be sent are shown',
    });
    await pressButton(panel, 'Send');
    await bed.playground.waitForMessage(
      (message) => message.isBinary && Buffer.from(message.bytes).equals(Buffer.from(bytes)),
    );
  });

  it('that cannot be written says where it is wrong, and is not sent', async () => {
    await writePayload(panel, '{"user": }');
    await until(async () => /line 1, column 1\d/.test(await preview()), {
      what: 'the place of the problem is told',
    });
    const before = bed.playground.received?.length;
    await pressButton(panel, 'Send');
    await until(() => panel.$eval('#compose-state', (line) => line.classList.contains('error')), {
      what: 'the refusal is shown',
    });
    expect(bed.playground.received?.length).toBe(before);
  });
});
