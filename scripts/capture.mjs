// @ts-check
// npm run capture [-- name …]: holds the conversations of test/fixtures/captures/ anew, between real client
// libraries and servers on loopback, and writes them down. On Debian as root it installs the servers that are
// missing. Tests read the files and need no server.
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
// Needs packages, which may only be there now.
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('../test/capture/capture.ts') }} */
const { module } = await runnerImport(`${root}test/capture/capture.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !module.captureNames.includes(name));
if (unknown.length > 0)
  throw new Error(
    `no capture is named ${unknown.join(', ')}: take some of ${module.captureNames.join(' ')}`,
  );
const failed = await module.capture(asked.length > 0 ? asked : module.captureNames, (line) =>
  console.log(line),
);
// Some libraries leave timers behind.
process.exit(failed.length > 0 ? 1 : 0);
