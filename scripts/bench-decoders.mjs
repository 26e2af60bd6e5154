// @ts-check
// npm run bench:decoders [-- --quick] [--write-docs]: how fast decoders are beside libraries, and how often they see
// what is not there, as tables and in out/bench-decoders.json; --write-docs writes docs/decoder-speed.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
// Needs packages, which may only be there now.
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('../test/bench/decoders/bench-decoders.ts') }} */
const { module } = await runnerImport(`${root}test/bench/decoders/bench-decoders.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
const isQuick = process.argv.includes('--quick');
const speeds = module.benchDecoders({
  rounds: isQuick ? 3 : 11,
  say: (line) => process.stderr.write(`  ${line}\n`),
});
const mistakes = module.falsePositiveTable(isQuick ? 10_000 : 100_000);
mkdirSync(`${root}out`, { recursive: true });
writeFileSync(`${root}out/bench-decoders.json`, `${JSON.stringify(speeds, null, 2)}\n`);
const text = `# What decoding costs, and how sure it is

\`npm run bench:decoders -- --write-docs\` measures this and writes this page.

## Beside libraries

A library makes a plain value; the decoders of Sockets make a tree that knows the bytes of each node. Both decode
the same payload in one process, in turns; the ratio is taken turn by turn. The libraries are the fastest that run
without \`eval\`, which the panel's policy forbids.

${module.speedTable(speeds)}

## What is seen where nothing is

Payloads without a meaning, always the same ones, through the whole registry. A decoder is chosen automatically from
a confidence of 50 % on.

${mistakes}
`;
console.log(text);
if (process.argv.includes('--write-docs')) writeFileSync(`${root}docs/decoder-speed.md`, text);
