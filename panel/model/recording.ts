import { type ReadonlySignal, signal } from '@preact/signals';
import { type Command, isCutOff, isLevelChanged } from '../../extension/protocol/commands.ts';
import type { Level } from '../../extension/protocol/levels.ts';
import { batchMagic } from '../../extension/protocol/record-layout.ts';
import type { EngineClient } from '../engine/client.ts';
import type { DocumentLink, DocumentLinkListener } from './document-links.ts';

/** A command without the number that pairs it with its answer. */
type Unnumbered<Kind> = Kind extends { readonly requestId: number }
  ? Omit<Kind, 'requestId'>
  : never;
export type SocketCommand = Unnumbered<Command>;

/** What became of a command; `code` is '' when it was done. */
export interface CommandOutcome {
  readonly code: string;
  readonly text: string;
}

interface Connected {
  readonly document: number;
  readonly link: DocumentLink;
}

/** Joins the documents of the tab with the engine: batches in, commands out. */
export interface Recording extends DocumentLinkListener {
  setRecording(isRecording: boolean): void;
  /** Carries out a command on a socket's document. */
  command(document: number, order: SocketCommand): Promise<CommandOutcome>;
  taken(document: number, batches: number): void;
  answered(requestId: number, outcome: CommandOutcome): void;
  /** Documents whose records were damaged and are taken no more, and why. */
  readonly cutOff: ReadonlySignal<ReadonlyMap<number, string>>;
  /** Documents of which less than everything is recorded, because that took too much of their time. */
  readonly reduced: ReadonlySignal<ReadonlyMap<number, Level>>;
  /** The page that is recorded, null before there is one. */
  readonly page: ReadonlySignal<RecordedPage | null>;
  /** The budget has changed. */
  allow(): void;
  /** Has everything recorded again, whatever it takes. */
  restore(): void;
}

export interface RecordedPage {
  readonly url: string;
  /** Its workers record themselves, where they can. */
  readonly recordsWorkers: boolean;
}

export interface RecordingOptions {
  readonly engine: EngineClient;
  readonly isPreserving: () => boolean;
  /** The share of a page's time that recording may take, 0: as much as it takes. */
  readonly maxShare: () => number;
  readonly onPresence: (presence: Presence) => void;
  /** The tab's page is gone. Another will announce itself, if it is one that can be recorded. */
  readonly onTopDocumentLeft: () => void;
  /** The tab shows another page, which began at this time, epoch ms. */
  readonly onNavigated: (sinceMs: number) => void;
  /** Epoch ms. */
  readonly nowMs: () => number;
}
/** Whether the inspected page is being recorded. `partly`: frames of it are, the page itself is not. */
export type Presence =
  | 'waiting'
  | 'present'
  | 'partly'
  | 'nobody'
  | 'crashed'
  | 'lost'
  | 'outdated';

export function createRecording({
  engine,
  isPreserving,
  maxShare,
  onPresence,
  onTopDocumentLeft,
  onNavigated,
  nowMs,
}: RecordingOptions): Recording {
  const documentIds = new Map<string, number>();
  const byLink = new Map<DocumentLink, Connected>();
  const byDocument = new Map<number, Connected>();
  const waiting = new Map<
    number,
    { readonly document: number; readonly done: (outcome: CommandOutcome) => void }
  >();
  const cutOff = signal<ReadonlyMap<number, string>>(new Map());
  const openedMs = nowMs();
  const reduced = signal<ReadonlyMap<number, Level>>(new Map());
  const page = signal<RecordedPage | null>(null);
  let topDocumentKey: string | null = null;
  /** What is listed is of a page that is not recorded itself. */
  let isUnrecorded = false;
  let lastRequestId = 0;
  let isRecording = true;

  const greet = (link: DocumentLink): void => {
    const { hello } = link;
    if (hello.layout !== batchMagic) {
      // The page still runs the scripts of another version of the extension.
      if (hello.isTop) isUnrecorded = true;
      onPresence('outdated');
      return;
    }
    if (hello.isTop) {
      // Frames may say hello before their page does, when all are asked. A page that is younger than the
      // panel is another one.
      const isNavigation =
        topDocumentKey === null
          ? isUnrecorded && hello.timeOriginMs > openedMs
          : topDocumentKey !== hello.documentKey;
      topDocumentKey = hello.documentKey;
      page.value = { url: hello.url, recordsWorkers: hello.recordsWorkers };
      isUnrecorded = false;
      if (isNavigation) {
        onNavigated(hello.timeOriginMs);
        forget();
      }
    }
    const document = documentIds.get(hello.documentKey) ?? documentIds.size + 1;
    documentIds.set(hello.documentKey, document);
    const connected = { document, link };
    byLink.set(link, connected);
    byDocument.set(document, connected);
    engine.order({
      ...{ kind: 'documentCame', document, url: hello.url, isTop: hello.isTop },
      ...(hello.isWorker ? { isWorker: true } : {}),
    });
    link.post({ kind: 'attach', isRecording, maxShare: maxShare() });
    if (!hasTopDocument()) isUnrecorded = true;
    onPresence(isUnrecorded ? 'partly' : 'present');
  };

  /** The page is another one. */
  const forget = (): void => {
    if (isPreserving()) return;
    engine.order({ kind: 'clear', isNavigation: true });
    cutOff.value = new Map();
  };

  const setLevel = (document: number, level: Level): void => {
    if ((reduced.peek().get(document) ?? 'all') === level) return;
    const others = new Map(reduced.peek());
    if (level === 'all') others.delete(document);
    else others.set(document, level);
    reduced.value = others;
  };

  const settle = (requestId: number, outcome: CommandOutcome): void => {
    waiting.get(requestId)?.done(outcome);
    waiting.delete(requestId);
  };

  /** The answer "nobody" may come after a document has come that it does not know of. */
  const hasTopDocument = (): boolean => {
    for (const { hello } of byLink.keys()) if (hello.isTop) return true;
    return false;
  };

  /** Nobody will answer what this document was asked. */
  const settleAll = (document: number): void => {
    for (const [requestId, command] of waiting)
      if (command.document === document) settle(requestId, { code: 'gone', text: '' });
  };

  return {
    onConnected: greet,
    onMessage(link, message) {
      const connected = byLink.get(link);
      if (connected === undefined) return;
      const { document } = connected;
      if (message instanceof ArrayBuffer) engine.order({ kind: 'batch', document, batch: message });
      else if (isCutOff(message)) {
        cutOff.value = new Map([...cutOff.value, [document, message.reason]]);
        settleAll(document);
      } else if (isLevelChanged(message)) setLevel(document, message.level);
    },
    onDisconnected(link) {
      const connected = byLink.get(link);
      if (connected === undefined) return;
      byLink.delete(link);
      // It may have connected anew already.
      if (byDocument.get(connected.document) !== connected) return;
      byDocument.delete(connected.document);
      setLevel(connected.document, 'all');
      engine.order({ kind: 'documentLeft', document: connected.document });
      if (link.hello.isTop) onTopDocumentLeft();
      settleAll(connected.document);
    },
    onNobody() {
      if (hasTopDocument()) return;
      onPresence('nobody');
      // What the network log still has of the page before is not of this one.
      if (topDocumentKey !== null) onNavigated(nowMs());
      topDocumentKey = null;
      page.value = null;
      isUnrecorded = true;
      forget();
    },
    // Nothing is forgotten: what led to the crash is what one wants to see. The next page clears it.
    onCrashed() {
      if (!hasTopDocument()) onPresence('crashed');
    },
    onLost: () => onPresence('lost'),

    setRecording(value) {
      isRecording = value;
      for (const { link } of byLink.values())
        link.post({ kind: 'command', command: { kind: 'record', isRecording } });
    },
    command(document, order) {
      const connected = byDocument.get(document);
      if (connected === undefined || cutOff.value.has(document))
        return Promise.resolve({ code: 'gone', text: '' });
      const requestId = ++lastRequestId;
      return new Promise((done) => {
        waiting.set(requestId, { document, done });
        connected.link.post({ kind: 'command', command: { ...order, requestId } });
      });
    },
    taken(document, batches) {
      byDocument.get(document)?.link.post({ kind: 'ack', batches });
    },
    answered: settle,
    cutOff,
    reduced,
    page,
    allow() {
      for (const { link } of byLink.values()) link.post({ kind: 'allow', maxShare: maxShare() });
    },
    restore() {
      for (const { document, link } of byLink.values())
        if (reduced.peek().has(document)) link.post({ kind: 'restore' });
    },
  };
}
