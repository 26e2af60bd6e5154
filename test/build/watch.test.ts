import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ConfigEnv, Plugin, UserConfig } from 'vite';
import { describe, expect, it } from 'vitest';
import config from '../../vite.config.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
// defineConfig gives back the function that it is given.
const { plugins = [] } = (config as (env: ConfigEnv) => UserConfig)({
  command: 'build',
  mode: 'chromium',
});
const plugin = plugins
  .flat()
  .find((each) => (each as Plugin).name === 'sockets:watch-content-scripts') as Plugin;

/** The files that the build asks its watcher to look at. */
function watched(watchMode: boolean): string[] {
  const files: string[] = [];
  const context = { meta: { watchMode }, addWatchFile: (file: string) => files.push(file) };
  (plugin.buildStart as unknown as () => void).call(context);
  return files.map((file) => file.slice(project.length).replaceAll('\\', '/')).sort();
}

describe('npm run dev', () => {
  it('builds anew when any file of a content script has changed, not only its first', () => {
    const sources = ['injected', 'extension', 'extension/protocol'].flatMap((folder) =>
      readdirSync(`${project}${folder}`)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    );
    expect(watched(true)).toEqual(sources.sort());
    expect(sources).toContain('injected/log.ts');
  });

  it('is the only one that watches', () => {
    expect(watched(false)).toEqual([]);
  });
});
