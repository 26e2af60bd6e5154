import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countMessages } from '../support/message-grid.ts';
import {
  hasMessages,
  setFilter,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let panel: Frame;

beforeAll(async () => {
  bed = await startTestBed();
  const recorded = await bed.openRecorded('/blank');
  panel = recorded.panel;
  await recorded.page.evaluate(
    (host) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        socket.binaryType = 'arraybuffer';
        let echoes = 0;
        socket.onopen = () => {
          for (let number = 0; number < 100; number++) socket.send(`Item ${number}`);
          for (let number = 0; number < 20; number++)
            socket.send(new Uint8Array(2000).fill(number));
          socket.send(`${'a'.repeat(40)}!`);
        };
        socket.onmessage = () => ++echoes === 121 && done();
      }),
    new URL(bed.playground.origin).host,
  );
  await hasMessages(panel, 242);
});
afterAll(() => bed?.close());

const problem = (): Promise<string> =>
  panel.evaluate(() => document.querySelector('#filter-problem')?.textContent ?? '');

async function shows(filter: string, count: number): Promise<void> {
  await setFilter(panel, filter);
  await until(async () => (await countMessages(panel)) === count && (await problem()) === '', {
    what: `"${filter}" shows ${count} messages`,
  });
}

describe('The filter box', () => {
  it('counts right for text, regex, direction, type, size, negation and all of them together', async () => {
    await shows('', 242);
    await shows('item', 200);
    await shows('"item 7"', 22);
    await shows('/^Item \\d$/', 20);
    await shows('/^item \\d$/i', 20);
    await shows('dir:sent', 121);
    await shows('dir:received type:binary', 20);
    await shows('size:>1kb', 40);
    await shows('-item', 42);
    await shows('-type:binary -item', 2);
    await shows('item dir:sent -/7/', 81);
    await expect.poll(() => statusText(panel)).toContain('81 messages shown');
    await shows('', 242);
  });

  it('says what is wrong with a broken expression beside the box, and goes on when it is mended', async () => {
    await setFilter(panel, '/(/');
    await until(async () => (await problem()).startsWith('The regular expression cannot be read'), {
      what: 'the box says what is wrong',
    });
    await until(
      () =>
        panel.evaluate(() => document.body.textContent?.includes('This filter cannot be applied')),
      { what: 'the list does not say that nothing matches' },
    );
    await setFilter(panel, 'dir:up');
    await until(
      async () => (await problem()) === 'dir:up is not a filter. Write dir:sent, dir:received.',
      { what: 'the box says what to write' },
    );
    await shows('/item 1\\b/i', 2);
  });

  it('ends a catastrophic pattern and says so, and the panel answers all the while', async () => {
    await setFilter(panel, '/(a+)+$/');
    // A frozen panel could not count its own animation frames.
    const frames = await panel.evaluate(
      () =>
        new Promise<number>((done) => {
          let count = 0;
          const next = (): void => {
            if (++count === 10) done(count);
            else requestAnimationFrame(next);
          };
          requestAnimationFrame(next);
        }),
    );
    expect(frames).toBe(10);
    await until(async () => (await problem()).startsWith('The pattern /(a+)+$/ takes too long'), {
      what: 'the box says that the pattern is too slow',
    });
    await shows('item', 200);
    await shows('/Item 99/', 2);
  });

  it('shows the rows of a filter that finds as many as the one before', async () => {
    await shows('"item 99"', 2);
    for (const number of [98, 97]) {
      await shows(`"item ${number}"`, 2);
      await until(
        () =>
          panel.evaluate((text) => {
            const rows = [...document.querySelectorAll('.message-row')];
            return rows.length === 2 && rows.every((row) => row.textContent?.includes(text));
          }, `Item ${number}`),
        { what: `the list shows Item ${number}` },
      );
    }
  });

  it('offers to clear a filter that hides everything', async () => {
    await shows('nothing has this text', 0);
    await panel.waitForSelector('.message-list .empty-state button');
    await panel.click('.message-list .empty-state button');
    await until(async () => (await countMessages(panel)) === 242, {
      what: 'all messages are back',
    });
  });

  it('keeps what is typed while messages come in and the panel is drawn for them', async () => {
    const { page, panel: busy } = await bed.openRecorded('/blank');
    await page.evaluate((host) => {
      const socket = new WebSocket(`ws://${host}/echo?busy`);
      socket.onopen = () => {
        for (let number = 0; number < 50; number++) socket.send(`busy ${number}`);
      };
      // Each echo is sent again: messages come without an end.
      socket.onmessage = ({ data }) => socket.send(data);
    }, new URL(bed.playground.origin).host);
    await until(async () => (await countMessages(busy)) > 500, { what: 'messages come in' });
    const lost = await busy.evaluate(async () => {
      const box = document.querySelector<HTMLInputElement>('[role=searchbox]');
      if (box === null) throw new Error('there is no filter box');
      let count = 0;
      for (let turn = 0; turn < 100; turn++) {
        box.value = `b${turn}`;
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        if (box.value !== `b${turn}`) count++;
        // Between two frames, where a drawing waits for the next one.
        await new Promise((done) => setTimeout(done, turn % 23));
      }
      return count;
    });
    expect(lost).toBe(0);
    // A click is for the row that was seen, whatever waits to be drawn in its place.
    const mistaken = await busy.evaluate(async () => {
      const box = document.querySelector<HTMLInputElement>('[role=searchbox]');
      const grid = document.querySelector('[role=grid][aria-label=Messages]');
      const frame = () => new Promise(requestAnimationFrame);
      const mistakes: string[] = [];
      for (let turn = 0; turn < 60; turn++) {
        if (box === null || grid === null) throw new Error('there is no list');
        box.value = turn % 2 === 0 ? '' : 'busy';
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await new Promise((done) => setTimeout(done, turn % 19));
        const rows = [...grid.querySelectorAll<HTMLElement>('.message-row')];
        const row = rows[rows.length >> 1];
        if (row === undefined) continue;
        const { id } = row;
        row.click();
        // Until it is drawn. A row that the filter has just hidden has no place that the grid could name.
        const chosen = () => grid.getAttribute('aria-activedescendant');
        for (let wait = 0; wait < 60 && chosen() !== id && chosen() !== null; wait++) await frame();
        if (chosen() !== id && chosen() !== null) mistakes.push(`${chosen()} for ${id}`);
      }
      return mistakes;
    });
    expect(mistaken).toEqual([]);
    await page.close();
  });
});
