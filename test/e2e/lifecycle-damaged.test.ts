import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatchWriter, plainPrimitives } from '../../extension/protocol/batch-writer.ts';
import { recordKind } from '../../extension/protocol/record-layout.ts';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { hasMessages, isListening, statusText } from '../support/panel-session.ts';
import { until } from '../support/until.ts';

/** Stands in for a recorder that has gone wrong: it hands over what the page says, and tells what it hears. */
const brokenRecorder = `{
  const { port1, port2 } = new MessageChannel();
  document.dispatchEvent(new MessageEvent('load', { ports: [port2], cancelable: true }));
  window.heard = [];
  port1.onmessage = ({ data }) => heard.push(data.kind);
  window.handOver = (bytes) =>
    port2.dispatchEvent(new MessageEvent('batch', { data: new Uint8Array(bytes).buffer }));
}`;

/** Batches of one message each, as numbers. */
function newBatches(): () => number[] {
  const writer = createBatchWriter(plainPrimitives, Date.now());
  let sequence = 0;
  return () => {
    writer.text(recordKind.sent, 0, 1, sequence++, 0, 'a message');
    return [...new Uint8Array(writer.take() as ArrayBuffer)];
  };
}
/** A record that claims to go on behind the end of its batch. */
const damage = (batch: readonly number[]): number[] => batch.with(33, 1);
const cutOff = '1 document sent damaged records and was cut off';

let playground: Playground;
let folder: string;
beforeAll(async () => {
  playground = await servePlayground();
  folder = await mkdtemp(join(tmpdir(), 'sockets-broken-'));
  const dist = fileURLToPath(new URL('../../dist', import.meta.url));
  await cp(dist, folder, { recursive: true });
  for (const target of ['chromium', 'firefox'])
    await writeFile(join(folder, target, 'injected/recorder.iife.js'), brokenRecorder);
});
afterAll(async () => {
  await playground?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('A document that sends damaged records', () => {
  it('is cut off at the first of them in Chromium, hears nothing more, and the panel says so', async () => {
    const browser = await launchChromium({ extension: join(folder, 'chromium') });
    try {
      const page = await browser.newPage();
      await page.goto(`${playground.origin}/blank`);
      const { panel } = await openPanel(page, { size: { width: 1200, height: 800 } });
      await isListening(panel);
      const handOver = (bytes: readonly number[]): Promise<void> =>
        page.evaluate((all) => {
          (window as unknown as { handOver(bytes: readonly number[]): void }).handOver(all);
        }, bytes);
      const heard = (): Promise<string[]> =>
        page.evaluate(() => (window as unknown as { heard: string[] }).heard);
      const next = newBatches();
      await handOver(next());
      await hasMessages(panel, 1);
      await until(async () => (await heard()).includes('credit'), {
        what: 'the recorder may go on',
      });
      const before = await heard();
      const [damaged, late] = [damage(next()), next()];
      await handOver(damaged);
      await handOver(late);
      await until(async () => (await statusText(panel)).includes(cutOff), {
        what: 'the status line says that a document was cut off',
      });
      await expect.poll(() => statusText(panel)).toContain('1 recorded');
      expect(await heard()).toEqual(before);

      await page.reload();
      await until(async () => !(await statusText(panel)).includes(cutOff), {
        what: 'the next page is not cut off',
      });
    } finally {
      await browser.close();
    }
  });

  it.skipIf(findFirefox().path === null)(
    'is cut off in Firefox too, where batches are seen through a wrapper',
    async () => {
      const panel = await openFirefoxPanel(`${playground.origin}/blank`, {
        extension: join(folder, 'firefox'),
      });
      try {
        const status = () =>
          panel.evaluateInPanel<string>(`document.querySelector('.status-line').textContent`);
        const handOver = (bytes: readonly number[]) =>
          panel.evaluateInPage(`window.eval('handOver(${JSON.stringify(bytes)})')`);
        const next = newBatches();
        await handOver(next());
        await handOver(next());
        await until(async () => (await status()).includes('2 recorded'), {
          what: 'sound records are taken',
        });
        await handOver(damage(next()));
        await handOver(next());
        await until(async () => (await status()).includes(cutOff), {
          what: 'the status line says that a document was cut off',
        });
        await expect.poll(() => status()).toContain('2 recorded');
      } finally {
        await panel.quit();
      }
    },
  );
});
