// @ts-check
// npm run docs: writes the pages of docs/ that are made from the code.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
// Needs packages, which may only be there now.
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('../test/support/decoder-docs.ts') }} */
const { module } = await runnerImport(`${root}test/support/decoder-docs.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
writeFileSync(`${root}docs/decoders.md`, module.decoderDocument());
console.log('Wrote docs/decoders.md.');
