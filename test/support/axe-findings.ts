import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'puppeteer';
import { resizeDevTools } from './chromium-panel.ts';
import { setTheme } from './devtools-front-end.ts';
import { until } from './until.ts';

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

/** Has the panel light and dark, narrow and wide, and tells each time what it is: `dark, 500 px`. */
export async function inEachLook(
  panel: Frame,
  devtools: Page,
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(devtools, theme);
    await until(
      () =>
        panel.evaluate(
          (isDark) => matchMedia('(prefers-color-scheme: dark)').matches === isDark,
          theme === 'dark',
        ),
      { what: `the panel is ${theme}` },
    );
    for (const width of [500, 1200]) {
      await resizeDevTools(devtools, { width, height: 800 });
      await look(`${theme}, ${width} px`);
    }
  }
}
