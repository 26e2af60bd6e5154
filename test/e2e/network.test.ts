import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allRows,
  chooseFirstMessage,
  compose,
  hasMessages,
  messagesOfHar,
  parseHar,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { servePages } from '../transparency/page-server.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

const host = (): string => new URL(bed.playground.origin).host;
const chooseSocket = (panel: Frame, name: string): Promise<unknown> =>
  until(
    () =>
      panel.evaluate((text) => {
        const row = [
          ...document.querySelectorAll(
            '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
          ),
        ].find((each) => each.textContent?.includes(text));
        (row as HTMLElement | undefined)?.click();
        return row !== undefined;
      }, name),
    { what: `the socket ${name} is listed` },
  );
const details = (panel: Frame): Promise<string> =>
  panel.evaluate(() => document.querySelector('.socket-view')?.textContent ?? '');

interface Counting {
  /** How often the panel has asked the network log. */
  readings: number;
  /** How often it had when the list first had so many messages. */
  readonly firstWith: Map<number, number>;
}
const countReadings = (panel: Frame): Promise<void> =>
  panel.evaluate(() => {
    const counting: Counting = { readings: 0, firstWith: new Map() };
    Object.assign(window, { counting });
    // The panel's own, by either of its names.
    const { network } = (globalThis as unknown as { browser: typeof chrome }).browser.devtools;
    const read = network.getHAR;
    Object.assign(network, {
      getHAR: (...parameters: unknown[]) => {
        counting.readings++;
        return Reflect.apply(read, network, parameters);
      },
    });
    new MutationObserver(() => {
      const grid = document.querySelector('[role=grid][aria-label=Messages]');
      const count = Number(grid?.getAttribute('aria-rowcount'));
      if (!counting.firstWith.has(count)) counting.firstWith.set(count, counting.readings);
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
const readings = (panel: Frame): Promise<number> =>
  panel.evaluate('counting.readings') as Promise<number>;
const readingOf = (panel: Frame, messages: number): Promise<number> =>
  panel.evaluate(`counting.firstWith.get(${messages})`) as Promise<number>;

describe('The browser’s network log, held beside the page’s record', () => {
  it('shows the sockets of workers with their messages, live and marked, and says why they cannot be sent on', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate((where) => {
      Object.assign(window, { kept: new Worker('/worker.js') });
      new Worker(
        URL.createObjectURL(
          new Blob([
            `const socket = new WebSocket('ws://${where}/echo?blob-worker'); socket.onopen = () => socket.send(new Uint8Array([1, 2, 255]));`,
          ]),
        ),
      );
    }, host());
    await hasMessages(panel, 4);
    const rows = await allRows(panel);
    expect(
      rows.map(({ direction, type, content }) => `${direction} ${type} ${content}`).sort(),
    ).toEqual(
      [
        'received binary 01 02 ff  ...',
        'received text from worker',
        'sent binary 01 02 ff  ...',
        'sent text from worker',
      ].sort(),
    );
    // Live: what the worker sends later comes too, once.
    await page.evaluate(() =>
      (window as unknown as { kept: Worker }).kept.postMessage('and later'),
    );
    await hasMessages(panel, 6);
    await expect
      .poll(() => panel.$$eval('.socket-row .remark', (all) => all.map((mark) => mark.textContent)))
      .toEqual(['worker', 'worker']);
    await chooseSocket(panel, 'worker');
    await until(async () => (await details(panel)).includes('A worker’s socket'), {
      what: 'the details say that it is a worker’s',
    });
    await chooseFirstMessage(panel);
    await panel.waitForSelector('#message-panel');
    expect(await compose(panel, 'text', 'x')).toContain('belongs to a worker');
    const exported = messagesOfHar(parseHar(await bed.exportHar(panel)));
    expect(exported.map(({ messages }) => messages.length).sort()).toEqual([2, 4]);
    await page.close();
  });

  it('shows a worker’s socket, and what comes on it later, by the second reading of the log at the latest', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await countReadings(panel);
    await page.evaluate(() => void Object.assign(window, { kept: new Worker('/worker.js') }));
    const arrived = (text: string) =>
      bed.playground.waitForMessage(({ bytes }) => new TextDecoder().decode(bytes) === text);
    for (const [text, messages] of [
      ['from worker', 2],
      ['and later', 4],
    ] as const) {
      if (messages > 2)
        await page.evaluate(
          (what) => (window as unknown as { kept: Worker }).kept.postMessage(what),
          text,
        );
      await arrived(text);
      const sinceReading = await readings(panel);
      await hasMessages(panel, messages);
      // Two of them are under 2 s apart: a unit test holds the pace.
      expect((await readingOf(panel, messages)) - sinceReading).toBeLessThanOrEqual(2);
    }
    expect(await readingOf(panel, 4)).toBeGreaterThan(await readingOf(panel, 2));
    expect(await readingOf(panel, 2)).toBeGreaterThan(0);
    await page.close();
  });

  it('shows that page and network disagree: what a page gave to a closed socket has never left', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (where) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${where}/echo?disagree`);
          socket.onopen = () => socket.send('heard');
          socket.onmessage = () => socket.close();
          socket.onclose = () => {
            socket.send('never heard');
            done();
          };
        }),
      host(),
    );
    await hasMessages(panel, 3);
    await chooseSocket(panel, 'disagree');
    const told = 'The page’s record has 3 messages, the browser’s network log 2.';
    await expect.poll(() => details(panel)).toContain(told);
    expect(await panel.$$eval('.witnesses.differ', (all) => all.length)).toBe(1);
    await page.close();
  });

  it('shows the sockets of a module worker and of the site’s service worker, each once', async () => {
    const server = await servePages();
    try {
      const echo = (name: string) =>
        `const socket = new WebSocket('ws://${host()}/echo?${name}'); socket.onopen = () => socket.send('from ${name}');`;
      const script = (body: string) => ({ type: 'text/javascript', body });
      server.serve('/site', { body: '<!doctype html><title>site</title>' });
      server.serve('/module.js', script(`${echo('module')} export {};`));
      server.serve('/service.js', script(`onmessage = () => { ${echo('service')} };`));
      const { page, panel } = await bed.openRecorded('/blank');
      await page.goto(`${server.origin}/site`);
      await page.evaluate(async () => {
        Object.assign(window, { kept: new Worker('/module.js', { type: 'module' }) });
        await navigator.serviceWorker.register('/service.js');
        (await navigator.serviceWorker.ready).active?.postMessage('go');
      });
      await hasMessages(panel, 4);
      const rows = await allRows(panel);
      expect(rows.map(({ direction, content }) => `${direction} ${content}`).sort()).toEqual([
        ...['received from module', 'received from service'],
        ...['sent from module', 'sent from service'],
      ]);
      await expect
        .poll(() =>
          panel.$$eval('.socket-row .remark', (all) => all.map((mark) => mark.textContent)),
        )
        .toEqual(['worker', 'worker']);
      await page.close();
    } finally {
      await server.close();
    }
  });

  it('does not list a page’s socket twice, and shows that page and network agree', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (where) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`, ['echo.v1']);
          let echoes = 0;
          socket.onopen = () => {
            for (let number = 0; number < 10; number++) socket.send(`number ${number}`);
          };
          socket.onmessage = () => ++echoes === 10 && done();
          new Worker('/worker.js');
        }),
      host(),
    );
    await hasMessages(panel, 22);
    await expect
      .poll(() =>
        panel.$$eval(
          '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
          (rows) => rows.length,
        ),
      )
      .toBe(2);
    await chooseSocket(panel, '/echoecho.v1');
    await until(
      async () => (await details(panel)).includes('Page and network agree: 20 messages'),
      { what: 'the witnesses agree' },
    );
    for (const fact of [
      ...['Status101', 'Sec-WebSocket-Protocolecho.v1', 'Sec-WebSocket-Version13'],
      ...['Extensionspermessage-deflate', 'Call site'],
    ])
      await expect.poll(() => details(panel)).toContain(fact);
    await page.close();
  });

  it('shows the status of a handshake that the server refused', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate((where) => void new WebSocket(`ws://${where}/fail`), host());
    await chooseSocket(panel, '/fail');
    await until(async () => (await details(panel)).includes('Status403'), {
      what: 'the details show the status 403',
    });
    await expect.poll(() => details(panel)).toContain('Unexpected response code: 403');
    await page.close();
  });
});
