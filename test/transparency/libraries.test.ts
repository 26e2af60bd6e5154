import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type LibraryServer, serveLibraries } from '../playground/library-server.ts';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import { launchFirefox } from '../support/firefox.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { countMessages } from '../support/message-grid.ts';
import { isListening } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { bundleForPage } from './bundle.ts';
import { type PageServer, servePages } from './page-server.ts';

/** The scenario of each is in libraries/, and its log holds this if it has really run. */
const proofs: Readonly<Record<string, string>> = {
  'socket.io-client': '["bytes","ArrayBuffer 1,2,255"]',
  'graphql-ws': '["next",{"data":{"countdown":0}}]',
  'reconnecting-websocket': '"reason":"session expired"',
  'sockjs-client': '"code":4321,"reason":"session expired"',
  phoenix: 'heartbeat timeout',
  'zone.js': '["outer","invokes","eventTask","WebSocket.addEventListener:message"]',
  mqtt: '"wills/bob"',
  signalr: '["asked back","an answer to your name"]',
};
const names = Object.keys(proofs);

type Logs = Record<string, unknown>;
type Navigate = (url: string) => Promise<unknown>;

const closers: (() => Promise<void>)[] = [];
let server: PageServer;
let playground: Playground;
let libraries: LibraryServer;

beforeAll(async () => {
  playground = await servePlayground();
  libraries = await serveLibraries();
  server = await servePages();
  closers.push(playground.close, libraries.close, server.close);
  const setting = { playground: new URL(playground.origin).host, libraries: libraries.host };
  for (const name of names) {
    const body = await bundleForPage(`./libraries/${name}.ts`);
    server.serve(`/${name}.js`, { type: 'text/javascript', body });
    server.serve(`/${name}`, {
      body: `<!doctype html><script>window.setting = ${JSON.stringify(setting)}</script><script src="/${name}.js"></script>`,
    });
  }
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** A page for each library, for some of them patch the page's globals. */
async function runLibraries(navigate: Navigate): Promise<Logs> {
  const logs: Logs = {};
  for (const name of names) {
    const log = server.nextReport('library');
    await navigate(`${server.origin}/${name}`);
    logs[name] = await log;
  }
  return logs;
}

describe('in Chromium', () => {
  let native: Logs = {};
  let recorded: Logs = {};
  let attached: Logs = {};
  beforeAll(async () => {
    const plain = await launchChromium({ extension: null });
    try {
      const page = await plain.newPage();
      native = await runLibraries((url) => page.goto(url));
    } finally {
      await plain.close();
    }
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      recorded = await runLibraries((url) => page.goto(url));
      await page.goto(`${playground.origin}/blank`);
      const { panel } = await openPanel(page);
      await isListening(panel);
      attached = await runLibraries((url) => page.goto(url));
      // Otherwise this would be true of a panel that sees nothing. It shows the last page's.
      await until(async () => (await countMessages(panel)) > 20, {
        what: 'the panel has the messages',
      });
    } finally {
      await browser.close();
    }
  });

  describe.each(names)('%s', (name) => {
    it('runs its scenario', () => expectProof(name, native));
    it('tells the same story with the recorder', () => {
      expect(recorded[name]).toEqual(native[name]);
    });
    it('tells the same story with the panel open', () => {
      expect(attached[name]).toEqual(native[name]);
    });
  });
});

describe.skipIf(findFirefox().path === null)('in Firefox', () => {
  let native: Logs = {};
  let recorded: Logs = {};
  beforeAll(async () => {
    const { marionette, quit } = await launchFirefox();
    native = await runLibraries((url) => marionette.send('WebDriver:Navigate', { url })).finally(
      quit,
    );
    const panel = await openFirefoxPanel(`${playground.origin}/blank`, { open: false });
    recorded = await runLibraries(panel.navigate).finally(panel.quit);
  });

  describe.each(names)('%s', (name) => {
    it('runs its scenario', () => expectProof(name, native));
    it('tells the same story with the recorder', () => {
      expect(recorded[name]).toEqual(native[name]);
    });
  });
});

function expectProof(name: string, logs: Logs): void {
  const text = JSON.stringify(logs[name]);
  expect(text).toContain(proofs[name]);
  expect(text).not.toContain('the scenario failed');
}
