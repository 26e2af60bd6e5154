import { describe, expect, it } from 'vitest';
import { readBatch } from '../../../../extension/protocol/batch-reader.ts';
import { maxPayloadBytes, recordFlag } from '../../../../extension/protocol/record-layout.ts';
import type { ImportedItem, ImportedSocket } from '../../../../panel/engine/har/imported-socket.ts';
import { packImported } from '../../../../panel/engine/har/pack-imported.ts';
import { imported } from './recorded-session.ts';

const socketOf = (createdAtMs: number, items: readonly ImportedItem[]): ImportedSocket => ({
  url: `wss://server.test/${createdAtMs}`,
  documentUrl: 'https://page.test/',
  requestedProtocols: '',
  protocol: 'chat',
  extensions: '',
  stack: '',
  state: 'connecting',
  createdAtMs,
  openedAtMs: null,
  closedAtMs: null,
  closeCode: null,
  closeReason: '',
  wasClean: false,
  isAdopted: false,
  missingMessages: 0,
  items,
});
const received = (atMs: number, payload: string | Uint8Array, size: number | null = null) => ({
  kind: 'received' as const,
  atMs,
  tie: 0,
  flags:
    (typeof payload === 'string' ? 0 : recordFlag.binary) |
    (size === null ? 0 : recordFlag.truncated),
  payload,
  size,
});

/** One word for each record: its kind, its socket and its time. */
function recordsOf(sockets: readonly ImportedSocket[]): string[] {
  const records: string[] = [];
  for (const batch of packImported(sockets)) {
    const result = readBatch(batch, {
      message: (isSent, _flags, socketId, _sequence, atMs) =>
        void records.push(`${isSent ? 'sent' : 'received'} ${socketId} ${atMs}`),
      payload: () => undefined,
      lifecycle: ({ kind, socketId, atMs }) => void records.push(`${kind} ${socketId} ${atMs}`),
    });
    if (!result.ok) throw new Error(result.reason);
  }
  return records;
}

describe('packImported', () => {
  it('packs nothing for a file without sockets', () => {
    expect([...packImported([])]).toEqual([]);
  });

  it('merges sockets in the order of time, those of the same time in the order of the file', () => {
    expect(
      recordsOf([
        socketOf(10, [received(20, 'a'), received(40, 'c')]),
        socketOf(5, [received(20, 'b'), received(30, 'x')]),
      ]),
    ).toEqual([
      'created 2 5',
      'created 1 10',
      'received 1 20',
      'received 2 20',
      'received 2 30',
      'received 1 40',
    ]);
  });

  it('creates a socket before its first message, also where the file says otherwise', () => {
    expect(recordsOf([socketOf(50, [received(20, 'early')])])).toEqual([
      'created 1 50',
      'received 1 20',
    ]);
  });

  it('writes what a session says of a socket when its events do not', () => {
    const socket = { ...socketOf(1, []), state: 'closed' as const, openedAtMs: 2 };
    expect(recordsOf([socket])).toEqual(['created 1 1', 'snapshot 1 1']);
    expect([...imported([socket]).sockets.all]).toMatchObject([
      { state: 'closed', openedAtMs: 2, closedAtMs: null, closeCode: null, protocol: 'chat' },
    ]);
  });

  it('keeps the size on the wire of a message of which less is there', () => {
    const { log } = imported([socketOf(1, [received(2, 'first part', 5_000_000)])]);
    expect(log.size(0)).toBe(5_000_000);
    expect(log.storedBytes(0)).toBe(10);
    expect(log.flags(0)).toBe(recordFlag.truncated);
  });

  it('keeps the first part of a payload that is larger than any message may be', () => {
    const bytes = new Uint8Array(maxPayloadBytes + 10);
    bytes[maxPayloadBytes - 1] = 7;
    const { log } = imported([socketOf(1, [received(2, bytes)])]);
    expect(log.size(0)).toBe(bytes.length);
    expect(log.storedBytes(0)).toBe(maxPayloadBytes);
    expect(log.payload(0)[maxPayloadBytes - 1]).toBe(7);
    expect(log.flags(0)).toBe(recordFlag.binary | recordFlag.truncated);
  });

  it('keeps the text of an error, which other tools have', () => {
    const error = {
      ...{ kind: 'error' as const, atMs: 5, tie: 0, flags: 0 },
      ...{ code: 0, text: 'Connection reset', name: '', wasClean: false },
    };
    const { log } = imported([socketOf(1, [error])]);
    expect(log.detail(0).text).toBe('Connection reset');
  });

  it('keeps the number of missing messages of a socket that nothing else has to be said of', () => {
    const socket = { ...socketOf(1, [received(2, 'a')]), missingMessages: 3 };
    expect([...imported([socket]).sockets.all]).toMatchObject([
      { state: 'connecting', receivedMessages: 1, missingMessages: 3 },
    ]);
  });

  it('keeps when a closing socket was opened, though its event of opening is gone', () => {
    const closeCalled = {
      ...{ kind: 'closeCalled' as const, atMs: 5, tie: 0, flags: 0 },
      ...{ code: 1000, text: '', name: '', wasClean: false },
    };
    const socket = { ...socketOf(1, [closeCalled]), state: 'closing' as const, openedAtMs: 2 };
    expect([...imported([socket]).sockets.all]).toMatchObject([
      { state: 'closing', openedAtMs: 2 },
    ]);
  });

  it('hands over batches while it packs, not all at its end', () => {
    let packed = 0;
    const items = Array.from({ length: 10 }, (_, index) => {
      const item = received(index + 2, new Uint8Array(0));
      return Object.defineProperty(item, 'payload', {
        get: () => {
          packed++;
          return new Uint8Array(200_000);
        },
      });
    });
    const batches = packImported([socketOf(1, items)]);
    expect(batches.next().done).toBe(false);
    expect(packed).toBeLessThan(4);
    expect([...batches].length).toBeGreaterThan(5);
    expect(packed).toBe(10);
  });
});
