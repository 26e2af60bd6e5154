// Ten minutes at 5,000 messages/s, with a memory budget that is reached after one or two: whether memory stays
// where it is, and whether anything is lost.
import type { Frame, Page } from 'puppeteer';
import { isListening, statusText } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { browserMemory, extensionMemory } from './browser-memory.ts';
import { openBed } from './browsers.ts';
import { type FrameMeasurement, watchFrames } from './frame-watch.ts';
import { hasAccountedFor, type Loss, lossIn } from './page-throughput.ts';
import { statusCounts } from './status-counts.ts';

export interface Soak {
  readonly perSecond: number;
  readonly seconds: number;
  readonly messageBytes: number;
  readonly budgetMB: number;
  readonly samples: readonly SoakSample[];
  readonly frames: FrameMeasurement;
  readonly loss: Loss;
}

export interface SoakSample {
  readonly atSeconds: number;
  readonly recorded: number;
  /** As the status line says. */
  readonly heldMB: number;
  readonly diskMB: number;
  /** Bytes of the process that holds the panel and its engine; null where that cannot be told. */
  readonly panelBytes: number | null;
  /** The same of all processes of the browser. DevTools keeps each message itself, for its Network tab. */
  readonly browserBytes: number | null;
}

const perSecond = 5000;
const messageBytes = 256;
const budgetMB = 128;
const sampleEveryMs = 10_000;
const lookEveryMs = 500;

export async function measureSoak(
  origin: string,
  seconds: number,
  say: (line: string) => void,
): Promise<Soak> {
  const { browser, page, driver } = await openBed('sockets', origin);
  try {
    if (driver === null) throw new Error('the Sockets tab is not open');
    const panel = await withBudget(driver.panel);
    const end = await watchFrames(panel);
    const samples: SoakSample[] = [];
    const fromMs = performance.now();
    const sample = async (): Promise<void> => {
      const { recorded, heldMB, diskMB } = held(await statusText(panel));
      const atSeconds = (performance.now() - fromMs) / 1000;
      samples.push({
        atSeconds,
        recorded,
        heldMB,
        diskMB,
        panelBytes: await extensionMemory(browser),
        browserBytes: await browserMemory(browser),
      });
      say(`soak: ${Math.round(atSeconds)} s, ${recorded} recorded, ${heldMB} MB held`);
    };
    await startReceiving(page, new URL(origin).host, seconds);
    let received = await receivedBy(page);
    while (!received.isOver) {
      const untilMs = performance.now() + sampleEveryMs;
      while (!received.isOver && performance.now() < untilMs) {
        await new Promise((resume) => setTimeout(resume, lookEveryMs));
        received = await receivedBy(page);
      }
      await sample();
    }
    const { messages } = received;
    const frames = await end();
    await hasAccountedFor(panel, messages + 1);
    const loss = await lossIn(panel, messages + 1);
    return { perSecond, seconds, messageBytes, budgetMB, samples, frames, loss };
  } finally {
    await browser.close();
  }
}

/** A panel reads its settings as it starts. */
async function withBudget(panel: Frame): Promise<Frame> {
  await panel.evaluate((budget) => {
    localStorage.setItem('sockets.memoryBudgetMB', String(budget));
    Object.assign(window, { isOld: true });
    location.reload();
  }, budgetMB);
  await until(() => panel.evaluate(() => !('isOld' in window)), {
    what: 'the panel has started anew',
  });
  await isListening(panel);
  return panel;
}

interface Received {
  readonly messages: number;
  readonly isOver: boolean;
}

/** Only starts it: no call into a page may last for minutes. */
const startReceiving = (page: Page, host: string, seconds: number): Promise<void> =>
  page.evaluate((address) => {
    const received = { messages: 0, isOver: false };
    const socket = new WebSocket(address);
    socket.onopen = () => socket.send('go');
    socket.onmessage = () => {
      received.messages++;
    };
    socket.onclose = () => {
      received.isOver = true;
    };
    Object.assign(window, { received });
  }, `ws://${host}/paced?perSecond=${perSecond}&seconds=${seconds}&size=${messageBytes}`);
const receivedBy = (page: Page): Promise<Received> =>
  page.evaluate(() => (window as unknown as { received: Received }).received);

const unitMB: Partial<Record<string, number>> = { B: 1e-6, kB: 1e-3, MB: 1, GB: 1000 };

/** What the status line says is held and on the disk. */
export function held(status: string): { recorded: number; heldMB: number; diskMB: number } {
  const plain = status.replaceAll('\u00a0', ' ');
  const size = (what: string): number => {
    const [, value = '0', unit = 'MB'] =
      new RegExp(`([\\d.,]+) (k?B|MB|GB) ${what}`).exec(plain) ?? [];
    return Number(value.replaceAll(',', '')) * (unitMB[unit] ?? Number.NaN);
  };
  return {
    recorded: status === '' ? 0 : statusCounts(status).recorded,
    heldMB: size('held'),
    diskMB: size('on disk'),
  };
}

/** Bytes by which something grows for each message, of the samples from `from` on: the slope of the line through them. */
export function growthPerMessage(
  samples: readonly SoakSample[],
  bytesOf: (sample: SoakSample) => number,
): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const messages = samples.map(({ recorded }) => recorded);
  const bytes = samples.map(bytesOf);
  const middle = [mean(messages), mean(bytes)] as const;
  let above = 0;
  let below = 0;
  for (const [index, count] of messages.entries()) {
    above += (count - middle[0]) * ((bytes[index] ?? Number.NaN) - middle[1]);
    below += (count - middle[0]) ** 2;
  }
  return above / below;
}

/** The samples after the budget was reached and what is beyond it has moved: the last two thirds. */
export const settled = (samples: readonly SoakSample[]): readonly SoakSample[] =>
  samples.slice(Math.floor(samples.length / 3));
