import { readFile } from 'node:fs/promises';
import type { Browser } from 'puppeteer';

/** The processes that hold pages of extensions, the panel and its engine among them. None where the system does not tell. */
export async function extensionProcesses(browser: Browser): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const found = await Promise.all(
    processInfo.map(async ({ id }) => {
      // A process that has ended since has no words.
      const words = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      return words.includes('--extension-process') ? [id] : [];
    }),
  );
  return found.flat();
}
