import browser, { type Runtime } from 'webextension-polyfill';
import type { FromBackground, ToBackground } from '../../extension/protocol/background-link.ts';
import {
  type DocumentHello,
  isDocumentHello,
  type PanelOpened,
  type PanelToRelay,
  panelPortPrefix,
  portNameOf,
} from '../../extension/protocol/commands.ts';

/** A live connection to the relay of one document. */
export interface DocumentLink {
  readonly hello: DocumentHello;
  post(message: PanelToRelay): void;
}

export interface DocumentLinkListener {
  readonly onConnected: (link: DocumentLink) => void;
  readonly onMessage: (link: DocumentLink, message: unknown) => void;
  readonly onDisconnected: (link: DocumentLink) => void;
  /** No document of the tab answers: a restricted page, or one older than the extension. */
  readonly onNobody: () => void;
  /** The tab's page has lost its process: there is no document that could answer. */
  readonly onCrashed: () => void;
  /** The extension itself does not answer. */
  readonly onLost: () => void;
}

/**
 * Watches the documents of a tab. Chromium: directly. Firefox: through the background page.
 * @returns what asks the documents once more whether they are there
 */
export function watchDocuments(tabId: number, listener: DocumentLinkListener): () => void {
  // Firefox has no tabs API in DevTools pages.
  return browser.tabs === undefined
    ? watchThroughBackground(tabId, listener)
    : watchDirectly(tabId, listener);
}

function watchDirectly(tabId: number, listener: DocumentLinkListener): () => void {
  const connected = new Set<string>();
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (sender.tab?.id !== tabId || !isDocumentHello(message)) return undefined;
    // A document that was asked twice answers twice.
    if (connected.has(message.documentKey)) return undefined;
    connected.add(message.documentKey);
    const port = browser.tabs.connect(tabId, placeOf(sender, message));
    const link: DocumentLink = { hello: message, post: (order) => port.postMessage(order) };
    port.onMessage.addListener((payload: unknown) => listener.onMessage(link, payload));
    port.onDisconnect.addListener(() => {
      connected.delete(message.documentKey);
      listener.onDisconnected(link);
    });
    listener.onConnected(link);
    return undefined;
  });
  const opened: PanelOpened = { kind: 'sockets-panel-opened' };
  let isCrashed = false;
  const ask = (): void => void browser.tabs.sendMessage(tabId, opened).catch(unanswered);
  const unanswered = async (): Promise<void> => {
    // A tab that is closed takes the panel with it.
    const tab = await browser.tabs.get(tabId).catch(() => null);
    isCrashed = tab?.status === withoutProcess;
    if (isCrashed) listener.onCrashed();
    else listener.onNobody();
  };
  // The page after a crash may be one that cannot be recorded, of which nothing else would tell.
  browser.tabs.onUpdated.addListener((id, { status }) => {
    if (!isCrashed || id !== tabId || status !== 'complete') return;
    isCrashed = false;
    ask();
  });
  ask();
  return ask;
}

/** Chromium's status of a tab whose process has crashed or was ended. The polyfill's types lack it. */
const withoutProcess = 'unloaded';

/** One document exactly: its frame may show another by now. The polyfill's types lack Chromium's `documentId`. */
function placeOf(
  sender: Runtime.MessageSender,
  hello: DocumentHello,
): { name: string; frameId?: number } {
  const { documentId } = sender as { documentId?: string };
  const place = documentId === undefined ? { frameId: sender.frameId ?? 0 } : { documentId };
  return { name: portNameOf(hello), ...place };
}

function watchThroughBackground(tabId: number, listener: DocumentLinkListener): () => void {
  let port: Runtime.Port | null = null;
  const dial = (): void => {
    port = dialBackground(tabId, listener, (wasHeard) => {
      // The browser stops a background page that has nothing to do; dialling starts it again.
      if (wasHeard) {
        dial();
        return;
      }
      port = null;
      listener.onLost();
      setTimeout(dial, redialAfterMs);
    });
  };
  dial();
  const again: ToBackground = { kind: 'ask' };
  return () => port?.postMessage(again);
}

/** A background page that could not start is not asked to without a pause. */
const redialAfterMs = 1000;

function dialBackground(
  tabId: number,
  listener: DocumentLinkListener,
  onClosed: (wasHeard: boolean) => void,
): Runtime.Port | null {
  const links = new Map<number, DocumentLink>();
  let port: Runtime.Port;
  let wasHeard = false;
  try {
    port = browser.runtime.connect({ name: `${panelPortPrefix}${tabId}` });
  } catch {
    listener.onLost();
    return null;
  }
  const connect = (channel: number, hello: DocumentHello): void => {
    const link: DocumentLink = {
      hello,
      post(message) {
        const wrapped: ToBackground = { kind: 'message', channel, message };
        port.postMessage(wrapped);
      },
    };
    links.set(channel, link);
    listener.onConnected(link);
  };
  port.onMessage.addListener((message: unknown) => {
    // Only the extension's own background page holds this port.
    const event = message as FromBackground;
    wasHeard = true;
    if (event.kind === 'nobody') {
      listener.onNobody();
      return;
    }
    if (event.kind === 'connected') {
      if (isDocumentHello(event.hello)) connect(event.channel, event.hello);
      return;
    }
    const link = links.get(event.channel);
    if (link === undefined) return;
    if (event.kind === 'message') {
      listener.onMessage(link, event.message);
    } else {
      links.delete(event.channel);
      listener.onDisconnected(link);
    }
  });
  port.onDisconnect.addListener(() => {
    for (const link of links.values()) listener.onDisconnected(link);
    onClosed(wasHeard);
  });
  return port;
}
