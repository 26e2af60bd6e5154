import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { WorkerLike } from '../../../../panel/engine/query/regex-host.ts';

/** Bundles the regex worker as the extension does, and returns its code. */
export async function bundleRegexWorker(): Promise<string> {
  const entry = fileURLToPath(new URL('./regex-worker-entry.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, ssr: entry, minify: false },
  });
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  const chunk = outputs.flatMap(({ output }) => output).find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('the regex worker was not bundled');
  return chunk.code;
}

export interface SpawnedWorkers {
  readonly spawn: () => WorkerLike;
  /** Exits of the workers spawned so far, in order. */
  readonly exits: Promise<number>[];
}

/** Real threads behind the interface of a web worker. */
export function createSpawner(code: string): SpawnedWorkers {
  const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  const exits: Promise<number>[] = [];
  const spawn = (): WorkerLike => {
    const thread = new Worker(url);
    exits.push(new Promise((resolve) => thread.once('exit', resolve)));
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      postMessage: (request, transfer) => thread.postMessage(request, transfer),
      terminate: () => void thread.terminate(),
    };
    thread.on('message', (data) => worker.onmessage?.({ data }));
    thread.on('error', (error: Error) => worker.onerror?.({ message: error.message }));
    return worker;
  };
  return { spawn, exits };
}
