import type { Frame, Page } from 'puppeteer';
import { afterEach, describe, expect, it } from 'vitest';
import { openPanel } from '../support/chromium-panel.ts';
import { isListening, startTestBed, type TestBed } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { type ForgeryReport, forgingExtension } from './forging-extension.ts';
import {
  type InstalledExtension,
  idOfSockets,
  installSecondExtension,
} from './second-extension.ts';

const refusal = 'Could not establish connection. Receiving end does not exist.';

// Chromium: Firefox is not driven with a second extension here.
describe('Another extension that wants to forge', () => {
  let bed: TestBed;
  let second: InstalledExtension;
  let page: Page;
  let panel: Frame;
  afterEach(async () => {
    await bed?.close();
    await second?.remove();
  });

  async function startWith(turn: 'before Sockets' | 'after Sockets'): Promise<void> {
    bed = await startTestBed();
    second = await installSecondExtension(
      bed.browser,
      turn,
      forgingExtension(await idOfSockets(bed.browser)),
    );
    page = await bed.openPage('/blank');
    ({ panel } = await openPanel(page, { size: { width: 1200, height: 1600 } }));
    await isListening(panel);
    await page.goto(`${bed.playground.origin}/blank?forging`);
    await page.evaluate(
      (url) =>
        new Promise((done) => {
          const socket = new WebSocket(url);
          Object.assign(window, { socket });
          socket.onopen = done;
        }),
      `${bed.playground.origin.replace('http', 'ws')}/echo`,
    );
  }
  /** Sends a text on the page's socket and waits until it has come back. */
  const say = (text: string) =>
    page.evaluate((said) => {
      const { socket } = window as unknown as { socket: WebSocket };
      return new Promise<void>((done) => {
        socket.addEventListener('message', ({ data }) => data === said && done());
        socket.send(said);
      });
    }, text);
  /** Has the extension try everything; it is done when it has been answered or refused everywhere. */
  const forge = async (): Promise<ForgeryReport> => {
    await page.evaluate(() => document.dispatchEvent(new Event('forge-now')));
    const report = await until(
      () => page.evaluate(() => document.documentElement.dataset['forgery']),
      { what: 'the other extension has tried everything' },
    );
    // forging-extension.ts wrote it.
    return JSON.parse(report) as ForgeryReport;
  };
  const caught = async () =>
    (await page.evaluate(() => document.documentElement.dataset['caught'] ?? ''))
      .split(';')
      .filter((line) => line !== '')
      .sort();
  const messages = () =>
    panel.$$eval('.message-row:not(.lifecycle)', (rows) =>
      rows.map(
        (row) => `${row.firstElementChild?.textContent} ${row.lastElementChild?.textContent}`,
      ),
    );
  const forgedOnTheServer = () =>
    bed.playground.received
      .map(({ bytes }) => new TextDecoder().decode(bytes))
      .filter((text) => text.includes('forged'));
  const expectOnlyRefusals = ({ contentScript, background }: ForgeryReport) => {
    for (const { answers, refusals } of [contentScript, background]) {
      expect(answers).toEqual([]);
      expect(new Set(refusals)).toEqual(new Set([refusal]));
    }
  };

  it('gets no port, batch or answer and moves nothing when its scripts run after those of Sockets', async () => {
    await startWith('after Sockets');
    await say('before the forgery');
    expectOnlyRefusals(await forge());
    // What comes after it in the same socket has arrived: so would have what was forged.
    await say('after the forgery');
    await expect
      .poll(messages)
      .toEqual([
        'sent before the forgery',
        'received before the forgery',
        'sent after the forgery',
        'received after the forgery',
      ]);
    expect(await panel.evaluate(() => document.body.textContent)).not.toContain('forged');
    expect(forgedOnTheServer()).toEqual([]);
    expect(await caught()).toEqual([]);
  });

  // Not a promise but a limit: who runs first in a page has every power over it, with or without
  // Sockets. It shows as well that the attempts of the test above would work if they could.
  it('can take the port of a document when its scripts run before those of Sockets, and read and send there', async () => {
    await startWith('before Sockets');
    await say('before the forgery');
    expectOnlyRefusals(await forge());
    await until(() => forgedOnTheServer().length === 2, {
      what: 'both worlds have sent on the port that they took',
    });
    expect(forgedOnTheServer().sort()).toEqual(['forged by ISOLATED', 'forged by MAIN']);
    // The panel does not hide it, but takes it for its own.
    await expect
      .poll(messages)
      .toEqual(
        expect.arrayContaining(['sent by you forged by ISOLATED', 'sent by you forged by MAIN']),
      );
    expect(await caught()).toEqual([
      'ISOLATED a batch',
      'ISOLATED the port',
      'MAIN a batch',
      'MAIN the port',
    ]);
  });
});
