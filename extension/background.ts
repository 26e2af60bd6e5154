// Firefox only: a DevTools panel cannot reach the documents of its tab there, so this page joins the
// two. It looks inside nothing.
import browser, { type Runtime } from 'webextension-polyfill';
import type { FromBackground, ToBackground } from './protocol/background-link.ts';
import {
  type DocumentHello,
  isDocumentHello,
  type PanelOpened,
  panelPortPrefix,
  portNameOf,
} from './protocol/commands.ts';

/** A panel's port, and the ports to the documents of its tab by channel. */
interface PanelLink {
  readonly tabId: number;
  readonly port: Runtime.Port;
  readonly documents: Map<number, Runtime.Port>;
  /** Channels by document. */
  readonly connected: Map<string, number>;
}

const panels = new Map<number, PanelLink>();
let lastChannel = 0;

browser.runtime.onConnect.addListener((port) => {
  const isOwnPage = port.sender?.url?.startsWith(browser.runtime.getURL('')) === true;
  if (port.name.startsWith(panelPortPrefix) && isOwnPage) servePanel(port);
  else port.disconnect();
});

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  const panel = panels.get(sender.tab?.id ?? -1);
  if (panel !== undefined && isDocumentHello(message)) dial(panel, message, sender.frameId ?? 0);
  return undefined;
});

function servePanel(port: Runtime.Port): void {
  const tabId = Number(port.name.slice(panelPortPrefix.length));
  const panel: PanelLink = { tabId, port, documents: new Map(), connected: new Map() };
  panels.set(tabId, panel);
  port.onDisconnect.addListener(() => {
    if (panels.get(tabId) === panel) panels.delete(tabId);
    for (const document of panel.documents.values()) document.disconnect();
  });
  port.onMessage.addListener((message: unknown) => {
    // Only the panel's own code holds this port.
    const order = message as ToBackground;
    if (order.kind === 'ask') ask(panel);
    else panel.documents.get(order.channel)?.postMessage(order.message);
  });
  ask(panel);
}

/** Has the documents of the tab announce themselves. */
function ask(panel: PanelLink): void {
  const opened: PanelOpened = { kind: 'sockets-panel-opened' };
  browser.tabs.sendMessage(panel.tabId, opened).catch(() => tell(panel, { kind: 'nobody' }));
}

function dial(panel: PanelLink, hello: DocumentHello, frameId: number): void {
  const known = panel.connected.get(hello.documentKey);
  if (known !== undefined) {
    // A document that is asked twice answers twice.
    if (!hello.isBack) return;
    // Firefox does not close the port of a page that goes to the back/forward cache, but nothing
    // passes it any more.
    panel.documents.get(known)?.disconnect();
    left(panel, hello, known);
  }
  const channel = ++lastChannel;
  panel.connected.set(hello.documentKey, channel);
  const document = browser.tabs.connect(panel.tabId, { frameId, name: portNameOf(hello) });
  panel.documents.set(channel, document);
  tell(panel, { kind: 'connected', channel, hello });
  document.onMessage.addListener((message: unknown) =>
    tell(panel, { kind: 'message', channel, message }),
  );
  document.onDisconnect.addListener(() => left(panel, hello, channel));
}

function left(panel: PanelLink, { documentKey }: DocumentHello, channel: number): void {
  if (!panel.documents.delete(channel)) return;
  if (panel.connected.get(documentKey) === channel) panel.connected.delete(documentKey);
  tell(panel, { kind: 'disconnected', channel });
}

function tell(panel: PanelLink, event: FromBackground): void {
  // A panel that has just closed hears nothing more.
  if (panels.get(panel.tabId) === panel) panel.port.postMessage(event);
}
