// A real panel with a million messages: what they take, how it filters and how it scrolls.
import type { CDPSession, Frame, Page } from 'puppeteer';
import { openPanel } from '../support/chromium-panel.ts';
import { isListening } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { browserMemory } from './browser-memory.ts';
import { launchWithScrollbars, unwatch } from './browsers.ts';
import { fillPanel } from './fill-panel.ts';
import { type FrameMeasurement, watchFrames } from './frame-watch.ts';
import { rareWord } from './messages.ts';
import { type Rounds, roundsOf } from './statistics.ts';

export interface LargePanel {
  readonly messages: number;
  /** µs per message, until the status line counted the last. */
  readonly fillUs: number;
  /** Bytes that all processes of the browser have grown by; null where that cannot be told. */
  readonly grownBytes: number | null;
  readonly filterFirstRowsMs: Rounds;
  readonly filterCompleteMs: Rounds;
  readonly drag: FrameMeasurement;
  readonly wheel: FrameMeasurement;
}

export interface LargePanelTask {
  readonly origin: string;
  readonly messages: number;
  readonly filterRounds: number;
  readonly scrollSeconds: number;
  readonly say: (line: string) => void;
}

export async function measureLargePanel(task: LargePanelTask): Promise<LargePanel> {
  const { origin, messages, filterRounds, scrollSeconds, say } = task;
  const browser = await launchWithScrollbars();
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await unwatch(page);
    const { panel, devtools } = await openPanel(page);
    await isListening(panel);
    await collectGarbage(panel);
    const before = await browserMemory(browser);
    const fillMs = await fillPanel(panel, messages);
    await collectGarbage(panel);
    // What was handed to the engine's thread leaves the panel's a moment later.
    await new Promise((resume) => setTimeout(resume, 2000));
    const after = await browserMemory(browser);
    say(`large panel: ${messages} messages are in it`);
    const filters = [];
    for (let round = 0; round < filterRounds; round++) {
      filters.push(await panel.evaluate(filterOnce, rareWord, messages / 1000));
      await panel.evaluate(filterOnce, '', messages);
    }
    say('large panel: filtered');
    const drag = await dragged(devtools, panel, scrollSeconds);
    const wheel = await wheeled(devtools, panel, scrollSeconds);
    say('large panel: scrolled');
    return {
      messages,
      fillUs: (fillMs * 1000) / messages,
      grownBytes: before === null || after === null ? null : after - before,
      filterFirstRowsMs: roundsOf(filters.map(({ firstRowsMs }) => firstRowsMs)),
      filterCompleteMs: roundsOf(filters.map(({ completeMs }) => completeMs)),
      drag,
      wheel,
    };
  } finally {
    await browser.close();
  }
}

async function collectGarbage(panel: Frame): Promise<void> {
  // A frame of an extension has a process of its own, and Puppeteer a session for it, which it does not offer.
  const { client } = panel as unknown as { client: CDPSession };
  await client.send('HeapProfiler.collectGarbage');
}

/** Runs in the panel: from the key that is pressed to rows on the screen that all match, and to all of them. */
function filterOnce(word: string, expected: number) {
  return new Promise<{ firstRowsMs: number; completeMs: number }>((done, fail) => {
    const box = document.querySelector('[role=searchbox]') as HTMLInputElement;
    const grid = document.querySelector('[role=grid][aria-label=Messages]') as HTMLElement;
    const fromMs = performance.now();
    let firstRowsMs = 0;
    const look = (): void => {
      const nowMs = performance.now() - fromMs;
      if (firstRowsMs === 0) {
        const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')];
        const isShown = rows.length > 0 && rows.every((row) => row.textContent?.includes(word));
        if (isShown) firstRowsMs = nowMs;
      }
      if (firstRowsMs > 0 && Number(grid.getAttribute('aria-rowcount')) === expected)
        done({ firstRowsMs, completeMs: nowMs });
      else if (nowMs > 60_000) fail(new Error(`the filter "${word}" does not end`));
      else setTimeout(look);
    };
    box.value = word;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    look();
  });
}

const list = '[role=grid][aria-label=Messages] .virtual-rows';
const scrollTop = (panel: Frame): Promise<number> =>
  panel.$eval(list, (element) => element.scrollTop);

/** Takes the scrollbar at its end and moves it to the top and back, a little with every frame. */
async function dragged(devtools: Page, panel: Frame, seconds: number): Promise<FrameMeasurement> {
  const box = await until(async () => (await panel.$(list))?.boundingBox(), {
    what: 'the list of messages is shown',
  });
  await panel.$eval(list, (element) => {
    element.scrollTop = element.scrollHeight;
  });
  const width = await panel.$eval(list, (element) =>
    element instanceof HTMLElement ? element.offsetWidth - element.clientWidth : 0,
  );
  if (width === 0)
    throw new Error(
      'the list of messages has no scrollbar: start the browser without --hide-scrollbars',
    );
  const x = box.x + box.width - width / 2;
  const bottom = box.y + box.height - 24;
  const top = box.y + 24;
  const start = await scrollTop(panel);
  await devtools.mouse.move(x, bottom);
  await devtools.mouse.down();
  const end = await watchFrames(panel);
  let farthest = start;
  const fromMs = performance.now();
  for (let part = 0; part < 1; part = (performance.now() - fromMs) / (seconds * 1000)) {
    const share = part < 0.5 ? part * 2 : 2 - part * 2;
    await devtools.mouse.move(x, bottom + (top - bottom) * share);
    farthest = Math.min(farthest, await scrollTop(panel));
    await nextFrame();
  }
  const measured = await end();
  await devtools.mouse.up();
  if (start - farthest < start / 4)
    throw new Error(`dragging the scrollbar moved the list from ${start} to ${farthest} px only`);
  return measured;
}

/** Turns the wheel upwards from the end, and down again. */
async function wheeled(devtools: Page, panel: Frame, seconds: number): Promise<FrameMeasurement> {
  const box = await until(async () => (await panel.$(list))?.boundingBox(), {
    what: 'the list of messages is shown',
  });
  await devtools.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const start = await scrollTop(panel);
  const end = await watchFrames(panel);
  const fromMs = performance.now();
  let farthest = 0;
  for (let part = 0; part < 1; part = (performance.now() - fromMs) / (seconds * 1000)) {
    await devtools.mouse.wheel({ deltaY: part < 0.5 ? -240 : 240 });
    farthest = Math.max(farthest, Math.abs((await scrollTop(panel)) - start));
    await nextFrame();
  }
  const measured = await end();
  if (farthest < 200) throw new Error('turning the wheel did not move the list of messages');
  return measured;
}

const nextFrame = (): Promise<void> => new Promise((resume) => setTimeout(resume, 16));
