import { describe, expect, it } from 'vitest';
import { recordKind } from '../../../extension/protocol/record-layout.ts';
import type { Session } from '../../../panel/engine/session.ts';
import { close, create, newSession, open } from './har/recorded-session.ts';
import {
  appendAll,
  newRecorder,
  onlySocket,
  received,
  sent,
  snapshot,
  textsOf,
} from './recorded.ts';

const come = (session: Session, id = 1): void =>
  session.addDocument({ id, url: `https://a.test/${id}`, isTop: true, isImported: false });

/** A document with one open socket that has received a message. */
function openPage() {
  const session = newSession();
  come(session);
  const recorder = newRecorder();
  const backlog = recorder.batches((packer) => {
    create(packer, 1, 0);
    open(packer, 1, 1);
    received(packer, 1, 2, 'hello');
  });
  appendAll(session, 1, backlog);
  return { session, recorder, backlog };
}

describe('a document that leaves', () => {
  it('closes its open sockets, though nobody saw them close', () => {
    const { session } = openPage();
    session.leaveDocument(1);
    expect(onlySocket(session)).toMatchObject({
      ...{ state: 'closed', isLive: false, closeCode: null, closedAtMs: null },
    });
  });

  it('makes a connecting socket a failed one and leaves closed ones as they were', () => {
    const session = newSession();
    come(session);
    come(session, 2);
    for (const id of [1, 2])
      appendAll(
        session,
        id,
        newRecorder().batches((packer) => {
          create(packer, 1, 0);
          create(packer, 2, 0);
          open(packer, 2, 0);
          close(packer, 2, 0);
        }),
      );
    session.leaveDocument(1);
    expect([...session.sockets.all].map(({ state, isLive }) => [state, isLive])).toEqual([
      ['failed', false],
      ['closed', false],
      ['connecting', true],
      ['closed', true],
    ]);
  });

  it('and comes back from the back/forward cache goes on where it was', () => {
    const { session, recorder, backlog } = openPage();
    session.leaveDocument(1);
    come(session);
    // The relay sends its backlog again, and the recorder a snapshot.
    appendAll(session, 1, backlog);
    appendAll(
      session,
      1,
      recorder.batches((packer) => {
        snapshot(packer, { id: 1, readyState: 1, receivedMessages: 1, openedAt: 1 });
        received(packer, 1, 9, 'again');
      }),
    );
    expect(textsOf(session.log)).toEqual(['(opened)', 'hello', 'again']);
    expect(onlySocket(session)).toMatchObject({
      ...{ state: 'open', isLive: true, receivedMessages: 2, missingMessages: 0 },
    });
  });
});

describe('clearing', () => {
  it('by the user keeps sockets in use, with counters at zero, and the numbering of batches', () => {
    const { session, recorder, backlog } = openPage();
    const { id, url } = onlySocket(session);
    session.clear(false);
    expect(session.log.rowCount).toBe(0);
    expect(onlySocket(session)).toMatchObject({ id, url, state: 'open', receivedMessages: 0 });
    appendAll(session, 1, backlog);
    expect(session.log.rowCount).toBe(0);
    appendAll(
      session,
      1,
      recorder.batches((packer) => sent(packer, 1, 5, 'after')),
    );
    expect(textsOf(session.log)).toEqual(['after']);
    expect(onlySocket(session)).toMatchObject({ id, sentMessages: 1 });
  });

  it('by the user forgets the sockets that are closed or whose document is gone', () => {
    const { session } = openPage();
    session.leaveDocument(1);
    session.clear(false);
    expect(session.sockets.size).toBe(0);
  });

  it('by the user also forgets the faults', () => {
    const { session } = openPage();
    session.append(1, new ArrayBuffer(3));
    expect(session.faults).toBe(1);
    session.clear(false);
    expect(session.faults).toBe(0);
  });

  it('for a navigation forgets the page before, also when its documents have not left yet', () => {
    const { session, recorder } = openPage();
    session.clear(true);
    expect(session.sockets.size).toBe(0);
    // A batch of the page before that was still under way.
    appendAll(
      session,
      1,
      recorder.batches((packer) => sent(packer, 1, 5, 'late')),
    );
    expect(session.log.rowCount).toBe(0);
    session.leaveDocument(1);
    expect(session.sockets.size).toBe(0);
    expect([...session.documents]).toEqual([]);
  });

  it('for a navigation takes the backlog of a page that comes back as new', () => {
    const { session, recorder, backlog } = openPage();
    session.leaveDocument(1);
    session.clear(true);
    come(session);
    appendAll(session, 1, backlog);
    appendAll(
      session,
      1,
      recorder.batches((packer) => {
        snapshot(packer, { id: 1, readyState: 1, receivedMessages: 3, openedAt: 1 });
      }),
    );
    expect(textsOf(session.log)).toEqual(['(opened)', 'hello', '(missing)']);
    expect(onlySocket(session)).toMatchObject({ state: 'open', isLive: true, missingMessages: 2 });
  });

  it('for a navigation does not keep a closed socket of a page that comes back from being described', () => {
    const session = newSession();
    come(session);
    const recorder = newRecorder();
    const backlog = recorder.batches((packer) => {
      create(packer, 1, 0);
      packer.record(recordKind.error, 0, 1, 0, 1, 0, () => undefined);
      close(packer, 1, 2);
    });
    appendAll(session, 1, backlog);
    session.clear(false);
    session.clear(true);
    come(session);
    appendAll(session, 1, backlog);
    expect(onlySocket(session)).toMatchObject({ idInDocument: 1, state: 'failed' });
  });
});
