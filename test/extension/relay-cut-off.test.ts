import { describe, expect, it } from 'vitest';
import { batchMagic } from '../../extension/protocol/record-layout.ts';
import type { EngineOrder } from '../../panel/engine/engine-contract.ts';
import type { DocumentLink } from '../../panel/model/document-links.ts';
import { createRecording } from '../../panel/model/recording.ts';

function newRecording({ isPreserving = false } = {}) {
  const orders: EngineOrder[] = [];
  const recording = createRecording({
    engine: {
      order: (order) => void orders.push(order),
      ask: () => Promise.reject(new Error('nothing is asked here')),
      stop: () => undefined,
    },
    maxShare: () => 0.1,
    isPreserving: () => isPreserving,
    onPresence: () => undefined,
    onTopDocumentLeft: () => undefined,
    onNavigated: () => undefined,
    nowMs: () => 0,
  });
  const connect = (documentKey: string, isTop: boolean): DocumentLink => {
    const link: DocumentLink = {
      hello: {
        kind: 'sockets-document',
        layout: batchMagic,
        url: '',
        isTop,
        isWorker: false,
        recordsWorkers: false,
        documentKey,
        timeOriginMs: 0,
        isBack: false,
      },
      post: () => undefined,
    };
    recording.onConnected(link);
    return link;
  };
  return { recording, orders, connect };
}
const cutOff = { kind: 'sockets-cut-off', reason: 'batch: 1 expected, 7 came, at byte 8' };
const close = { kind: 'close', socketId: 1, code: 0, reason: '' } as const;

describe('a document that its relay has cut off', () => {
  it('is counted once, with the reason, also when it connects anew', () => {
    const { recording, connect } = newRecording();
    connect('top', true);
    recording.onMessage(connect('frame', false), cutOff);
    recording.onMessage(connect('frame', false), cutOff);
    expect([...recording.cutOff.value]).toEqual([[2, cutOff.reason]]);
  });

  it('has the commands that it was given settled, and takes no more', async () => {
    const { recording, connect } = newRecording();
    const link = connect('top', true);
    const waiting = recording.command(1, close);
    recording.onMessage(link, cutOff);
    expect(await waiting).toEqual({ code: 'gone', text: '' });
    expect(await recording.command(1, close)).toEqual({ code: 'gone', text: '' });
  });

  it('is forgotten with its page, unless the log is preserved', () => {
    for (const isPreserving of [false, true]) {
      const { recording, connect } = newRecording({ isPreserving });
      recording.onMessage(connect('a', true), cutOff);
      connect('b', true);
      expect(recording.cutOff.value.size).toBe(isPreserving ? 1 : 0);
    }
  });

  it('is told apart from whatever else comes', () => {
    const { recording, orders, connect } = newRecording();
    const link = connect('a', true);
    for (const message of [null, 'sockets-cut-off', { kind: 'sockets-cut-off' }, { reason: 'x' }])
      recording.onMessage(link, message);
    expect(recording.cutOff.value.size).toBe(0);
    expect(orders.map(({ kind }) => kind)).toEqual(['documentCame']);
  });
});
