// What the browser has to load, compressed as a package is.
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtExtension } from '../support/browser.ts';

export interface BundleSizes {
  /** Bytes, gzip. */
  readonly recorder: number;
  readonly relay: number;
  /** What panel.html names, with all that it imports without being asked. */
  readonly panel: number;
  /** Besides: what the panel starts or imports itself as it opens, the engine's worker above all. */
  readonly panelLater: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export async function measureBundles(): Promise<BundleSizes> {
  const html = await textOf('panel/panel.html');
  const named = [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map(([, path]) =>
    normalize((path ?? '').replace(/^(?:\.\.\/)+/, '')),
  );
  const eager = await closure(
    ['panel/panel.html', ...named],
    /(?:\bfrom|\bimport)\s*["']([^"']+)["']/g,
  );
  const all = await closure(
    [...eager],
    // Dynamic imports and workers: Vite writes their paths as plain strings.
    /["'`]((?:\.{0,2}\/)?(?:assets\/)?[\w.-]+\.(?:js|css))["'`]/g,
  );
  const files = await Promise.all(
    [...all].map(async (path) => ({ path, bytes: await gzipBytes(path) })),
  );
  const sum = (isCounted: (path: string) => boolean): number =>
    files.reduce((total, { path, bytes }) => total + (isCounted(path) ? bytes : 0), 0);
  return {
    recorder: await gzipBytes('injected/recorder.iife.js'),
    relay: await gzipBytes('extension/relay.iife.js'),
    panel: sum((path) => eager.has(path)),
    panelLater: sum((path) => !eager.has(path)),
    files,
  };
}

/** The files, and those that they name by this pattern, and so on. */
async function closure(paths: readonly string[], naming: RegExp): Promise<Set<string>> {
  const found = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (found.has(path)) return;
    const text = await textOf(path).catch(() => null);
    // A string that only looks like a path.
    if (text === null) return;
    found.add(path);
    if (!path.endsWith('.js')) return;
    for (const [, name = ''] of text.matchAll(naming))
      await visit(
        name.startsWith('assets/') ? name : join(dirname(path), name.replace(/^\/assets\//, '')),
      );
  };
  for (const path of paths) await visit(path);
  return found;
}

const textOf = (path: string): Promise<string> => readFile(join(builtExtension, path), 'utf8');
const gzipBytes = async (path: string): Promise<number> =>
  gzipSync(await readFile(join(builtExtension, path)), { level: 9 }).byteLength;
