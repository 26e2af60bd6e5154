import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBed, type TestBed } from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

/** The sockets by path, with their state and what was received on them. */
const sockets = (panel: Frame): Promise<string[]> =>
  panel.$$eval('[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]', (rows) =>
    rows.map((row) => {
      const cells = [...row.querySelectorAll('[role=gridcell]')];
      const received = cells[5]?.textContent ?? '';
      return `${row.querySelector('.path')?.textContent?.replace(/&.*/, '')} ${cells[0]?.textContent} ${received === '0' ? 'silent' : 'heard'}`;
    }),
  );

describe('The playground, played in a browser', () => {
  it('has a socket of each kind, and the panel lists them all', async () => {
    const { page, panel } = await bed.openRecorded('/?autoplay');
    // One after the other: what closes by itself may be opened again.
    for (const wanted of [
      '/echo open heard',
      '/ticker open heard',
      '/chat open heard',
      '/binary open heard',
      '/socket.io/?EIO=4 open heard',
      '/graphql closed heard',
      '/echo?frame=playground open heard',
      '/echo?worker open heard',
      '/close-4001 closed silent',
      '/fail failed silent',
    ]) {
      await until(async () => (await sockets(panel)).includes(wanted), {
        what: `the list has "${wanted}"`,
      }).catch(async (error: Error) => {
        throw new Error(`${error.message}; it has ${(await sockets(panel)).join(', ')}`);
      });
    }
    await page.close();
  });

  it('floods at the press of a button, and nothing of it is lost', async () => {
    const { page, panel } = await bed.openRecorded('/');
    await (await page.waitForSelector('::-p-aria([name="Flood 20,000 messages"])'))?.click();
    await expect
      .poll(() =>
        panel.$$eval('.socket-row', (rows) =>
          rows.map((row) => row.textContent?.replaceAll('\u00a0', ' ')),
        ),
      )
      .toEqual([
        expect.stringMatching(/\/flood\?count=20000.*20,001 · .*1000 normal closure: done/),
      ]);
    await page.close();
  });
});
