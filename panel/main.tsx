// The composition root: the one file that knows the browser, the engine, the model and the views.
import { render } from 'preact';
import type { NetworkLog } from './model/network-log.ts';
import { createPanelModel, type PanelModel } from './model/panel-model.ts';
import { createSchemaStore } from './model/schema-store.ts';
import { createSettings } from './model/settings.ts';
import { awaitsStream } from './model/streams.ts';
import { App } from './views/app.tsx';
import { drawOnceAFrame } from './views/draw-pace.ts';
import { keepEscape } from './views/escape-key.ts';

/** A page needs this long at most until its relay runs, once the page before it is gone. */
const patienceMs = 500;
let askDocuments = (): void => undefined;
let network: NetworkLog | null = null;

const isExtension = typeof chrome === 'object' && chrome.devtools?.inspectedWindow !== undefined;

const model = createPanelModel({
  worker: new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module' }),
  settings: createSettings(storageOrNull()),
  schemaStore: createSchemaStore(indexedDB),
  preferredLanguages: navigator.languages,
  save,
  now: () => Date.now(),
  everySecond: (tick) => setInterval(tick, 1000),
  reloadPage: () => void import('./model/inspected-page.ts').then(({ reloadPage }) => reloadPage()),
  lookAtPage: () => import('./model/inspected-workers.ts').then(({ lookAtPage }) => lookAtPage()),
  reloadInside: (page) =>
    void import('./model/inspected-workers.ts').then(({ reloadInside }) => reloadInside(page)),
  // A page of the browser's own or of an extension store has no relay that could announce it.
  onTopDocumentLeft: () => setTimeout(() => askDocuments(), patienceMs),
  askNetworkLog: () => network?.ask('sockets'),
  onNavigated: (sinceMs) => network?.navigated(model.settings.preserveLog.peek(), sinceMs),
  copyToClipboard,
});

drawOnceAFrame();
const root = document.getElementById('root');
// What is drawn first is in the user's language: it waits for that one file of the extension.
await model.hasTexts;
if (root !== null) render(<App model={model} />, root);
keepEscape(document.body);
listenToKeys(model);
// Ready before somebody chooses a message.
requestIdleCallback(() => void import('./views/decoded-view.tsx'));
model.language.subscribe((language) => {
  document.documentElement.lang = language;
});

if (isExtension) await followTab(chrome.devtools.inspectedWindow.tabId);
else await showRecordedSession();

/** In DevTools: records the inspected tab. */
async function followTab(tabId: number): Promise<void> {
  // Loaded here because the polyfill refuses to run outside of an extension.
  const { watchDocuments } = await import('./model/document-links.ts');
  const { followTheme, isRestrictedPage } = await import('./model/inspected-page.ts');
  followTheme((isDark) => {
    document.documentElement.classList.toggle('dark', isDark);
    document.documentElement.classList.toggle('light', !isDark);
  });
  askDocuments = watchDocuments(tabId, model.recording);
  const { watchNetworkLog } = await import('./model/inspected-network.ts');
  const log = watchNetworkLog(
    model.engine,
    () => model.totals.peek().recordedMessages,
    () => awaitsStream(model.sockets.peek().values(), Date.now()),
  );
  network = log;
  model.socketChanges.subscribe(() => log.ask('sockets'));
  model.sockets.subscribe(() => log.ask('counts'));
  model.presence.subscribe(async (presence) => {
    if (presence === 'nobody') model.isRestricted.value = await isRestrictedPage();
  });
}

/** In a plain tab, while views are worked on: shows a session from a file. */
async function showRecordedSession(): Promise<void> {
  // The extension's own page in a plain tab has nothing to show, and its policy forbids to fetch.
  if (location.protocol.endsWith('-extension:')) return;
  const session = await fetch('/test/fixtures/session.har');
  if (session.ok) await model.files.importHar(await session.blob());
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has the Blob once the click is handled; keeping the URL would keep its memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // DevTools does not pass the clipboard's permission on to panels; the old command needs none.
    return copyByCommand(text);
  }
}

/** Hands the text to the browser's copying itself: a text box with megabytes in it would take seconds to lay out. */
function copyByCommand(text: string): boolean {
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', put, { capture: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', put, { capture: true });
  }
}

/** Keys that work wherever the focus is. */
function listenToKeys({ toggleRecording, clear, isGoingTo, sockets }: PanelModel): void {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'e') toggleRecording();
    else if (key === 'l') clear();
    else if (key === 'g' && sockets.peek().size > 0) isGoingTo.value = true;
    else if (key === 'f') document.querySelector<HTMLInputElement>('[role=searchbox]')?.focus();
    else return;
    event.preventDefault();
  });
}

function storageOrNull(): Storage | null {
  try {
    return localStorage;
  } catch {
    // Storage can be switched off; the panel then forgets its settings.
    return null;
  }
}
