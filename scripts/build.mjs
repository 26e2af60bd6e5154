// @ts-check
// npm run build, or `npm run build -- firefox` for one of the two.
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const { buildExtension, targets } = await import('./build-extension.mjs');

const wanted = process.argv.slice(2);
const unknown = wanted.find((word) => !targets.some((target) => target === word));
try {
  if (unknown !== undefined)
    throw new Error(`There is no build "${unknown}", only ${targets.join(' and ')}.`);
  for (const target of targets) {
    if (wanted.length > 0 && !wanted.includes(target)) continue;
    await buildExtension(target);
    console.log(`dist/${target}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
