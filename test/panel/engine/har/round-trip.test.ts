import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../../extension/protocol/record-layout.ts';
import type { Session } from '../../../../panel/engine/session.ts';
import {
  close,
  create,
  exported,
  exportedJson,
  imported,
  listOf,
  newSession,
  open,
  readSockets,
  recordDocument,
  socketsOf,
} from './recorded-session.ts';

const startMs = 1_700_000_000_000.125;

/** What a page can do with a socket. Times are few and coarse, so that many are equal. */
const actionsOf = (sockets: number) =>
  fc.array(
    fc.record({
      socket: fc.integer({ min: 1, max: sockets }),
      tick: fc.integer({ min: 0, max: 6 }),
      act: fc.oneof(
        fc.record({
          kind: fc.constantFrom('sent' as const, 'received' as const),
          payload: fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.constantFrom('\ufeffmark', '\u0000', '\u2028"\\', '\ud83d\ude00'),
            fc.uint8Array({ maxLength: 20 }),
          ),
          flags: fc.constantFrom(0, 0, recordFlag.ours, recordFlag.notSent),
        }),
        fc.record({
          kind: fc.constant('later' as const),
          isBinary: fc.boolean(),
          kept: fc.integer({ min: 0, max: 5 }),
          missing: fc.integer({ min: 1, max: 1_000_000 }),
        }),
        fc.record({ kind: fc.constant('unreadable' as const), size: fc.nat() }),
        fc.record({
          kind: fc.constantFrom(
            'opened' as const,
            'closed' as const,
            'error' as const,
            'closeCalled' as const,
            'sendFailed' as const,
            'closeFailed' as const,
          ),
          text: fc.string(),
        }),
        fc.record({ kind: fc.constant('flush' as const) }),
      ),
    }),
    { maxLength: 40 },
  );
type Actions = typeof actionsOf extends (...args: never[]) => fc.Arbitrary<infer List>
  ? List
  : never;

/** Records the actions in each of the documents; their batches arrive one document after the other. */
function record(documents: readonly Actions[], sockets: number, baseMs: number): Session {
  const session = newSession();
  for (const [index, actions] of documents.entries())
    recordDocument(
      session,
      index + 1,
      (packer, flush) => {
        for (let id = 1; id <= sockets; id++) create(packer, id, id / 10, id === 2);
        for (const { socket, tick, act } of actions) {
          const atMs = 1 + tick * 0.1;
          if (act.kind === 'flush') flush();
          else if (act.kind === 'sent' || act.kind === 'received') {
            if (typeof act.payload === 'string')
              packer.text(recordKind[act.kind], act.flags, socket, atMs, act.payload);
            else
              packer.bytes(
                recordKind[act.kind],
                act.flags | recordFlag.binary,
                socket,
                atMs,
                act.payload,
              );
          } else if (act.kind === 'later') {
            const flags = act.isBinary ? recordFlag.binary : 0;
            const size = act.kept + act.missing;
            const order = packer.later(recordKind.sent, flags, socket, atMs, size);
            packer.payload(order, recordFlag.truncated, new Uint8Array(act.kept).fill(0x61));
          } else if (act.kind === 'unreadable') {
            const order = packer.later(recordKind.sent, recordFlag.binary, socket, atMs, act.size);
            packer.payload(order, recordFlag.unreadable, new Uint8Array(0));
          } else if (act.kind === 'opened') open(packer, socket, atMs);
          else if (act.kind === 'closed') close(packer, socket, atMs, tick % 2 === 0);
          else if ('text' in act)
            packer.record(recordKind[act.kind], 0, socket, 0, atMs, 0, (_, string) => {
              string(act.text);
              string(act.text);
            });
        }
      },
      baseMs,
    );
  return session;
}

/** Only what sockets can do: they open once, and close once, after that. */
function sound(actions: Actions): Actions {
  const seen = new Set<string>();
  return actions
    .toSorted((a, b) => a.tick - b.tick)
    .filter(({ socket, act: { kind } }) => {
      if (kind !== 'opened' && kind !== 'closed') return true;
      if (seen.has(`closed ${socket}`) || seen.has(`${kind} ${socket}`)) return false;
      seen.add(`${kind} ${socket}`);
      return true;
    });
}

const soundSessions = fc
  .tuple(actionsOf(3), actionsOf(3))
  .map((documents) => record(documents.map(sound), 3, startMs));

const sessions = fc
  .tuple(
    fc.array(actionsOf(3), { minLength: 1, maxLength: 2 }),
    fc.constantFrom(startMs, 1_763_780_000_123.4, 2_150_000_000_000.3, 12.7),
  )
  .map(([documents, baseMs]) => record(documents, 3, baseMs));

describe('a session that is exported and imported again', () => {
  it('has the same list, row for row, to the last bit of every time', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (session) => {
        const again = imported(readSockets(await exported(session)));
        expect(listOf(again)).toEqual(listOf(session));
      }),
      { numRuns: 300 },
    );
  });

  it('has the same sockets', async () => {
    await fc.assert(
      fc.asyncProperty(soundSessions, async (session) => {
        const again = imported(readSockets(await exported(session)));
        expect(socketsOf(again)).toEqual(socketsOf(session));
      }),
      { numRuns: 300 },
    );
  });

  it('is exported as the same file again', async () => {
    await fc.assert(
      fc.asyncProperty(soundSessions, async (session) => {
        const once = await exportedJson(session);
        const twice = await exportedJson(imported(readSockets(once)));
        const own = (har: { log: { entries: { _sockets: object }[] } }) =>
          har.log.entries.map((entry) => entry._sockets);
        const messages = (har: { log: { entries: { _webSocketMessages: object }[] } }) =>
          har.log.entries.map((entry) => entry._webSocketMessages);
        expect(messages(twice)).toEqual(messages(once));
        expect(own(twice)).toEqual(own(once));
      }),
    );
  });

  it('keeps the order of rows of different sockets that have the same time', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      create(packer, 2, startMs + 1);
      for (const socket of [2, 1, 2, 1, 1, 2])
        packer.text(recordKind.received, 0, socket, startMs + 5, `of ${socket}`);
    });
    const again = imported(readSockets(await exported(session)));
    expect(listOf(again)).toEqual(listOf(session));
  });

  it('keeps a time that seconds cannot express', async () => {
    const atMs = 2_150_000_000_000.0002;
    expect((atMs / 1000) * 1000).not.toBe(atMs);
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, atMs);
      packer.text(recordKind.sent, 0, 1, atMs, 'late');
    });
    const again = imported(readSockets(await exported(session)));
    expect(again.log.atMs(0)).toBe(atMs);
  });

  it('keeps what a socket has been, when the rows that say so are gone', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer, flush) => {
      create(packer, 1, startMs);
      open(packer, 1, startMs + 1);
      create(packer, 2, startMs + 2);
      open(packer, 2, startMs + 3);
      create(packer, 3, startMs + 4);
      flush();
      session.clear(false);
      packer.text(recordKind.sent, 0, 1, startMs + 9, 'after');
    });
    session.leaveDocument(1);
    const again = imported(readSockets(await exported(session)));
    expect(listOf(again)).toEqual(listOf(session));
    expect(socketsOf(again)).toEqual(socketsOf(session));
    expect([...again.sockets.all].map(({ state }) => state)).toEqual([
      'closed',
      'closed',
      'failed',
    ]);
  });

  it('keeps the number of messages that are missing', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      packer.record(recordKind.snapshot, 0, 1, 0, startMs + 9, 0, (number, text) => {
        for (const value of [startMs, startMs + 1, -1, 1, 30, 12, 900, 800, 0, 0]) number(value);
        for (const value of ['wss://server.test/', '', '', '', 'chat', '', '']) text(value);
      });
      packer.text(recordKind.sent, 0, 1, startMs + 10, 'one more');
    });
    const again = imported(readSockets(await exported(session)));
    const [socket] = again.sockets.all;
    expect(socket).toMatchObject({ missingMessages: 42, state: 'open', protocol: 'chat' });
  });

  it('keeps a message of several records, binary and text', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31) & 255);
    const text = 'é😀\u0000'.repeat(60_000);
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      packer.bytes(recordKind.sent, recordFlag.binary, 1, startMs + 1, bytes);
      packer.text(recordKind.received, 0, 1, startMs + 2, text);
    });
    const again = imported(readSockets(await exported(session)));
    expect(Buffer.compare(again.log.payload(0), bytes)).toBe(0);
    expect(new TextDecoder().decode(again.log.payload(1))).toBe(text);
    expect(listOf(again)).toEqual(listOf(session));
  });

  it('has a message whose payload had not come yet as one that was cut off', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      packer.later(recordKind.sent, recordFlag.binary, 1, startMs + 1, 5000);
    });
    const again = imported(readSockets(await exported(session)));
    expect(listOf(again)).toMatchObject([{ isPending: false, isTruncated: true, size: 5000 }]);
  });

  it('leaves half a character out at the end of a text that was cut off', async () => {
    const session = newSession();
    recordDocument(session, 1, (packer) => {
      create(packer, 1, startMs);
      const order = packer.later(recordKind.received, 0, 1, startMs + 1, 400);
      const half = new TextEncoder().encode('né').subarray(0, 2);
      packer.payload(order, recordFlag.truncated, half);
    });
    const again = imported(readSockets(await exported(session)));
    expect(listOf(again)).toMatchObject([{ payload: 'n', isTruncated: true, size: 400 }]);
  });
});
