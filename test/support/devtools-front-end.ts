// DevTools is a page made of modules. What it offers no API for (which tab is shown, where it is
// docked, its theme, importing a HAR) is done by calling those modules as its own buttons do.
import type { Page } from 'puppeteer';

/**
 * Runs the body of an async function in DevTools' own page. In it `load(path)` imports one of
 * DevTools' modules and `given` is the second argument, copied as JSON.
 *
 * The body is text because Vite rewrites an `import()` that is written as code.
 * It throws until DevTools has finished its own start, so the first call of all is polled.
 */
export async function inFrontEnd<T>(devtools: Page, body: string, given: unknown = null) {
  const source = `(async (load, given) => { ${body} })(
    (path) => import(new URL(path, location.href).href),
    ${JSON.stringify(given)},
  )`;
  // The caller knows what its own body returns.
  return devtools.evaluate(source) as Promise<T>;
}

/** `undocked` gives DevTools, and with it the panel, the whole viewport of its page. */
export function dockDevTools(devtools: Page, side: 'undocked' | 'bottom' | 'right') {
  return inFrontEnd<void>(
    devtools,
    `const { DockController } = await load('./ui/legacy/legacy.js');
     DockController.DockController.instance().setDockSide(given);`,
    side,
  );
}

/** DevTools opens its drawer by itself, for an error or to tell what is new, and remembers it. */
export function closeDrawer(devtools: Page) {
  return inFrontEnd<void>(
    devtools,
    `const { InspectorView } = await load('./ui/legacy/legacy.js');
     const view = InspectorView.InspectorView.instance();
     if (view.drawerVisible()) view.closeDrawer({ hasTargetDrawer: false });`,
  );
}

/**
 * Sets DevTools' own theme. The panel follows in `prefers-color-scheme`, and in
 * `panels.themeName` when it has set a theme change handler. Emulating the media feature alone
 * works only while DevTools' theme is the system's.
 */
export function setTheme(devtools: Page, theme: 'light' | 'dark' | 'system') {
  return inFrontEnd<void>(
    devtools,
    `const { Settings } = await load('./core/common/common.js');
     Settings.Settings.instance().moduleSetting('ui-theme').set(given);`,
    { light: 'default', dark: 'dark', system: 'systemPreferred' }[theme],
  );
}
