import { describe, expect, it } from 'vitest';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
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

/** A document with a recorder, whose writing goes straight into the session. */
function recordedPage() {
  const session = newSession();
  const come = (): void =>
    session.addDocument({ id: 1, url: 'https://a.test/', isTop: true, isImported: false });
  come();
  const recorder = newRecorder();
  const write = (act: (packer: RecordPacker) => void): ArrayBuffer[] => {
    const batches = recorder.batches(act);
    appendAll(session, 1, batches);
    return batches;
  };
  return { session, recorder, write, come };
}

describe('a snapshot', () => {
  it('counts what was exchanged and is not in the log', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      create(packer, 1, 0);
      open(packer, 1, 0);
      for (let index = 0; index < 3; index++) received(packer, 1, index, 'here');
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 2, receivedMessages: 8 });
    });
    expect(onlySocket(session)).toMatchObject({ missingMessages: 7, receivedMessages: 3 });
  });

  it('counts nothing when nothing is missing, and never less than nothing', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      sent(packer, 1, 0, 'a');
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 1 });
    });
    expect(onlySocket(session).missingMessages).toBe(0);
    write((packer) => snapshot(packer, { id: 1, readyState: 1 }));
    expect(onlySocket(session).missingMessages).toBe(0);
  });

  it('counts only what came after a clearing', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      sent(packer, 1, 0, 'a');
      // Four were dropped before anybody looked.
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 5 });
    });
    expect(onlySocket(session).missingMessages).toBe(4);
    session.clear(false);
    expect(onlySocket(session)).toMatchObject({ missingMessages: 0, sentMessages: 0 });
    write((packer) => {
      sent(packer, 1, 1, 'b');
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 6 });
    });
    expect(onlySocket(session).missingMessages).toBe(0);
    write((packer) => snapshot(packer, { id: 1, readyState: 1, sentMessages: 9 }));
    expect(onlySocket(session).missingMessages).toBe(3);
    session.clear(false);
    write((packer) => snapshot(packer, { id: 1, readyState: 1, sentMessages: 10 }));
    expect(onlySocket(session).missingMessages).toBe(1);
  });

  it('counts what passed while recording was off', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      sent(packer, 1, 0, 'on');
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 1 });
    });
    write((packer) => {
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 21 });
      sent(packer, 1, 9, 'on again');
    });
    expect(onlySocket(session)).toMatchObject({ sentMessages: 2, missingMessages: 20 });
    write((packer) => snapshot(packer, { id: 1, readyState: 1, sentMessages: 22 }));
    expect(onlySocket(session).missingMessages).toBe(20);
  });

  it('counts the messages of batches that were dropped on the way', () => {
    const { session, recorder, write } = recordedPage();
    write((packer) => sent(packer, 1, 0, 'kept'));
    recorder.batches((packer) => {
      sent(packer, 1, 1, 'dropped');
      received(packer, 1, 2, 'dropped');
    });
    write((packer) =>
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 2, receivedMessages: 1 }),
    );
    expect(onlySocket(session).missingMessages).toBe(2);
  });

  it('makes no row', () => {
    const { session, write } = recordedPage();
    write((packer) => snapshot(packer, { id: 1, readyState: 1 }));
    expect(session.log.rowCount).toBe(0);
  });

  it('does not bring back a closed socket that the user has cleared', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      create(packer, 1, 0);
      sent(packer, 1, 1, 'a');
      close(packer, 1, 2);
      create(packer, 2, 3);
      open(packer, 2, 4);
    });
    session.clear(false);
    expect([...session.sockets.all].map(({ idInDocument }) => idInDocument)).toEqual([2]);
    // The recorder describes every socket that it remembers, closed ones too.
    write((packer) => {
      snapshot(packer, { id: 1, readyState: 3, sentMessages: 1, closedAt: 2 });
      snapshot(packer, { id: 2, readyState: 1 });
    });
    expect(onlySocket(session)).toMatchObject({ idInDocument: 2, missingMessages: 0 });
  });

  it('describes a closed socket that is new to the panel', () => {
    const { session, write } = recordedPage();
    session.clear(false);
    write((packer) => snapshot(packer, { id: 1, readyState: 3, sentMessages: 4, closedAt: 2 }));
    expect(onlySocket(session)).toMatchObject({ state: 'closed', missingMessages: 4 });
  });
});

describe('a closed socket that was cleared', () => {
  it('comes back with its name when the page uses it again', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      create(packer, 1, 0);
      open(packer, 1, 0);
      sent(packer, 1, 1, 'a');
      close(packer, 1, 2);
    });
    const { url } = onlySocket(session);
    session.clear(false);
    expect(session.sockets.size).toBe(0);
    write((packer) => sent(packer, 1, 3, 'into the void'));
    expect(textsOf(session.log)).toEqual(['into the void']);
    expect(onlySocket(session)).toMatchObject({ url, state: 'closed', sentMessages: 1 });
    write((packer) => snapshot(packer, { id: 1, readyState: 3, sentMessages: 2, closedAt: 2 }));
    expect(onlySocket(session)).toMatchObject({ missingMessages: 0 });
  });
});
