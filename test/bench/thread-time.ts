// How long the panel's thread ran, and how long it could have run but had no processor: by this one tells what
// is the panel's from what else the machine did. Linux alone tells.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'puppeteer';

export interface ThreadTime {
  readonly ranMs: number;
  readonly waitedMs: number;
}

/** Begins to watch the thread that draws the panel; the answer ends it. Null where the system does not tell. */
export async function watchThread(browser: Browser): Promise<() => Promise<ThreadTime | null>> {
  const threads = await extensionThreads(browser);
  const before = await Promise.all(threads.map(readTime));
  return async () => {
    const after = await Promise.all(threads.map(readTime));
    // One process holds all pages of an extension, the panel among them.
    const [from, to] = [before[0], after[0]];
    if (threads.length !== 1 || !from || !to) return null;
    return { ranMs: to.ranMs - from.ranMs, waitedMs: to.waitedMs - from.waitedMs };
  };
}

/** The main threads of the processes that hold pages of extensions. A main thread has its process's number. */
async function extensionThreads(browser: Browser): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const found = await Promise.all(
    processInfo.map(async ({ id }) => {
      const words = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      return words.includes('--extension-process') ? [id] : [];
    }),
  );
  return found.flat();
}

/** @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat */
async function readTime(thread: number): Promise<ThreadTime | null> {
  const text = await readFile(`/proc/${thread}/task/${thread}/schedstat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const [ran = 0, waited = 0] = text.split(' ').map(Number);
  return { ranMs: ran / 1e6, waitedMs: waited / 1e6 };
}
