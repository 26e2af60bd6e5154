import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  hasMessages,
  isListening,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { forgingPage } from './forging-page.ts';
import { type PageServer, servePages } from './page-server.ts';

interface ForgingWindow {
  readonly caught: readonly string[];
  prepareFrame(): Promise<HTMLIFrameElement>;
  forge(socket: WebSocket): { answers: unknown[]; extension: string };
}

let bed: TestBed;
let server: PageServer;
let page: Page;
let panel: Frame;
beforeAll(async () => {
  bed = await startTestBed();
  server = await servePages();
  server.serve('/forging', { body: forgingPage });
  server.serve('/child', { body: '<!doctype html><p>child' });
  page = await bed.openPage('/blank');
  ({ panel } = await openPanel(page, { size: { width: 1200, height: 1600 } }));
  await isListening(panel);
  await page.goto(`${server.origin}/forging`);
});
afterAll(async () => {
  await server?.close();
  await bed?.close();
});

/** Opens a socket in the page or a frame of it, and sends and receives one text. */
const talk = (inFrame: boolean, text: string): Promise<void> =>
  page.evaluate(
    async ([host, isFrame, said]) => {
      const ours = window as unknown as ForgingWindow & { socket: WebSocket };
      const view = isFrame
        ? ((await ours.prepareFrame()).contentWindow as Window & typeof globalThis)
        : window;
      const socket = new view.WebSocket(`ws://${host}/echo`);
      ours.socket = socket;
      socket.onopen = () => socket.send(said);
      await new Promise((done) => {
        socket.onmessage = done;
      });
    },
    [new URL(bed.playground.origin).host, inFrame, text] as const,
  );
const caught = (): Promise<readonly string[]> =>
  page.evaluate(() => (window as unknown as ForgingWindow).caught.filter((each) => each !== ''));
const contents = async (): Promise<string[]> =>
  (await allRows(panel)).map(({ direction, content }) => `${direction} ${content}`);

describe('A page that wants to forge', () => {
  it('catches no port, batch or command while the recorder works', async () => {
    await talk(false, 'said in the page');
    await hasMessages(panel, 2);
    await expect
      .poll(() => contents())
      .toEqual(['sent said in the page', 'received said in the page']);
    expect(await caught()).toEqual([]);
  });

  it('catches nothing in a frame whose window and MessagePort.prototype it prepared', async () => {
    await talk(true, 'said in the frame');
    await hasMessages(panel, 4);
    await expect.poll(() => contents()).toContain('sent said in the frame');
    expect(await caught()).toEqual([]);
  });

  it('gets no answer and moves nothing by events, messages, ports and channels of its own', async () => {
    await talk(false, 'before the forgery');
    const forged = await page.evaluate(() => {
      const ours = window as unknown as ForgingWindow & { socket: WebSocket };
      return ours.forge(ours.socket);
    });
    expect(forged).toEqual({ answers: [], extension: 'no runtime' });
    // What comes after it in the same socket has arrived: so would have what was forged.
    await page.evaluate(
      () =>
        new Promise((done) => {
          const { socket } = window as unknown as { socket: WebSocket };
          socket.onmessage = done;
          socket.send('after the forgery');
        }),
    );
    await hasMessages(panel, 8);
    expect((await contents()).slice(4)).toEqual([
      'sent before the forgery',
      'received before the forgery',
      'sent after the forgery',
      'received after the forgery',
    ]);
    const lifecycle = await panel.$$eval('.lifecycle', (rows) =>
      rows.map((row) => row.textContent ?? ''),
    );
    expect(lifecycle.filter((text) => /forged|4999|[Cc]losed/.test(text))).toEqual([]);
    const texts = bed.playground.received.map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(texts.filter((text) => text.includes('forged'))).toEqual([]);
    expect(await caught()).toEqual([]);
  });
});
