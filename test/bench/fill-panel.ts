// A million messages in a real panel within seconds: batches are handed to the panel's own engine as the panel
// hands over what a document sends. A page would take minutes to receive as many. Everything behind that is
// the real thing; how fast messages get so far is what page-throughput.ts measures.
import type { Frame } from 'puppeteer';
import type { ToWorker } from '../../panel/engine/worker.ts';
import { setFilter, statusText } from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { newBatchSource } from './messages.ts';
import { statusCounts } from './status-counts.ts';

const messagesPerBatch = 1000;
/** A document that the panel has not given a number to. */
const document = 1_000_000;

/** Adds messages to a panel whose filter is empty. Answers with the ms until all were in the status line. */
export async function fillPanel(panel: Frame, messages: number): Promise<number> {
  await catchWorker(panel);
  const fromMs = performance.now();
  const orders = { came: documentCame, document };
  await panel.evaluate(
    async (batchBase64, batches, { came, document: id }) => {
      const { engineWorker } = window as unknown as { engineWorker: Worker };
      engineWorker.postMessage(came);
      const pattern = Uint8Array.from(atob(batchBase64), (unit) => unit.charCodeAt(0));
      let stepMs = 0;
      for (let sequence = 0; sequence < batches; sequence++) {
        const batch = pattern.slice().buffer;
        const words = new Uint32Array(batch);
        const doubles = new Float64Array(batch);
        words[2] = sequence;
        // Each batch goes on in time where the one before ended: the list is in the order of time.
        for (let at = 32; at < batch.byteLength; at += words[at >> 2] ?? batch.byteLength) {
          doubles[(at >> 3) + 2] = (doubles[(at >> 3) + 2] ?? 0) + stepMs;
        }
        stepMs += 100;
        const order: ToWorker = { kind: 'order', order: { kind: 'batch', document: id, batch } };
        engineWorker.postMessage(order, [batch]);
        // The panel's thread has other things to do, too.
        if (sequence % 10 === 9) await new Promise((resume) => setTimeout(resume));
      }
    },
    Buffer.from(newBatchSource()(messagesPerBatch)).toString('base64'),
    messages / messagesPerBatch,
    orders,
  );
  await until(async () => statusCounts(await statusText(panel)).shown === messages, {
    what: `the panel has ${messages} messages`,
    timeoutMs: 120_000,
  });
  return performance.now() - fromMs;
}

const documentCame: ToWorker = {
  kind: 'order',
  order: { kind: 'documentCame', document, url: 'https://a.test/', isTop: true },
};

/** The worker that the panel speaks to is known from the next thing that it says to it. */
async function catchWorker(panel: Frame): Promise<void> {
  await panel.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...words: unknown[]) {
      Object.assign(window, { engineWorker: this });
      Worker.prototype.postMessage = post;
      // Passed on as it came.
      post.apply(this, words as Parameters<typeof post>);
    };
  });
  await setFilter(panel, 'a word, so that the filter changes');
  await setFilter(panel, '');
  await until(() => panel.evaluate(() => 'engineWorker' in window), {
    what: 'the panel has asked its engine',
  });
}
