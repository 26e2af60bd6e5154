import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles a module of this folder to one classic script that a page can include. Writes no file. */
export async function bundleForPage(path: string): Promise<string> {
  const built = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      target: 'esnext',
      rolldownOptions: {
        input: fileURLToPath(new URL(path, import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const outputs = [built].flat().flatMap((part) => ('output' in part ? part.output : []));
  const script = outputs.find((file) => file.type === 'chunk');
  if (script?.type !== 'chunk') throw new Error(`${path}: vite made no script of it`);
  return script.code;
}
