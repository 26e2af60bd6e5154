// The panel while 5,000 messages arrive in each second: whether its thread stays free.
import type { Page } from 'puppeteer';
import { setFilter, statusText } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { openBed } from './browsers.ts';
import { type FrameMeasurement, watchFrames } from './frame-watch.ts';
import { hasAccountedFor, type Loss, lossIn } from './page-throughput.ts';

export interface LiveMeasurement extends FrameMeasurement {
  readonly perSecond: number;
  readonly seconds: number;
  /** Messages per second that the page did receive. */
  readonly receivedPerSecond: number;
  /** ms until a filter that is set in the middle of it all has its first row in the status line. */
  readonly filterMs: number;
  readonly loss: Loss;
}

export const perSecond = 5000;

export async function measureLive(
  origin: string,
  seconds: number,
  say: (line: string) => void,
): Promise<LiveMeasurement> {
  const { browser, page, driver } = await openBed('sockets', origin);
  try {
    if (driver === null) throw new Error('the Sockets tab is not open');
    const { panel } = driver;
    const end = await watchFrames(panel);
    const received = receivePaced(page, origin, perSecond, seconds);
    await new Promise((resume) => setTimeout(resume, (seconds * 1000) / 2));
    const filteredAtMs = performance.now();
    await setFilter(panel, '"sequence":7,');
    await until(async () => (await statusText(panel)).includes(' 1 message'), {
      what: 'a filter finds its message while others arrive',
      everyMs: 5,
    });
    const filterMs = performance.now() - filteredAtMs;
    await setFilter(panel, '');
    const { messages, tookMs } = await received;
    const frames = await end();
    await hasAccountedFor(panel, messages + 1);
    say(`${seconds} s live`);
    return {
      ...frames,
      perSecond,
      seconds,
      receivedPerSecond: (messages / tookMs) * 1000,
      filterMs,
      loss: await lossIn(panel, messages + 1),
    };
  } finally {
    await browser.close();
  }
}

/** Has a page receive so many messages in each second; the answer comes with the last. */
export const receivePaced = (
  page: Page,
  origin: string,
  perSecond: number,
  seconds: number,
): Promise<{ messages: number; tookMs: number }> =>
  page.evaluate(
    ([host, rate, duration]) =>
      new Promise<{ messages: number; tookMs: number }>((done) => {
        const socket = new WebSocket(`ws://${host}/paced?perSecond=${rate}&seconds=${duration}`);
        let messages = 0;
        const startedMs = performance.now();
        socket.onopen = () => socket.send('go');
        socket.onmessage = () => messages++;
        socket.onclose = () => done({ messages, tookMs: performance.now() - startedMs });
      }),
    [new URL(origin).host, perSecond, seconds] as const,
  );
