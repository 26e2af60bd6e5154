import { plainPrimitives } from '../../../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import {
  createRecordPacker,
  type RecordPacker,
} from '../../../extension/protocol/record-packer.ts';
import type { SocketState } from '../socket-table.ts';
import {
  type ImportedEvent,
  type ImportedItem,
  type ImportedMessage,
  type ImportedSocket,
  isImportedMessage,
} from './imported-socket.ts';

/**
 * Turns sockets of a file into batches as the recorder would have sent them, in the order of time and
 * with epoch ms as times. Sockets are numbered from 1 in the order of the file.
 */
export function* packImported(sockets: readonly ImportedSocket[]): Generator<ArrayBuffer> {
  const full: ArrayBuffer[] = [];
  const take = (): void => {
    const batch = packer.take();
    if (batch !== null) full.push(batch);
  };
  // Epoch ms are times since an origin of 0.
  const packer = createRecordPacker(plainPrimitives, 0, take);
  for (const step of inOrderOfTime(sockets)) {
    if (step.item === null) packCreated(packer, step.socketId, step.socket);
    else if (isImportedMessage(step.item)) packMessage(packer, step.socketId, step.item);
    else packEvent(packer, step.socketId, step.socket, step.item);
    yield* full.splice(0);
  }
  for (const [index, socket] of sockets.entries()) {
    if (needsSnapshot(socket)) packSnapshot(packer, index + 1, socket);
    yield* full.splice(0);
  }
  take();
  yield* full;
}

interface Step {
  readonly socketId: number;
  readonly socket: ImportedSocket;
  /** Null for the socket's creation. */
  readonly item: ImportedItem | null;
}

/** All items of all sockets; those of equal time by their ties, then by socket. */
function* inOrderOfTime(sockets: readonly ImportedSocket[]): Generator<Step> {
  // Numbers in columns: a step as an object for each of a million items would double the memory.
  const starts: number[] = [];
  let count = 0;
  for (const { items } of sockets) {
    starts.push(count);
    count += items.length + 1;
  }
  const socketOf = new Uint32Array(count);
  const times = new Float64Array(count);
  const ties = new Float64Array(count);
  for (const [index, { createdAtMs, items }] of sockets.entries()) {
    const start = starts[index] as number;
    socketOf.fill(index, start, start + items.length + 1);
    // Before anything else of its socket, also where clocks disagree, or a file does.
    times[start] = Math.min(createdAtMs, items[0]?.atMs ?? createdAtMs);
    ties[start] = -1;
    for (const [place, item] of items.entries()) {
      times[start + 1 + place] = item.atMs;
      ties[start + 1 + place] = item.tie;
    }
  }
  // A plain array, because its sort is stable and fast where runs are sorted already.
  const order = Array.from(times, (_, at) => at).sort(
    (a, b) =>
      (times[a] as number) - (times[b] as number) || (ties[a] as number) - (ties[b] as number),
  );
  for (const at of order) {
    const index = socketOf[at] as number;
    const socket = sockets[index] as ImportedSocket;
    yield {
      socketId: index + 1,
      socket,
      item: socket.items[at - (starts[index] as number) - 1] ?? null,
    };
  }
}

function packCreated(packer: RecordPacker, socketId: number, socket: ImportedSocket): void {
  const flags = socket.isAdopted ? recordFlag.adopted : 0;
  packer.record(recordKind.created, flags, socketId, 0, socket.createdAtMs, 0, (_, string) => {
    string(socket.url);
    string(socket.documentUrl);
    string(socket.stack);
    string(socket.requestedProtocols);
  });
}

function packMessage(packer: RecordPacker, socketId: number, message: ImportedMessage): void {
  const { atMs, flags, payload, size } = message;
  const kind = recordKind[message.kind];
  const isUnreadable = (flags & recordFlag.unreadable) !== 0;
  if (size !== null || isUnreadable) {
    // Only a payload that comes later can be less than the message's size.
    const bytes = typeof payload === 'string' ? plainPrimitives.encode(payload) : payload;
    const sequence = packer.later(kind, flags, socketId, atMs, size ?? bytes.length);
    packer.payload(sequence, flags & (recordFlag.truncated | recordFlag.unreadable), bytes);
  } else if (typeof payload === 'string') packer.text(kind, flags, socketId, atMs, payload);
  else packer.bytes(kind, flags, socketId, atMs, payload);
}

function packEvent(
  packer: RecordPacker,
  socketId: number,
  socket: ImportedSocket,
  event: ImportedEvent,
): void {
  const { kind, atMs, code, text, name } = event;
  const strings = stringsOf(event, socket, text, name);
  const flags = event.flags | (event.wasClean && kind === 'closed' ? recordFlag.clean : 0);
  packer.record(recordKind[kind], flags, socketId, 0, atMs, code, (_, string) => {
    for (const value of strings) string(value);
  });
}

function stringsOf(
  { kind }: ImportedEvent,
  socket: ImportedSocket,
  text: string,
  name: string,
): readonly string[] {
  switch (kind) {
    case 'opened':
      return [socket.protocol, socket.extensions];
    case 'closed':
    case 'closeCalled':
      return [text];
    case 'sendFailed':
    case 'closeFailed':
      return [name, text];
    case 'error':
      // The recorder writes none, since scripts are told none; files of other tools have one.
      return text === '' ? [] : [text];
  }
}

/** Whether the records above leave a reader with something else than the file says. */
function needsSnapshot(socket: ImportedSocket): boolean {
  const opened = socket.items.findLast(({ kind }) => kind === 'opened');
  const closed = socket.items.findLast(({ kind }) => kind === 'closed');
  return (
    socket.missingMessages > 0 ||
    socket.openedAtMs !== (opened?.atMs ?? null) ||
    socket.closedAtMs !== (closed?.atMs ?? null) ||
    socket.state !== stateAfter(socket.items)
  );
}

function stateAfter(items: readonly ImportedItem[]): SocketState {
  const has = (wanted: ImportedItem['kind']): boolean => items.some(({ kind }) => kind === wanted);
  if (has('closed')) return has('opened') ? 'closed' : 'failed';
  if (has('closeCalled')) return 'closing';
  return has('opened') ? 'open' : 'connecting';
}

const readyStates = {
  connecting: 0,
  open: 1,
  closing: 2,
  closed: 3,
  failed: 3,
} as const satisfies Record<SocketState, number>;

function packSnapshot(packer: RecordPacker, socketId: number, socket: ImportedSocket): void {
  const { items, createdAtMs } = socket;
  const messages = items.filter(isImportedMessage);
  const sent = messages.filter(({ kind }) => kind === 'sent').length;
  const atMs = items.at(-1)?.atMs ?? createdAtMs;
  packer.record(recordKind.snapshot, 0, socketId, 0, atMs, 0, (number, string) => {
    number(createdAtMs);
    number(socket.openedAtMs ?? -1);
    number(socket.closedAtMs ?? -1);
    number(readyStates[socket.state]);
    // Which way the missing ones went is not known, and nobody asks.
    number(sent + socket.missingMessages);
    number(messages.length - sent);
    number(0);
    number(0);
    number(socket.closeCode ?? 0);
    number((socket.wasClean ? recordFlag.clean : 0) | (socket.isAdopted ? recordFlag.adopted : 0));
    string(socket.url);
    string(socket.documentUrl);
    string(socket.stack);
    string(socket.requestedProtocols);
    string(socket.protocol);
    string(socket.extensions);
    string(socket.closeReason);
  });
}
