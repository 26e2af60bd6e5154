import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame } from 'puppeteer';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeFinding {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What axe finds wrong in the panel, with the element that has it. */
export async function axeFindings(panel: Frame): Promise<string[]> {
  await panel.evaluate(await readFile(axeSource, 'utf8'));
  const found = await panel.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: AxeFinding[] }> };
    };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join(', ')}`,
  );
}
