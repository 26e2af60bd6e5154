import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import type { MessageLog } from '../message-log.ts';
import { describeClose, describeEntry, type HarSocket } from './describe-entry.ts';
import { describePages, type HarDocument, pageId, pageOf } from './describe-pages.ts';
import { markOf, messageText } from './message-text.ts';
import { type OrderedRows, orderRows } from './order-rows.ts';
import { createPace, type PaceOptions } from './pace.ts';
import {
  type EntryField,
  type EventField,
  type EventKind,
  fieldVersion,
  type LogField,
  type MessageMark,
} from './sockets-field.ts';
import { createTextBlob } from './text-blob.ts';

export interface HarSource {
  readonly sockets: readonly HarSocket[];
  readonly log: MessageLog;
  readonly documents: readonly HarDocument[];
  readonly rows?: 'all';
}

export interface HarOptions extends PaceOptions {
  /** Ours, for `creator`. */
  readonly version: string;
}

/**
 * Writes a session as HAR 1.2 with WebSocket messages as Chrome has them, one entry a socket, in the
 * order of creation. What comes while it writes is not in the file.
 * @throws an AbortError when it is cancelled
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export async function writeHar(source: HarSource, options: HarOptions): Promise<Blob> {
  const { log } = source;
  const exportedAtMs = Date.now();
  // Copies: the engine goes on changing its own while this rests.
  const sockets = source.sockets
    .map((socket) => ({ ...socket }))
    .sort((a, b) => a.createdAtMs - b.createdAtMs || a.id - b.id);
  const documents = source.documents.map((document) => ({ ...document }));
  const pages = sockets.map((socket) => pageOf(socket.document, documents));
  const firstSocketAtMs = new Map<number, number>();
  for (const [index, { createdAtMs }] of sockets.entries()) {
    const page = pages[index] ?? null;
    if (page !== null && !firstSocketAtMs.has(page)) firstSocketAtMs.set(page, createdAtMs);
  }

  const pace = createPace(options, log.rowCount);
  const indexOf = new Map(sockets.map(({ id }, index) => [id, index]));
  const rows = await orderRows(log, indexOf, pace);
  const out = createTextBlob('application/json');
  const creator = { name: 'Sockets', version: options.version };
  out.write(`{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"pages":`);
  out.write(JSON.stringify(describePages(documents, firstSocketAtMs, exportedAtMs)));
  out.write(',"entries":[');
  let done = 0;
  for (const [index, socket] of sockets.entries()) {
    const page = pages[index] ?? null;
    if (index > 0) out.write(',');
    for (const piece of entryText(log, socket, page, rows.ofSocket(index), rows.ties)) {
      if (piece === endOfRow) done++;
      else out.write(piece);
      if (pace.isOver()) await pace.rest(done);
    }
  }
  const logField: LogField = { version: fieldVersion, exportedAtMs };
  out.write(`\n],"_sockets":${JSON.stringify(logField)}}}\n`);
  await pace.rest(log.rowCount);
  return out.finish();
}

/** Between the pieces of text: a row has been written. */
const endOfRow = Symbol('end of row');

function* entryText(
  log: MessageLog,
  socket: HarSocket,
  page: number | null,
  rows: Uint32Array,
  ties: OrderedRows['ties'],
): Generator<string | typeof endOfRow> {
  const lastRowMs = rows.length > 0 ? log.atMs(rows[rows.length - 1] as number) : 0;
  const lastAtMs =
    socket.closedAtMs ?? Math.max(socket.createdAtMs, socket.openedAtMs ?? 0, lastRowMs);
  const entry = describeEntry(socket, lastAtMs, page === null ? null : pageId(page));
  yield `\n${JSON.stringify(entry).slice(0, -1)},"_webSocketMessages":[`;
  yield* listText(log, rows, isOnWire, function* (row) {
    yield* messageText(log, row, null);
    yield endOfRow;
  });
  const close = describeClose(socket);
  yield close === undefined ? ']' : `],"_webSocketClose":${JSON.stringify(close)}`;

  yield `,\n"_sockets":${JSON.stringify(entryField(socket)).slice(0, -1)},"events":[`;
  yield* listText(log, rows, isEvent, function* (row) {
    yield JSON.stringify(eventField(log, row, ties.get(row)));
    yield endOfRow;
  });
  yield '],"marks":[';
  yield* marksText(log, rows, ties);
  yield '],"notSent":[';
  yield* listText(log, rows, isNotSent, function* (row) {
    yield* messageText(log, row, markOf(log, row, ties.get(row)));
    yield endOfRow;
  });
  yield ']}}';
}

/** Rows that are passed over before the writer can rest. */
const restRows = 1024;

type RowTest = (log: MessageLog, row: number) => boolean;
const isNotSent: RowTest = (log, row) =>
  log.isMessage(row) && (log.flags(row) & recordFlag.notSent) !== 0;
const isOnWire: RowTest = (log, row) => log.isMessage(row) && !isNotSent(log, row);
const isEvent: RowTest = (log, row) => !log.isMessage(row);

/** The rows that pass, one a line. */
function* listText(
  log: MessageLog,
  rows: Uint32Array,
  isListed: RowTest,
  textOf: (row: number) => Generator<string | typeof endOfRow>,
): Generator<string | typeof endOfRow> {
  let separator = '\n';
  for (const [place, row] of rows.entries()) {
    if (place % restRows === restRows - 1) yield '';
    if (!isListed(log, row)) continue;
    yield separator;
    separator = ',\n';
    yield* textOf(row);
  }
}

function* marksText(
  log: MessageLog,
  rows: Uint32Array,
  ties: OrderedRows['ties'],
): Generator<string> {
  let index = -1;
  let separator = '\n';
  for (const [place, row] of rows.entries()) {
    if (place % restRows === restRows - 1) yield '';
    if (!isOnWire(log, row)) continue;
    index++;
    const said = markOf(log, row, ties.get(row));
    if (said === null) continue;
    const mark: MessageMark = { index, ...said };
    yield `${separator}${JSON.stringify(mark)}`;
    separator = ',\n';
  }
}

const entryField = (socket: HarSocket): EntryField => ({
  version: fieldVersion,
  state: socket.state,
  documentUrl: socket.documentUrl,
  requestedProtocols: socket.requestedProtocols,
  protocol: socket.protocol,
  extensions: socket.extensions,
  stack: socket.stack,
  createdAtMs: socket.createdAtMs,
  openedAtMs: socket.openedAtMs,
  closedAtMs: socket.closedAtMs,
  closeCode: socket.closeCode,
  closeReason: socket.closeReason,
  wasClean: socket.wasClean,
  isAdopted: socket.isAdopted,
  missingMessages: socket.missingMessages,
});

function eventField(log: MessageLog, row: number, tie: number | undefined): EventField {
  const { code, text, name, wasClean } = log.detail(row);
  const flags = log.flags(row);
  return {
    // Not a message: `isEvent` chose the row.
    kind: log.kind(row) as EventKind,
    atMs: log.atMs(row),
    ...(code === undefined ? {} : { code }),
    ...(text === undefined ? {} : { text }),
    ...(name === undefined ? {} : { name }),
    ...(wasClean === undefined ? {} : { wasClean }),
    ...(flags === 0 ? {} : { flags }),
    ...(tie === undefined ? {} : { tie }),
  };
}
