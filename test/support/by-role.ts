import type { ElementHandle, Frame } from 'puppeteer';

/** A puppeteer selector for what a screen reader calls `role` named exactly `name`. */
export function roleSelector(role: string, name: string): string {
  return `::-p-aria([name="${name.replaceAll(/["\\]/g, '\\$&')}"][role="${role}"])`;
}

/** Waits for the element with this accessible role and name; fails naming both. */
export async function byRole(
  frame: Frame,
  role: string,
  name: string,
  { timeoutMs = 10_000, visible = false } = {},
): Promise<ElementHandle<HTMLElement>> {
  try {
    const found = await frame.waitForSelector(roleSelector(role, name), {
      timeout: timeoutMs,
      visible,
    });
    // Everything in the accessibility tree of an HTML page that has a role is an HTMLElement here.
    if (found) return found as ElementHandle<HTMLElement>;
  } catch (cause) {
    throw new Error(`no ${role} named "${name}" within ${timeoutMs} ms`, { cause });
  }
  throw new Error(`no ${role} named "${name}"`);
}

/** Clicks the element with this accessible role and name; also if the panel draws it anew just then, as a person would. */
export async function clickRole(frame: Frame, role: string, name: string): Promise<void> {
  for (let again = 3; ; again--) {
    const element = await byRole(frame, role, name);
    try {
      await element.click();
      return;
    } catch (error) {
      // Thrown before the mouse has moved.
      const isGone = error instanceof Error && /detached|not clickable/.test(error.message);
      if (!isGone || again === 0) throw error;
    }
  }
}
