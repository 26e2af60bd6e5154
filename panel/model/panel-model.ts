import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { connectEngine, type EngineListener, type WorkerLike } from '../engine/client.ts';
import type { EngineUpdate, ViewState } from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import { type Compose, createCompose } from './compose.ts';
import { type Copying, createCopying } from './copying.ts';
import { createFormat, type Format } from './format.ts';
import { createInsideWorkers, type InsideWorkers } from './inside-workers.ts';
import { createMeter, type Meter } from './meter.ts';
import { createPipelines, type Pipelines } from './pipelines.ts';
import { createRecording, type Presence, type Recording } from './recording.ts';
import { createRowWindow, type RowWindow } from './row-window.ts';
import type { SchemaStore } from './schema-store.ts';
import { createSchemas, type Schemas } from './schemas.ts';
import { createSelection, type Selection } from './selection.ts';
import { createSessionFiles, type SessionFiles } from './session-files.ts';
import type { Settings } from './settings.ts';
import { speakLanguage } from './texts/spoken-language.ts';
import { type Language, preferredLanguage, type Texts } from './texts/texts.ts';
import { createTimeline, type TimelineModel } from './timeline.ts';
import { timelineLanes } from './timeline-lanes.ts';
import type { PageVerdict, PlainPage } from './worker-plan.ts';

/** Everything that the views show and can ask for. */
export interface PanelModel {
  readonly settings: Settings;
  readonly language: ReadonlySignal<Language>;
  readonly texts: ReadonlySignal<Texts>;
  /** Before that, the texts are English whatever the language. */
  readonly hasTexts: Promise<void>;
  readonly format: ReadonlySignal<Format>;
  readonly presence: ReadonlySignal<Presence>;
  readonly isRestricted: Signal<boolean>;
  readonly isRecording: ReadonlySignal<boolean>;
  readonly filter: Signal<string>;
  /** null: all. */
  readonly chosenSockets: Signal<ReadonlySet<number> | null>;
  /** The socket on which the keyboard stands. */
  readonly activeSocket: Signal<number | null>;
  readonly messageTab: Signal<'decoded' | 'hex' | 'text'>;
  /** Epoch ms, for durations that go on; it moves once a second. */
  readonly now: ReadonlySignal<number>;
  readonly sockets: ReadonlySignal<ReadonlyMap<number, SocketSummary>>;
  /** Changes seldom, unlike the sockets with their counters. */
  readonly hasSockets: ReadonlySignal<boolean>;
  /** How often a socket came or changed in more than its counters. */
  readonly socketChanges: ReadonlySignal<number>;
  readonly totals: ReadonlySignal<
    Omit<EngineUpdate, 'view' | 'sockets' | 'remainingSockets' | 'costs'>
  >;
  readonly meter: Meter;
  readonly view: ReadonlySignal<ViewState>;
  readonly rows: RowWindow;
  readonly selection: Selection;
  readonly copying: Copying;
  /** Whether the list stays where it is even at its end. */
  readonly isHeld: Signal<boolean>;
  /** Whether the user is asked for the number of a message to go to. */
  readonly isGoingTo: Signal<boolean>;
  readonly timeline: TimelineModel;
  readonly pipelines: Pipelines;
  readonly schemas: Schemas;
  readonly compose: Compose;
  readonly files: SessionFiles;
  readonly insideWorkers: InsideWorkers;
  readonly engine: ReturnType<typeof connectEngine>;
  readonly recording: Recording;
  toggleRecording(): void;
  clear(): void;
  closeSocket(socket: SocketSummary): void;
  reloadPage(): void;
  /** Has the browser's network log asked for what it knows of the sockets. */
  askNetworkLog(): void;
  /** Whether the browser allowed it. */
  copyToClipboard(text: string): Promise<boolean>;
}

export interface PanelModelOptions {
  readonly worker: WorkerLike;
  readonly settings: Settings;
  readonly schemaStore: SchemaStore;
  readonly preferredLanguages: readonly string[];
  readonly save: (file: Blob, name: string) => void;
  readonly now: () => number;
  /** Calls back once a second. */
  readonly everySecond: (tick: () => void) => void;
  readonly reloadPage: () => void;
  readonly lookAtPage: () => Promise<PageVerdict>;
  readonly reloadInside: (verdict: PlainPage) => void;
  readonly onTopDocumentLeft: () => void;
  readonly askNetworkLog: () => void;
  readonly onNavigated: (sinceMs: number) => void;
  readonly copyToClipboard: (text: string) => Promise<boolean>;
}

/** ms between two looks at the times of new messages: more often, nobody sees a summary change. */
const timelineEveryMs = 100;

/** ms after the last key in which nobody has typed on. */
const previewAfterMs = 150;

const noView: ViewState = {
  view: -1,
  rowCount: 0,
  messageCount: 0,
  scannedRows: 0,
  ofRows: 0,
  problem: null,
};

export function createPanelModel({
  worker,
  settings,
  schemaStore,
  preferredLanguages,
  save,
  now: clock,
  everySecond,
  reloadPage,
  lookAtPage,
  reloadInside,
  onTopDocumentLeft,
  askNetworkLog,
  onNavigated,
  copyToClipboard,
}: PanelModelOptions): PanelModel {
  const { language, texts, isReady } = speakLanguage(
    computed(() => settings.language.value ?? preferredLanguage(preferredLanguages)),
  );
  const format = computed(() => createFormat(language.value));
  const presence = signal<Presence>('waiting');
  const isRestricted = signal(false);
  const isRecording = signal(true);
  const filter = signal('');
  const chosenSockets = signal<ReadonlySet<number> | null>(null);
  const sockets = signal<ReadonlyMap<number, SocketSummary>>(new Map());
  const socketChanges = signal(0);
  const totals = signal<Omit<EngineUpdate, 'view' | 'sockets' | 'remainingSockets' | 'costs'>>({
    version: 0,
    recordedMessages: 0,
    missingMessages: 0,
    faults: 0,
    heldBytes: 0,
    diskBytes: 0,
    forgottenMessages: 0,
  });
  const view = signal<ViewState>(noView);
  const activeSocket = signal<number | null>(null);
  const messageTab = signal<'decoded' | 'hex' | 'text'>('decoded');
  const now = signal(clock());
  everySecond(() => {
    now.value = clock();
  });

  /** What the engine has said last of its view; it may not be shown yet. */
  let told: ViewState = noView;
  const show = ({
    view: viewState,
    sockets: changed,
    remainingSockets,
    costs,
    ...rest
  }: EngineUpdate): void => {
    meter.take(costs);
    const known = sockets.peek();
    if (changed.some((socket) => isChanged(known.get(socket.id), socket))) socketChanges.value++;
    if (changed.length > 0 || remainingSockets !== null)
      sockets.value = mergeSockets(known, changed, remainingSockets);
    if (rest.recordedMessages !== totals.peek().recordedMessages) timeline.changed();
    totals.value = rest;
    // An update of the view before the present one is about rows that nobody shows any more.
    if (viewState.view === lastView) view.value = viewState;
    selection.refresh();
    if (remainingSockets !== null) afterClear();
  };
  const listener: EngineListener = {
    onUpdate(update) {
      const { view: viewId, rowCount } = update.view;
      const rowsMore = rowCount - told.rowCount;
      const isFollowing =
        update.remainingSockets === null &&
        viewId === told.view &&
        rowsMore > 0 &&
        rows.isAtEnd(viewId, told.rowCount);
      told = update.view;
      // Who looks at the end of the list sees its new rows and its new length at once: one drawing, not two.
      if (isFollowing) rows.follow(rowsMore, () => show(update));
      else {
        batch(() => show(update));
        rows.refresh();
      }
    },
    onTaken: (document, batches) => recording.taken(document, batches),
    onCommandAnswer: ({ requestId, isDone, errorCode, errorText }) =>
      recording.answered(requestId, {
        code: isDone ? '' : errorCode || 'refused',
        text: errorText,
      }),
  };
  const engine = connectEngine(worker, listener);
  settings.memoryBudgetMB.subscribe((megabytes) =>
    engine.order({ kind: 'memory', budgetBytes: megabytes * 1_000_000 }),
  );
  const selection = createSelection(engine, () => {
    rows.refresh();
    // What was said of an earlier copy is about other messages.
    if (copying.state.peek().kind !== 'working') copying.dismiss();
  });
  const rows = createRowWindow(engine, selection.told);
  const copying = createCopying(engine, copyToClipboard);
  const isHeld = signal(false);
  const isGoingTo = signal(false);
  const pipelines = createPipelines(engine, settings.pinnedPipelines);
  effect(() => {
    void pipelines.rules.value;
    void pipelines.ofRow.value;
    selection.reload();
  });
  const schemas = createSchemas({
    engine,
    store: schemaStore,
    rules: settings.messageRules,
    onChange: selection.reload,
  });
  const timeline = createTimeline({
    engine,
    lanes: computed(() => timelineLanes(sockets.value, chosenSockets.value)),
    later: (run) => setTimeout(run, timelineEveryMs),
  });
  const recording = createRecording({
    engine,
    isPreserving: () => settings.preserveLog.peek(),
    maxShare: () => {
      const budget = settings.costBudget.peek();
      return budget === 'never' ? 0 : budget / 100;
    },
    onTopDocumentLeft,
    onNavigated,
    nowMs: clock,
    onPresence: (value) => (presence.value = value),
  });
  const meter = createMeter(now, recording.reduced);
  settings.costBudget.subscribe(recording.allow);
  const compose = createCompose({
    engine,
    socketOf: (id) => sockets.peek().get(id),
    allSockets: () => sockets.value.values(),
    command: recording.command,
    soon: (run) => setTimeout(run, previewAfterMs),
  });
  const files = createSessionFiles({
    engine,
    save,
    now: clock,
    hasSockets: () => sockets.peek().size > 0,
  });

  const insideWorkers = createInsideWorkers({
    origins: settings.workerOrigins,
    page: recording.page,
    ...{ lookAtPage, reloadInside, reloadPage },
  });

  let lastView = 0;
  effect(() => {
    const chosen = chosenSockets.value;
    lastView++;
    engine.order({
      kind: 'view',
      view: lastView,
      filter: filter.value,
      sockets: chosen === null ? null : [...chosen],
      span: timeline.span.value,
    });
  });

  const afterClear = (): void => {
    selection.forget();
    copying.dismiss();
    isHeld.value = false;
    pipelines.forgetRow();
    timeline.forget();
    const chosen = chosenSockets.peek();
    if (chosen === null) return;
    const remaining = [...chosen].filter((id) => sockets.peek().has(id));
    if (remaining.length < chosen.size)
      chosenSockets.value = remaining.length === 0 ? null : new Set(remaining);
  };

  // Who chooses a socket means to act on it.
  effect(() => {
    const [id, ...others] = chosenSockets.value ?? [];
    if (id === undefined || others.length > 0) return;
    const socket = sockets.peek().get(id);
    if (socket?.state === 'open' && socket.isLive) compose.target.value = id;
  });

  // A message that is looked at is offered for editing, unless something is being written already.
  effect(() => {
    const message = selection.message.value;
    if (message !== null && !message.isPending) void compose.copy(message, false);
  });

  return {
    settings,
    language,
    texts,
    hasTexts: isReady,
    format,
    presence,
    isRestricted,
    isRecording,
    filter,
    chosenSockets,
    activeSocket,
    messageTab,
    now,
    reloadPage,
    askNetworkLog,
    copyToClipboard,
    sockets,
    socketChanges,
    hasSockets: computed(() => sockets.value.size > 0),
    totals,
    meter,
    view,
    rows,
    selection,
    copying,
    isHeld,
    isGoingTo,
    timeline,
    pipelines,
    schemas,
    compose,
    files,
    insideWorkers,
    engine,
    recording,
    toggleRecording() {
      isRecording.value = !isRecording.value;
      recording.setRecording(isRecording.value);
    },
    clear() {
      engine.order({ kind: 'clear', isNavigation: false });
    },
    closeSocket(socket) {
      void recording.command(socket.document, {
        kind: 'close',
        socketId: socket.idInDocument,
        code: 0,
        reason: '',
      });
    },
  };
}

/** Whether a socket is new, or is or does something that it did not before, whatever its counters say. */
const isChanged = (known: SocketSummary | undefined, socket: SocketSummary): boolean =>
  known === undefined ||
  known.state !== socket.state ||
  known.isLive !== socket.isLive ||
  known.url !== socket.url ||
  known.openedAtMs !== socket.openedAtMs;

function mergeSockets(
  known: ReadonlyMap<number, SocketSummary>,
  changed: readonly SocketSummary[],
  remaining: readonly number[] | null,
): ReadonlyMap<number, SocketSummary> {
  const merged = new Map(
    remaining === null ? known : remaining.flatMap((id) => entryOf(known, id)),
  );
  for (const socket of changed) merged.set(socket.id, socket);
  return merged;
}

function entryOf(known: ReadonlyMap<number, SocketSummary>, id: number): [number, SocketSummary][] {
  const socket = known.get(id);
  return socket === undefined ? [] : [[id, socket]];
}
