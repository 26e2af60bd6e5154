// @ts-check
// npm start: the playground in a browser with Sockets open. Without a display, or with
// `-- --headless`, the panel is driven once instead, and what it showed is left in out/.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const out = fileURLToPath(new URL('../out', import.meta.url));

try {
  ensureInstalled();
  const { buildExtension } = await import('./build-extension.mjs');
  await buildExtension('chromium');
  console.log('Built dist/chromium.');
  if (process.argv.includes('--headless') || !hasDisplay()) await driveOnce();
  else await stayOpen();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

async function driveOnce() {
  const { driveDemo } = await import('./drive-demo.mjs');
  await driveDemo(async ({ screenshot }, harText) => {
    await mkdir(out, { recursive: true });
    await writeFile(`${out}/session.har`, harText);
    console.log('Wrote out/session.har.');
    await screenshot(`${out}/panel.png`, { width: 1200, height: 800, theme: 'light' });
    console.log('Wrote out/panel.png.');
  });
}

/** Ends with the browser. Ctrl-C ends the browser, and with it this. */
async function stayOpen() {
  const { loadDemo } = await import('./load-demo.mjs');
  const { startDemo } = await loadDemo();
  const demo = await startDemo({ headless: false });
  console.log(`The playground runs at ${demo.playground.origin}. Close the browser to end it.`);
  await new Promise((ended) => demo.browser.once('disconnected', ended));
  await demo.close();
}
