// How long the panel's thread ran, and how long it could have run but had no processor: by this one tells what
// is the panel's from what else the machine did. Linux alone tells.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'puppeteer';
import { extensionProcesses } from './extension-processes.ts';

export interface ThreadTime {
  readonly ranMs: number;
  readonly waitedMs: number;
}

/** Begins to watch the thread that draws the panel; the answer ends it. Null where the system does not tell. */
export async function watchThread(browser: Browser): Promise<() => Promise<ThreadTime | null>> {
  // A main thread has its process's number.
  const threads = await extensionProcesses(browser);
  const before = await Promise.all(threads.map(readTime));
  return async () => {
    const after = await Promise.all(threads.map(readTime));
    // One process holds all pages of an extension, the panel among them.
    const [from, to] = [before[0], after[0]];
    if (threads.length !== 1 || !from || !to) return null;
    return { ranMs: to.ranMs - from.ranMs, waitedMs: to.waitedMs - from.waitedMs };
  };
}

/** @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat */
async function readTime(thread: number): Promise<ThreadTime | null> {
  const text = await readFile(`/proc/${thread}/task/${thread}/schedstat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const [ran = 0, waited = 0] = text.split(' ').map(Number);
  return { ranMs: ran / 1e6, waitedMs: waited / 1e6 };
}
