// @ts-check
// npm run dev: builds the Chromium extension again after every change, and serves the panel's page
// as a plain tab, with a recorded session in it, for work on what it looks like.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

ensureInstalled();
const { createServer } = await import('vite');
const { default: preact } = await import('@preact/preset-vite');

const { version } = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));

const vite = join(root, 'node_modules/vite/bin/vite.js');
const build = spawn(process.execPath, [vite, 'build', '--watch', '--mode', 'chromium'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});

const server = await createServer({
  root,
  // The project's own configuration makes extensions, which a plain tab is not.
  configFile: false,
  define: { productVersion: JSON.stringify(version) },
  publicDir: 'extension/public',
  plugins: [preact({ reactAliasesEnabled: false })],
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
});
await server.listen();
const origin = server.resolvedUrls?.local[0] ?? '/';
console.log(`\n  Panel with a recorded session: ${origin}panel/panel.html`);
console.log('  Extension: load dist/chromium unpacked; reload it there after a change.\n');

build.on('exit', (code) => end(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(0));

/** @param {number} code */
async function end(code) {
  build.kill();
  await server.close();
  process.exit(code);
}
