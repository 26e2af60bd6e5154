// @ts-check
// npm run test:flood: the floods of the end-to-end tests at their full size. Takes some minutes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
// Needs packages, which may only be there now.
const { buildExtension } = await import('./build-extension.mjs');
await buildExtension('chromium');
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', 'test/e2e/flood.test.ts'],
  {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, FLOOD: 'full' },
  },
);
process.exitCode = status ?? 1;
