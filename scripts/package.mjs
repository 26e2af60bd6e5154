// @ts-check
// npm run package: out/sockets-<target>-<version>.zip, as the extension stores want them.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

try {
  ensureInstalled();
  const { buildExtension, targets } = await import('./build-extension.mjs');
  for (const target of targets) {
    await buildExtension(target);
    await packageTarget(target);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @param {import('./build-extension.mjs').Target} target */
async function packageTarget(target) {
  const { readFiles } = await import('./read-files.mjs');
  const { zipFiles } = await import('./zip.mjs');
  const files = await readFiles(`${root}dist/${target}`);
  const { version } = JSON.parse(await readFile(`${root}dist/${target}/manifest.json`, 'utf8'));
  const zip = zipFiles(files);
  const name = `out/sockets-${target}-${version}.zip`;
  await mkdir(`${root}out`, { recursive: true });
  await writeFile(root + name, zip);
  const size = new Intl.NumberFormat('en').format(zip.byteLength);
  console.log(`${name}\n  ${size} bytes, ${files.size} files`);
  console.log(`  sha256 ${createHash('sha256').update(zip).digest('hex')}`);
}
