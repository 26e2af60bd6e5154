import { describe, expect, it } from 'vitest';
import { recordKind } from '../../../extension/protocol/record-layout.ts';
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
  scriptUrl: 'https://a.test/worker.js',
  stack: '',
  handshake: noHandshake,
  messageCount: 0,
  messages: [],
  isFinished: false,
  ...given,
});
const text = (data: string, atMs: number, isSent = false) => ({ isSent, atMs, isText: true, data });

/** Two sockets of one URL, as a page that reconnects has them. */
const created = (packer: RecordPacker, id: number, atMs: number): void =>
  packer.record(recordKind.created, 0, id, 0, atMs, 0, (_, string) => string('wss://a.test/'));

function witnessed() {
  const session = newSession();
  const witness = new NetworkWitness(session, () => undefined);
  return { session, witness };
}

describe('the network witness', () => {
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
});
