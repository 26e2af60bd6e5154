import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { type FirefoxPanel, openFirefoxPanel } from '../support/firefox-panel.ts';
import { until } from '../support/until.ts';

const firefox = findFirefox();

// Without a Firefox this is reported as skipped, never as passed.
describe.skipIf(firefox.path === null)('Firefox', () => {
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
  const contents = () =>
    panel.evaluateInPanel<string[]>(
      `[...document.querySelectorAll('.message-row:not(.lifecycle)')].map((row) => row.firstElementChild.textContent + ' ' + row.lastElementChild.textContent)`,
    );

  it('records an echo page in a real toolbox, text and bytes, in order', async () => {
    const url = JSON.stringify(`${playground.origin.replace('http', 'ws')}/echo`);
    await until(
      () => panel.evaluateInPanel(`document.body.textContent.includes('No sockets yet')`),
      { what: 'the panel has found the page' },
    );
    await panel.evaluateInPage(`new Promise((done) => {
      const socket = new WebSocket(${url});
      socket.binaryType = 'arraybuffer';
      let echoes = 0;
      socket.onopen = () => {
        socket.send('from Firefox');
        socket.send(new Uint8Array([1, 2, 255]));
        socket.send(new Blob(['blob']));
        socket.send('last');
      };
      socket.onmessage = () => ++echoes === 4 && done();
      window.wrappedJSObject ? (window.wrappedJSObject.kept = socket) : (window.kept = socket);
    })`);
    await until(async () => (await count()) === 8, { what: 'the list has 8 messages' });
    const rows = await until(
      async () => {
        const shown = await contents();
        return shown.length === 8 && shown.every((row) => !row.includes('reading')) && shown;
      },
      { what: 'all rows are shown with their content' },
    );
    expect(rows).toEqual([
      'sent from Firefox',
      'sent 01 02 ff  ...',
      'sent 62 6c 6f 62  blob',
      'sent last',
      'received from Firefox',
      'received 01 02 ff  ...',
      'received 62 6c 6f 62  blob',
      'received last',
    ]);
  });

  it('records the first inline script of a page, and every kind of document', async () => {
    await panel.navigate(`${playground.origin}/inline`);
    await until(async () => (await count()) === 2, {
      what: 'both messages of the inline script are there',
    });
    await panel.navigate(`${playground.origin}/frames`);
    await until(async () => (await count()) === 14, {
      what: 'seven frames have sent and received',
    });
  });

  it('sends through the page’s own socket', async () => {
    await panel.navigate(`${playground.origin}/inline`);
    await until(async () => (await count()) === 2, { what: 'the page has connected' });
    await panel.evaluateInPanel(`(() => {
      const box = document.querySelector('[aria-label=Payload]');
      box.value = 'sent from the panel';
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      [...document.querySelectorAll('button')].find((button) => button.textContent === 'Send').click();
    })()`);
    await playground.waitForMessage(
      ({ bytes }) => new TextDecoder().decode(bytes) === 'sent from the panel',
    );
  });

  it('shows sockets that are open already, and recent messages, when the toolbox is opened late', async () => {
    await panel.closeToolbox();
    await panel.navigate(`${playground.origin}/inline`);
    await until(() => panel.evaluateInPage(`document.title === 'Inline: first'`), {
      what: 'the page has its echo',
    });
    await panel.openToolbox();
    await until(async () => (await count()) === 2, { what: 'the backlog is shown' });
  });

  it('names the socket of a worker, whose messages Firefox keeps to itself', async () => {
    await panel.navigate(`${playground.origin}/inline`);
    await until(async () => (await count()) === 2, { what: 'the page has connected' });
    await panel.evaluateInPage(`void new Worker('/worker.js')`);
    const sockets = await until(
      async () => {
        const names = await panel.evaluateInPanel<string[]>(
          `[...document.querySelectorAll('.socket-row')].map((row) => row.querySelector('.path').textContent + [...row.querySelectorAll('.remark')].map((mark) => ' ' + mark.textContent))`,
        );
        return names.length === 2 && names;
      },
      { what: 'two sockets are listed' },
    );
    expect(sockets.sort()).toEqual(['/echo', '/echo?worker worker']);
  });
});
