// Firefox only: a DevTools panel cannot reach the documents of its tab there, so this page joins the
// two. It looks inside nothing.
import browser, { type Runtime } from 'webextension-polyfill';
import type { FromBackground, ToBackground } from './protocol/background-link.ts';
import {
  type DocumentHello,
  documentPortName,
  isDocumentHello,
  type PanelOpened,
  panelPortPrefix,
} from './protocol/commands.ts';

/** A panel's port, and the ports to the documents of its tab by channel. */
interface PanelLink {
  readonly tabId: number;
  readonly port: Runtime.Port;
  readonly documents: Map<number, Runtime.Port>;
  /** A document that is asked twice answers twice. */
  readonly connected: Set<string>;
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
  const panel: PanelLink = { tabId, port, documents: new Map(), connected: new Set() };
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
  if (panel.connected.has(hello.documentKey)) return;
  panel.connected.add(hello.documentKey);
  const channel = ++lastChannel;
  const document = browser.tabs.connect(panel.tabId, { frameId, name: documentPortName });
  panel.documents.set(channel, document);
  tell(panel, { kind: 'connected', channel, hello });
  document.onMessage.addListener((message: unknown) =>
    tell(panel, { kind: 'message', channel, message }),
  );
  document.onDisconnect.addListener(() => {
    panel.documents.delete(channel);
    panel.connected.delete(hello.documentKey);
    tell(panel, { kind: 'disconnected', channel });
  });
}

function tell(panel: PanelLink, event: FromBackground): void {
  // A panel that has just closed hears nothing more.
  if (panels.get(panel.tabId) === panel) panel.port.postMessage(event);
}
