import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../support/message-grid.ts';
import { allRows, hasMessages, startTestBed, type TestBed } from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

async function importFile(panel: Frame, text: string): Promise<void> {
  const path = join(tmpdir(), `sockets-import-${process.pid}.har`);
  await writeFile(path, text);
  const input = (await panel.$('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(path);
}

const notice = (panel: Frame): Promise<string> =>
  panel.evaluate(() => document.querySelector('.file-notice')?.textContent ?? '');
const withoutIndex = ({ direction, time, socket, type, size, content }: Row) => ({
  direction,
  time,
  socket,
  type,
  size,
  content,
});
const lifecycle = (panel: Frame): Promise<string[]> =>
  panel.evaluate(() =>
    [...document.querySelectorAll('.lifecycle')].map((row) => row.textContent ?? ''),
  );
const sockets = (panel: Frame): Promise<(string | null)[]> =>
  panel.evaluate(() =>
    [
      ...document.querySelectorAll(
        '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
      ),
    ].map((row) => row.getAttribute('aria-label')),
  );

describe('A session as a file', () => {
  it('gives the same list when an exported HAR is imported again', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (host) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${host}/echo`, ['echo.v1']);
          socket.onopen = () => {
            socket.send('text 🧦');
            socket.send(new Uint8Array([1, 2, 3]));
            socket.send(new Blob(['blob']));
          };
          let echoes = 0;
          socket.onmessage = () => ++echoes === 3 && socket.close(3000, 'enough');
          socket.onclose = () => {
            socket.send('too late');
            const refused = new WebSocket(`ws://${host}/fail`);
            refused.onclose = () => done();
          };
        }),
      new URL(bed.playground.origin).host,
    );
    await hasMessages(panel, 7);
    const before = {
      rows: (await allRows(panel)).map(withoutIndex),
      lifecycle: await lifecycle(panel),
      sockets: await sockets(panel),
    };
    const har = await bed.exportHar(panel);

    const other = await bed.openRecorded('/blank');
    await importFile(other.panel, har);
    await hasMessages(other.panel, 7);
    expect((await allRows(other.panel)).map(withoutIndex)).toEqual(before.rows);
    await expect.poll(() => lifecycle(other.panel)).toEqual(before.lifecycle);
    await expect.poll(() => sockets(other.panel)).toEqual(before.sockets);
    await expect.poll(() => notice(other.panel)).toContain('Imported 7 messages of 2 sockets');
    await other.page.close();
    await page.close();
  });

  it('says what is wrong with a file that it cannot read, and keeps the session', async () => {
    const { page, panel } = await bed.openRecorded('/inline');
    await hasMessages(panel, 2);
    await importFile(panel, '{"log": nonsense');
    await until(
      async () =>
        (await notice(panel)).startsWith('The file was not imported: The file is not JSON'),
      { what: 'the panel says that the file is not JSON' },
    );
    await importFile(
      panel,
      '{"log":{"version":"1.2","entries":[{"_resourceType":"websocket","request":{"url":"ws://x/"},"_webSocketMessages":[{"type":"send","time":1,"opcode":2,"data":"***"},{"type":"receive","time":2,"opcode":1,"data":"fine"}]}]}}',
    );
    await until(async () => (await notice(panel)).includes('could not be read'), {
      what: 'the panel says what part could not be read',
    });
    await hasMessages(panel, 4);
    await page.close();
  });

  it('says that there is nothing to export yet', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await panel.$eval('[aria-label="Export HAR"]', (button) => (button as HTMLElement).click());
    await until(async () => (await notice(panel)).includes('nothing to export'), {
      what: 'the panel says so',
    });
    await page.close();
  });
});
