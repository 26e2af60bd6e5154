// What Chrome's own Network tab knows, to hold Sockets against.
import type { Har } from 'har-format';
import type { Frame, Page } from 'puppeteer';
import { inFrontEnd } from './devtools-front-end.ts';
import { until } from './until.ts';

/** Chrome's own record of the page's traffic, asked for from the panel as an extension may. */
export function networkHar(panel: Frame): Promise<Har['log']> {
  return panel.evaluate(
    () =>
      new Promise<Har['log']>((answer) => {
        // @types/chrome calls it HARLog and describes it no further.
        chrome.devtools.network.getHAR((log) => answer(log as unknown as Har['log']));
      }),
  );
}

export interface ImportedSocket {
  readonly url: string;
  readonly frames: readonly ImportedFrame[];
}

export interface ImportedFrame {
  readonly type: 'send' | 'receive' | 'error';
  readonly text: string;
  readonly opCode: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/**
 * Shows the Network tab, has it import a HAR as its own button does, and returns the sockets that
 * its list then shows. A HAR that the Network tab refuses is an error with the tab's own words.
 */
export async function importHarInNetworkTab(
  devtools: Page,
  harText: string,
): Promise<readonly ImportedSocket[]> {
  const refusal = await inFrontEnd<string | null>(devtools, importHar, harText);
  if (refusal !== null) throw new Error(`Chrome's Network tab refused the HAR: ${refusal}`);
  // The list is filled in the next animation frame that DevTools gives it.
  return until(() => inFrontEnd<readonly ImportedSocket[] | null>(devtools, readSockets), {
    what: "Chrome's Network tab lists what it imported",
  });
}

/**
 * Opens the Messages tab of the socket at that place in the Network tab's list and reads what stands
 * there: a line such as `send {"a":1}`, and for bytes `receive Binary message`.
 */
export function messagesInNetworkTab(
  devtools: Page,
  index: number,
  count: number,
): Promise<readonly string[]> {
  return until(
    async () => {
      const lines = await inFrontEnd<readonly string[]>(devtools, showMessages, index);
      return lines.length === count && lines;
    },
    { what: `Chrome's Network tab shows ${count} messages of the socket ${index}` },
  );
}

const showMessages = `
  const { NetworkPanel } = await load('./panels/network/network.js');
  const panel = NetworkPanel.NetworkPanel.instance();
  const sockets = panel.networkLogView
    .flatNodesList()
    .map((node) => node.request())
    .filter((request) => request.resourceType().name() === 'websocket');
  await panel.selectAndActivateRequest(sockets[given], 'web-socket-frames');
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const lines = [];
  const read = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) read(element.shadowRoot);
      const [, type] = /resource-chunk-view-row-(send|receive|error)/.exec(element.className) ?? [];
      // What is not in sight belongs to a socket that was shown before.
      if (type && element.checkVisibility())
        lines.push(type + ' ' + element.querySelector('.data-column').textContent);
    }
  };
  read(document);
  return lines;`;

const importHar = `
  const [{ ViewManager }, { NetworkPanel }, { Console }] = await Promise.all([
    load('./ui/legacy/legacy.js'),
    load('./panels/network/network.js'),
    load('./core/common/common.js'),
  ]);
  await ViewManager.ViewManager.instance().showView('network');
  const errors = () => Console.Console.instance().messages().filter(({ level }) => level === 'error');
  const errorsBefore = errors().length;
  const file = new File([given], 'session.har', { type: 'application/json' });
  await NetworkPanel.NetworkPanel.instance().networkLogView.onLoadFromFile(file);
  return errors()[errorsBefore]?.text ?? null;`;

const readSockets = `
  const [{ NetworkPanel }, { NetworkLog }] = await Promise.all([
    load('./panels/network/network.js'),
    load('./models/logs/logs.js'),
  ]);
  const requests = NetworkLog.NetworkLog.instance().requests();
  const nodes = NetworkPanel.NetworkPanel.instance().networkLogView.flatNodesList();
  if (nodes.length !== requests.length) return null;
  return nodes
    .map((node) => node.request())
    .filter((request) => request.resourceType().name() === 'websocket')
    .map((request) => ({
      url: request.url(),
      frames: request.frames().map(({ type, text, opCode, time }) => ({ type, text, opCode, time })),
    }));`;
