import { parentPort } from 'node:worker_threads';

/** What regex-worker.ts uses of a web worker's global scope, on top of worker_threads. */
const scope = {
  addEventListener: (_: 'message', listener: (event: { data: unknown }) => void): void => {
    parentPort?.on('message', (data: unknown) => listener({ data }));
  },
  postMessage: (message: unknown, options: { transfer: ArrayBuffer[] }): void => {
    parentPort?.postMessage(message, options.transfer);
  },
};
Object.assign(globalThis, { self: scope });
