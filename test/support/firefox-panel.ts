import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchFirefox } from './firefox.ts';
import type { Marionette } from './marionette.ts';
import { until } from './until.ts';

/** One question at a time: await each before the next. */
export interface FirefoxPanel {
  /** Runs an expression, which may be a promise, in the panel's page; its value travels as JSON. */
  evaluateInPanel<T>(expression: string): Promise<T>;
  /** The same in the inspected page. */
  evaluateInPage<T>(expression: string): Promise<T>;
  /** Runs the body of an async function in the browser's own scope, for what only the browser can do. */
  inBrowser<T>(body: string): Promise<T>;
  navigate(url: string): Promise<void>;
  /** Closes the toolbox, or opens it at the Sockets tab again. */
  closeToolbox(): Promise<void>;
  openToolbox(): Promise<void>;
  /** Photographs the browser's window, the toolbox in it. */
  screenshot(path: `${string}.png`): Promise<void>;
  quit(): Promise<void>;
}

export interface FirefoxOptions {
  /** An unpacked extension's folder. */
  readonly extension?: string;
  /** False leaves the toolbox closed, for a panel that is opened late. */
  readonly open?: boolean;
  /** What the page at `url` does before the extension is installed. */
  readonly before?: (panel: FirefoxPanel) => Promise<unknown>;
}

const builtExtension = fileURLToPath(new URL('../../dist/firefox', import.meta.url));

/** Starts Firefox with the extension, on `url`, with the toolbox open at the tab named Sockets. */
export async function openFirefoxPanel(
  url: string,
  { extension = builtExtension, open = true, before }: FirefoxOptions = {},
): Promise<FirefoxPanel> {
  const { marionette, quit } = await launchFirefox();
  const panel = driver(marionette, quit);
  try {
    await marionette.send('WebDriver:SetTimeouts', { script: 30_000 });
    if (before !== undefined) {
      await panel.navigate(url);
      await before(panel);
    }
    await marionette.send('Addon:Install', { path: extension, temporary: true });
    if (before === undefined) await panel.navigate(url);
    if (open) await panel.openToolbox();
    return panel;
  } catch (error) {
    await quit();
    throw error;
  }
}

function driver(marionette: Marionette, quit: () => Promise<void>): FirefoxPanel {
  const inContent = async (script: string, ...args: unknown[]) => {
    await marionette.send('Marionette:SetContext', { value: 'content' });
    return marionette.send('WebDriver:ExecuteAsyncScript', { script, args });
  };
  const inChrome = async (body: string, ...args: unknown[]) => {
    await marionette.send('Marionette:SetContext', { value: 'chrome' });
    const script = `${chromeScope}\n${settle(`(async () => { ${body} })()`)}`;
    return settledValue(await marionette.send('WebDriver:ExecuteAsyncScript', { script, args }));
  };
  return {
    async evaluateInPanel<T>(expression: string) {
      // The caller knows what its own expression is.
      return (await inChrome(askPanel, panelScript(expression))) as T;
    },
    async evaluateInPage<T>(expression: string) {
      return settledValue(await inContent(settle(`(async () => (${expression}))()`))) as T;
    },
    // The caller knows what its own body returns.
    inBrowser: async <T>(body: string) => (await inChrome(body)) as T,
    async navigate(url) {
      await marionette.send('Marionette:SetContext', { value: 'content' });
      await marionette.send('WebDriver:Navigate', { url });
    },
    async openToolbox() {
      await until(() => inChrome(selectPanel), {
        what: 'the toolbox has a tab named Sockets and shows it',
        timeoutMs: 30_000,
      });
      await until(() => inChrome(hasLoaded), {
        what: "the panel's page has loaded",
      });
    },
    async closeToolbox() {
      await inChrome(`await gDevTools.getToolboxForTab(tab)?.destroy();`);
    },
    async screenshot(path) {
      await marionette.send('Marionette:SetContext', { value: 'chrome' });
      const base64 = await marionette.send('WebDriver:TakeScreenshot', { full: false });
      await writeFile(path, Buffer.from(String(base64), 'base64'));
    },
    quit,
  };
}

/** Names for the scripts that run in the browser's own scope. */
const chromeScope = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
  const tab = gBrowser.selectedTab;
  const given = arguments[0];`;

/** True when the panel is shown; false while the extension has not added it yet. */
const selectPanel = `
  const toolbox = gDevTools.getToolboxForTab(tab)
    ?? (await gDevTools.showToolboxForTab(tab, { toolId: 'webconsole' }));
  const tool = toolbox.getAdditionalTools().find(({ label }) => label === 'Sockets');
  if (!tool) return false;
  await toolbox.selectTool(tool.id);
  return true;`;

/** The panel is a remote browser, in a document of its own, in a frame of the toolbox. */
const findPanel = `
  const frames = [...(gDevTools.getToolboxForTab(tab)?.win.document.querySelectorAll('iframe') ?? [])];
  const panel = frames
    .filter((frame) => frame.id.startsWith('toolbox-panel-iframe-webext'))
    .map((frame) => frame.contentDocument?.querySelector('browser'))
    .find((browser) => browser);`;

/** Asked from outside: a question to the about:blank before the page is lost with its process. */
const hasLoaded = `${findPanel}
  const path = panel?.currentURI?.filePath;
  return path === '/panel/panel.html' && !panel.webProgress.isLoadingDocument;`;

const askPanel = `${findPanel}
  if (!panel) throw new Error('the toolbox shows no Sockets tab: call openToolbox first');
  return new Promise((answer, fail) => {
    const listen = ({ data }) => {
      panel.messageManager.removeMessageListener('sockets-test', listen);
      if (data.error) fail(data.error);
      else answer(JSON.parse(data.json));
    };
    panel.messageManager.addMessageListener('sockets-test', listen);
    panel.messageManager.loadFrameScript(given, false);
  });`;

/**
 * A frame script runs beside the panel's page with a wrapped view of it. The sandbox sees what the
 * page sees, and its policy, which forbids eval, does not hold there.
 */
function panelScript(expression: string): string {
  const source = `(async () => JSON.stringify((await (${expression})) ?? null))()`;
  return `data:,${encodeURIComponent(`{
    const sandbox = new Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
    const answer = (data) => sendAsyncMessage('sockets-test', data);
    try {
      Cu.evalInSandbox(${JSON.stringify(source)}, sandbox)
        .then((json) => answer({ json }), (error) => answer({ error: String(error) }));
    } catch (error) {
      answer({ error: String(error) });
    }
  }`)}`;
}

/** Marionette takes what the last argument is called with, and no errors worth reading. */
function settle(promise: string): string {
  return `const settled = arguments[arguments.length - 1];
    ${promise}.then(
      (value) => settled({ value: value ?? null }),
      (error) => settled({ error: String(error) }),
    );`;
}

function settledValue(settled: unknown): unknown {
  // settle() made it.
  const { value, error } = settled as { value: unknown; error?: string };
  if (error !== undefined) throw new Error(`in Firefox: ${error}`);
  return value;
}
