import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole } from '../support/by-role.ts';
import type { RecordedPage } from '../support/panel-session.ts';
import {
  allRows,
  hasMessages,
  messagesOfHar,
  parseHar,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let recorded: RecordedPage;
let panel: Frame;

beforeAll(async () => {
  bed = await startTestBed();
  recorded = await bed.openRecorded('/blank');
  panel = recorded.panel;
  await say(recorded.page, 20);
  await hasMessages(panel, 40);
});
afterAll(() => bed?.close());

/** Sends messages one after the other's echo, some ms apart by the way that they go. */
const say = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    ([host, wanted]) =>
      new Promise<void>((done) => {
        const socket = new WebSocket(`ws://${host}/echo`);
        let echoes = 0;
        socket.onopen = () => socket.send('0');
        socket.onmessage = () => {
          if (++echoes === wanted) done();
          else setTimeout(() => socket.send(String(echoes)), 10);
        };
      }),
    [new URL(bed.playground.origin).host, count] as const,
  );

const strip = () => byRole(panel, 'slider', 'Timeline');
const valueText = async (): Promise<string> =>
  (await strip()).evaluate((element) => element.getAttribute('aria-valuetext') ?? '');
const chipText = (): Promise<string> =>
  panel.evaluate(() => document.querySelector('.timeline-chip')?.textContent ?? '');

/** Drags from one share of the strip's width to another, by events as the mouse makes them. */
async function drag(from: number, to: number): Promise<void> {
  const { devtools } = recorded;
  const box = await (await strip()).boundingBox();
  if (box === null) throw new Error('the timeline is not shown');
  await devtools.mouse.move(box.x + box.width * from, box.y + 30);
  await devtools.mouse.down();
  await devtools.mouse.move(box.x + box.width * to, box.y + 30, { steps: 4 });
  await devtools.mouse.up();
}

describe('The timeline', () => {
  it('has marks for all messages, above and below the middle', async () => {
    await until(async () => (await valueText()).includes('20 sent, 20 received'), {
      what: 'the timeline counts all messages',
    });
    const hasInk = () =>
      panel.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.timeline canvas');
        const context = canvas?.getContext('2d');
        if (!canvas || !context) return false;
        const inked = (top: number, height: number): boolean =>
          context
            .getImageData(0, top, canvas.width, height)
            .data.some((value, at) => at % 4 === 3 && value > 0);
        const half = Math.floor(canvas.height / 2);
        return inked(0, half - 2) && inked(half + 3, half - 4);
      });
    await until(hasInk, { what: 'marks are drawn on both sides of the middle line' });
  });

  it('narrows the list exactly to a span that is dragged, also while messages come, and lets go of it', async () => {
    await drag(0.3, 0.7);
    await until(chipText, { what: 'the span is shown' });
    const chip = await chipText();
    // What is shown is what is meant: the file's own times say which messages are in it.
    const [socket] = messagesOfHar(parseHar(await bed.exportHar(panel)));
    const times = await panel.evaluate(
      (all) => {
        const format = new Intl.DateTimeFormat('en', {
          ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
          ...{ fractionalSecondDigits: 3, hourCycle: 'h23' },
        });
        return all.map((seconds) => [
          format.format(Math.floor(seconds * 1000)),
          format.format(Math.ceil(seconds * 1000)),
        ]);
      },
      socket?.messages.map(({ time }) => time) ?? [],
    );
    const [from = '', to = ''] = chip.split(' – ');
    const inSpan = (socket?.messages ?? []).filter((_, index) => {
      const [floor = '', ceiling = ''] = times[index] ?? [];
      return floor >= from && ceiling <= to;
    });
    expect(inSpan.length).toBeGreaterThan(4);
    expect(inSpan.length).toBeLessThan(36);
    await hasMessages(panel, inSpan.length);
    expect((await allRows(panel)).map(({ content }) => content)).toEqual(
      inSpan.map(({ data }) => data),
    );
    expect(await statusText(panel)).toContain(chip);

    await say(recorded.page, 5);
    await until(async () => (await statusText(panel)).includes('50 recorded'), {
      what: 'new messages are recorded',
    });
    await hasMessages(panel, inSpan.length);
    expect(await chipText()).toBe(chip);

    await panel.click('.timeline-chip');
    await hasMessages(panel, 50);
  });

  it('is worked by keys alone, and says in words what is chosen', async () => {
    const box = await strip();
    await box.focus();
    await box.press('ArrowRight');
    await until(async () => (await valueText()).startsWith('Narrowed to '), {
      what: 'a span is chosen',
    });
    const before = await chipText();
    await box.press('ArrowRight');
    await until(async () => (await chipText()) !== before, { what: 'the span has moved' });
    await box.press('Escape');
    await hasMessages(panel, 50);
    expect(await chipText()).toBe('');
  });

  it('is put away by its button in the toolbar', async () => {
    const toggle = await byRole(panel, 'button', 'Timeline');
    await toggle.click();
    await until(() => panel.evaluate(() => document.querySelector('.timeline') === null), {
      what: 'the timeline is gone',
    });
    await toggle.click();
    await strip();
  });
});
