// Runs in the extension's isolated world of every document, before the recorder. It takes the private
// channels from the recorders of the document and of its workers and joins each with a port of the panel;
// document-relay.ts decides what passes.
import { createDocumentRelay, type DocumentRelay, type PanelPort } from './document-relay.ts';
import { isArrayBuffer } from './protocol/array-buffer.ts';
import {
  type DocumentHello,
  isPanelOpened,
  portNameOf,
  type RecorderCommand,
} from './protocol/commands.ts';
import {
  batchEvent,
  introductionEvent,
  takenEvent,
  workerCloses,
  workerEndEvent,
  workerEvent,
} from './protocol/private-channel.ts';
import { batchMagic } from './protocol/record-layout.ts';

/** What is recorded here: the document itself, and workers of it that say so. */
interface Source {
  readonly relay: DocumentRelay;
  /** The panel's port to it. */
  panel: chrome.runtime.Port | null;
  hello(isBack: boolean): DocumentHello;
}

/** By the names of the ports that lead to them. */
const sources = new Map<string, Source>();
/** Those that are workers, by the ports by which they record. */
const workers = new Map<MessagePort, Source>();
/** Whether workers of this document are recorded too: only on a load for which somebody has asked for it. */
let recordsWorkers = false;

document.addEventListener(
  introductionEvent,
  (event) => {
    const port = event instanceof MessageEvent ? event.ports[0] : undefined;
    if (port === undefined) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const page = addSource(port, null);
    // Read once, here as below: in Chromium each reading copies the batch into this world.
    port.addEventListener(batchEvent, (carrier) =>
      take(page, (carrier as MessageEvent<unknown>).data),
    );
    port.addEventListener(workerEvent, (carrier) => addWorker(carrier as MessageEvent<unknown>));
    port.addEventListener(workerEndEvent, (carrier) =>
      endWorker((carrier as MessageEvent).ports[0]),
    );
    recordsWorkers = !port.dispatchEvent(new Event(takenEvent, { cancelable: true }));
    announce(page, false);
  },
  { once: true },
);
/** A worker has its own port. What it says is trusted no more than what a document says. */
function addWorker({ ports: [port], data }: MessageEvent<unknown>): void {
  if (port === undefined || typeof data !== 'string') return;
  const worker = addSource(port, data);
  port.addEventListener('message', (carrier: MessageEvent<unknown>) => {
    const { data: said } = carrier;
    if (said === workerCloses) endWorker(port);
    else take(worker, said);
  });
  workers.set(port, worker);
  port.start();
  announce(worker, false);
}

function endWorker(port: MessagePort | undefined): void {
  const worker = port && workers.get(port);
  if (port === undefined || worker === undefined) return;
  workers.delete(port);
  sources.delete(portNameOf(worker.hello(false)));
  // What it has posted by now stands in a queue before this.
  const { port1: later, port2: now } = new MessageChannel();
  later.onmessage = () => {
    later.close();
    port.close();
    const { panel } = worker;
    worker.panel = null;
    panel?.disconnect();
  };
  now.postMessage(null);
}

function addSource(recorder: MessagePort, workerUrl: string | null): Source {
  const documentKey = Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) =>
    word.toString(36),
  ).join('-');
  const source: Source = {
    relay: createDocumentRelay(
      (command: RecorderCommand) => recorder.postMessage(command),
      () => performance.now(),
    ),
    panel: null,
    hello: (isBack) => ({
      kind: 'sockets-document',
      layout: batchMagic,
      url: workerUrl ?? location.href,
      isTop: workerUrl === null && window === window.top,
      isWorker: workerUrl !== null,
      recordsWorkers,
      documentKey,
      timeOriginMs: performance.timeOrigin,
      isBack,
    }),
  };
  sources.set(portNameOf(source.hello(false)), source);
  return source;
}

function take({ relay }: Source, batch: unknown): void {
  if (isOrphan()) relay.fallSilent();
  else relay.take(ownCopy(batch));
}

chrome.runtime.onMessage.addListener((message: unknown) => {
  if (isPanelOpened(message)) announceAll(false);
});

// A page that comes back from the back/forward cache has lost its ports.
const comeBack = (event: PageTransitionEvent): void => {
  if (event.persisted) announceAll(true);
};
const watchReturn = (): void => window.addEventListener('pageshow', comeBack);
watchReturn();
// document.open() takes all listeners off the window, those of this world too, but no observers off the
// document, whose children it removes.
new MutationObserver(watchReturn).observe(document, { childList: true });

// The panel dials, not the document: a port that a document opens would reach the panels of all tabs.
chrome.runtime.onConnect.addListener((port) => {
  const source = sources.get(port.name);
  if (source === undefined) return;
  source.panel = port;
  const { relay } = source;
  const up = portOf(port);
  port.onDisconnect.addListener(() => {
    if (isOrphan()) relay.fallSilent();
    // Reading it keeps the browser from reporting that the page went to the back/forward cache.
    else void chrome.runtime.lastError;
    if (source.panel !== port) return;
    source.panel = null;
    relay.leave();
  });
  port.onMessage.addListener((message: unknown) => {
    if (source.panel === port) relay.hear(up, message);
  });
});

/**
 * In Firefox this world sees the page's own buffer, through a wrapper: each reading of a number costs
 * twenty times as much, and the buffer stays within the page's reach.
 */
const ownCopy = (batch: unknown): unknown =>
  isArrayBuffer(batch) && !(batch instanceof ArrayBuffer) ? structuredClone(batch) : batch;

function announceAll(isBack: boolean): void {
  for (const source of sources.values()) announce(source, isBack);
}

/** Tells the panel, if there is one, that this document or worker is here. */
function announce({ relay, hello }: Source, isBack: boolean): void {
  if (isOrphan()) {
    relay.fallSilent();
    return;
  }
  chrome.runtime.sendMessage(hello(isBack)).catch(() => {
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
