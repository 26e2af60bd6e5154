import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePanel, openPanel } from '../support/chromium-panel.ts';
import { countMessages } from '../support/message-grid.ts';
import {
  allRows,
  hasMessages,
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

const size = { width: 1200, height: 1600 };

/** Opens a socket, sends so many numbered messages, and ends when the last echo is back. */
function exchange([host, count]: [string, number]): Promise<void> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://${host}/echo`);
    let echoes = 0;
    socket.onopen = () => {
      for (let number = 1; number <= count; number++) socket.send(`number ${number}`);
    };
    socket.onmessage = () => {
      if (++echoes === count) done();
    };
    Object.assign(window, { socket });
  });
}

describe('A panel opened late', () => {
  it('shows sockets that are open already, and their messages', async () => {
    const page = await bed.openPage('/blank');
    await page.evaluate(exchange, [new URL(bed.playground.origin).host, 5] as [string, number]);
    const { panel } = await openPanel(page, { size });
    await hasMessages(panel, 10);
    const contents = (await allRows(panel)).map(
      ({ direction, content }) => `${direction} ${content}`,
    );
    expect(contents.slice(0, 6)).toEqual([
      'sent number 1',
      'sent number 2',
      'sent number 3',
      'sent number 4',
      'sent number 5',
      'received number 1',
    ]);
    const state = await panel.$eval(
      '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
      (row) => row.textContent,
    );
    expect(state).toContain('open');
    await page.close();
  });

  it('keeps the newest 2,000 messages of a document and counts what it dropped', async () => {
    const page = await bed.openPage('/blank');
    await page.evaluate(exchange, [new URL(bed.playground.origin).host, 3000] as [string, number]);
    const { panel } = await openPanel(page, { size });
    const kept = await until(
      async () => (await statusText(panel)).includes('dropped') && countMessages(panel),
      { what: 'the backlog is shown' },
    );
    const all = 6000;
    expect(kept).toBeGreaterThan(1900);
    expect(kept).toBeLessThanOrEqual(2000);
    const status = await until(
      async () => {
        const text = await statusText(panel);
        return !text.includes(' 0 dropped') && text;
      },
      { what: 'the status line counts dropped messages' },
    );
    expect(status).toContain(`${(all - kept).toLocaleString('en')} dropped`);
    const rows = await panel.evaluate(
      () =>
        document.querySelector('[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]')
          ?.textContent,
    );
    expect(rows).toContain(`${(all - kept).toLocaleString('en')} messages not recorded`);
    // The list says so where they would be: before all that was kept.
    await panel.$eval('[role=grid][aria-label=Messages] .virtual-rows', (box) => {
      box.scrollTop = 0;
    });
    const first = await until(
      () =>
        panel.evaluate(() => {
          const [row, next] = document.querySelectorAll('.message-row');
          return next?.getAttribute('aria-rowindex') === '1' && row?.textContent;
        }),
      { what: 'the first message is in sight' },
    );
    expect(first).toContain(
      `${(all - kept).toLocaleString('en')} messages of this socket are missing here`,
    );
    await page.close();
  });

  it('shows the recent messages again when DevTools is closed and opened once more', async () => {
    const page = await bed.openPage('/blank');
    const first = await openPanel(page, { size });
    await page.evaluate(exchange, [new URL(bed.playground.origin).host, 4] as [string, number]);
    await hasMessages(first.panel, 8);
    await closePanel(first.devtools);
    await page.evaluate(() => {
      const { socket } = window as unknown as { socket: WebSocket };
      return new Promise<void>((done) => {
        socket.onmessage = () => done();
        socket.send('while DevTools was closed');
      });
    });
    const second = await openPanel(page, { size });
    await hasMessages(second.panel, 10);
    expect((await allRows(second.panel)).at(-1)?.content).toBe('while DevTools was closed');
    await page.close();
  });

  it('records a popup without a URL of its own, in the panel that is opened on it', async () => {
    const page = await bed.openPage('/blank');
    const opened = new Promise<Page>((done) =>
      page.once('popup', (popup) => popup !== null && done(popup)),
    );
    await page.evaluate((host) => {
      const popup = window.open('about:blank', '_blank', 'width=400,height=300');
      const script = popup?.document.createElement('script');
      if (!popup || !script) return;
      script.text = `const socket = new WebSocket('ws://${host}/echo?popup');
        socket.onopen = () => socket.send('from the popup');`;
      popup.document.body.append(script);
    }, new URL(bed.playground.origin).host);
    const popup = await opened;
    const { panel } = await openPanel(popup, { size });
    await hasMessages(panel, 2);
    expect((await allRows(panel)).map(({ content }) => content)).toEqual([
      'from the popup',
      'from the popup',
    ]);
    await popup.close();
    await page.close();
  });

  it('records two tabs in two panels, each its own', async () => {
    const host = new URL(bed.playground.origin).host;
    const one = await bed.openRecorded('/blank');
    const two = await bed.openRecorded('/blank');
    await one.page.evaluate(exchange, [host, 3] as [string, number]);
    await two.page.evaluate(exchange, [host, 5] as [string, number]);
    await hasMessages(one.panel, 6);
    await hasMessages(two.panel, 10);
    await two.page.close();
    await one.page.evaluate(exchange, [host, 1] as [string, number]);
    await hasMessages(one.panel, 8);
    await one.page.close();
  });
});
