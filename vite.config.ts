import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import chromiumManifest from './manifest.json' with { type: 'json' };
import { insideWorkers } from './scripts/inside-workers.mjs';
import { smallerScripts } from './scripts/smaller-scripts.mjs';
import { withoutCodegen } from './scripts/without-codegen.mjs';

/** The two builds. `vite build --mode firefox` makes the second. */
export type Target = 'chromium' | 'firefox';

/**
 * Firefox differs in three ways: it needs an id, it relays through a background page because a
 * content script cannot reach a DevTools panel there, and it structured-clones messages by itself.
 */
export function manifestFor(target: Target): Record<string, unknown> {
  if (target === 'chromium') return { ...chromiumManifest };
  const { minimum_chrome_version, message_serialization, ...shared } = chromiumManifest;
  return {
    ...shared,
    background: { scripts: ['extension/background.ts'], type: 'module' },
    browser_specific_settings: {
      gecko: {
        id: 'sockets@sockets.dev',
        strict_min_version: '128.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  };
}

/**
 * crxjs bundles content scripts in builds of their own, so the watcher of this one knows only their
 * first file: npm run dev would not build anew when something that they import has changed.
 */
function watchContentScripts(): Plugin {
  const root = fileURLToPath(new URL('.', import.meta.url));
  return {
    name: 'sockets:watch-content-scripts',
    buildStart() {
      if (!this.meta.watchMode) return;
      for (const folder of ['injected', 'extension']) {
        for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
          if (name.endsWith('.ts')) this.addWatchFile(join(root, folder, name));
      }
    },
  };
}

export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chromium';
  const engine = target === 'firefox' ? 'firefox128' : 'chrome148';
  return {
    define: { productVersion: JSON.stringify(chromiumManifest.version) },
    publicDir: 'extension/public',
    plugins: [
      watchContentScripts(),
      withoutCodegen(),
      insideWorkers(engine),
      preact({ reactAliasesEnabled: false, devToolsEnabled: false }),
      crx({
        // crxjs types the manifest it reads from; ours is validated by the build and by test/build.
        manifest: manifestFor(target) as unknown as ManifestV3Export,
        browser: target === 'firefox' ? 'firefox' : 'chrome',
      }),
      smallerScripts(),
    ],
    worker: { format: 'es', plugins: () => [withoutCodegen()] },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      sourcemap: false,
      target: engine,
      modulePreload: false,
      rolldownOptions: { input: { panel: 'panel/panel.html' } },
    },
  };
});
