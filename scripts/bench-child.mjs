// @ts-check
// A process of the benchmark: runs `main(task, say)` of the module that its first argument names, with the
// second one, JSON, as the task. Ends by itself when its parent goes.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const [path, task] = process.argv.slice(2);
if (path === undefined || task === undefined || process.send === undefined)
  throw new Error('bench-child.mjs is started by npm run bench, not by hand.');

// The channel closes with the parent, however that ended: nobody is left to clean up after us.
process.on('disconnect', () => process.exit());

const { runnerImport } = await import('vite');
/** @type {{ module: { main: (task: unknown, say: (message: unknown) => void) => Promise<void> } }} */
const { module } = await runnerImport(`${root}${path}`, {
  root,
  configFile: false,
  logLevel: 'error',
});
await module.main(JSON.parse(task), (message) => process.send?.(message));
