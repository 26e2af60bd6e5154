import type { Har } from 'har-format';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recordFlag, recordKind } from '../../../../extension/protocol/record-layout.ts';
import { writeHar } from '../../../../panel/engine/har/write-har.ts';
import { missingFields } from './har-schema.ts';
import {
  close,
  create,
  exported,
  exportedJson,
  newSession,
  open,
  plainOptions,
  recordDocument,
  sourceOf,
} from './recorded-session.ts';

const startMs = 1_700_000_000_000.5;

function recordedSession() {
  const session = newSession();
  session.addDocument({ id: 0, url: 'https://page.test/', isTop: true, isImported: false });
  recordDocument(session, 1, (packer) => {
    create(packer, 1, startMs);
    open(packer, 1, startMs + 30);
    packer.text(recordKind.sent, 0, 1, startMs + 40, 'hello "you" \u0000é');
    packer.bytes(
      recordKind.received,
      recordFlag.binary,
      1,
      startMs + 50,
      Uint8Array.of(0, 255, 16),
    );
    packer.text(recordKind.sent, recordFlag.ours, 1, startMs + 60, 'replayed');
    packer.text(recordKind.sent, recordFlag.notSent, 1, startMs + 70, 'too late');
    close(packer, 1, startMs + 100);
    create(packer, 2, startMs + 5);
    packer.record(recordKind.error, 0, 2, 0, startMs + 6, 0, () => undefined);
    close(packer, 2, startMs + 7, false);
    create(packer, 3, startMs + 8);
  });
  return session;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('writeHar', () => {
  it('writes every field that HAR 1.2 requires', async () => {
    const har: Har = await exportedJson(recordedSession());
    expect(missingFields(har)).toEqual([]);
    expect(har.log.creator).toEqual({ name: 'Sockets', version: '1.2.3' });
  });

  it('writes a valid HAR for a session without sockets', async () => {
    const har: Har = await exportedJson(newSession());
    expect(missingFields(har)).toEqual([]);
    expect(har.log.entries).toEqual([]);
  });

  it('writes messages as Chrome does, and only those that were on the wire', async () => {
    const har = await exportedJson(recordedSession());
    expect(har.log.entries[0]._webSocketMessages).toEqual([
      { type: 'send', time: (startMs + 40) / 1000, opcode: 1, data: 'hello "you" \u0000é' },
      { type: 'receive', time: (startMs + 50) / 1000, opcode: 2, data: 'AP8Q' },
      { type: 'send', time: (startMs + 60) / 1000, opcode: 1, data: 'replayed' },
    ]);
    expect(har.log.entries[0]._sockets.marks).toEqual([{ index: 2, ours: true }]);
    expect(har.log.entries[0]._sockets.notSent).toEqual([
      { type: 'send', time: (startMs + 70) / 1000, opcode: 1, data: 'too late' },
    ]);
  });

  it('writes the handshake, the port and the call site', async () => {
    const { log } = await exportedJson(recordedSession());
    const [entry] = log.entries;
    expect(entry).toMatchObject({
      _resourceType: 'websocket',
      _connectionId: '1',
      connection: '8443',
      pageref: 'page_1',
      startedDateTime: '2023-11-14T22:13:20.000Z',
      time: 100,
      timings: { send: 0, wait: 30, receive: 70 },
    });
    expect(entry.request.headers).toEqual([
      { name: 'Sec-WebSocket-Protocol', value: 'graphql-ws, chat' },
    ]);
    expect(entry.request.queryString).toEqual([
      { name: 'room', value: 'a b' },
      { name: 'room', value: 'c' },
    ]);
    expect(entry.response).toMatchObject({ status: 101, statusText: 'Switching Protocols' });
    expect(entry.response.headers).toContainEqual({
      name: 'Sec-WebSocket-Protocol',
      value: 'chat',
    });
    expect(entry._initiator.stack.callFrames).toEqual([
      {
        functionName: 'open',
        scriptId: '',
        url: 'https://page.test/app.js',
        lineNumber: 9,
        columnNumber: 4,
      },
      {
        functionName: '',
        scriptId: '',
        url: 'https://page.test/app.js',
        lineNumber: 19,
        columnNumber: 6,
      },
    ]);
  });

  it('writes how each socket ended', async () => {
    const { log } = await exportedJson(recordedSession());
    expect(log.entries.map((entry: Record<string, unknown>) => entry['_webSocketClose'])).toEqual([
      { code: 1000, reason: 'bye "now"', timestamp: (startMs + 100) / 1000 },
      { code: 1006, reason: '', timestamp: (startMs + 7) / 1000 },
      undefined,
    ]);
    expect(log.entries[1].response.status).toBe(0);

    const left = recordedSession();
    left.leaveDocument(1);
    expect((await exportedJson(left)).log.entries[2]._webSocketClose).toBe('aborted');
  });

  it('has no negative times where the clocks of events and of calls disagree', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      open(packer, 1, startMs - 0.1);
      close(packer, 1, startMs - 0.2);
    });
    expect(missingFields(await exportedJson(session))).toEqual([]);
  });

  it('puts sockets of a frame on the page that came before it', async () => {
    const session = newSession();
    for (const id of [1, 3])
      session.addDocument({ id, url: `https://top.test/${id}`, isTop: true, isImported: false });
    session.addDocument({ id: 2, url: 'https://frame.test/', isTop: false, isImported: false });
    recordDocument(session, 2, (packer) => create(packer, 1, startMs));
    const { log } = await exportedJson(session);
    expect(log.entries[0].pageref).toBe('page_1');
    expect(log.pages.map(({ id, title }: Record<string, unknown>) => [id, title])).toEqual([
      ['page_1', 'https://top.test/1'],
      ['page_3', 'https://top.test/3'],
    ]);
  });

  it('writes times far outside of the calendar without failing', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, 1e300);
      packer.text(recordKind.sent, 0, 1, -1e300, 'when?');
    });
    expect(missingFields(await exportedJson(session))).toEqual([]);
  });

  it('never builds a string of more than 2 MiB, for 100,000 messages and one of 20 MB', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      for (let index = 0; index < 100_000; index++)
        packer.text(recordKind.received, 0, 1, startMs + index, `{"price":${index}}`);
      // Six characters of JSON for each.
      packer.text(recordKind.received, 0, 1, startMs + 200_000, '\u0001'.repeat(20_000_000));
    });
    const lengths: number[] = [];
    const Platform = Blob;
    vi.stubGlobal(
      'Blob',
      class extends Platform {
        constructor(parts: (string | Blob)[], options?: BlobPropertyBag) {
          super(parts, options);
          for (const part of parts) if (typeof part === 'string') lengths.push(part.length);
        }
      },
    );
    const blob = await writeHar(sourceOf(session), plainOptions);
    expect(lengths.length).toBeGreaterThan(100);
    expect(Math.max(...lengths)).toBeLessThan(2 * 1024 * 1024);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(blob.size);
    const { log } = JSON.parse(await blob.text());
    expect(log.entries[0]._webSocketMessages).toHaveLength(100_001);
    expect(log.entries[0]._webSocketMessages[100_000].data).toHaveLength(20_000_000);
  });

  it('rests after every slice of 16 ms, and tells how far it is', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      for (let index = 0; index < 40_000; index++)
        packer.text(recordKind.received, 0, 1, startMs + index, 'tick');
    });
    // A clock that goes on with every look at it, and with every row that is looked at.
    let nowMs = 0;
    const isMessage = session.log.isMessage.bind(session.log);
    session.log.isMessage = (row) => {
      nowMs += 0.001;
      return isMessage(row);
    };
    let longestMs = 0;
    let restedMs = 0;
    const told: number[] = [];
    await writeHar(sourceOf(session), {
      ...plainOptions,
      now: () => (nowMs += 0.001),
      pause: async () => {
        longestMs = Math.max(longestMs, nowMs - restedMs);
        restedMs = nowMs;
      },
      onProgress: (done, of) => {
        expect(of).toBe(40_000);
        told.push(done);
      },
    });
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(40_000);
    expect(longestMs).toBeLessThan(22);
  });

  it('ends with an AbortError when it is cancelled', async () => {
    let isCancelled = false;
    let nowMs = 0;
    const writing = writeHar(sourceOf(recordedSession()), {
      ...plainOptions,
      now: () => (nowMs += 20),
      pause: async () => {
        isCancelled = true;
      },
      isCancelled: () => isCancelled,
    });
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('writes the session as it was when the export began', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: startMs });
    const session = recordedSession();
    const before = await exported(session);
    let hasChanged = false;
    let nowMs = 0;
    const blob = await writeHar(sourceOf(session), {
      ...plainOptions,
      now: () => (nowMs += 20),
      pause: async () => {
        if (hasChanged) return;
        hasChanged = true;
        recordDocument(session, 9, (packer) => {
          create(packer, 1, startMs + 500);
          packer.text(recordKind.sent, 0, 1, startMs + 500, 'new');
        });
        session.leaveDocument(1);
      },
    });
    expect(hasChanged).toBe(true);
    expect(await blob.text()).toBe(before);
  });
});
