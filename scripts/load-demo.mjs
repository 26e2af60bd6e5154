// @ts-check
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The demo and the main job are TypeScript, shared with the tests; Node 20 alone cannot load it.
 *
 * @returns {Promise<typeof import('../test/support/demo.ts') & typeof import('../test/support/main-job.ts')>}
 */
export async function loadDemo() {
  const load = async (/** @type {string} */ file) =>
    (
      await runnerImport(`${root}test/support/${file}`, {
        root,
        configFile: false,
        logLevel: 'error',
      })
    ).module;
  // The files export what the type says: tsc reads the same ones.
  return /** @type {any} */ ({ ...(await load('demo.ts')), ...(await load('main-job.ts')) });
}
