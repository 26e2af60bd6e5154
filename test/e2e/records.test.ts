import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allRows,
  hasMessages,
  messagesOfHar,
  parseHar,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { type RawSocketServer, serveRawSockets } from '../support/raw-socket-server.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let raw: RawSocketServer;
beforeAll(async () => {
  raw = await serveRawSockets();
  bed = await startTestBed();
});
afterAll(async () => {
  await bed?.close();
  await raw?.close();
});

const host = (): string => new URL(bed.playground.origin).host;
const details = async (panel: Frame): Promise<Record<string, string>> => {
  await until(
    () =>
      panel.evaluate(() => {
        if (document.querySelector('.socket-view') !== null) return true;
        document.querySelector<HTMLElement>('.socket-row')?.click();
        return false;
      }),
    { what: 'the details of the first socket are shown' },
  );
  return panel.$$eval('.socket-view dl > div', (facts) =>
    Object.fromEntries(
      facts.map((fact) => [
        fact.querySelector('dt')?.textContent ?? '',
        fact.querySelector('dd')?.textContent ?? '',
      ]),
    ),
  );
};
const lifecycle = (panel: Frame): Promise<(string | undefined)[]> =>
  panel.$$eval('.lifecycle', (rows) =>
    rows.map((row) => row.lastElementChild?.textContent ?? undefined),
  );

describe('What is recorded of a socket', () => {
  it('is where in the page’s code it was opened', async () => {
    const { page, panel } = await bed.openRecorded('/inline');
    await hasMessages(panel, 2);
    const source = await (await fetch(`${bed.playground.origin}/inline`)).text();
    const line = source.slice(0, source.indexOf('new WebSocket')).split('\n').length;
    const { ['Call site']: site, Document } = await details(panel);
    expect(Document).toBe(`${bed.playground.origin}/inline`);
    expect(site).toMatch(new RegExp(`${bed.playground.origin}/inline:${line}:\\d+$`));
    await page.close();
  });

  it('is what it asked for and what was agreed: subprotocols and extensions', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (origin) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`${origin}/agreed`);
          socket.onopen = () => done();
          Object.assign(window, { socket });
        }),
      raw.origin,
    );
    await expect
      .poll(async () => (await details(panel))['Extensions'])
      .toMatch(/^permessage-deflate/);
    await page.close();
  });

  it('is each call of close, with code and reason, also one that throws, and the page gets the same error', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    const thrown = await page.evaluate(
      (where) =>
        new Promise<unknown>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`);
          let error: unknown = null;
          socket.onopen = () => {
            try {
              socket.close(1234, 'not allowed');
            } catch (caught) {
              error = caught instanceof DOMException ? [caught.name, caught.code] : `not ${caught}`;
            }
            socket.close(3001, 'because');
          };
          socket.onclose = () => done(error);
        }),
      host(),
    );
    expect(thrown).toEqual(['InvalidAccessError', 15]);
    await expect
      .poll(() => lifecycle(panel))
      .toEqual([
        'Connection opened',
        expect.stringMatching(/^close threw InvalidAccessError: .*1234/),
        'The page called close(3001, because)',
        'Closed with 3001 (registered by a library): because',
      ]);
    await page.close();
  });

  it('is each kind of payload with the bytes that the server received, in the order of the calls', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    const before = bed.playground.received.length;
    await page.evaluate(
      (where) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`);
          const bytes = Uint8Array.from({ length: 64 }, (_, at) => 255 - at);
          const payloads = [
            'text',
            '',
            bytes.buffer,
            bytes.subarray(5, 9),
            new Uint8ClampedArray(bytes.buffer, 1, 3),
            new Uint16Array(bytes.buffer, 2, 2),
            new Float64Array(bytes.buffer, 8, 1),
            new BigInt64Array(bytes.buffer, 16, 2),
            new DataView(bytes.buffer, 60, 4),
            new Blob(['first ', new Uint8Array([0, 255])]),
            'between two Blobs',
            new File(['file'], 'name.txt'),
            new Uint8Array(0),
            'é🧦',
          ];
          socket.onopen = () => {
            for (const payload of payloads) socket.send(payload as string);
            // What the page does with its memory afterwards changes nothing.
            bytes.fill(0);
          };
          let echoes = 0;
          // The later half of the answers comes as buffers, the first as Blobs.
          socket.onmessage = () => {
            if (++echoes === 7) socket.binaryType = 'arraybuffer';
            if (echoes === payloads.length) done();
          };
        }),
      host(),
    );
    await hasMessages(panel, 28);
    await allRows(panel);
    const server = bed.playground.received
      .slice(before)
      .map(({ isBinary, bytes }) => `${isBinary ? 2 : 1} ${Buffer.from(bytes).toString('hex')}`);
    expect(server).toHaveLength(14);
    const [socket] = messagesOfHar(parseHar(await bed.exportHar(panel)));
    const recorded = (type: string): string[] =>
      (socket?.messages ?? [])
        .filter((message) => message.type === type)
        .map(({ opcode, data }) => {
          const bytes = Buffer.from(data, opcode === 1 ? 'utf8' : 'base64');
          return `${opcode} ${bytes.toString('hex')}`;
        });
    expect(recorded('send')).toEqual(server);
    expect(recorded('receive')).toEqual(server);
    await page.close();
  });
});
