// @ts-check
// npm run bench [-- --quick] [--write-docs]: what Sockets costs and how it grows, as tables and in out/bench.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
// Needs packages, which may only be there now.
const { buildExtension } = await import('./build-extension.mjs');
await buildExtension('chromium');
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('../test/bench/bench.ts') }} */
const { module } = await runnerImport(`${root}test/bench/bench.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
const startedMs = Date.now();
const results = await module.bench({
  isQuick: process.argv.includes('--quick'),
  say: (line) =>
    process.stderr.write(`  ${Math.round((Date.now() - startedMs) / 1000)} s ${line}\n`),
});
mkdirSync(`${root}out`, { recursive: true });
writeFileSync(`${root}out/bench.json`, `${JSON.stringify(results, null, 2)}\n`);
console.log(`${module.machineLine(results)}\n\n${module.report(results)}`);
if (process.argv.includes('--write-docs'))
  writeFileSync(`${root}docs/benchmark.md`, module.benchmarkDocument(results));
