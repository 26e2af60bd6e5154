// @ts-check
// npm run picture: the README's picture, taken of the real panel after the main job.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const docs = fileURLToPath(new URL('../docs', import.meta.url));

try {
  ensureInstalled();
  const { buildExtension } = await import('./build-extension.mjs');
  await buildExtension('chromium');
  const { driveDemo } = await import('./drive-demo.mjs');
  await driveDemo(async ({ screenshot }) => {
    await mkdir(docs, { recursive: true });
    await screenshot(`${docs}/panel.png`, { width: 1200, height: 750, theme: 'light' });
    console.log('Wrote docs/panel.png.');
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
