import { describe, expect, it } from 'vitest';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import { RowList } from '../../../panel/engine/row-list.ts';
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

/** The rows as a view lists them: time, kind, socket, and how many are missing. */
function listed({ log }: Session): string[] {
  const list = new RowList(
    (row) => log.atMs(row),
    (row) => log.isMessage(row),
  );
  list.add(Array.from({ length: log.rowCount }, (_, row) => row));
  return Array.from({ length: list.length }, (_, position) => {
    const row = list.at(position);
    const { code } = log.detail(row);
    const text = `${log.atMs(row)} ${log.kind(row)} ${log.socket(row)}`;
    return log.kind(row) === 'missing' ? `${text}: ${code}` : text;
  });
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

  it('makes no row when nothing is missing', () => {
    const { session, write } = recordedPage();
    write((packer) => snapshot(packer, { id: 1, readyState: 1 }));
    expect(session.log.rowCount).toBe(0);
  });

  it('has the missing messages of each socket shown where they were: after the last row before the gap', () => {
    const { session, recorder, write } = recordedPage();
    write((packer) => {
      for (const socket of [1, 2]) open(packer, socket, socket);
      sent(packer, 1, 10, 'before');
    });
    recorder.batches((packer) => {
      sent(packer, 1, 20, 'dropped');
      for (const atMs of [21, 22]) received(packer, 2, atMs, 'dropped');
    });
    write((packer) => {
      sent(packer, 1, 30, 'after');
      // Described some time later.
      snapshot(packer, { id: 1, readyState: 1, openedAt: 1, sentMessages: 3 });
      snapshot(packer, { id: 2, readyState: 1, openedAt: 2, receivedMessages: 2 });
      sent(packer, 1, 40, 'later');
    });
    expect(listed(session)).toEqual([
      ...['1 opened 1', '2 opened 2', '10 sent 1', '10 missing 1: 1', '10 missing 2: 2'],
      ...['30 sent 1', '40 sent 1'],
    ]);
    // The next gap has a place of its own, and the number of those that are new.
    recorder.batches((packer) => sent(packer, 1, 50, 'dropped'));
    write((packer) => {
      snapshot(packer, { id: 1, readyState: 1, openedAt: 1, sentMessages: 5 });
      snapshot(packer, { id: 2, readyState: 1, openedAt: 2, receivedMessages: 2 });
    });
    expect(listed(session).slice(-2)).toEqual(['40 sent 1', '40 missing 1: 1']);
  });

  it('has what was missing before a panel came shown after the opening of the socket', () => {
    const { session, recorder, write } = recordedPage();
    recorder.batches((packer) => {
      open(packer, 1, 5);
      sent(packer, 1, 6, 'dropped');
    });
    write((packer) => {
      sent(packer, 1, 30, 'kept');
      snapshot(packer, { id: 1, readyState: 1, openedAt: 5, sentMessages: 2 });
    });
    expect(listed(session)).toEqual(['5 missing 1: 1', '30 sent 1']);
  });

  it('has what passed while recording was off shown after what was recorded before', () => {
    const { session, write } = recordedPage();
    write((packer) => {
      sent(packer, 1, 10, 'on');
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 1 });
    });
    write((packer) => {
      snapshot(packer, { id: 1, readyState: 1, sentMessages: 21 });
      sent(packer, 1, 90, 'on again');
    });
    expect(listed(session)).toEqual(['10 sent 1', '10 missing 1: 20', '90 sent 1']);
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
