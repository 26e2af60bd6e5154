import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { checkBuild } from '../../scripts/check-build.mjs';
import { withoutCodegen } from '../../scripts/without-codegen.mjs';

const entry = fileURLToPath(
  new URL('../../panel/decoders/formats/protobuf-schema-load.ts', import.meta.url),
);

/** What check-build says about code from text in a build of the reader of schemas. */
async function problemsOf(plugins: ReturnType<typeof withoutCodegen>[]): Promise<string[]> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins,
    build: { write: false, rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' } },
  });
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  const files = new Map(
    outputs.flatMap((file) =>
      file.type === 'chunk' ? [[file.fileName, new TextEncoder().encode(file.code)] as const] : [],
    ),
  );
  expect(files.size).toBeGreaterThan(1);
  return checkBuild(files).filter((problem) => problem.includes('code from text'));
}

it('takes the making of code from text out of the parser of .proto files', async () => {
  expect(await problemsOf([])).toHaveLength(1);
  expect(await problemsOf([withoutCodegen()])).toEqual([]);
});
