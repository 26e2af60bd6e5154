import type { Frame, Page } from 'puppeteer';
import { closeDrawer, dockDevTools, inFrontEnd, setTheme } from './devtools-front-end.ts';
import { until } from './until.ts';

export interface PanelDriver {
  /** DevTools' own page. Its screenshot shows the panel; a panel alone cannot be photographed. */
  readonly devtools: Page;
  /** The page of the Sockets tab: evaluate, locators and selectors work as in any frame. */
  readonly panel: Frame;
  /** The extension's hidden `devtools_page`. */
  readonly devtoolsPageFrame: Frame;
}

export interface PanelOptions {
  readonly dock?: 'undocked' | 'bottom' | 'right';
  /** DevTools' viewport; `null` leaves the window's. */
  readonly size?: Size | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Opens DevTools on `page` and shows the Sockets tab, whose code has then begun to run. */
export async function openPanel(page: Page, options: PanelOptions = {}): Promise<PanelDriver> {
  const { dock = 'undocked', size = { width: 1200, height: 800 } } = options;
  const devtools = await page.openDevTools();
  const devtoolsPageFrame = await until(
    () => extensionFrame(devtools, '/extension/devtools.html'),
    {
      what: "the extension's devtools page has started",
    },
  );
  await until(() => showPanel(devtools), { what: 'DevTools has a tab named Sockets' });
  const panel = await until(() => extensionFrame(devtools, '/panel/panel.html'), {
    what: 'the Sockets tab has its page',
  });
  await until(() => panel.evaluate(() => document.readyState === 'complete'), {
    what: "the panel's page has loaded",
  });
  await dockDevTools(devtools, dock);
  if (size) await resizeDevTools(devtools, size);
  return { devtools, panel, devtoolsPageFrame };
}

/** Shows the Sockets tab. False while DevTools does not know it yet. */
export function showPanel(devtools: Page): Promise<boolean> {
  return inFrontEnd<boolean>(
    devtools,
    `const { ViewManager } = (await load('./ui/legacy/legacy.js')).ViewManager;
     const isOurs = (id) => id.startsWith('chrome-extension://') && id.endsWith('Sockets');
     const id = [...ViewManager.instance().views.keys()].find(isOurs);
     if (id === undefined) return false;
     await ViewManager.instance().showView(id);
     return true;`,
  );
}

/** Closes DevTools; the panel can then be opened late, as a person does who comes back. */
export async function closePanel(devtools: Page): Promise<void> {
  // Left open it comes back, over the panel, some time after the next start.
  await closeDrawer(devtools);
  await devtools.close();
  await until(() => devtools.isClosed(), { what: 'DevTools has closed' });
}

/** Sets DevTools' viewport, of which its tab strip takes some 27 px, and waits for the panel. */
export async function resizeDevTools(devtools: Page, { width, height }: Size): Promise<void> {
  await closeDrawer(devtools);
  await devtools.setViewport({ width, height });
  await until(
    () =>
      devtools.evaluate(
        (size) => window.innerWidth === size.width && window.innerHeight === size.height,
        { width, height },
      ),
    { what: `DevTools is ${width} × ${height} px` },
  );
  const panel = shownPanel(devtools);
  const box = await panel.frameElement();
  await until(
    async () => {
      const shown = await box?.boundingBox();
      const inside = await panel.evaluate(() => [window.innerWidth, window.innerHeight]);
      return shown && inside[0] === shown.width && shown.y + shown.height === height;
    },
    { what: 'the panel reaches the bottom of DevTools' },
  );
}

export interface Picture extends Size {
  readonly theme: 'light' | 'dark';
}

/** Photographs DevTools with the panel in it. Size and theme stay as they were set for it. */
export async function screenshotPanel(
  devtools: Page,
  path: `${string}.png`,
  { width, height, theme }: Picture,
): Promise<void> {
  const panel = shownPanel(devtools);
  await resizeDevTools(devtools, { width, height });
  await setTheme(devtools, theme);
  const followsTheme = (isDark: boolean) =>
    window.matchMedia('(prefers-color-scheme: dark)').matches === isDark;
  await until(() => panel.evaluate(followsTheme, theme === 'dark'), {
    what: `the panel is ${theme}`,
  });
  await painted(panel);
  await devtools.screenshot({ path });
}

function shownPanel(devtools: Page): Frame {
  const panel = extensionFrame(devtools, '/panel/panel.html');
  if (!panel) throw new Error('DevTools shows no Sockets tab: call openPanel first.');
  return panel;
}

/** Two animation frames: the first may have been asked for before the last change. */
function painted(frame: Frame): Promise<void> {
  return frame.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => done()));
      }),
  );
}

function extensionFrame(devtools: Page, path: string): Frame | undefined {
  return devtools.frames().find((frame) => {
    const url = new URL(frame.url(), 'about:blank');
    return url.protocol === 'chrome-extension:' && url.pathname === path;
  });
}
