import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importHarInNetworkTab, messagesInNetworkTab, networkHar } from '../support/network-tab.ts';
import {
  allRows,
  hasMessages,
  messagesOfHar,
  parseHar,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

/** Talks on several sockets at once, with every kind of payload, and ends when all echoes are back. */
function talk(host: string): Promise<number> {
  const echoes = 6;
  const open = (path: string, protocols?: string[]) => {
    const socket = new WebSocket(`ws://${host}${path}`, protocols);
    return new Promise<WebSocket>((done) => socket.addEventListener('open', () => done(socket)));
  };
  const answered = (socket: WebSocket, count: number) =>
    new Promise<void>((done) => {
      let rest = count;
      socket.addEventListener('message', () => --rest === 0 && done());
    });
  return (async () => {
    const first = await open('/echo?one', ['echo.v1']);
    const second = await open('/echo?two');
    second.binaryType = 'arraybuffer';
    const all = Promise.all([answered(first, echoes), answered(second, echoes)]);
    for (const socket of [first, second]) {
      socket.send('plain text, ünïcödé 🧦 and a lone \ud800');
      socket.send('{"json":[1,2,{"three":null}]}');
      socket.send(new Uint8Array([0, 1, 2, 253, 254, 255]));
      socket.send(new DataView(new Uint8Array([9, 8, 7, 6, 5]).buffer, 1, 3));
      socket.send(new Blob(['from a blob']));
      socket.send('after the blob');
    }
    await all;
    return 4 * echoes;
  })();
}

// DevTools reports a Blob that a page sends as an empty message, in its HAR and in its Messages tab alike
// (docs/discoveries/blobs-in-devtools.md). What the server received says what was sent.
const sentBlob = Buffer.from('from a blob').toString('hex');
const bytesOf = (data: string, opcode: number): string =>
  opcode === 1 ? data : Buffer.from(data, 'base64').toString('hex');

async function browserMessages(panel: Frame) {
  return messagesOfHar(await networkHar(panel));
}

describe('Recording, beside what the browser itself reports', () => {
  it('lists and exports every message of the browser, in its order, with its bytes', async () => {
    const { page, panel, devtools } = await bed.openRecorded('/blank');
    const count = await page.evaluate(talk, new URL(bed.playground.origin).host);
    await hasMessages(panel, count);

    const browser = await browserMessages(panel);
    expect(browser.flatMap(({ messages }) => messages)).toHaveLength(count);
    const rows = await allRows(panel);
    const harText = await bed.exportHar(panel);
    const ours = messagesOfHar(parseHar(harText));
    expect(ours.map(({ url }) => url)).toEqual(browser.map(({ url }) => url));
    for (const [index, { url, messages }] of browser.entries()) {
      const expected = messages.map(
        ({ type, opcode, data }) => `${type} ${opcode} ${bytesOf(data, opcode) || sentBlob}`,
      );
      const exported = ours[index]?.messages.map(
        ({ type, opcode, data }) => `${type} ${opcode} ${bytesOf(data, opcode)}`,
      );
      expect(exported, url).toEqual(expected);
      const path = new URL(url).search;
      const listed = rows.filter(({ socket }) => socket.endsWith(path));
      expect(
        listed.map(({ direction, type }) => `${direction} ${type}`),
        url,
      ).toEqual(
        messages.map(
          ({ type, opcode }) =>
            `${type === 'send' ? 'sent' : 'received'} ${opcode === 1 ? 'text' : 'binary'}`,
        ),
      );
    }
    expect(rows.map(({ content }) => content)).toContain('plain text, ünïcödé 🧦 and a lone �');

    // Both look at the same clock from different sides of one process: they agree within a second.
    for (const [index, { messages }] of browser.entries()) {
      for (const [place, { time }] of messages.entries()) {
        expect(Math.abs((ours[index]?.messages[place]?.time ?? 0) - time)).toBeLessThan(1);
      }
    }

    const imported = await importHarInNetworkTab(devtools, harText);
    expect(
      imported.map(({ url, frames }) => ({
        url,
        frames: frames.map(({ type, opCode, text }) => `${type} ${opCode} ${text}`),
      })),
    ).toEqual(
      ours.map(({ url, messages }) => ({
        url,
        frames: messages.map(({ type, opcode, data }) => `${type} ${opcode} ${data}`),
      })),
    );
    for (const [index, { messages }] of ours.entries()) {
      expect(await messagesInNetworkTab(devtools, index, messages.length)).toEqual(
        messages.map(
          ({ type, opcode, data }) => `${type} ${opcode === 1 ? data : 'Binary message'}`,
        ),
      );
    }
    await page.close();
  });

  it('shows the size on the wire, not the number of UTF-16 units', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (host) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${host}/echo`);
          socket.onopen = () => socket.send('é🧦');
          socket.onmessage = () => done();
        }),
      new URL(bed.playground.origin).host,
    );
    await hasMessages(panel, 2);
    const rows = await allRows(panel);
    expect(rows.map(({ size }) => size.replace(/\s/, ' '))).toEqual(['6 B', '6 B']);
    await page.close();
  });

  it('records the socket that the first inline script of a page opens', async () => {
    for (const path of ['/inline', '/strict']) {
      const { page, panel } = await bed.openRecorded(path);
      await hasMessages(panel, 2);
      expect((await allRows(panel)).map(({ content }) => content)).toEqual(['first', 'first']);
      await page.close();
    }
  });

  it('records every kind of document: frames of any origin, about:blank, srcdoc, data, blob and sandboxed', async () => {
    const { page, panel } = await bed.openRecorded('/frames');
    await hasMessages(panel, 14);
    const contents = (await allRows(panel))
      .filter(({ direction }) => direction === 'sent')
      .map(({ content }) => content);
    expect(contents.sort()).toEqual(
      ['same', 'cross', 'blank', 'srcdoc', 'data', 'blob', 'sandboxed']
        .map((name) => `from ${name}`)
        .sort(),
    );
    await page.close();
  });

  it('shows what happened to sockets in its place: opened, failed, closed with its code and meaning', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (host) =>
        new Promise<void>((done) => {
          const expired = new WebSocket(`ws://${host}/close-4001`);
          expired.onopen = () => expired.send('bye');
          expired.onclose = () => {
            const refused = new WebSocket(`ws://${host}/fail`);
            refused.onclose = () => done();
          };
        }),
      new URL(bed.playground.origin).host,
    );
    await hasMessages(panel, 1);
    const lifecycle = (): Promise<string[]> =>
      panel.$$eval('.lifecycle', (rows) =>
        rows.map((row) => row.lastElementChild?.textContent ?? ''),
      );
    await expect
      .poll(lifecycle)
      .toEqual([
        'Connection opened',
        'Closed with 4001 (the application’s own code): session expired',
        'The connection failed. The console has the browser’s own message.',
        'Closed with 1006 (connection lost without a close frame)',
      ]);
    const states = (): Promise<(string | undefined)[]> =>
      panel.$$eval('[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]', (rows) =>
        rows.map((row) => row.getAttribute('aria-label')?.split(' ').at(-1)),
      );
    await expect.poll(states).toEqual(['closed', 'failed']);
    await page.close();
  });

  it('records sends that threw, and the page gets the same error', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    const thrown = await page.evaluate((host) => {
      const socket = new WebSocket(`ws://${host}/echo`);
      try {
        socket.send('too early');
        return null;
      } catch (error) {
        return error instanceof DOMException
          ? [error.name, error.code, error.message]
          : String(error);
      }
    }, new URL(bed.playground.origin).host);
    expect(thrown).toEqual([
      'InvalidStateError',
      11,
      "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.",
    ]);
    await panel.waitForSelector('.sendFailed');
    expect(await panel.$eval('.sendFailed', (row) => row.lastElementChild?.textContent)).toContain(
      'send threw InvalidStateError',
    );
    await page.close();
  });

  it('records the subprotocols that were asked for, from a string, an array and an iterable', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (host) =>
        new Promise<void>((done) => {
          const asked = ['echo.v1', ['echo.v1', 'other'], new Set(['third', 'echo.v1'])];
          let closed = 0;
          for (const [index, protocols] of asked.entries()) {
            const socket = new WebSocket(`ws://${host}/echo?${index}`, protocols as string[]);
            socket.onopen = () => socket.close();
            socket.onclose = () => ++closed === asked.length && done();
          }
        }),
      new URL(bed.playground.origin).host,
    );
    await panel.waitForFunction(() => document.querySelectorAll('.state-closed').length === 3);
    const { entries } = parseHar(await bed.exportHar(panel));
    const fields = entries.map(
      (entry) =>
        (entry as unknown as { _sockets: { requestedProtocols: string; protocol: string } })
          ._sockets,
    );
    expect(
      fields.map(({ requestedProtocols, protocol }) => [requestedProtocols, protocol]),
    ).toEqual([
      ['echo.v1', 'echo.v1'],
      ['echo.v1, other', 'echo.v1'],
      ['third, echo.v1', 'echo.v1'],
    ]);
    await page.close();
  });
});
