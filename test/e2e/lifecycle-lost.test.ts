import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { type FirefoxPanel, openFirefoxPanel } from '../support/firefox-panel.ts';
import { until } from '../support/until.ts';

// Chromium's panel has no background page to lose, and goes with the extension.
describe.skipIf(findFirefox().path === null)('A panel in Firefox', () => {
  let playground: Playground;
  let panel: FirefoxPanel;
  beforeAll(async () => {
    playground = await servePlayground();
    panel = await openFirefoxPanel(`${playground.origin}/blank`);
  });
  afterAll(async () => {
    await panel?.quit();
    await playground?.close();
  });

  const status = () =>
    panel.evaluateInPanel<string>(`document.querySelector('.status-line').textContent`);
  const messages = () =>
    panel.evaluateInPanel<number>(
      `Number(document.querySelector('[role=grid][aria-label=Messages]')?.getAttribute('aria-rowcount') ?? 0)`,
    );
  const openSocket = () =>
    panel.evaluateInPage(`new Promise((done) => {
      window.socket = new WebSocket(${JSON.stringify(`${playground.origin.replace('http', 'ws')}/echo`)});
      socket.onopen = () => done();
    })`);
  const exchange = (count: number) =>
    panel.evaluateInPage(`new Promise((done) => {
      let echoes = 0;
      socket.onmessage = () => ++echoes === ${count} && done();
      for (let number = 0; number < ${count}; number++) socket.send('number ' + number);
    })`);
  const lost = 'The connection to the extension was lost';
  const inWindow = (body: string) =>
    panel.inBrowser(`const window = Services.wm.getMostRecentWindow('navigator:browser');
      const { extension } = WebExtensionPolicy.getByID('sockets@sockets.dev');
      ${body}`);

  it('whose background page is stopped again and again says that it has lost it, until it is back, and has then missed nothing', async () => {
    await panel.navigate(`${playground.origin}/blank?lost`);
    await openSocket();
    await exchange(2);
    await expect.poll(messages).toBe(4);
    // Each time before it has answered, or at latest a moment after.
    await inWindow(`window.stopping = window.setInterval(() =>
      extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true }), 5);`);
    await until(async () => (await status()).includes(lost), {
      what: 'the status line says that the connection is lost',
    });
    await exchange(3);
    expect(await status()).toContain('4 recorded');
    await inWindow('window.clearInterval(window.stopping);');
    await until(async () => !(await status()).includes(lost), {
      what: 'the status line says it no longer',
    });
    await expect.poll(messages).toBe(10);
    await exchange(1);
    await expect.poll(messages).toBe(12);
    expect(await status()).toContain('0 dropped');
  });
});
