import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPanel } from '../support/chromium-panel.ts';
import { startTestBed, statusText, type TestBed } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { type PageServer, servePages } from './page-server.ts';

let bed: TestBed;
let server: PageServer;
beforeAll(async () => {
  bed = await startTestBed();
  server = await servePages();
});
afterAll(async () => {
  await bed?.close();
  await server?.close();
});

/** Sends on the way back from an overflow of the stack, from where there is room for less and less. */
const sendAtTheEdge = (url: string): Promise<number> =>
  new Promise((done) => {
    const socket = new WebSocket(url);
    let sends = 0;
    let sent = 0;
    const dive = (): void => {
      try {
        dive();
      } catch {
        // This deep and no deeper.
      }
      if (++sends > 2000) return;
      try {
        socket.send('x');
        sent++;
      } catch {
        // The recorder's frame has no room here: the page is told that it did not send.
      }
    };
    socket.onopen = () => {
      dive();
      // What was sent before has arrived when its answer comes.
      socket.onmessage = () => done(sent);
      socket.send('say done');
    };
  });

it('A message that a page sends where its stack has little room left is recorded or counted, or not sent', async () => {
  const page = await bed.openPage('/blank');
  // The second time the code has been compiled, which takes stack of its own.
  for (const round of [1, 2]) {
    const before = server.received.length;
    const sent = await page.evaluate(sendAtTheEdge, `${server.obedient}?${round}`);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(2001);
    expect(server.received.length - before).toBe(sent + 1);
  }
  const all = server.received.length + 2;
  const { panel } = await openPanel(page, { size: { width: 1200, height: 800 } });
  await until(
    async () => {
      const [recorded = 0, dropped = 0] =
        (await statusText(panel))
          .match(/[\d,]+(?= (?:recorded|dropped))/g)
          ?.map((count) => Number(count.replaceAll(',', ''))) ?? [];
      return recorded + dropped === all;
    },
    { what: `what is recorded and what is dropped are ${all} together` },
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}: ${await statusText(panel)}`);
  });
  await page.close();
});
