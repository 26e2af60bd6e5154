import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { type FirefoxPanel, openFirefoxPanel } from '../support/firefox-panel.ts';
import { until } from '../support/until.ts';

// Without a Firefox these are reported as skipped, never as passed.
describe.skipIf(findFirefox().path === null)('Firefox', () => {
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

  const count = () =>
    panel.evaluateInPanel<number>(
      `Number(document.querySelector('[role=grid][aria-label=Messages]')?.getAttribute('aria-rowcount') ?? 0)`,
    );
  const hasMessages = (wanted: number) =>
    until(async () => (await count()) === wanted, {
      what: `the list has ${wanted} messages`,
    }).catch(async (error: Error) => {
      throw new Error(`${error.message}; it has ${await count()}: ${await status()}`);
    });
  const status = () =>
    panel.evaluateInPanel<string>(
      `[...document.querySelectorAll('[role=status]')].map((line) => line.textContent).join(' ').replaceAll('\\u00a0', ' ')`,
    );
  /** Opens a socket that stays, as `socket`. */
  const openSocket = () =>
    panel.evaluateInPage(`new Promise((done) => {
      window.socket = new WebSocket(${JSON.stringify(`${playground.origin.replace('http', 'ws')}/echo`)});
      socket.onopen = () => done();
    })`);
  /** Sends so many messages; the page's title says when their echoes are back. */
  const send = (messages: number) =>
    panel.evaluateInPage(`(() => {
      let echoes = 0;
      document.title = '';
      socket.onmessage = () => ++echoes === ${messages} && (document.title = 'all are back');
      for (let number = 0; number < ${messages}; number++) socket.send('number ' + number);
    })()`);
  const exchange = async (messages: number) => {
    await send(messages);
    await until(() => panel.evaluateInPage(`document.title === 'all are back'`), {
      what: `${messages} echoes are back`,
    });
  };
  const extension = `WebExtensionPolicy.getByID('sockets@sockets.dev').extension`;
  /** What Firefox does with an event page after half a minute without events. */
  const stopBackground = () =>
    panel.inBrowser(
      `await ${extension}.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });`,
    );

  it('goes on recording, and misses nothing, each time that the browser stops the background page', async () => {
    await panel.navigate(`${playground.origin}/blank?background`);
    await openSocket();
    await exchange(50);
    await hasMessages(100);
    for (let all = 100; all < 400; all += 100) {
      await stopBackground();
      await exchange(50);
      await hasMessages(all + 100);
    }
    await expect.poll(() => status()).toContain('0 dropped');
  });

  it('records or counts every message of a burst in which the background page is stopped', async () => {
    await panel.navigate(`${playground.origin}/blank?burst`);
    await openSocket();
    await exchange(1);
    await hasMessages(2);
    await send(10_000);
    await stopBackground();
    const all = 20_002;
    await until(
      async () => {
        const [recorded = 0, dropped = 0] =
          (await status())
            .match(/[\d,]+(?= (?:recorded|dropped))/g)
            ?.map((count) => Number(count.replaceAll(',', ''))) ?? [];
        return recorded + dropped === all;
      },
      { what: `what is recorded and what is dropped are ${all} together` },
    ).catch(async (error: Error) => {
      throw new Error(`${error.message}: ${await status()}`);
    });
  });

  it('records a page that writes itself anew by document.open: its old socket, and a new one', async () => {
    await panel.navigate(`${playground.origin}/blank?document-open`);
    await openSocket();
    await exchange(2);
    await hasMessages(4);
    await panel.evaluateInPage(`window.eval(
      "document.open(); document.write('<title>written</title>'); document.close();")`);
    await exchange(3);
    await hasMessages(10);
    await openSocket();
    await exchange(1);
    await hasMessages(12);
    await expect.poll(() => status()).toContain('0 dropped');
  });

  it('records on without a reload when the extension is reloaded under a page, every message once', async () => {
    await panel.navigate(`${playground.origin}/blank?reloaded`);
    await openSocket();
    await exchange(2);
    await hasMessages(4);
    await panel.inBrowser(`
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      await (await AddonManager.getAddonByID('sockets@sockets.dev')).reload();`);
    await panel.openToolbox();
    // Firefox runs the content scripts anew in open pages; the socket is met at its next send.
    await exchange(3);
    await hasMessages(6);
    await exchange(1);
    await hasMessages(8);
  });
});

describe.skipIf(findFirefox().path === null)('A socket that is older than the extension', () => {
  it('is met in Firefox at its first send, recorded from there, and said to be older', async () => {
    const playground = await servePlayground();
    const url = `${playground.origin.replace('http', 'ws')}/echo?older`;
    const panel = await openFirefoxPanel(`${playground.origin}/blank`, {
      before: ({ evaluateInPage }) =>
        evaluateInPage(`new Promise((done) => {
          window.socket = new WebSocket(${JSON.stringify(url)});
          socket.onopen = () => socket.send('nobody sees this');
          socket.onmessage = () => done();
        })`),
    });
    try {
      await panel.evaluateInPage(`socket.send('seen')`);
      const rows = await until(
        async () => {
          const contents = await panel.evaluateInPanel<string[]>(
            `[...document.querySelectorAll('.message-row:not(.lifecycle)')].map((row) => row.lastElementChild.textContent)`,
          );
          return contents.length >= 2 && contents;
        },
        { what: 'the message and its echo are listed' },
      );
      expect(rows).toEqual(['seen', 'seen']);
      const socketRow = `document.querySelector('[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]')`;
      expect(await panel.evaluateInPanel<string>(`${socketRow}.textContent`)).toContain('/echo');
      expect(await panel.evaluateInPanel<string>(`${socketRow}.outerHTML`)).toContain(
        'This socket is older than the recorder',
      );
    } finally {
      await panel.quit();
      await playground.close();
    }
  });
});
