// Runs in the extension's isolated world of every document, before the recorder. It takes the private
// channel from the recorder and joins it with the panel's port; document-relay.ts decides what passes.
import { createDocumentRelay, type PanelPort } from './document-relay.ts';
import {
  type DocumentHello,
  documentPortName,
  isPanelOpened,
  type RecorderCommand,
} from './protocol/commands.ts';
import { batchEvent, introductionEvent } from './protocol/private-channel.ts';
import { batchMagic } from './protocol/record-layout.ts';

const documentKey = Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) =>
  word.toString(36),
).join('-');
let recorder: MessagePort | null = null;
let panel: chrome.runtime.Port | null = null;

const relay = createDocumentRelay((command: RecorderCommand) => recorder?.postMessage(command));

document.addEventListener(
  introductionEvent,
  (event) => {
    const port = event instanceof MessageEvent ? event.ports[0] : undefined;
    if (port === undefined) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    recorder = port;
    port.addEventListener(batchEvent, (carrier) => {
      if (isOrphan()) relay.fallSilent();
      // Read once: in Chromium each reading copies the batch into this world.
      else relay.take((carrier as MessageEvent<unknown>).data);
    });
    announce();
  },
  { once: true },
);

chrome.runtime.onMessage.addListener((message: unknown) => {
  if (isPanelOpened(message)) announce();
});

// A page that comes back from the back/forward cache has lost its port.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) announce();
});

// The panel dials, not the document: a port that a document opens would reach the panels of all tabs.
chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== documentPortName || recorder === null) return;
  panel = port;
  const up = portOf(port);
  port.onDisconnect.addListener(() => {
    if (isOrphan()) relay.fallSilent();
    // Reading it keeps the browser from reporting that the page went to the back/forward cache.
    else void chrome.runtime.lastError;
    if (panel !== port) return;
    panel = null;
    relay.leave();
  });
  port.onMessage.addListener((message: unknown) => {
    if (panel === port) relay.hear(up, message);
  });
});

/** Tells the panel, if there is one, that this document is here. */
function announce(): void {
  if (recorder === null) return;
  if (isOrphan()) {
    relay.fallSilent();
    return;
  }
  const hello: DocumentHello = {
    kind: 'sockets-document',
    layout: batchMagic,
    url: location.href,
    isTop: window === window.top,
    documentKey,
    timeOriginMs: performance.timeOrigin,
  };
  chrome.runtime.sendMessage(hello).catch(() => {
    // Nobody listens: no panel is open. One that opens will ask.
  });
}

function portOf(port: chrome.runtime.Port): PanelPort {
  return {
    postMessage(message) {
      try {
        port.postMessage(message);
      } catch {
        // The port has closed a moment ago; its onDisconnect is on the way.
      }
    },
  };
}

/** The extension was reloaded or removed under this page. */
function isOrphan(): boolean {
  return chrome.runtime?.id === undefined;
}
