import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldMegabytes } from '../support/held-memory.ts';
import { readRows } from '../support/message-grid.ts';
import {
  hasMessages,
  setFilter,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

const host = (): string => new URL(bed.playground.origin).host;

/** Has a server pour texts into the page on a socket of its own; ends with the last of them. */
function pour(page: Page, count: number, size: number): Promise<void> {
  return page.evaluate(
    ([where, messages, byteLength]) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${where}/flood?count=${messages}&size=${byteLength}`);
        socket.onopen = () => socket.send('go');
        let received = 0;
        socket.onmessage = () => ++received === messages + 1 && done();
      }),
    [host(), count, size] as const,
  );
}

/** As a breakpoint in the panel does: nothing of its page runs until the answer is called. */
async function stopPanel(panel: Frame): Promise<() => Promise<void>> {
  const target = bed.browser.targets().find((each) => each.url() === panel.url());
  if (target === undefined) throw new Error('the panel is no target');
  const session = await target.createCDPSession();
  await session.send('Debugger.enable');
  const paused = new Promise((done) => session.once('Debugger.paused', done));
  await session.send('Debugger.pause');
  await paused;
  return async () => {
    await session.send('Debugger.resume');
    await session.detach();
  };
}

describe('A panel that is busy for three seconds', () => {
  it('has missed none of the 20,000 messages of that time', async () => {
    const { page, panel } = await bed.openUnwatched();
    const busy = panel.evaluate(() => {
      const until = performance.now() + 3000;
      while (performance.now() < until);
    });
    await pour(page, 20_000, 64);
    await busy;
    await hasMessages(panel, 20_002);
    await expect.poll(() => statusText(panel)).toContain('0 dropped');
    await page.close();
  });
});

describe('A panel that stands at a breakpoint', () => {
  /** The relay's 64 MiB, the batches under way and the recorder's own buffers, in MB. */
  const bound = 80;

  it('while 100 MB of messages pass gets the newest 64 MiB, counts the others by socket, and the page’s memory is bounded', async () => {
    const { page, panel } = await bed.openUnwatched();
    const session = await page.createCDPSession();
    const resume = await stopPanel(panel);
    await Promise.all([pour(page, 50_000, 1000), pour(page, 50_000, 1001)]);
    const heldMB = await heldMegabytes(session);
    expect(heldMB).toBeGreaterThan(64);
    expect(heldMB).toBeLessThan(bound);
    await resume();
    const { recorded, dropped } = await areAccountedFor(panel, 100_004);
    // What is dropped is what was too much, not everything that waited.
    expect(dropped).toBeGreaterThan(20_000);
    expect(recorded).toBeGreaterThan(60_000);
    const missing = (await missingOfSockets(panel)).map(Number);
    expect(missing).toHaveLength(2);
    expect(missing.reduce((sum, count) => sum + count, 0)).toBe(dropped);
    // The list stands at its end: the last messages of both sockets, or of the one that ended last.
    const rows = await until(
      async () => {
        const texts = (await readRows(panel)).filter(({ content }) => content.includes('sequence'));
        return texts.length > 5 && texts;
      },
      { what: 'the last messages are in sight' },
    );
    for (const name of ['size=1000', 'size=1001']) {
      const ofSocket = rows.filter(({ socket }) => socket.includes(name));
      const sequences = ofSocket.map(({ content }) => Number(/\d+/.exec(content)?.[0]));
      expect(sequences).toEqual(sequences.map((_, index) => 50_000 - sequences.length + index));
    }
    await setFilter(panel, 'type:lifecycle');
    const gaps = await until(
      async () => {
        const found = await missingInList(panel);
        return found.length === 2 && found;
      },
      { what: 'the list has a row for each socket where its messages are missing' },
    );
    expect(gaps.toSorted()).toEqual(missing.toSorted());
    await until(async () => (await heldMegabytes(session)) < 20, {
      what: 'the page’s memory is free again',
    });
    await page.close();
  });

  it('while 100 messages of a megabyte pass shows each that it has whole or says that it is not', async () => {
    const { page, panel } = await bed.openUnwatched();
    const resume = await stopPanel(panel);
    await pour(page, 100, 1_000_000);
    await resume();
    const { dropped } = await areAccountedFor(panel, 102);
    expect(dropped).toBeGreaterThan(20);
    expect(dropped).toBeLessThan(40);
    await panel.$eval('[role=grid][aria-label=Messages] .virtual-rows', (box) => {
      box.scrollTop = 0;
    });
    // The one whose pieces were on their way when dropping began.
    const remarks = await until(
      () =>
        panel.$$eval(
          '[role=grid][aria-label=Messages] .remark',
          (all) => all.length > 0 && all.map((remark) => remark.textContent),
        ),
      { what: 'the first messages are in sight' },
    );
    expect(remarks).toEqual(['only the first part was kept']);
    await page.close();
  });
});

/** Waits until so many messages are recorded or counted as dropped. */
async function areAccountedFor(panel: Frame, all: number) {
  const counts = async (): Promise<{ recorded: number; dropped: number }> => {
    const text = await statusText(panel);
    const count = (word: string): number =>
      Number(new RegExp(`([\\d,]+) ${word}`).exec(text)?.[1]?.replaceAll(',', ''));
    return { recorded: count('recorded'), dropped: count('dropped') };
  };
  return until(
    async () => {
      const seen = await counts();
      return seen.recorded + seen.dropped === all && seen;
    },
    { what: `${all} messages are recorded or counted`, timeoutMs: 25_000 },
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; the panel says: ${await statusText(panel)}`);
  });
}

/** What the rows in sight say of messages that are missing. */
function missingInList(panel: Frame): Promise<number[]> {
  return panel.$$eval('.message-row.missing .content', (cells) =>
    cells.map((cell) => Number(/^[\d,]+/.exec(cell.textContent ?? '')?.[0].replaceAll(',', ''))),
  );
}

/** What the list of sockets says of each socket of which messages are missing. */
function missingOfSockets(panel: Frame): Promise<string[]> {
  return panel.$$eval('[role=grid][aria-label="Sockets list"] [role=row]', (rows) =>
    rows.flatMap(
      (row) =>
        /([\d,]+) messages not recorded/
          // The duration ends in a word, so that no digit stands before the number.
          .exec(row.textContent ?? '')?.[1]
          ?.replaceAll(',', '') ?? [],
    ),
  );
}
