import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Script by file name, such as "playground.js". */
export type Scripts = ReadonlyMap<string, string>;

const folder = fileURLToPath(new URL('./page/', import.meta.url));
const entries = ['playground', 'frame', 'frames', 'inline', 'worker'];
let bundled: Promise<Scripts> | undefined;

/** Bundles the scripts of the pages in memory, once a process. Writes no file. */
export function bundleScripts(): Promise<Scripts> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<Scripts> {
  const built = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    root: folder,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      target: 'esnext',
      rolldownOptions: {
        input: Object.fromEntries(entries.map((name) => [name, `${folder}${name}.ts`])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' },
      },
    },
  });
  const outputs = [built].flat().flatMap((part) => ('output' in part ? part.output : []));
  return new Map(
    outputs.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code]] : [])),
  );
}
