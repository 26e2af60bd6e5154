import { type AddressInfo, createServer } from 'node:net';
import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comesToHold } from '../support/held-memory.ts';
import { countMessages, readRows } from '../support/message-grid.ts';
import {
  chooseRow,
  hasMessages,
  setFilter,
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

/** `npm run test:flood` pours all that is promised; the usual run a part of it, to stay short. */
const isFull = process.env['FLOOD'] === 'full';
const failing = isFull ? 100_000 : 10_000;
const tiny = isFull ? 1_000_000 : 300_000;
/** What the panel may hold for each socket, once in its own thread and once in its engine. */
const bytesOfSocket = 800;
const patience = { timeoutMs: isFull ? 400_000 : 20_000 };

describe('A flood', { timeout: isFull ? 600_000 : 60_000 }, () => {
  it(`of ${failing.toLocaleString('en')} sockets that fail at once, among 100 that live, is listed whole, and the panel answers`, async () => {
    const driver = await bed.openUnwatched();
    const { page, panel } = driver;
    await page.evaluate(
      ([where, closedPort, failures]) =>
        new Promise<void>((done) => {
          let over = 0;
          const finish = () => ++over === Number(failures) + 100 && done();
          for (let number = 0; number < 100; number++) {
            const socket = new WebSocket(`ws://${where}/echo?live=${number}`);
            socket.onopen = () => socket.send('hello');
            socket.onmessage = finish;
          }
          // In portions: one task that opens all of them would stop the page's own network for long.
          const fail = (left: number): void => {
            for (let count = 0; count < 250; count++)
              new WebSocket(`ws://127.0.0.1:${closedPort}/`).onclose = finish;
            if (left > 250) setTimeout(fail, 0, left - 250);
          };
          fail(Number(failures));
        }),
      [host(), await freePort(), failing] as const,
    );
    await until(async () => (await socketCount(panel)) === failing + 100, {
      what: 'all sockets are listed',
      ...patience,
    });
    await hasMessages(panel, 200);
    await expect.poll(() => statusText(panel)).toContain('0 dropped');
    await answers(panel, 'dir:sent', 100);
    // A document remembers 500 sockets that have ended; the panel has all, each with its two rows.
    await comesToHold(bed.browser, driver, {
      page: 15,
      panel: 20 + (failing * bytesOfSocket) / 1e6,
      engine: 20 + (failing * bytesOfSocket) / 1e6,
    });
    await page.close();
  });

  it('of one message of 100 MB is kept up to 64 MiB and says so', async () => {
    const driver = await bed.openUnwatched();
    const { page, panel } = driver;
    await page.evaluate(
      ([where, byteLength]) =>
        new Promise<void>((done) => {
          // A server that does not answer: it waits for a word.
          const socket = new WebSocket(`ws://${where}/flood`);
          socket.onopen = () => {
            socket.send(new Uint8Array(byteLength).fill(7));
            done();
          };
        }),
      [host(), 100_000_000] as const,
    );
    await hasMessages(panel, 1);
    await chooseRow(panel, '07 07 07');
    await until(
      () =>
        panel.evaluate(() =>
          document.body.textContent
            ?.replaceAll('\u00a0', ' ')
            .includes('Only the first 67.1 MB of 100 MB were kept.'),
        ),
      { what: 'the message says how much of it was kept' },
    );
    // The backlog's newest batches in the page, and the part that is kept of the payload in the engine.
    await comesToHold(bed.browser, driver, {
      page: 15,
      panel: 15,
      engine: 85,
    });
    await page.close();
  });

  it('of 100 MB that comes back at once is marked in both directions, whatever the panel had time to take', async () => {
    const driver = await bed.openUnwatched();
    const { page, panel } = driver;
    const returned = await page.evaluate(
      ([where, byteLength]) =>
        new Promise<number>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`);
          socket.binaryType = 'arraybuffer';
          socket.onopen = () => socket.send(new Uint8Array(byteLength).fill(7));
          socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => done(data.byteLength);
        }),
      [host(), 100_000_000] as const,
    );
    expect(returned).toBe(100_000_000);
    await hasMessages(panel, 2);
    const marked = await until(
      async () => {
        const rows = await readRows(panel);
        const isMarked = rows.every(({ content }) =>
          content.startsWith('only the first part was kept07 07'),
        );
        return isMarked && rows.map(({ direction, size }) => `${direction} ${size}`);
      },
      { what: 'both rows say that a part was kept' },
    );
    expect(marked).toEqual(['sent 100\u00a0MB', 'received 100\u00a0MB']);
    await page.close();
  });

  it(`of ${tiny.toLocaleString('en')} tiny messages in one go is recorded or counted whole, and the panel answers`, async () => {
    const driver = await bed.openUnwatched();
    const { page, panel } = driver;
    const all = tiny;
    await page.evaluate(
      ([where, count]) =>
        new Promise<void>((done) => {
          // A server that does not answer: it waits for another word.
          const socket = new WebSocket(`ws://${where}/flood`);
          socket.onopen = () => {
            for (let number = 0; number < count; number++) socket.send('x');
            done();
          };
        }),
      [host(), all] as const,
    );
    await until(async () => (await countMessages(panel)) === all, {
      what: `the list has ${all} messages`,
      ...patience,
    });
    await expect.poll(() => statusText(panel)).toContain('0 dropped');
    await answers(panel, 'dir:received', 0);
    await answers(panel, '', all);
    // 64 bytes in the engine for each record, its header and its row; nothing elsewhere.
    await comesToHold(bed.browser, driver, {
      page: 15,
      panel: 15,
      engine: 15 + (all * 70) / 1e6,
    });
    await page.close();
  });
});

/** The panel does within some seconds what is asked of it. */
async function answers(panel: Frame, filter: string, messages: number): Promise<void> {
  await setFilter(panel, filter);
  await until(
    async () => (await statusText(panel)).startsWith(` ${messages.toLocaleString('en')} messages`),
    { what: `the filter "${filter}" finds ${messages} messages`, timeoutMs: 5000 },
  );
}

const socketCount = (panel: Frame): Promise<number> =>
  panel.evaluate(() =>
    Number(
      document
        .querySelector('[role=grid][aria-label="Sockets list"]')
        ?.getAttribute('aria-rowcount'),
    ),
  );

/** A port of the loopback on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Listening on TCP it has an address with a port.
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
