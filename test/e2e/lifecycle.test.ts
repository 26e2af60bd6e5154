import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtExtension } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import {
  allRows,
  hasMessages,
  isListening,
  pressButton,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
/** Pages that may be kept in the back/forward cache: those of the playground say no-store. */
let site: Server;
let siteOrigin: string;
beforeAll(async () => {
  bed = await startTestBed();
  site = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>${request.url}</title>`);
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  siteOrigin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await bed?.close();
  site?.closeAllConnections();
  site?.close();
});

/** Opens a socket, sends the texts and waits for their echoes; closes it unless it is kept. */
function echo(page: Page, texts: readonly string[], isKept = false): Promise<void> {
  return page.evaluate(
    ([host, all, keep]) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        let echoes = 0;
        socket.onopen = () => {
          for (const text of all) socket.send(text);
        };
        socket.onmessage = () => {
          if (++echoes < all.length) return;
          if (keep) {
            Object.assign(window, { socket });
            done();
          } else socket.close();
        };
        socket.onclose = () => done();
      }),
    [new URL(bed.playground.origin).host, texts, isKept] as const,
  );
}
const contents = async (panel: Frame): Promise<string[]> =>
  (await allRows(panel)).map(({ direction, content }) => `${direction} ${content}`);

/** What the list of sockets says of each. */
const socketStates = (panel: Frame): Promise<string[]> =>
  panel.evaluate(() =>
    [
      ...document.querySelectorAll(
        '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
      ),
    ].map((row) => row.getAttribute('aria-label')?.split(' ').at(-1) ?? ''),
  );
/** The page's own socket goes on: it gets an answer from the server. */
const stillWorks = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((done) => {
        const { socket } = window as unknown as { socket: WebSocket };
        socket.onmessage = ({ data }) => done(data as string);
        socket.send('still there');
      }),
  );
const size = { width: 1200, height: 1600 };

describe('A page in the back/forward cache', () => {
  /** A page that can go into the cache, with a panel that keeps the log, on which `visit` then acts. */
  async function leaveAndComeBack(visit: (page: Page, panel: Frame) => Promise<void>) {
    const page = await bed.browser.newPage();
    await page.goto(`${siteOrigin}/one`);
    const { panel } = await openPanel(page, { size });
    await isListening(panel);
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) =>
        Object.assign(window, { isRestored: persisted }),
      );
    });
    await pressButton(panel, 'Preserve log');
    await visit(page, panel);
    await page.goto(`${siteOrigin}/two`);
    await echo(page, ['elsewhere']);
    await hasMessages(panel, 4);
    await page.goBack();
    // Without the cache the page would be a new one.
    await until(
      () => page.evaluate(() => (window as unknown as { isRestored?: boolean }).isRestored),
      { what: 'the page has come back from the cache' },
    );
    return {
      page,
      panel,
      async close() {
        await pressButton(panel, 'Preserve log');
        await page.close();
      },
    };
  }
  const all = ['first visit', 'elsewhere', 'second visit'].flatMap((text) => [
    `sent ${text}`,
    `received ${text}`,
  ]);

  it('is recorded again when it comes back, and a kept log shows both visits once', async () => {
    const { page, panel, close } = await leaveAndComeBack(async (left, log) => {
      await echo(left, ['first visit']);
      await hasMessages(log, 2);
    });
    await echo(page, ['second visit']);
    await hasMessages(panel, 6);
    await expect.poll(() => contents(panel)).toEqual(all);
    await expect.poll(() => socketStates(panel)).toEqual(['closed', 'closed', 'closed']);
    await expect.poll(() => statusText(panel)).toContain('0 dropped');
    await close();
  });

  it('has lost the socket that was open when it went there, and the panel shows that', async () => {
    const { page, panel, close } = await leaveAndComeBack(async (left, log) => {
      await echo(left, ['first visit'], true);
      await hasMessages(log, 2);
    });
    const readyState = await until(
      () =>
        page.evaluate(() => {
          const { socket } = window as unknown as { socket: WebSocket };
          return socket.readyState === WebSocket.CLOSED && socket.readyState;
        }),
      { what: 'the browser has closed the socket' },
    );
    expect(readyState).toBe(3);
    await echo(page, ['second visit']);
    await hasMessages(panel, 6);
    await expect.poll(() => contents(panel)).toEqual(all);
    await expect.poll(() => socketStates(panel)).toEqual(['closed', 'closed', 'closed']);
    await expect.poll(() => statusText(panel)).toContain('0 dropped');
    await close();
  });
});

describe('A page that writes itself anew by document.open', () => {
  it('is recorded on: the socket that it had, a new one, and its last words', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await echo(page, ['before'], true);
    await page.evaluate(() => {
      document.open();
      document.write('<title>Written</title>');
      document.close();
    });
    expect(await stillWorks(page)).toBe('still there');
    await echo(page, ['new socket']);
    await hasMessages(panel, 6);
    await expect.poll(() => socketStates(panel)).toEqual(['open', 'closed']);
    await pressButton(panel, 'Preserve log');
    await page.evaluate(() => {
      const { socket } = window as unknown as { socket: WebSocket };
      addEventListener('pagehide', () => {
        for (const text of ['last', 'very last', 'the end']) socket.send(text);
      });
    });
    await page.goto(`${siteOrigin}/next`);
    await hasMessages(panel, 9);
    expect((await contents(panel)).slice(-3)).toEqual([
      'sent last',
      'sent very last',
      'sent the end',
    ]);
    await pressButton(panel, 'Preserve log');
    await page.close();
  });
});

describe('A page that crashes', () => {
  it('leaves a panel that can be read and that records the next page', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await pressButton(panel, 'Preserve log');
    await echo(page, ['before'], true);
    await hasMessages(panel, 2);
    await page.goto('chrome://crash').catch(() => {
      // The navigation never ends: its process has.
    });
    await until(async () => (await socketStates(panel))[0] === 'closed', {
      what: 'the socket of the crashed page is shown as closed',
    });
    await expect.poll(() => contents(panel)).toEqual(['sent before', 'received before']);
    await page.goto(`${siteOrigin}/next`);
    await echo(page, ['after']);
    await hasMessages(panel, 4);
    expect((await contents(panel)).slice(2)).toEqual(['sent after', 'received after']);
    await pressButton(panel, 'Preserve log');
    await page.close();
  });
});

describe('An extension that goes away under an open page', () => {
  const byteCount = 1000;
  const flood = (page: Page, count: number): Promise<void> =>
    page.evaluate(
      ([messages, length]) =>
        new Promise<void>((done) => {
          const { socket } = window as unknown as { socket: WebSocket };
          let echoes = 0;
          socket.onmessage = () => ++echoes === messages && done();
          for (let sent = 0; sent < messages; sent++) socket.send('z'.repeat(length));
        }),
      [count, byteCount] as const,
    );

  // Chromium closes DevTools when an extension in it goes: there is no open panel that could say so.
  it.each([
    ['updated', async (_: string) => void (await bed.browser.installExtension(builtExtension))],
    ['removed', (id: string) => bed.browser.uninstallExtension(id)],
  ])(
    'by being %s leaves the page at work, silent and without errors; a reload records again',
    async (kind, goAway) => {
      const { page, panel, devtools } = await bed.openRecorded('/blank');
      const said: string[] = [];
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('console', (message) => said.push(message.text()));
      await echo(page, ['before'], true);
      await hasMessages(panel, 2);
      const [id = ''] = (await bed.browser.extensions()).keys();
      await goAway(id);
      await until(() => devtools.isClosed(), { what: 'DevTools has closed' });
      expect(await stillWorks(page)).toBe('still there');
      await flood(page, 20_000);
      // What is recorded for nobody is not kept: neither in an outbox nor in a backlog.
      const session = await page.createCDPSession();
      await session.send('HeapProfiler.collectGarbage');
      const usage = (await session.send('Runtime.getHeapUsage')) as { backingStorageSize?: number };
      expect(usage.backingStorageSize).toBeLessThan(2_000_000);
      if (kind === 'removed') await bed.browser.installExtension(builtExtension);
      await page.reload();
      const again = await openPanel(page, { size });
      await isListening(again.panel);
      await echo(page, ['after a reload']);
      await hasMessages(again.panel, 2);
      await expect
        .poll(() => contents(again.panel))
        .toEqual(['sent after a reload', 'received after a reload']);
      expect(said).toEqual([]);
      await page.close();
    },
  );
});
