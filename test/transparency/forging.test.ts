import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { until } from '../support/until.ts';
import { forgingPage, type PreparedFrame, preparedFrames } from './forging-page.ts';
import { type PageServer, servePages } from './page-server.ts';
import { installSecondExtension } from './second-extension.ts';

/** A page and its panel, in either browser. Expressions are values or promises. */
interface Inspected {
  inPage<T>(expression: string): Promise<T>;
  inPanel<T>(expression: string): Promise<T>;
  navigate(url: string): Promise<unknown>;
  quit(): Promise<unknown>;
}

async function openInChromium(url: string): Promise<Inspected> {
  const browser = await launchChromium();
  // Chromium leaves the capturing phase out in a document that has no capturing listener yet, so a
  // prepared window would see no introduction of any type. Extensions that listen are common.
  const listening = await installSecondExtension(browser, 'before Sockets', {
    isolated: `addEventListener('click', () => {}, true);`,
  });
  const page = await browser.newPage();
  await page.goto(url);
  const { panel } = await openPanel(page, { size: { width: 1200, height: 1600 } });
  return {
    // The caller knows what its own expression is.
    inPage: async <T>(expression: string) => (await page.evaluate(expression)) as T,
    inPanel: async <T>(expression: string) => (await panel.evaluate(expression)) as T,
    navigate: (target) => page.goto(target),
    async quit() {
      await browser.close();
      await listening.remove();
    },
  };
}

async function openInFirefox(url: string): Promise<Inspected> {
  const panel = await openFirefoxPanel(url);
  return {
    inPage: panel.evaluateInPage,
    inPanel: panel.evaluateInPanel,
    navigate: panel.navigate,
    quit: panel.quit,
  };
}

const browsers = [
  { name: 'Chromium', open: openInChromium, isMissing: false },
  { name: 'Firefox', open: openInFirefox, isMissing: findFirefox().path === null },
];

// Without a Firefox its tests are reported as skipped, never as passed.
for (const { name, open, isMissing } of browsers)
  describe.skipIf(isMissing)(`A page that wants to forge, in ${name},`, () => {
    let playground: Playground;
    let server: PageServer;
    let inspected: Inspected;
    beforeAll(async () => {
      playground = await servePlayground();
      server = await servePages();
      server.serve('/forging', { body: forgingPage });
      server.serve('/child', { body: '<!doctype html><p>child' });
      inspected = await open(`${playground.origin}/blank`);
      await until(() => inspected.inPanel(`document.body.textContent.includes('No sockets yet')`), {
        what: 'the panel has found the page',
      });
      await inspected.navigate(`${server.origin}/forging`);
    });
    afterAll(async () => {
      await inspected?.quit();
      await server?.close();
      await playground?.close();
    });
    // One page for all tests: to load it anew for each is no part of what is asked here.
    beforeEach(async () => {
      await inspected.inPanel(`document.querySelector('button[aria-label="Clear"]').click()`);
      await until(() => inspected.inPanel(`document.querySelector('.message-row') === null`), {
        what: 'the list is empty',
      });
      await inspected.inPage('caught.length = 0');
    });

    const openSocket = (source: PreparedFrame | null) => {
      const url = `${playground.origin.replace('http', 'ws')}/echo`;
      return inspected.inPage(`openSocket(${JSON.stringify(url)}, ${JSON.stringify(source)})`);
    };
    const say = (text: string) => inspected.inPage(`say(${JSON.stringify(text)})`);
    const caught = () => inspected.inPage<string[]>('caught');
    /** Direction and content of the rows in sight, which are few here. */
    const messages = () =>
      inspected.inPanel<string[]>(
        `[...document.querySelectorAll('.message-row:not(.lifecycle)')].map((row) => row.firstElementChild.textContent + ' ' + row.lastElementChild.textContent)`,
      );
    /** Waits until these are the rows; else says what the panel shows instead. */
    const shows = async (rows: readonly string[]) => {
      try {
        await expect.poll(messages).toEqual(rows);
      } catch (cause) {
        const text = await inspected.inPanel<string>('document.body.innerText');
        throw new Error(`${cause}; the panel reads: ${text}`, { cause });
      }
    };
    const lifecycle = () =>
      inspected.inPanel<string[]>(
        `[...document.querySelectorAll('.message-row.lifecycle')].map((row) => row.textContent)`,
      );

    it('catches no port, batch or command while the recorder works', async () => {
      await openSocket(null);
      await say('said in the page');
      await shows(['sent said in the page', 'received said in the page']);
      expect(await caught()).toEqual([]);
    });

    it.each(preparedFrames)(
      'catches nothing in a frame with %s whose window and MessagePort.prototype it prepared',
      async (source) => {
        await openSocket(source);
        await say('said in the frame');
        await shows(['sent said in the frame', 'received said in the frame']);
        expect(await caught()).toEqual([]);
      },
    );

    it('gets no answer and moves nothing by events, messages, ports and channels of its own', async () => {
      await openSocket(null);
      await say('before the forgery');
      expect(await inspected.inPage('forge()')).toEqual({ answers: [], extension: 'no runtime' });
      // What comes after it in the same socket has arrived: so would have what was forged.
      await say('after the forgery');
      await shows([
        'sent before the forgery',
        'received before the forgery',
        'sent after the forgery',
        'received after the forgery',
      ]);
      const events = await lifecycle();
      expect(events).not.toEqual([]);
      expect(events.filter((text) => /forged|4999|closed/i.test(text))).toEqual([]);
      const texts = playground.received.map(({ bytes }) => new TextDecoder().decode(bytes));
      expect(texts).toContain('after the forgery');
      expect(texts.filter((text) => text.includes('forged'))).toEqual([]);
      expect(await caught()).toEqual([]);
    });
  });
