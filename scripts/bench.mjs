// @ts-check
// npm run bench [-- --quick] [--soak] [--only part,part] [--write-docs]: what Sockets costs and how it grows, as
// tables and in out/bench.json. The parts are those of `partNames` in test/bench/bench.ts; --soak adds ten minutes
// of messages.
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
const isQuick = process.argv.includes('--quick');
const usual = isQuick ? module.quickPartNames : module.partNames;
const onlyAt = process.argv.indexOf('--only');
const only = onlyAt < 0 ? usual : (process.argv[onlyAt + 1] ?? '').split(',');
/** @type {import('../test/bench/bench.ts').PartName[]} */
const parts = module.partNames.filter((name) => only.includes(name));
if (parts.length < only.length)
  throw new Error(`--only takes some of ${module.partNames.join(',')}: "${only.join(',')}"`);
if (process.argv.includes('--soak')) parts.push('soak');
if (onlyAt >= 0 && process.argv.includes('--write-docs'))
  throw new Error('docs/benchmark.md is of one whole run: leave out --only or --write-docs');
const startedMs = Date.now();
mkdirSync(`${root}out`, { recursive: true });
const results = await module.bench({
  isQuick,
  parts,
  say: (line) =>
    process.stderr.write(`  ${Math.round((Date.now() - startedMs) / 1000)} s ${line}\n`),
  keep: (measured) =>
    writeFileSync(`${root}out/bench.json`, `${JSON.stringify(measured, null, 2)}\n`),
});
console.log(`${module.machineLine(results)}\n\n${module.report(results)}`);
if (process.argv.includes('--write-docs'))
  writeFileSync(`${root}docs/benchmark.md`, module.benchmarkDocument(results));
