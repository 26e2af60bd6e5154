import type { Browser, CDPSession } from 'puppeteer';
import type { RecordedPage } from './panel-session.ts';
import { until } from './until.ts';

/** MB that are held for scripts after garbage was collected: objects, and the bytes of buffers. */
export async function heldMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  // The protocol's types are older than the field.
  const { usedSize, backingStorageSize } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize: number;
  };
  return (usedSize + backingStorageSize) / 1e6;
}

export interface HeldMemory {
  /** The page, and in it the recorder and the relay. */
  readonly page: number;
  /** The panel's own thread. */
  readonly panel: number;
  /** The worker that has the log. */
  readonly engine: number;
}

/** What a page and its panel hold, in MB. */
export async function heldByAll(
  browser: Browser,
  { page, panel, devtools }: RecordedPage,
): Promise<HeldMemory> {
  const target = browser.targets().find((each) => each.url() === panel.url());
  const engine = devtools.workers().find((worker) => worker.url().includes('/assets/worker'));
  if (target === undefined || engine === undefined)
    throw new Error('the panel or its engine is no target');
  return {
    page: await heldMegabytes(await page.createCDPSession()),
    panel: await heldMegabytes(await target.createCDPSession()),
    engine: await heldMegabytes(engine.client),
  };
}

/**
 * Waits until a page and its panel hold no more than this, in MB. Not at the first look: the browser gives the bytes
 * of buffers back in threads of their own, a while after garbage was collected.
 */
export const comesToHold = (
  browser: Browser,
  driver: RecordedPage,
  most: HeldMemory,
): Promise<unknown> =>
  until(
    async () => {
      const held = await heldByAll(browser, driver);
      const over = (['page', 'panel', 'engine'] as const).filter((who) => held[who] > most[who]);
      if (over.length === 0) return true;
      throw new Error(over.map((who) => `${who} ${held[who]} of ${most[who]} MB`).join(', '));
    },
    { what: 'no more memory is held than is promised', everyMs: 250 },
  );
