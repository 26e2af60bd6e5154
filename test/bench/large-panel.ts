// A real panel with a million messages: what they take, how it filters and how it scrolls.
import type { CDPSession, Frame } from 'puppeteer';
import { openPanel } from '../support/chromium-panel.ts';
import { isListening } from '../support/panel-session.ts';
import { browserMemory } from './browser-memory.ts';
import { launchWithScrollbars, unwatch } from './browsers.ts';
import { fillPanel } from './fill-panel.ts';
import type { FrameMeasurement } from './frame-watch.ts';
import { rareWord } from './messages.ts';
import { measureDrag, measureFloor, measureWheel } from './scrolling.ts';
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
  /** The same wheel on the same screen, over rows that nobody redraws: what the browser itself can do here. */
  readonly floor: FrameMeasurement;
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
    const drag = await measureDrag(devtools, panel, list, scrollSeconds);
    const wheel = await measureWheel(devtools, panel, list, scrollSeconds);
    const floor = await measureFloor(devtools, panel, list, scrollSeconds);
    say('large panel: scrolled');
    return {
      messages,
      fillUs: (fillMs * 1000) / messages,
      grownBytes: before === null || after === null ? null : after - before,
      filterFirstRowsMs: roundsOf(filters.map(({ firstRowsMs }) => firstRowsMs)),
      filterCompleteMs: roundsOf(filters.map(({ completeMs }) => completeMs)),
      drag,
      wheel,
      floor,
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
