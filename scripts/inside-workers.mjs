// @ts-check
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const name = 'virtual:inside-workers';
const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The two scripts that record inside workers, each bundled by itself like the recorder, as texts: the panel
 * hands them to the browser, and no page could load them from the extension.
 * @param {string} target
 * @returns {import('vite').Plugin}
 */
export function insideWorkers(target) {
  return {
    name: 'sockets:inside-workers',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      const [bootstrap, recorder] = await Promise.all([
        bundle('injected/worker-bootstrap.iife.ts', target),
        bundle('injected/worker-recorder.iife.ts', target),
      ]);
      return [
        `export const bootstrap = ${JSON.stringify(bootstrap)};`,
        `export const recorder = ${JSON.stringify(recorder)};`,
      ].join('\n');
    },
  };
}

/**
 * @param {string} path
 * @param {string} target
 * @returns {Promise<string>} one line
 */
async function bundle(path, target) {
  const built = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'error',
    root,
    build: {
      write: false,
      target,
      modulePreload: false,
      rolldownOptions: { input: `${root}${path}`, output: { format: 'iife' } },
    },
  });
  const outputs = [built].flat().flatMap((part) => ('output' in part ? part.output : []));
  const script = outputs.find((file) => file.type === 'chunk');
  if (script?.type !== 'chunk') throw new Error(`${path}: vite made no script of it`);
  return script.code.trim();
}
