import { describe, expect, it, vi } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import { Session } from '../../../panel/engine/session.ts';
import { close, create, newSession, open } from './har/recorded-session.ts';
import { appendAll, newRecorder, onlySocket, received, sent, textOf, textsOf } from './recorded.ts';

const document = (id: number, isImported = false) => ({
  ...{ id, url: `https://a.test/${id}`, isTop: id === 1, isImported },
});

describe('a session', () => {
  it('keeps the messages of a batch in order, with their socket and size', () => {
    const session = newSession();
    session.addDocument(document(1));
    const batches = newRecorder(1000).batches((packer) => {
      create(packer, 7, 1);
      open(packer, 7, 2);
      sent(packer, 7, 3, 'ping');
      received(packer, 7, 4, 'привет');
      close(packer, 7, 5);
    });
    appendAll(session, 1, batches);
    expect(textsOf(session.log)).toEqual(['(opened)', 'ping', 'привет', '(closed)']);
    expect(session.log.atMs(1)).toBe(1003);
    const socket = onlySocket(session);
    expect(socket).toMatchObject({
      ...{ document: 1, idInDocument: 7, state: 'closed', createdAtMs: 1001, openedAtMs: 1002 },
      ...{ sentMessages: 1, sentBytes: 4, receivedMessages: 1, receivedBytes: 12 },
      ...{ closeCode: 1000, wasClean: true, missingMessages: 0 },
    });
    expect(session.log.socket(1)).toBe(socket.id);
  });

  it('skips batches that it has seen: a relay sends its backlog again', () => {
    const session = newSession();
    session.addDocument(document(1));
    const recorder = newRecorder();
    const first = recorder.batches((packer) => sent(packer, 1, 1, 'one'));
    const second = recorder.batches((packer) => sent(packer, 1, 2, 'two'));
    appendAll(session, 1, [...first, ...second, ...first, ...second]);
    expect(textsOf(session.log)).toEqual(['one', 'two']);
    expect(session.log.heldBytes).toBeLessThan(newHeldBytes([...first, ...second]) + 1);
    appendAll(
      session,
      1,
      recorder.batches((packer) => sent(packer, 1, 3, 'three')),
    );
    expect(textsOf(session.log)).toEqual(['one', 'two', 'three']);
  });

  it('takes a batch after a gap of dropped ones', () => {
    const session = newSession();
    session.addDocument(document(1));
    const recorder = newRecorder();
    recorder.batches((packer) => sent(packer, 1, 1, 'dropped on the way'));
    appendAll(
      session,
      1,
      recorder.batches((packer) => sent(packer, 1, 2, 'kept')),
    );
    expect(textsOf(session.log)).toEqual(['kept']);
  });

  it('numbers the batches of each document for itself', () => {
    const session = newSession();
    for (const id of [1, 2]) {
      session.addDocument(document(id));
      appendAll(
        session,
        id,
        newRecorder().batches((packer) => sent(packer, 1, 1, `of ${id}`)),
      );
    }
    expect(textsOf(session.log)).toEqual(['of 1', 'of 2']);
    expect([...session.sockets.all].map(({ document: of }) => of)).toEqual([1, 2]);
  });

  it('ignores a batch of a document that it does not know', () => {
    const session = newSession();
    appendAll(
      session,
      9,
      newRecorder().batches((packer) => sent(packer, 1, 1, 'x')),
    );
    expect(session.log.rowCount).toBe(0);
    expect(session.log.heldBytes).toBe(0);
  });

  it('counts a batch that cannot be read, keeps what was read of it, and goes on after it', () => {
    const session = newSession();
    session.addDocument(document(1));
    const recorder = newRecorder();
    const [damaged] = recorder.batches((packer) => {
      sent(packer, 1, 1, 'sound');
      sent(packer, 1, 2, 'damaged');
    }) as [ArrayBuffer];
    new DataView(damaged).setUint8(32 + 40 + 4, 99);
    session.append(1, damaged);
    session.append(1, new ArrayBuffer(5));
    appendAll(
      session,
      1,
      recorder.batches((packer) => sent(packer, 1, 3, 'after')),
    );
    expect(session.faults).toBe(2);
    expect(textsOf(session.log)).toEqual(['sound', 'after']);
  });

  it('gives a place to a socket that nobody has described yet, and describes it when somebody does', () => {
    const session = newSession();
    session.addDocument(document(1));
    const recorder = newRecorder();
    appendAll(
      session,
      1,
      recorder.batches((packer) => received(packer, 4, 10, 'early')),
    );
    expect(onlySocket(session)).toMatchObject({ url: '', createdAtMs: 10, receivedMessages: 1 });
    const { id } = onlySocket(session);
    appendAll(
      session,
      1,
      recorder.batches((packer) => create(packer, 4, 5)),
    );
    expect(onlySocket(session)).toMatchObject({
      id,
      url: 'wss://server.test:8443/feed/4?room=a%20b&room=c',
      createdAtMs: 5,
      receivedMessages: 1,
    });
  });

  it('hands answers to commands on and makes no row or socket of them', () => {
    const onAnswer = vi.fn();
    const ignore = () => undefined;
    const session = new Session({ onSocket: ignore, onPayload: ignore, onBatch: ignore, onAnswer });
    session.addDocument(document(1));
    const batches = newRecorder().batches((packer) =>
      packer.record(recordKind.answer, recordFlag.clean, 3, 17, 0, 0, (_, text) => {
        text('');
        text('');
      }),
    );
    appendAll(session, 1, batches);
    expect(onAnswer).toHaveBeenCalledExactlyOnceWith(
      1,
      expect.objectContaining({ requestId: 17, isDone: true }),
    );
    expect(session.log.rowCount + session.sockets.size).toBe(0);
  });
});

describe('a payload that comes later', () => {
  const recordPayloads = (
    session: Session,
    act: (recorder: ReturnType<typeof newRecorder>) => void,
  ) => {
    session.addDocument(document(1));
    act(newRecorder());
  };

  it('is told of once, when its last piece is there', () => {
    const onPayload = vi.fn();
    const ignore = () => undefined;
    const session = new Session({ onSocket: ignore, onPayload, onBatch: ignore, onAnswer: ignore });
    recordPayloads(session, (recorder) => {
      let sequence = -1;
      appendAll(
        session,
        1,
        recorder.batches((packer) => {
          sent(packer, 1, 0, 'before');
          sequence = packer.later(recordKind.sent, recordFlag.binary, 1, 1, 3);
        }),
      );
      expect(session.log.isPending(1)).toBe(true);
      expect(onPayload).not.toHaveBeenCalled();
      appendAll(
        session,
        1,
        recorder.batches((packer) => packer.payload(sequence, 0, Uint8Array.of(1, 2, 3))),
      );
    });
    expect(onPayload).toHaveBeenCalledExactlyOnceWith(1);
    expect(session.log.isPending(1)).toBe(false);
    expect([...session.log.payload(1)]).toEqual([1, 2, 3]);
    expect(onlySocket(session)).toMatchObject({ sentMessages: 2, sentBytes: 9 });
  });

  it('of many pieces is whole in the end', () => {
    const session = newSession();
    const text = 'ж'.repeat(150_000);
    recordPayloads(session, (recorder) =>
      appendAll(
        session,
        1,
        recorder.batches((packer) => received(packer, 1, 0, text)),
      ),
    );
    expect(textOf(session.log, 0)).toBe(text);
    expect(session.log.isPending(0)).toBe(false);
  });

  it('is ignored when it says more than the message has, or when its message is not known', () => {
    const session = newSession();
    recordPayloads(session, (recorder) => {
      appendAll(
        session,
        1,
        recorder.batches((packer) => {
          const sequence = packer.later(recordKind.sent, 0, 1, 0, 2);
          packer.payload(sequence, 0, Uint8Array.of(1, 2, 3));
          packer.payload(sequence + 5, 0, Uint8Array.of(1));
        }),
      );
    });
    expect(session.log.payload(0)).toHaveLength(0);
    expect(session.log.isPending(0)).toBe(true);
    expect(session.faults).toBe(0);
  });

  it('for a message that was cleared meanwhile is not held', () => {
    const session = newSession();
    recordPayloads(session, (recorder) => {
      let sequence = -1;
      appendAll(
        session,
        1,
        recorder.batches((packer) => {
          sequence = packer.later(recordKind.sent, 0, 1, 0, 2);
        }),
      );
      session.clear(false);
      appendAll(
        session,
        1,
        recorder.batches((packer) => packer.payload(sequence, 0, Uint8Array.of(1, 2))),
      );
    });
    expect([session.log.rowCount, session.log.heldBytes]).toEqual([0, 0]);
  });
});

/** What a log holds that keeps these batches and has at least a row. */
function newHeldBytes(batches: readonly ArrayBuffer[]): number {
  const session = newSession();
  session.addDocument(document(1));
  appendAll(session, 1, batches);
  return session.log.heldBytes;
}
