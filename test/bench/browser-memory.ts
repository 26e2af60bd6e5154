import { readFile } from 'node:fs/promises';
import type { Browser } from 'puppeteer';
import { extensionProcesses } from './extension-processes.ts';

/**
 * Bytes of memory of their own that all processes of a browser hold together. Null where the system has no
 * /proc: then the benchmark says that it did not measure this.
 */
export async function browserMemory(browser: Browser): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(processInfo.map(({ id }) => anonymousBytes(id)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The same of those alone that hold the panel and its engine. */
export async function extensionMemory(browser: Browser): Promise<number | null> {
  const processes = await extensionProcesses(browser);
  if (processes.length === 0) return null;
  const sizes = await Promise.all(processes.map(anonymousBytes));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Memory that is no file's and shared with nobody. */
async function anonymousBytes(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  // A process that has ended since holds nothing.
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
