import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countMessages } from '../support/message-grid.ts';
import {
  allRows,
  messagesOfHar,
  parseHar,
  startTestBed,
  statusText,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

const burst = 20_000;

describe('A burst of 20,000 messages', () => {
  it('loses none, keeps their order, and the panel answers within a second after the last', async () => {
    const { page, panel } = await bed.openUnwatched();
    const started = performance.now();
    await page.evaluate(
      ([host, count]) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${host}/flood?count=${count}&size=64`);
          socket.onopen = () => socket.send('go');
          let received = 0;
          // The burst, and the message that ends it.
          socket.onmessage = () => ++received === Number(count) + 1 && done();
        }),
      [new URL(bed.playground.origin).host, burst] as const,
    );
    // Asked at once after the page's last message; the deadline is the promise, and it takes about a
    // tenth of it. A machine on which the burst itself takes longer has that long.
    const tookMs = performance.now() - started;
    const all = burst + 2;
    await until(async () => (await countMessages(panel)) === all, {
      what: `the list has ${all} messages`,
      timeoutMs: Math.max(1000, tookMs),
      everyMs: 20,
    });
    expect((await statusText(panel)).replaceAll('\u00a0', ' ')).toContain(
      '20,002 recorded0 dropped',
    );

    const [socket] = messagesOfHar(parseHar(await bed.exportHar(panel)));
    const sequences =
      socket?.messages
        .slice(1, -1)
        .map(({ data }) => (JSON.parse(data) as { sequence: number }).sequence) ?? [];
    expect(sequences).toHaveLength(burst);
    expect(sequences.every((sequence, index) => sequence === index + (sequences[0] ?? 0))).toBe(
      true,
    );
    await page.close();
  });

  it('records one message of ten megabytes whole', async () => {
    const { page, panel } = await bed.openUnwatched();
    const length = 10 * 1024 * 1024;
    await page.evaluate(
      ([host, size]) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${host}/echo`);
          socket.binaryType = 'arraybuffer';
          socket.onopen = () => {
            const bytes = new Uint8Array(Number(size));
            for (let at = 0; at < bytes.length; at++) bytes[at] = (at * 31) % 251;
            socket.send(bytes);
          };
          socket.onmessage = () => done();
        }),
      [new URL(bed.playground.origin).host, length] as const,
    );
    expect(await allRows(panel)).toHaveLength(2);
    const [socket] = messagesOfHar(parseHar(await bed.exportHar(panel)));
    for (const { data } of socket?.messages ?? []) {
      const bytes = Buffer.from(data, 'base64');
      expect(bytes.length).toBe(length);
      expect(bytes.every((byte, at) => byte === (at * 31) % 251)).toBe(true);
    }
    await page.close();
  });
});
