// @ts-check
// npm run bench:decoders [-- --quick] [--write-docs]: how fast decoders are beside libraries, and how often they see
// what is not there, as tables and in out/bench-decoders.json; --write-docs writes docs/decoder-speed.md.
// A ratio is worth what the machine is quiet: nothing else should run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
// Needs packages, which may only be there now.
const { build } = await import('vite');

/**
 * The benchmark as one file, as the panel is one. With `runnerImport` each name that a module imports would be a
 * getter, and the decoders, but not the libraries, twice as slow as they are in the panel.
 */
async function bundleBench() {
  const outDir = `${root}out/bench-decoders`;
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        // Files that are read beside a module are beside its source, not beside the bundle.
        name: 'urls-of-sources',
        transform: (code, id) =>
          code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
      },
    ],
    build: {
      ssr: 'test/bench/decoders/bench-decoders.ts',
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'bench.mjs' } },
    },
  });
  return import(pathToFileURL(`${outDir}/bench.mjs`).href);
}

/** @type {typeof import('../test/bench/decoders/bench-decoders.ts')} */
const module = await bundleBench();
const isQuick = process.argv.includes('--quick');
const speeds = module.benchDecoders({
  rounds: isQuick ? 3 : 11,
  say: (line) => process.stderr.write(`  ${line}\n`),
});
const mistakes = module.falsePositiveTable(isQuick ? 10_000 : 100_000);
const confusions = module.mistakenTable(isQuick ? 1000 : 10_000);
mkdirSync(`${root}out`, { recursive: true });
writeFileSync(`${root}out/bench-decoders.json`, `${JSON.stringify(speeds, null, 2)}\n`);
const text = `# What decoding costs, and how sure it is

\`npm run bench:decoders -- --write-docs\` measures this and writes this page.

## Beside libraries

A library makes a plain value; the decoders of Sockets make a tree that knows the bytes of each node. Both decode
the same payload in one process, in turns; the ratio is taken turn by turn. The libraries are the fastest that run
without \`eval\`, which the panel's policy forbids. Ours are measured as the panel has them: bundled, and after all
of them have looked at all of the payloads.

${module.speedTable(speeds.formats)}
${module.whySlower(speeds.formats)}
### Protocols

Messages of captured conversations beside what their own clients read them with. A client takes the fields that it
needs from a value; ours makes the tree of each layer and, where the row does not say *read only*, the line of the
list in the protocol's words with what pairs a response with its request. Protobuf is read without its schema, which
the library has.

${module.speedTable(speeds.protocols)}
${module.whySlower(speeds.protocols)}
## What is seen where nothing is

Payloads without a meaning, always the same ones, through the whole registry. A decoder is chosen automatically from
a confidence of 50 % on.

${mistakes}

## What is taken for something else

Payloads that libraries have written, each in one format, without an address that would tell. Raw deflate and Snappy
blocks begin with nothing that marks them: they are chosen in the menu of layers, and pinned to an address there.

${confusions}
`;
console.log(text);
if (process.argv.includes('--write-docs')) writeFileSync(`${root}docs/decoder-speed.md`, text);
