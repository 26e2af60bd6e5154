import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole, clickRole } from '../support/by-role.ts';
import {
  allRows,
  chooseRow,
  hasMessages,
  pressButton,
  startTestBed,
  statusText,
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
/** Numbers and units are joined by several kinds of spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ').trim();
/** The list of sockets by the names of its columns. */
const socketCells = (panel: Frame): Promise<Record<string, string>[]> =>
  panel.evaluate(() => {
    const grid = document.querySelector('[role=grid][aria-label="Sockets list"]');
    const names = [...(grid?.querySelectorAll('[role=columnheader]') ?? [])].map(
      (header) => header.textContent ?? '',
    );
    return [...(grid?.querySelectorAll('[role=row][aria-rowindex]') ?? [])].map((row) =>
      Object.fromEntries(
        [...row.querySelectorAll('[role=gridcell]')].map((cell, index) => [
          names[index],
          (cell.textContent ?? '').replace(/[\u00a0\u2009\u202f]/g, ' ').trim(),
        ]),
      ),
    );
  });

describe('The list of sockets', () => {
  it('shows URL, subprotocol, document, counts and bytes each way, duration, and the code with its meaning', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    const lastedMs = await page.evaluate(
      (where) =>
        new Promise<number>((done) => {
          const created = performance.now();
          const socket = new WebSocket(`ws://${where}/echo?columns`, ['echo.v1']);
          let echoes = 0;
          socket.onopen = () => {
            socket.send('12345');
            socket.send('é🧦');
            socket.send(new Uint8Array(1500));
          };
          socket.onmessage = () => {
            if (++echoes === 3) setTimeout(() => socket.close(3999, 'seen enough'), 300);
          };
          socket.onclose = () => done(performance.now() - created);
        }),
      host(),
    );
    await expect
      .poll(async () => (await socketCells(panel)).map(({ State }) => State))
      .toEqual(['closed']);
    const [cells = {}] = await socketCells(panel);
    expect(cells).toMatchObject({
      URL: `ws://${host()}/echo?columns`,
      Subprotocol: 'echo.v1',
      Document: '/blank',
      Sent: '3 · 1.5 kB',
      Received: '3 · 1.5 kB',
      Close: '3999 registered by a library: seen enough',
    });
    const [, shown = '', unit] = /^([\d.]+) (ms|sec)$/.exec(cells['Duration'] ?? '') ?? [];
    const shownMs = Number(shown) * (unit === 'sec' ? 1000 : 1);
    expect(shownMs).toBeGreaterThanOrEqual(300);
    // Two clocks of one process, and the time that the events take to be dispatched.
    expect(Math.abs(shownMs - lastedMs)).toBeLessThan(200);
    await page.close();
  });

  it('tells connecting, open, closing, closed and failed apart', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      ([where, rawOrigin]) =>
        new Promise<void>((done) => {
          const closing = new WebSocket(`${rawOrigin}/deaf`);
          const open = new WebSocket(`ws://${where}/echo?open`);
          const closed = new WebSocket(`ws://${where}/echo?closed`);
          const failed = new WebSocket(`ws://${where}/fail`);
          const kept = [closing, open, closed, failed];
          Object.assign(window, { kept });
          closing.onopen = () => closing.close();
          closed.onopen = () => closed.close(1000);
          void Promise.all([
            new Promise((then) => open.addEventListener('open', then)),
            new Promise((then) => closing.addEventListener('open', then)),
            new Promise((then) => closed.addEventListener('close', then)),
            new Promise((then) => failed.addEventListener('close', then)),
          ]).then(() => {
            // Last: Chromium makes one connection to an address at a time, and this one never ends.
            kept.push(new WebSocket(`${rawOrigin}/unanswered`));
            done();
          });
        }),
      [host(), raw.origin] as const,
    );
    await expect
      .poll(async () => (await socketCells(panel)).map(({ State }) => State))
      .toEqual(['closing', 'open', 'closed', 'failed', 'connecting']);
    expect((await socketCells(panel)).map(({ Close }) => Close).slice(2, 4)).toEqual([
      '1000 normal closure',
      '1006 connection lost without a close frame',
    ]);
    await page.close();
  });
});

describe('The list of messages', () => {
  it('tells times by the clock, since the socket’s start, or since the row before, as chosen', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    const beganMs = Date.now();
    await page.evaluate(
      (where) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`);
          socket.onopen = () => setTimeout(() => socket.send('first'), 200);
          let echoes = 0;
          socket.onmessage = () => {
            if (++echoes === 1) setTimeout(() => socket.send('second'), 400);
            else done();
          };
        }),
      host(),
    );
    const endedMs = Date.now();
    await hasMessages(panel, 4);
    const times = async (): Promise<string[]> =>
      (await allRows(panel)).map(({ time }) => plain(time));
    const chooseTime = async (format: string): Promise<void> => {
      await clickRole(panel, 'button', 'Settings');
      const box = await byRole(panel, 'combobox', 'Time');
      await (box as unknown as { select(value: string): Promise<unknown> }).select(format);
      await clickRole(panel, 'button', 'Settings');
    };

    const dayMs = 24 * 3600_000;
    for (const time of await times()) {
      const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d\.\d\d\d)$/.exec(time) ?? [];
      const atMs = new Date(beganMs).setHours(Number(hours), Number(minutes), 0, 0);
      const sinceMs = atMs + Number(seconds) * 1000 - beganMs;
      // Within the exchange, to the millisecond that is shown; also around midnight.
      expect((sinceMs + dayMs + 2) % dayMs, time).toBeLessThan(endedMs - beganMs + 4);
    }

    await chooseTime('sinceStart');
    const offsets = await until(
      async () => {
        const shown = await times();
        return shown.every((time) => /^[+−-]\d+\.\d\d\d sec$/.test(time)) && shown.map(parseFloat);
      },
      { what: 'times are told since the start of the socket' },
    );
    const [sent = 0, received = 0, sentLater = 0, receivedLater = 0] = offsets;
    expect(sent).toBeGreaterThanOrEqual(0.2);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(sentLater - received).toBeGreaterThanOrEqual(0.399);

    await chooseTime('sincePrevious');
    await expect
      .poll(async () => (await times()).slice(1).map((time) => parseFloat(time)))
      .toEqual(
        [received - sent, sentLater - received, receivedLater - sentLater].map((gap) =>
          expect.closeTo(gap, 2),
        ),
      );
    await chooseTime('clock');
    await page.close();
  });
});

describe('Clear', () => {
  it('gives back the memory of what it forgets', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (where) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`);
          socket.onopen = () => socket.send('x'.repeat(3_000_000));
          socket.onmessage = () => done();
          Object.assign(window, { socket });
        }),
      host(),
    );
    await hasMessages(panel, 2);
    const heldMB = async (): Promise<number> => {
      const [, count, unit] = /([\d.]+) (B|kB|MB) held/.exec(plain(await statusText(panel))) ?? [];
      return (Number(count) * { B: 1, kB: 1e3, MB: 1e6 }[unit as 'B' | 'kB' | 'MB']) / 1e6;
    };
    await expect.poll(heldMB).toBeGreaterThan(6);
    await pressButton(panel, 'Clear');
    await expect.poll(heldMB).toBeLessThan(2);
    await page.close();
  });
});

describe('The decoded tree', () => {
  it('copies the value and the path of a node', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (where) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${where}/echo`);
          socket.onopen = () =>
            socket.send('{"users":[{"full name":"Ada","big":12345678901234567890}]}');
          socket.onmessage = () => done();
        }),
      host(),
    );
    await hasMessages(panel, 2);
    await chooseRow(panel, '{"users"');
    await byRole(panel, 'tree', 'Decoded message');
    await until(
      () =>
        panel.evaluate(() => {
          // The array and the object in it may be closed at first.
          const closed = document.querySelector<HTMLElement>(
            '[role=treeitem][aria-expanded=false]',
          );
          closed?.click();
          return document.querySelectorAll('[role=treeitem]').length === 5;
        }),
      { what: 'the tree is open to its leaves' },
    );
    /** What the button puts into the clipboard. */
    const copied = async (line: string, button: string): Promise<string> => {
      await until(
        () =>
          panel.evaluate(
            ([text, name]) => {
              const rows = [...document.querySelectorAll('[role=treeitem]')];
              const row = rows.find((each) => each.textContent?.startsWith(String(text)));
              const found = [...(row?.querySelectorAll('button') ?? [])].find(
                (each) => each.textContent === name,
              );
              // Recorded at the browser's own border: a headless browser has no clipboard to read.
              if (!('copied' in window)) {
                const written = (said: string) => Object.assign(window, { copied: said });
                navigator.clipboard.writeText = async (said) => void written(said);
              }
              found?.click();
              return found !== undefined;
            },
            [line, button] as const,
          ),
        { what: `${button} of ${line} can be pressed` },
      );
      return until(
        () =>
          panel.evaluate(() => {
            const { copied: text } = window as unknown as { copied?: string };
            Object.assign(window, { copied: '' });
            return text;
          }),
        { what: 'something has been copied' },
      );
    };
    expect(await copied('users', 'Copy value')).toBe(
      '[{"full name":"Ada","big":12345678901234567890}]',
    );
    expect(await copied('full name', 'Copy value')).toBe('"Ada"');
    expect(await copied('big', 'Copy value')).toBe('12345678901234567890');
    expect(await copied('full name', 'Copy path')).toBe('$.users[0]["full name"]');
    await page.close();
  });
});
