// @ts-check
// npm run bench:recorder [-- --quick] [--largest bytes]: what the recorder costs a page, as a table and in out/bench-recorder.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
// Needs packages, which may only be there now.
const { buildExtension } = await import('./build-extension.mjs');
await buildExtension('chromium');
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('../test/bench/recorder.ts') }} */
const { module } = await runnerImport(`${root}test/bench/recorder.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
const rounds = process.argv.includes('--quick') ? 5 : 15;
const largestAt = process.argv.indexOf('--largest');
const measurements = await module.benchRecorder({
  rounds,
  ...(largestAt < 0 ? {} : { largest: Number(process.argv[largestAt + 1]) }),
  say: (line) => process.stderr.write(`  ${line}\n`),
});

mkdirSync(`${root}out`, { recursive: true });
writeFileSync(
  `${root}out/bench-recorder.json`,
  `${JSON.stringify({ rounds, measurements }, null, 2)}\n`,
);

/** @param {number} value */
const number = (value) => value.toFixed(value < 10 ? 2 : 0);
console.log(
  `| what | payload | bytes | native µs | recorded µs | the recorder µs | spread native / recorded | allocated more B |`,
);
console.log('| --- | --- | ---: | ---: | ---: | ---: | --- | ---: |');
for (const row of measurements) {
  const cells = [
    row.what,
    row.payload,
    row.bytes,
    number(row.nativeUs),
    number(row.recordedUs),
    number(row.addedUs),
    `${number(row.nativeSpreadUs)} / ${number(row.recordedSpreadUs)}`,
    row.allocatedBytes.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
