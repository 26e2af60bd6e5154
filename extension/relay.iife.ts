// Runs in the extension's isolated world of every document, before the recorder. It takes the private
// channel from the recorder and joins it with the panel's port; document-relay.ts decides what passes.
import { createDocumentRelay, type PanelPort } from './document-relay.ts';
import { isArrayBuffer } from './protocol/array-buffer.ts';
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

const relay = createDocumentRelay(
  (command: RecorderCommand) => recorder?.postMessage(command),
  () => performance.now(),
);

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
      else relay.take(ownCopy((carrier as MessageEvent<unknown>).data));
    });
    announce(false);
  },
  { once: true },
);

chrome.runtime.onMessage.addListener((message: unknown) => {
  if (isPanelOpened(message)) announce(false);
});

// A page that comes back from the back/forward cache has lost its port.
const comeBack = (event: PageTransitionEvent): void => {
  if (event.persisted) announce(true);
};
const watchReturn = (): void => window.addEventListener('pageshow', comeBack);
watchReturn();
// document.open() takes all listeners off the window, those of this world too, but no observers off the
// document, whose children it removes.
new MutationObserver(watchReturn).observe(document, { childList: true });

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

/**
 * In Firefox this world sees the page's own buffer, through a wrapper: each reading of a number costs
 * twenty times as much, and the buffer stays within the page's reach.
 */
const ownCopy = (batch: unknown): unknown =>
  isArrayBuffer(batch) && !(batch instanceof ArrayBuffer) ? structuredClone(batch) : batch;

/** Tells the panel, if there is one, that this document is here. */
function announce(isBack: boolean): void {
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
    isBack,
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
