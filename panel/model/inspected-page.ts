import browser from 'webextension-polyfill';

/** Whether the browser lets extensions into the inspected page at all. */
export async function isRestrictedPage(): Promise<boolean> {
  // With a callback: Chromium's own `browser`, which the polyfill takes as it is, gives no promise here.
  const answer = await new Promise<unknown>((done) => {
    const place = 'location.protocol + " " + location.host';
    chrome.devtools.inspectedWindow.eval(place, (...[result]) => done(result));
  });
  // What comes back is the page's to decide, so it is only ever compared. It is nothing in pages that are
  // closed to extensions, where the browsers refuse to evaluate.
  const [protocol = '', host = ''] = String(answer).split(' ');
  return !openProtocols.includes(protocol) || extensionStores.includes(host);
}

const openProtocols = ['http:', 'https:', 'file:', 'about:', 'data:', 'blob:'];
const extensionStores = ['chromewebstore.google.com', 'chrome.google.com', 'addons.mozilla.org'];

export async function reloadPage(): Promise<void> {
  await browser.devtools.inspectedWindow.reload();
}

/** Calls `apply` with the theme of DevTools, now and when it changes. */
export function followTheme(apply: (isDark: boolean) => void): void {
  const panels = browser.devtools.panels as typeof browser.devtools.panels & {
    setThemeChangeHandler?: (callback: (name: string) => void) => void;
  };
  const changed = (name: string): void => apply(name === 'dark');
  changed(panels.themeName);
  // Firefox has an event, Chromium a handler.
  if (panels.onThemeChanged !== undefined) panels.onThemeChanged.addListener(changed);
  else panels.setThemeChangeHandler?.(changed);
}
