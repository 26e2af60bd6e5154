import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToWorker } from '../../panel/engine/worker.ts';
import { fillPanel } from '../bench/fill-panel.ts';
import { newBatchSource } from '../bench/messages.ts';
import { byRole } from '../support/by-role.ts';
import { resizeDevTools } from '../support/chromium-panel.ts';
import { readRows } from '../support/message-grid.ts';
import {
  pressButton,
  type RecordedPage,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

const messages = 1_200_000;
let bed: TestBed;
let recorded: RecordedPage;
let panel: Frame;

beforeAll(async () => {
  bed = await startTestBed();
  recorded = await bed.openRecorded('/blank');
  panel = recorded.panel;
  await resizeDevTools(recorded.devtools, { width: 1000, height: 700 });
  await fillPanel(panel, messages);
});
afterAll(() => bed?.close());

const grid = '[role=grid][aria-label=Messages]';
const scroller = `${grid} .virtual-rows`;
const list = () => byRole(panel, 'grid', 'Messages');

/**
 * The numbers of the messages that can be seen, by what is painted and not by what is drawn around it. At the left,
 * where no notice stands over the list.
 */
const inSight = (): Promise<number[]> =>
  panel.$eval(scroller, (box) => {
    const { left, top, height } = box.getBoundingClientRect();
    const numbers: number[] = [];
    for (let y = top + 2; y < top + height; y += 11) {
      const row = document.elementFromPoint(left + 60, y)?.closest('[role=row]');
      // An opening or closing between the messages has no number.
      const number = Number(row?.getAttribute('aria-rowindex'));
      if (number > 0 && numbers.at(-1) !== number) numbers.push(number);
    }
    return numbers;
  });
/** Waits until the rows in sight are whole and follow each other; answers with them. */
const settledRows = (what: string, isIt: (numbers: number[]) => boolean): Promise<number[]> =>
  until(
    async () => {
      const numbers = await inSight();
      const areInOrder = numbers.every(
        (number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1,
      );
      // A blank list would be in order, too.
      return numbers.length > 4 && areInOrder && isIt(numbers) && numbers;
    },
    { what },
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; in sight are ${(await inSight()).join(' ')}`);
  });
const chosen = (number: number) =>
  until(
    async () =>
      (
        await panel.$$eval(`${grid} [role=row][aria-selected=true]`, (rows) =>
          rows.map((row) => row.getAttribute('aria-rowindex')),
        )
      ).join() === String(number),
    { what: `message ${number} is chosen` },
  );
const goTo = async (number: number) => {
  await (await list()).focus();
  await recorded.devtools.keyboard.down('Control');
  await (await list()).press('KeyG');
  await recorded.devtools.keyboard.up('Control');
  const field = await byRole(panel, 'textbox', 'Go to message number');
  await field.type(String(number));
  await field.press('Enter');
  await chosen(number);
};
const wheel = async (deltaY: number) => {
  const box = await (await panel.$(scroller))?.boundingBox();
  if (!box) throw new Error('the list is not shown');
  await recorded.devtools.mouse.move(box.x + 300, box.y + box.height / 2);
  await recorded.devtools.mouse.wheel({ deltaY });
};

describe('A list of 1,200,000 messages, higher than its scrollbar', () => {
  it('goes to a message by its number and shows exactly that one, with what it says', async () => {
    for (const number of [654_321, 1, messages, 363_637]) {
      await goTo(number);
      const rows = await settledRows(`message ${number} is in sight`, (numbers) =>
        numbers.includes(number),
      );
      expect(rows.length).toBeGreaterThan(5);
      const row = (await readRows(panel)).find(({ index }) => index === number);
      expect(row?.content).toContain(`"sequence":${(number - 1) % 1000},`);
    }
  });

  it('moves by exactly one row with an arrow, and by pages, Home and End', async () => {
    await goTo(600_000);
    const box = await list();
    for (const number of [600_001, 600_002, 600_003]) {
      await box.press('ArrowDown');
      await chosen(number);
    }
    for (let step = 0; step < 40; step++) await box.press('ArrowUp');
    await chosen(599_963);
    await settledRows('the chosen message is the first in sight', ([first]) => first === 599_963);
    await box.press('PageDown');
    const page = Number(
      await until(
        () =>
          panel.evaluate(() => {
            const row = document.querySelector('[aria-label=Messages] [aria-selected=true]');
            const number = Number(row?.getAttribute('aria-rowindex'));
            return number > 599_963 && number;
          }),
        { what: 'a page down moves the choice' },
      ),
    );
    await box.press('PageUp');
    await chosen(599_963);
    expect(page - 599_963).toBeGreaterThan(4);
    await box.press('End');
    await settledRows('the last message is the last in sight', (rows) => rows.at(-1) === messages);
    await box.press('ArrowUp');
    await chosen(messages - 1);
    await box.press('Home');
    await settledRows('the first message is the first in sight', ([first]) => first === 1);
  });

  it('moves with the wheel by the pixels of the wheel, in the middle and near its ends', async () => {
    for (const number of [700_000, 40, messages - 40]) {
      await goTo(number);
      const [before = 0] = await settledRows(`message ${number} is in sight`, (numbers) =>
        numbers.includes(number),
      );
      await wheel(220);
      await settledRows('ten rows farther down', ([first]) => first === before + 10);
      await wheel(-440);
      await settledRows('twenty rows farther up', ([first]) => first === before - 10);
    }
  });

  it('shows rows at every moment while its scrollbar is taken from end to end', async () => {
    const blanks = await panel.$eval(scroller, async (box) => {
      const steps = 60;
      let gaps = 0;
      const cover = (): boolean => {
        const shown = box.querySelector('.virtual-rows-window')?.getBoundingClientRect();
        const seen = box.getBoundingClientRect();
        return (
          shown !== undefined &&
          shown.top <= seen.top + 1 &&
          shown.bottom >= seen.top + box.clientHeight - 1
        );
      };
      for (let step = 0; step <= steps; step++) {
        box.scrollTop = (box.scrollHeight - box.clientHeight) * (step / steps);
        // Before any script of the panel has heard of it, as when the browser scrolls by itself.
        if (!cover()) gaps++;
        await new Promise(requestAnimationFrame);
        const { left, top, height } = box.getBoundingClientRect();
        for (const share of [0.1, 0.5, 0.9])
          if (!document.elementFromPoint(left + 60, top + height * share)?.closest('.message-row'))
            gaps++;
      }
      return gaps;
    });
    expect(blanks).toBe(0);
    await settledRows('the last message is the last in sight', (rows) => rows.at(-1) === messages);
  });

  it('selects all of them at once, and counts them', async () => {
    const box = await list();
    await box.focus();
    await recorded.devtools.keyboard.down('Control');
    await box.press('KeyA');
    await recorded.devtools.keyboard.up('Control');
    await until(
      () =>
        panel.evaluate(() =>
          document
            .querySelector('.selection-line')
            ?.textContent?.includes('1,200,000 messages selected, 600,000 sent, 600,000 received'),
        ),
      { what: 'all messages are counted' },
    );
    await recorded.devtools.keyboard.down('Control');
    await box.press('KeyC');
    await recorded.devtools.keyboard.up('Control');
    await until(
      () => panel.evaluate(() => document.body.textContent?.includes('with Export HAR')),
      { what: 'the panel says that this is too much for the clipboard, and what to do' },
    );
    await box.press('Escape');
  });

  it('stays where it is, with what is chosen, when a document tells of its past', async () => {
    await goTo(500_000);
    const before = await settledRows('message 500,000 is in sight', (rows) =>
      rows.includes(500_000),
    );
    const contents = (): Promise<string[]> =>
      readRows(panel).then((rows) => rows.map(({ content }) => content));
    const contentsBefore = await contents();
    // A thousand messages of the same first moments as those at the top of the list.
    await tellOfThePast();
    await settledRows('the same rows are in sight, by their new numbers', (rows) =>
      rows.every((number, at) => number === (before[at] ?? 0) + 1000),
    );
    expect(await contents()).toEqual(contentsBefore);
    await chosen(501_000);
    await (await list()).press('ArrowDown');
    await chosen(501_001);
  });

  it('is held still by Space while messages come in, and by scrolling away, until it is resumed', async () => {
    const box = await list();
    const last = messages + 1000;
    await box.press('End');
    await settledRows('the last message is the last in sight', (rows) => rows.at(-1) === last);
    await box.press('Space');
    const before = await settledRows('the list is held', (rows) => rows.at(-1) === last);
    const saying = say(2500);
    await until(
      async () => {
        expect(await inSight()).toEqual(before);
        return panel.evaluate(() =>
          // With the opening of the socket.
          document.querySelector('.held')?.textContent?.includes('5,001 new rows'),
        );
      },
      { what: 'the list says that 5,001 rows are new' },
    );
    await saying;
    expect(await inSight()).toEqual(before);
    await pressButton(panel, 'Resume');
    await settledRows('the newest message is in sight', (rows) => rows.at(-1) === last + 5000);
    await say(1);
    await settledRows('the list follows again', (rows) => rows.at(-1) === last + 5002);
  });
});

/** Hands over a batch of another document, as fillPanel does, whose messages are as old as the oldest. */
const tellOfThePast = (): Promise<void> =>
  panel.evaluate(
    (base64) => {
      const { engineWorker } = window as unknown as { engineWorker: Worker };
      const id = 2_000_000;
      const batch = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0)).buffer;
      const orders: ToWorker[] = [
        {
          kind: 'order',
          order: { kind: 'documentCame', document: id, url: 'https://b.test/', isTop: false },
        },
        { kind: 'order', order: { kind: 'batch', document: id, batch } },
      ];
      for (const order of orders) engineWorker.postMessage(order);
    },
    Buffer.from(newBatchSource()(1000)).toString('base64'),
  );

/** A page's own socket says something, and hears its echo. */
const say = (count: number): Promise<void> =>
  recorded.page.evaluate(
    ([host, wanted]) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        let echoes = 0;
        socket.onopen = () => {
          for (let at = 0; at < wanted; at++) socket.send(`new ${at}`);
        };
        socket.onmessage = () => ++echoes === wanted && done();
      }),
    [new URL(bed.playground.origin).host, count] as const,
  );
