import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import type { NetworkSocket } from '../../../panel/engine/network-socket.ts';
import { NetworkWitness } from '../../../panel/engine/network-witness.ts';
import { newSession, open } from './har/recorded-session.ts';
import { appendAll, newRecorder, onlySocket, sent, textsOf } from './recorded.ts';

const noHandshake = {
  status: 101,
  statusText: 'Switching Protocols',
  remoteAddress: '',
  requestHeaders: [],
  responseHeaders: [],
  error: '',
};
const seen = (given: Partial<NetworkSocket>): NetworkSocket => ({
  key: 'a',
  url: 'wss://a.test/',
  startedAtMs: 1000,
  isRecorded: false,
  streamCreatedAtMs: null,
  scriptUrl: 'https://a.test/worker.js',
  stack: '',
  handshake: noHandshake,
  messageCount: 0,
  messages: [],
  isFinished: false,
  openedAtMs: 1005,
  finishedAtMs: null,
  ...given,
});
const text = (data: string, atMs: number, isSent = false) => ({ isSent, atMs, isText: true, data });

/** Two sockets of one URL, as a page that reconnects has them. */
const created = (packer: RecordPacker, id: number, atMs: number): void =>
  packer.record(recordKind.created, 0, id, 0, atMs, 0, (_, string) => string('wss://a.test/'));

/** What the recorder says of a WebSocketStream. */
const createdStream = (packer: RecordPacker, id: number, atMs: number): void =>
  packer.record(recordKind.created, recordFlag.stream, id, 0, atMs, 0, (_, string) =>
    string('wss://a.test/'),
  );
const seenStream = (streamCreatedAtMs: number, given: Partial<NetworkSocket> = {}): NetworkSocket =>
  seen({
    key: `${streamCreatedAtMs}`,
    ...{ streamCreatedAtMs, startedAtMs: streamCreatedAtMs, isRecorded: true, ...given },
  });

/** A page that has made streams of one URL at these times. */
function withStreams(...times: readonly number[]) {
  const { session, witness } = witnessed();
  session.addDocument({ id: 1, url: 'https://a.test/', isTop: true, isImported: false });
  const recorder = newRecorder();
  const record = (act: (packer: RecordPacker) => void) =>
    appendAll(session, 1, recorder.batches(act));
  const create = (atMs: number, id: number) => record((packer) => createdStream(packer, id, atMs));
  for (const [index, atMs] of times.entries()) create(atMs, index + 1);
  return { session, witness, create, record };
}

function witnessed() {
  const session = newSession();
  const witness = new NetworkWitness(session, () => undefined);
  return { session, witness };
}

describe('the network witness', () => {
  it('closes the socket of a worker that recorded itself and is gone, which nobody else has told', () => {
    const { session, witness } = witnessed();
    const page = { isTop: false, isImported: false };
    session.addDocument({ id: 1, url: 'https://a.test/', ...page, isTop: true });
    session.addDocument({ id: 2, url: 'https://a.test/w.js', ...page, isWorker: true });
    appendAll(
      session,
      2,
      newRecorder(1000).batches((packer) => {
        created(packer, 1, 0);
        packer.record(recordKind.opened, 0, 1, 0, 1, 0, (_, string) => string(''));
      }),
    );
    witness.observe([seen({ isRecorded: true })]);
    const socket = onlySocket(session);
    expect(socket).toMatchObject({
      ...{ worker: 'https://a.test/w.js', isFromNetwork: false, state: 'open', isLive: true },
    });
    witness.observe([seen({ isRecorded: true, isFinished: true })]);
    expect(socket).toMatchObject({ state: 'closed', isLive: false });
  });

  it('records a socket that the recorder does not see, with its messages in order and once', () => {
    const { session, witness } = witnessed();
    witness.observe([seen({ messageCount: 1, messages: [text('one', 1010, true)] })]);
    witness.observe([seen({ messageCount: 2, messages: [text('two', 1020)] })]);
    expect(onlySocket(session)).toMatchObject({
      url: 'wss://a.test/',
      worker: 'https://a.test/worker.js',
      state: 'open',
      sentMessages: 1,
      receivedMessages: 1,
    });
    expect(textsOf(session.log)).toEqual(['(opened)', 'one', 'two']);
  });

  it('takes bytes from base64, and what is not base64 as text, so that nothing is lost', () => {
    const { session, witness } = witnessed();
    witness.observe([
      seen({
        messages: [
          { isSent: true, atMs: 1, isText: false, data: 'AQL/' },
          { isSent: true, atMs: 2, isText: false, data: '***' },
        ],
      }),
    ]);
    const rows = Array.from({ length: session.log.rowCount }, (_, row) => row).filter((row) =>
      session.log.isMessage(row),
    );
    expect(rows.map((row) => [session.log.isBinary(row), ...session.log.payload(row)])).toEqual([
      [true, 1, 2, 255],
      [false, 42, 42, 42],
    ]);
  });

  it('adds the handshake and the count to the page’s own socket, the nearest in time, and makes no second one', () => {
    const { session, witness } = witnessed();
    session.addDocument({ id: 1, url: 'https://a.test/', isTop: true, isImported: false });
    const recorder = newRecorder();
    appendAll(
      session,
      1,
      recorder.batches((packer) => {
        created(packer, 1, 1000);
        created(packer, 2, 2000);
        open(packer, 2, 2001);
        sent(packer, 2, 2002, 'hi');
      }),
    );
    const [first, second] = [...session.sockets.all];
    const url = second?.url ?? '';
    witness.observe([
      seen({ key: 'b', url, startedAtMs: 1998, isRecorded: true, messageCount: 1 }),
      seen({ key: 'a', url, startedAtMs: 1003, isRecorded: true }),
    ]);
    expect(session.sockets.size).toBe(2);
    expect(second).toMatchObject({
      networkMessages: 1,
      comparedMessages: 1,
      handshake: noHandshake,
    });
    expect(first).toMatchObject({ networkMessages: 0 });
  });

  it('takes a socket for a worker’s only if the page itself is recorded', () => {
    const { session, witness } = witnessed();
    session.addDocument({ id: 1, url: 'https://a.test/frame', isTop: false, isImported: false });
    witness.observe([seen({ key: 'before' })]);
    session.addDocument({ id: 2, url: 'https://a.test/', isTop: true, isImported: false });
    witness.observe([seen({ key: 'before' }), seen({ key: 'after' })]);
    expect([...session.sockets.all].map(({ isOfUnrecordedPage }) => isOfUnrecordedPage)).toEqual([
      true,
      false,
    ]);
  });

  it('marks a worker’s socket as closed or failed when the browser says that it is finished', () => {
    const { session, witness } = witnessed();
    witness.observe([seen({ isFinished: true })]);
    expect(onlySocket(session)).toMatchObject({ state: 'closed', isLive: false });
    const other = witnessed();
    other.witness.observe([
      seen({ isFinished: true, handshake: { ...noHandshake, status: 0, error: 'refused' } }),
    ]);
    expect(onlySocket(other.session)).toMatchObject({ state: 'failed', isLive: false });
  });

  it('begins anew after a navigation', () => {
    const { session, witness } = witnessed();
    witness.observe([seen({ messages: [text('old', 1)] })]);
    session.clear(true);
    witness.forget();
    witness.observe([seen({ key: 'c', messages: [text('new', 2)] })]);
    expect(textsOf(session.log)).toEqual(['(opened)', 'new']);
    expect(session.sockets.size).toBe(1);
  });

  it('does not bring back what the user has cleared', () => {
    const { session, witness } = witnessed();
    witness.observe([seen({ isFinished: true })]);
    session.clear(false);
    witness.observe([seen({ isFinished: true })]);
    expect(session.sockets.size).toBe(0);
  });
});

describe('the network witness of streams', () => {
  it('puts messages on the stream that the page made at that very time, in order and once', () => {
    const { session, witness } = withStreams(1000, 1000.5);
    witness.observe([
      seenStream(1000.5, { messageCount: 1, messages: [text('second', 1010, true)] }),
      seenStream(1000, { messageCount: 1, messages: [text('first', 1011)] }),
    ]);
    witness.observe([
      seenStream(1000.5, { messageCount: 2, messages: [text('more', 1020)] }),
      seenStream(1000, { messageCount: 1 }),
    ]);
    const [first, second] = [...session.sockets.all];
    expect(session.sockets.size).toBe(2);
    expect(first).toMatchObject({ state: 'open', sentMessages: 0, receivedMessages: 1 });
    expect(second).toMatchObject({ sentMessages: 1, receivedMessages: 1, networkMessages: 2 });
    for (const stream of [first, second])
      expect(stream).toMatchObject({ isStream: true, isLive: true, worker: null, document: 1 });
    expect(textsOf(session.log)).toEqual(['(opened)', 'second', '(opened)', 'first', 'more']);
  });

  it('leaves a usual socket of the same URL and time alone', () => {
    const { session, witness, create, record } = withStreams();
    record((packer) => created(packer, 1, 1000));
    create(1000, 2);
    witness.observe([
      seenStream(1000, { messageCount: 1, messages: [text('streamed', 1010)] }),
      seen({ key: 'usual', isRecorded: true }),
    ]);
    const [usual, stream] = [...session.sockets.all];
    expect(usual).toMatchObject({ isStream: false, receivedMessages: 0, networkMessages: 0 });
    expect(stream).toMatchObject({ isStream: true, receivedMessages: 1, networkMessages: 1 });
  });

  it('shows when a stream ended, and that nobody tells with what code', () => {
    const { session, witness } = withStreams(1000);
    witness.observe([seenStream(1000)]);
    const ended = seenStream(1000, { isFinished: true, finishedAtMs: 1500 });
    witness.observe([ended]);
    witness.observe([ended]);
    expect(onlySocket(session)).toMatchObject({
      ...{ state: 'closed', openedAtMs: 1005, closedAtMs: 1500, closeCode: null },
    });
    expect(textsOf(session.log)).toEqual(['(opened)', '(closed)']);
  });

  it('shows a stream that was refused, or given up before it began, as failed', () => {
    const refused = { ...noHandshake, status: 403, error: 'Unexpected response code: 403' };
    const { session, witness } = withStreams(1000, 2000);
    witness.observe([
      seenStream(1000, { handshake: refused, isFinished: true, finishedAtMs: 1010 }),
      seenStream(2000, { handshake: { ...noHandshake, status: 0 }, isFinished: true }),
    ]);
    expect([...session.sockets.all].map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(textsOf(session.log)).toEqual(['(error)', '(closed)']);
  });

  it('keeps messages that come before the page’s own record', () => {
    const { session, witness, create } = withStreams();
    witness.observe([seenStream(1000, { messages: [text('early', 1010)] })]);
    expect(session.sockets.size).toBe(0);
    create(1000, 1);
    witness.observe([seenStream(1000, { messages: [text('later', 1020)] })]);
    expect(textsOf(session.log)).toEqual(['(opened)', 'early', 'later']);
    expect(onlySocket(session)).toMatchObject({ document: 1, receivedMessages: 2 });
  });

  it('lists a stream of which no record comes, as of a document that was cut off', () => {
    const { session, witness } = withStreams();
    witness.observe([seenStream(1000, { messages: [text('early', 1010)] })]);
    witness.observe([seenStream(1000)]);
    expect(onlySocket(session)).toMatchObject({ isStream: true, worker: null, state: 'open' });
    expect(textsOf(session.log)).toEqual(['(opened)', 'early']);
  });
});
