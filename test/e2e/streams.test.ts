import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  chooseFirstMessage,
  compose,
  hasMessages,
  isListening,
  messagesOfHar,
  parseHar,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

/** The parts of WebSocketStream that the page uses here; TypeScript does not know it. */
interface Stream {
  readonly opened: Promise<{
    readonly readable: ReadableStream<unknown>;
    readonly writable: WritableStream<unknown>;
  }>;
  close(info: object): void;
}
interface StreamWindow {
  readonly WebSocketStream: new (url: string) => Stream;
  streams: Record<string, { stream: Stream; exchange(payload: string | number[]): Promise<void> }>;
}

/** Makes a stream in the page under a name, and waits until it is open. */
const openStream = (page: Page, name: string): Promise<void> =>
  page.evaluate(async (query) => {
    const scope = window as unknown as StreamWindow;
    const stream = new scope.WebSocketStream(`ws://${location.host}/echo?${query}`);
    const { readable, writable } = await stream.opened;
    const reader = readable.getReader();
    const writer = writable.getWriter();
    scope.streams ??= {};
    scope.streams[query] = {
      stream,
      async exchange(payload) {
        await writer.write(typeof payload === 'string' ? payload : new Uint8Array(payload));
        await reader.read();
      },
    };
  }, name);

/** Sends and waits for the echo. */
const exchange = (page: Page, name: string, payload: string | number[]): Promise<void> =>
  page.evaluate(
    (query, value) =>
      (window as unknown as StreamWindow).streams[query]?.exchange(value) ?? Promise.reject(),
    name,
    payload,
  );

/** The sockets of the list: state, path, marks and how they ended. */
const listed = (panel: Frame): Promise<string[]> =>
  panel.$$eval('[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]', (rows) =>
    rows.map((row) =>
      ['.state', '.path', '.remark', '.close-text']
        .map((part) => row.querySelector(part)?.textContent ?? '')
        .join(' ')
        .trim(),
    ),
  );
const chooseSocket = (panel: Frame, path: string): Promise<unknown> =>
  until(
    () =>
      panel.evaluate((text) => {
        const paths = [...document.querySelectorAll('.socket-row .path')];
        const found = paths.find((each) => each.textContent === text);
        (found?.closest('.socket-row') as HTMLElement | null | undefined)?.click();
        return found !== undefined;
      }, path),
    { what: `the socket ${path} is listed` },
  );
const details = (panel: Frame): Promise<string> =>
  panel.evaluate(() => document.querySelector('.socket-view')?.textContent ?? '');
/** The rows of one socket, lifecycle and messages, in the order of the list. */
const rowsOf = async (panel: Frame, path: string): Promise<string[]> =>
  (await allRows(panel))
    .filter(({ socket }) => socket === path)
    .map(({ direction, type, content }) => `${direction} ${type} ${content}`);

describe('A WebSocketStream of the page', () => {
  it('is one marked socket with its messages both ways, each once and in order, beside a usual one', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${location.host}/echo?usual`);
          socket.onopen = () => socket.send('usual');
          socket.onmessage = () => done();
        }),
    );
    await openStream(page, 'one');
    await openStream(page, 'two');
    await exchange(page, 'one', 'first');
    await exchange(page, 'two', 'of two');
    await exchange(page, 'one', [1, 2, 255]);
    await hasMessages(panel, 8);
    // Live: what comes later is shown, too.
    await exchange(page, 'one', 'later');
    await hasMessages(panel, 10);
    await expect
      .poll(() => rowsOf(panel, '/echo?one'))
      .toEqual([
        'sent text first',
        'received text first',
        'sent binary 01 02 ff  ...',
        'received binary 01 02 ff  ...',
        'sent text later',
        'received text later',
      ]);
    expect(await rowsOf(panel, '/echo?two')).toEqual(['sent text of two', 'received text of two']);
    expect(await listed(panel)).toEqual([
      'open /echo?usual',
      'open /echo?one stream',
      'open /echo?two stream',
    ]);
    await chooseSocket(panel, '/echo?one');
    for (const fact of ['its messages, its opening and its end come from', 'Status101', 'Upgrade'])
      await expect.poll(() => details(panel)).toContain(fact);

    await page.evaluate(() =>
      (window as unknown as StreamWindow).streams['one']?.stream.close({ closeCode: 4002 }),
    );
    await expect
      .poll(() => listed(panel))
      .toEqual([
        'open /echo?usual',
        'closed /echo?one stream Close code not told',
        'open /echo?two stream',
      ]);
    const exported = messagesOfHar(parseHar(await bed.exportHar(panel)));
    expect(exported.map(({ messages }) => messages.length)).toEqual([2, 6, 2]);
    await page.close();
  });

  it('says why nothing can be sent on it', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await openStream(page, 'only');
    await exchange(page, 'only', 'x');
    await hasMessages(panel, 2);
    expect(await panel.$('.close-socket')).toBeNull();
    await chooseSocket(panel, '/echo?only');
    await chooseFirstMessage(panel);
    await panel.waitForSelector('#message-panel');
    expect(await compose(panel, 'text', 'x')).toContain('This socket is a WebSocketStream');
    await page.close();
  });

  it('is shown as failed when the server refuses it or the page gives it up', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(() => {
      const { WebSocketStream } = window as unknown as StreamWindow;
      const make = (path: string) => {
        const stream = new WebSocketStream(`ws://${location.host}${path}`);
        stream.opened.catch(() => undefined);
        return stream;
      };
      make('/fail');
      make('/echo?given-up').close({});
    });
    await expect
      .poll(async () => (await listed(panel)).map((text) => text.split(' ').slice(0, 2).join(' ')))
      .toEqual(['failed /fail', 'failed /echo?given-up']);
    await page.close();
  });

  it('is listed and said to be unknown when it is older than DevTools', async () => {
    const page = await bed.openPage('/blank');
    await openStream(page, 'old');
    const { panel } = await openPanel(page);
    await isListening(panel);
    await expect.poll(() => listed(panel)).toEqual(['unknown /echo?old stream']);
    // One that is made now is known.
    await openStream(page, 'new');
    await exchange(page, 'new', 'hello');
    await hasMessages(panel, 2);
    expect(await listed(panel)).toEqual(['unknown /echo?old stream', 'open /echo?new stream']);
    await chooseSocket(panel, '/echo?old');
    await expect.poll(() => details(panel)).toContain('older than DevTools');
    await page.close();
  });
});
