import { hexRow } from '../decoders/hex.ts';
import type { SpillFile } from './batch-store.ts';
import { copyRows } from './copy-rows.ts';
import { decodedFacts } from './decoding/decoded-facts.ts';
import { decoderChoices } from './decoding/decoder-choices.ts';
import { decodeForEditing, editableText, encodeEdited } from './decoding/edit-message.ts';
import { OpenedMessage } from './decoding/opened-message.ts';
import { RowFactsCache } from './decoding/row-facts.ts';
import { RowLayers } from './decoding/row-layers.ts';
import { Schemas } from './decoding/schemas.ts';
import { DocumentCosts } from './document-costs.ts';
import type {
  DecoderChoices,
  EngineCall,
  EngineCalls,
  EngineEvent,
  EngineOrder,
  EngineUpdate,
  TimeSpan,
} from './engine-contract.ts';
import { layOutJson } from './json-layout.ts';
import { NetworkWitness } from './network-witness.ts';
import { bestFormat, readPayload, textPart, writePayload } from './payload-text.ts';
import { hasPosition } from './position-ranges.ts';
import type { RegexHost } from './query/regex-host.ts';
import { RowSelection } from './row-selection.ts';
import { describeRow, rowSummary } from './row-summary.ts';
import { summariseSelected, walkSelected } from './selected-rows.ts';
import { Session } from './session.ts';
import { exportHar, importHar } from './session-file.ts';
import { allMessagesOf, type SocketEntry, type SocketSummary } from './socket-table.ts';
import { View } from './view.ts';

/** What the engine needs of the place it runs in. */
export interface EnginePlatform {
  readonly tell: (event: EngineEvent) => void;
  readonly now: () => number;
  /** Epoch ms, as fine as `now`: Date.now() may be set while a page is open. */
  readonly epochMs: () => number;
  readonly pause: () => Promise<void>;
  readonly after: (ms: number, run: () => void) => void;
  readonly regexHost: RegexHost;
  /** Where payloads go that do not fit in memory; null where there is no such place. */
  readonly openSpillFile: () => Promise<SpillFile | null>;
}

/** The panel says how much memory payloads may take; this is until then. */
const defaultBudgetBytes = 512_000_000;

/** ms: shorter than the filter's, which somebody waits for. */
const foldSliceMs = 4;
const noChoices: DecoderChoices = { types: [], decoders: [], protocols: [] };

/** The panel is told this long after something new has come, */
const firstUpdateMs = 16;
/**
 * and at most this often while more comes: twenty times a second. It is the pace of the batches as well, and each
 * costs the page, the browser and the panel the same, however little is in it.
 */
const updateEveryMs = 50;

export interface Engine {
  obey(order: EngineOrder): void;
  answer<Call extends EngineCall>(
    call: Call,
    ask: EngineCalls[Call]['ask'],
    request: number,
  ): Promise<EngineCalls[Call]['answer']>;
  readonly version: number;
}

/** The engine: one session and one view of it, behind messages. */
export function createEngine(platform: EnginePlatform): Engine {
  let version = 0;
  let isUpdateDue = false;
  let lastUpdateMs = Number.NEGATIVE_INFINITY;
  let missingMessages = 0;
  let haveSocketsGone = false;
  let importedDocuments = 0;
  const changedSockets = new Set<SocketEntry>();
  const taken = new Map<number, number>();
  const cancelled = new Set<number>();

  const costs = new DocumentCosts();
  const storage = { budgetBytes: defaultBudgetBytes, openFile: platform.openSpillFile };
  const session = new Session(
    {
      onSocket: (socket) => changedSockets.add(socket),
      onPayload: (row) => {
        view.payloadCompleted(row);
      },
      onBatch: (document, { costUs, messageCount }, newestMs) =>
        costs.add(document, costUs, messageCount, newestMs, platform.epochMs()),
      onAnswer: (document, answer) =>
        platform.tell({
          kind: 'commandAnswer',
          document,
          requestId: answer.requestId,
          isDone: answer.isDone,
          errorCode: answer.errorCode,
          errorText: answer.errorText,
        }),
    },
    storage,
  );
  const schemas = new Schemas();
  let layers = new RowLayers(session.log, session.sockets, schemas.registry);
  let opened = new OpenedMessage(session.log, layers, platform);
  let facts = new RowFactsCache(layers, platform.now);
  let isFolding = false;
  const witness = new NetworkWitness(session, (socket) => changedSockets.add(socket));

  const change = (): void => {
    version++;
    if (isUpdateDue) return;
    isUpdateDue = true;
    const restMs = lastUpdateMs + updateEveryMs - platform.now();
    platform.after(Math.max(firstUpdateMs, restMs), update);
  };
  const newView = (id: number, filter: string, sockets: readonly number[] | null): View =>
    new View(
      id,
      session.log,
      filter,
      sockets,
      {
        now: platform.now,
        pause: platform.pause,
        regexHost: platform.regexHost,
        onChange: change,
        decodedFacts: (row) => decodedFacts(layers, row, platform.now),
        decodableRows: () => layers.folds.frontier,
      },
      span,
    );
  let filter = '';
  let chosenSockets: readonly number[] | null = null;
  let span: TimeSpan | null = null;
  let view = newView(0, filter, chosenSockets);
  let selection = new RowSelection(view.list);

  const update = (): void => {
    isUpdateDue = false;
    lastUpdateMs = platform.now();
    const sockets = [...changedSockets]
      .filter((socket) => session.sockets.get(socket.id) === socket)
      .map(toSummary);
    changedSockets.clear();
    if (sockets.length > 0 || haveSocketsGone)
      missingMessages = sum(session.sockets.all, (socket) => socket.missingMessages);
    const news: EngineUpdate = {
      version,
      recordedMessages: session.log.messageCount,
      missingMessages,
      faults: session.faults,
      heldBytes: session.log.heldBytes,
      diskBytes: session.log.diskBytes,
      forgottenMessages: session.log.forgottenMessages,
      costs: costs.takeChanged(),
      view: view.state,
      sockets,
      remainingSockets: haveSocketsGone
        ? Array.from(session.sockets.all, (socket) => socket.id)
        : null,
    };
    haveSocketsGone = false;
    platform.tell({ kind: 'update', ...news });
    for (const [document, batches] of taken) platform.tell({ kind: 'taken', document, batches });
    taken.clear();
  };

  const show = (id: number): void => {
    view.stop();
    view = newView(id, filter, chosenSockets);
    // The rows between the ends of a range are others in another view: only the chosen one stays.
    selection = new RowSelection(view.list, selection.focus);
    // Who asks does not wait for the pace of what comes.
    lastUpdateMs = Number.NEGATIVE_INFINITY;
    void view.run();
    change();
  };

  const clear = (isNavigation: boolean): void => {
    selection.act({ kind: 'none' });
    session.clear(isNavigation);
    if (isNavigation) {
      witness.forget();
      costs.clear();
    }
    const carried = isNavigation ? undefined : layers.folds.carry();
    const { pipelines } = layers;
    layers = new RowLayers(session.log, session.sockets, schemas.registry, carried);
    layers.setPipelines(pipelines.rules, null);
    opened = new OpenedMessage(session.log, layers, platform);
    facts = new RowFactsCache(layers, platform.now);
    changedSockets.clear();
    for (const socket of session.sockets.all) changedSockets.add(socket);
    haveSocketsGone = true;
    // A choice of sockets that are all gone would show nothing for ever.
    const remaining = chosenSockets?.filter((id) => session.sockets.get(id) !== undefined) ?? [];
    chosenSockets = remaining.length > 0 ? remaining : null;
    // The same with a span of the past.
    span = null;
    show(view.id);
  };

  /** What messages mean has changed: what is shown, and found by it, is looked at again. */
  const decodeAgain = (): void => {
    opened.forget();
    facts.forget();
    if (view.looksInside) show(view.id);
    void fold();
    change();
  };
  const useSchemas = (): void => {
    layers.setRegistry(schemas.registry);
    decodeAgain();
  };

  /** Questions may be about rows from before the log was cleared. */
  const exists = (row: number): boolean => row < session.log.rowCount;

  /** Follows the conversations that are understood only from their beginning, in slices beside all other work. */
  const fold = async (): Promise<void> => {
    if (isFolding) return;
    isFolding = true;
    try {
      for (;;) {
        const until = platform.now() + foldSliceMs;
        const hasMoved = layers.folds.advance(() => platform.now() > until);
        if (hasMoved && view.looksInside) void view.run();
        if (hasMoved && layers.folds.hasFolds) change();
        if (!hasMoved || !layers.folds.isBehind) return;
        await platform.pause();
      }
    } finally {
      isFolding = false;
    }
  };

  const bytesOf = (row: number, layer: number | null): Uint8Array =>
    row < session.log.rowCount ? opened.bytesOf(row, layer) : new Uint8Array(0);
  const isThere = (row: number): boolean =>
    row >= 0 && row < session.log.rowCount && session.log.isMessage(row);
  const payloadOf = (row: number): Uint8Array =>
    exists(row) ? session.log.payload(row) : new Uint8Array(0);
  const answers: {
    [Call in EngineCall]: (
      ask: EngineCalls[Call]['ask'],
      request: number,
    ) => EngineCalls[Call]['answer'] | Promise<EngineCalls[Call]['answer']>;
  } = {
    rows: ({ view: id, start, count, anchor = null }) => {
      if (id !== view.id) return null;
      const { list } = view;
      const found = anchor === null || !exists(anchor.row) ? -1 : list.positionOf(anchor.row);
      const shift = anchor === null || found < 0 ? 0 : found - anchor.position;
      const first = Math.max(0, start + shift);
      const length = Math.max(0, Math.min(count, list.length - first));
      const selected = selection.positions();
      const rows = Array.from({ length }, (_, index) =>
        rowSummary(session.log, list, first + index, hasPosition(selected, first + index), facts),
      );
      return { rows, shift, selection: selection.state };
    },
    select: ({ view: id, act }) => {
      if (id !== null && id !== view.id) return null;
      if (!('target' in act && 'row' in act.target) || exists(act.target.row)) selection.act(act);
      return selection.state;
    },
    selectionSummary: (_, request) =>
      summariseSelected(session.log, view.list, selection, progressOf(request)),
    copyRows: ({ format, row }, request) => {
      const { log } = session;
      const { list } = view;
      const urlOfSocket = (socket: number): string => session.sockets.get(socket)?.url ?? '';
      const pace = progressOf(request);
      const chosen = selection;
      return copyRows(
        { log, urlOfSocket },
        format,
        row === null
          ? (visit) => walkSelected(list, chosen, pace, visit)
          : async (visit) => void (exists(row) && visit(row)),
      );
    },
    message: ({ row }) => {
      if (row >= session.log.rowCount || !session.log.isMessage(row)) return null;
      return {
        ...describeRow(session.log, row, facts),
        storedBytes: session.log.storedBytes(row),
        decoded: opened.summary(row),
      };
    },
    bytes: ({ row, start, end }) =>
      row < session.log.rowCount ? session.log.payload(row, end).slice(start) : new Uint8Array(0),
    nodes: ({ row, layer, node, start, count }) =>
      isThere(row) ? opened.children(row, layer, node, start, count) : [],
    openNode: ({ row, layer, node }) => (isThere(row) ? opened.openNode(row, layer, node) : []),
    nodeCopy: ({ row, layer, node }) =>
      isThere(row) ? opened.copy(row, layer, node) : { path: '', value: '', json: '', hex: '' },
    nodeAt: ({ row, layer, byte }) => (isThere(row) ? opened.nodeAt(row, layer, byte) : []),
    nodeSteps: ({ row, layer, node }) => (isThere(row) ? opened.stepsTo(row, layer, node) : []),
    searchNodes: ({ row, layer, text }, request) =>
      isThere(row)
        ? opened.search(row, layer, text, () => cancelled.has(request))
        : { nodes: [], isCapped: false },
    decoderChoices: ({ row, layer }) =>
      isThere(row)
        ? decoderChoices(opened.layer(row, layer), layers, row, (payload) =>
            schemas.choices(payload),
          )
        : noChoices,
    textRuns: ({ row, layer, start, end }) => textPart(bytesOf(row, layer), start, end),
    layerBytes: ({ row, layer }) => new Uint8Array(bytesOf(row, layer)),
    hexRows: ({ row, layer, startRow, count, bytesPerRow }) => {
      const payload = bytesOf(row, layer);
      const length = Math.max(
        0,
        Math.min(count, Math.ceil(payload.length / bytesPerRow) - startRow),
      );
      const rows = Array.from({ length }, (_, index) =>
        hexRow(payload, (startRow + index) * bytesPerRow, bytesPerRow),
      );
      return { rows, byteLength: payload.length };
    },
    copyText: ({ row }) =>
      row < session.log.rowCount
        ? writePayload(payloadOf(row), session.log.isBinary(row) ? 'hex' : 'text')
        : '',
    readPayload: ({ format, text }) => readPayload(format, text),
    writePayload: ({ format, bytes }) => writePayload(bytes, format),
    bestFormat: ({ bytes, isText }) => bestFormat(bytes, isText),
    editableText: ({ row }) => {
      const found = isThere(row) ? layers.of(row) : null;
      return found === null ? null : editableText(found);
    },
    encodeEdited: ({ text, pipeline, original, isText, hint }) =>
      encodeEdited(text, pipeline, { bytes: original, isText }, hint, schemas.registry),
    decodeForEditing: ({ pipeline, bytes, isText, hint }) =>
      decodeForEditing(pipeline, { bytes, isText }, hint, schemas.registry),
    loadSchemas: async ({ files }) => {
      const report = await schemas.load(files);
      useSchemas();
      return report;
    },
    layOutJson: ({ text }) => layOutJson(text),
    timeline: (ask) => session.times.answer(ask),
    statistics: ({ socket, nowMs }) => session.statistics.of(socket, nowMs),
    exportHar: (_, request) => exportHar(session, progressOf(request)),
    importHar: async ({ file }, request) => {
      // Documents of the page count up from 1, imported ones down from -1.
      const outcome = await importHar(file, session, -++importedDocuments, progressOf(request));
      void view.run();
      void fold();
      change();
      return outcome;
    },
  };
  const progressOf = (request: number) => ({
    now: platform.now,
    pause: platform.pause,
    onProgress: (done: number, of: number) =>
      platform.tell({ kind: 'progress', request, done, of }),
    isCancelled: () => cancelled.has(request),
  });

  return {
    get version() {
      return version;
    },
    obey(order) {
      switch (order.kind) {
        case 'batch':
          session.append(order.document, order.batch);
          taken.set(order.document, (taken.get(order.document) ?? 0) + 1);
          void view.run();
          void fold();
          change();
          return;
        case 'documentCame':
          session.addDocument({
            id: order.document,
            url: order.url,
            isTop: order.isTop,
            isImported: false,
            isWorker: order.isWorker ?? false,
          });
          costs.came(order.document, order.url, order.isTop, platform.epochMs());
          return;
        case 'documentLeft':
          session.leaveDocument(order.document);
          costs.left(order.document);
          change();
          return;
        case 'clear':
          clear(order.isNavigation);
          return;
        case 'view':
          filter = order.filter;
          chosenSockets = order.sockets;
          span = order.span ?? null;
          show(order.view);
          return;
        case 'network':
          witness.observe(order.sockets);
          void view.run();
          void fold();
          change();
          return;
        case 'memory':
          storage.budgetBytes = order.budgetBytes;
          return;
        case 'pipelines':
          layers.setPipelines(order.rules, order.ofRow);
          decodeAgain();
          return;
        case 'messageRules':
          schemas.setRules(order.rules);
          useSchemas();
          return;
        case 'cancel':
          cancelled.add(order.request);
          return;
      }
    },
    async answer(call, ask, request) {
      return await answers[call](ask, request);
    },
  };
}

function toSummary(entry: SocketEntry): SocketSummary {
  const { stack: _stack, clearedMessages: _cleared, ...summary } = entry;
  return { ...summary, allMessages: allMessagesOf(entry) };
}

function sum<Item>(items: Iterable<Item>, amountOf: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += amountOf(item);
  return total;
}
