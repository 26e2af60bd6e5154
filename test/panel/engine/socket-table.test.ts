import { describe, expect, it } from 'vitest';
import type { LifecycleRecord } from '../../../extension/protocol/batch-reader.ts';
import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { applyRecord, type SocketEntry, SocketTable } from '../../../panel/engine/socket-table.ts';

const newSocket = (isImported = false): SocketEntry =>
  new SocketTable().inDocument(1, 1, 100, isImported);
const base = { socketId: 1, atMs: 200 };
const opened: LifecycleRecord = { ...base, kind: 'opened', protocol: 'chat', extensions: 'x' };
const closeCalled: LifecycleRecord = { ...base, kind: 'closeCalled', code: 0, reason: '' };
const closed: LifecycleRecord = {
  ...{ ...base, kind: 'closed', code: 1006, reason: 'why', wasClean: false },
};
const error: LifecycleRecord = { ...base, kind: 'error', text: '' };
const snapshot = {
  ...base,
  ...{ kind: 'snapshot', url: 'wss://a.test/', documentUrl: '', stack: '' },
  ...{ requestedProtocols: '', protocol: 'chat', extensions: '', closeReason: '' },
  ...{ createdAt: 100, openedAt: 150, closedAt: -1, readyState: 1, closeCode: 0, flags: 0 },
  ...{ sentMessages: 0, receivedMessages: 0, sentBytes: 0, receivedBytes: 0 },
} as const satisfies LifecycleRecord;

describe('the state of a socket', () => {
  it.each<[string, readonly LifecycleRecord[], SocketEntry['state']]>([
    ['is connecting until something is known', [], 'connecting'],
    ['is open once it opened', [opened], 'open'],
    ['is closing once the page called close', [opened, closeCalled], 'closing'],
    ['is closing when the page called close before it opened', [closeCalled], 'closing'],
    ['is closed at the end', [opened, closeCalled, closed], 'closed'],
    ['is failed when it closed without having been open', [error, closed], 'failed'],
    ['stays closed when the page calls close again', [opened, closed, closeCalled], 'closed'],
    ['does not change with an error alone', [opened, error], 'open'],
    ['is closing when it opened after close was called', [closeCalled, opened], 'closing'],
    ['is what a snapshot says: connecting', [{ ...snapshot, readyState: 0 }], 'connecting'],
    ['is what a snapshot says: open', [snapshot], 'open'],
    ['is what a snapshot says: closing', [{ ...snapshot, readyState: 2 }], 'closing'],
    ['is what a snapshot says: closed', [{ ...snapshot, readyState: 3 }], 'closed'],
    [
      'is what a snapshot says: never open',
      [{ ...snapshot, readyState: 3, openedAt: -1 }],
      'failed',
    ],
  ])('%s', (_, records, state) => {
    const socket = newSocket();
    for (const record of records) applyRecord(socket, record);
    expect(socket.state).toBe(state);
  });
});

describe('what is known of a socket', () => {
  it('comes from its creation', () => {
    const socket = newSocket();
    applyRecord(socket, {
      ...{ ...base, kind: 'created', url: 'wss://a.test/', documentUrl: 'https://a.test/' },
      ...{ stack: '    at f (https://a.test/a.js:1:2)', requestedProtocols: 'a, b' },
      isAdopted: true,
      isStream: false,
    });
    expect(socket).toMatchObject({
      ...{ url: 'wss://a.test/', documentUrl: 'https://a.test/', requestedProtocols: 'a, b' },
      ...{ createdAtMs: 200, isAdopted: true },
      callSite: { functionName: 'f', url: 'https://a.test/a.js', line: 1, column: 2 },
    });
  });

  it('comes from its opening and closing', () => {
    const socket = newSocket();
    applyRecord(socket, opened);
    expect(socket).toMatchObject({ openedAtMs: 200, protocol: 'chat', extensions: 'x' });
    applyRecord(socket, closed);
    expect(socket).toMatchObject({
      ...{ closedAtMs: 200, closeCode: 1006, closeReason: 'why', wasClean: false },
    });
  });

  it('stays as the network log has told it when a snapshot describes a stream', () => {
    const socket = newSocket();
    applyRecord(socket, opened);
    applyRecord(socket, { ...snapshot, readyState: 0, openedAt: -1, flags: recordFlag.stream });
    expect(socket).toMatchObject({ isStream: true, state: 'open', openedAtMs: 200 });
  });

  it('has no close code where nobody tells one', () => {
    const socket = newSocket();
    applyRecord(socket, opened);
    applyRecord(socket, { ...closed, code: 0 });
    expect(socket).toMatchObject({ state: 'closed', closedAtMs: 200, closeCode: null });
  });

  it('comes whole from a snapshot', () => {
    const socket = newSocket();
    const flags = recordFlag.clean | recordFlag.adopted;
    const end = { closedAt: 180, closeCode: 1000, closeReason: 'bye', readyState: 3, flags };
    applyRecord(socket, { ...snapshot, ...end });
    expect(socket).toMatchObject({
      ...{ url: 'wss://a.test/', createdAtMs: 100, openedAtMs: 150, closedAtMs: 180 },
      ...{ closeCode: 1000, closeReason: 'bye', wasClean: true, isAdopted: true, isLive: true },
    });
  });

  it('has no opening and closing that a snapshot does not know', () => {
    const socket = newSocket();
    applyRecord(socket, { ...snapshot, openedAt: -1, readyState: 0 });
    expect(socket).toMatchObject({ openedAtMs: null, closedAtMs: null, closeCode: null });
  });

  it('never makes an imported socket one that can be used', () => {
    const socket = newSocket(true);
    applyRecord(socket, snapshot);
    expect(socket).toMatchObject({ isLive: false, isImported: true, state: 'open' });
  });
});

describe('the table', () => {
  it('has one socket for an id of a document, and others for the same id elsewhere', () => {
    const table = new SocketTable();
    const socket = table.inDocument(1, 5, 0, false);
    expect(table.inDocument(1, 5, 99, false)).toBe(socket);
    const others = [table.inDocument(2, 5, 0, false), table.inDocument(1, 6, 0, false)];
    // Not mixed up by joining the numbers either: 1 and 16, 11 and 6.
    others.push(table.inDocument(1, 16, 0, false), table.inDocument(11, 6, 0, false));
    expect(new Set([socket, ...others].map(({ id }) => id)).size).toBe(5);
    expect(table.size).toBe(5);
    expect(table.get(socket.id)).toBe(socket);
    expect(table.get(99)).toBeUndefined();
  });

  it('tells which sockets a leaving document changed, and tells it once', () => {
    const table = new SocketTable();
    const here = table.inDocument(1, 1, 0, false);
    table.inDocument(2, 1, 0, false);
    expect(table.leaveDocument(1)).toEqual([here]);
    expect(table.leaveDocument(1)).toEqual([]);
  });
});
