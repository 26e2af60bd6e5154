import { describe, expect, it } from 'vitest';
import type { DocumentHello, PanelToRelay } from '../../../extension/protocol/commands.ts';
import { batchMagic } from '../../../extension/protocol/record-layout.ts';
import type { EngineClient } from '../../../panel/engine/client.ts';
import type { EngineOrder } from '../../../panel/engine/engine-contract.ts';
import type { DocumentLink } from '../../../panel/model/document-links.ts';
import { createRecording, type Presence } from '../../../panel/model/recording.ts';

/** A recording whose orders to the engine are kept, with documents that connect as the test says. */
function newRecording({ isPreserving = false } = {}) {
  const orders: EngineOrder[] = [];
  const presences: Presence[] = [];
  const topDocuments = { left: 0 };
  const maxShare = { value: 0.1 };
  const navigations: number[] = [];
  const engine: EngineClient = {
    order: (order) => void orders.push(order),
    ask: () => Promise.reject(new Error('a recording asks nothing')),
    stop: () => undefined,
  };
  const recording = createRecording({
    engine,
    isPreserving: () => isPreserving,
    maxShare: () => maxShare.value,
    onPresence: (presence) => presences.push(presence),
    onTopDocumentLeft: () => void topDocuments.left++,
    onNavigated: (sinceMs) => void navigations.push(sinceMs),
    nowMs: () => 5000,
  });
  /** A document's relay connects; what it is told is kept. */
  const connect = (documentKey: string, hello: Partial<DocumentHello> = {}) => {
    const posted: PanelToRelay[] = [];
    const link: DocumentLink = {
      hello: {
        ...{
          kind: 'sockets-document',
          layout: batchMagic,
          timeOriginMs: 1000,
          isBack: false,
          ...{ isWorker: false, recordsWorkers: false },
          url: `https://a.test/${documentKey}`,
        },
        ...{ isTop: true, documentKey },
        ...hello,
      },
      post: (message) => posted.push(message),
    };
    recording.onConnected(link);
    return { link, posted };
  };
  const kinds = (): string[] => orders.map(({ kind }) => kind);
  return { recording, maxShare, orders, presences, topDocuments, navigations, connect, kinds };
}
const send = {
  kind: 'send',
  socketId: 4,
  isText: true,
  text: 'x',
  bytes: new ArrayBuffer(0),
} as const;

describe('a document that says hello', () => {
  it('is made known to the engine and then asked for what it has', () => {
    const { orders, presences, connect } = newRecording();
    const { posted } = connect('a', { isTop: false });
    expect(orders).toEqual([
      { kind: 'documentCame', document: 1, url: 'https://a.test/a', isTop: false },
    ]);
    expect(posted).toEqual([{ kind: 'attach', isRecording: true, maxShare: 0.1 }]);
    expect(presences).toEqual(['partly']);
  });

  it('has its batches handed to the engine under its own number', () => {
    const { recording, orders, connect } = newRecording();
    const [first, second] = [connect('a'), connect('b', { isTop: false })];
    const batches = [new ArrayBuffer(1), new ArrayBuffer(2)];
    recording.onMessage(second.link, batches[0]);
    recording.onMessage(first.link, batches[1]);
    expect(orders.slice(2)).toEqual([
      { kind: 'batch', document: 2, batch: batches[0] },
      { kind: 'batch', document: 1, batch: batches[1] },
    ]);
  });

  it('is not listened to when it says anything else than batches', () => {
    const { recording, kinds, connect } = newRecording();
    const { link } = connect('a');
    for (const message of [null, 'batch', {}, new Uint8Array(4), { kind: 'hello' }])
      recording.onMessage(link, message);
    expect(kinds()).toEqual(['documentCame']);
  });

  it('of another version of the extension is outdated and not listened to', () => {
    const { recording, kinds, presences, connect } = newRecording();
    const { link, posted } = connect('a', { layout: batchMagic + 1 });
    recording.onMessage(link, new ArrayBuffer(8));
    recording.onDisconnected(link);
    expect([kinds(), posted, presences]).toEqual([[], [], ['outdated']]);
  });
});

describe('a navigation', () => {
  it('clears the log when the new page says hello, before anything of it is recorded', () => {
    const { recording, orders, connect } = newRecording();
    const { link } = connect('a');
    recording.onDisconnected(link);
    connect('b');
    expect(orders).toEqual([
      { kind: 'documentCame', document: 1, url: 'https://a.test/a', isTop: true },
      { kind: 'documentLeft', document: 1 },
      { kind: 'clear', isNavigation: true },
      { kind: 'documentCame', document: 2, url: 'https://a.test/b', isTop: true },
    ]);
  });

  it('clears nothing while the log is preserved', () => {
    const { kinds, connect } = newRecording({ isPreserving: true });
    connect('a');
    connect('b');
    expect(kinds()).toEqual(['documentCame', 'documentCame']);
  });

  it('is none when a frame comes, however late, or when the page connects anew', () => {
    const { recording, kinds, connect } = newRecording();
    connect('late frame of a page', { isTop: false });
    const { link } = connect('a');
    connect('frame', { isTop: false });
    recording.onDisconnected(link);
    connect('a');
    expect(kinds()).not.toContain('clear');
  });

  it('leaves the frames of the page before to leave when they do', () => {
    const { recording, orders, connect } = newRecording();
    connect('a');
    const frame = connect('frame of a', { isTop: false });
    connect('b');
    recording.onDisconnected(frame.link);
    expect(orders.at(-1)).toEqual({ kind: 'documentLeft', document: 2 });
  });

  it('back to a page of the back/forward cache finds the document that it was', () => {
    const { recording, orders, connect } = newRecording();
    recording.onDisconnected(connect('a').link);
    recording.onDisconnected(connect('b').link);
    const back = connect('a');
    expect(orders.slice(-2)).toEqual([
      { kind: 'clear', isNavigation: true },
      { kind: 'documentCame', document: 1, url: 'https://a.test/a', isTop: true },
    ]);
    recording.taken(1, 2);
    expect(back.posted.at(-1)).toEqual({ kind: 'ack', batches: 2 });
  });
});

describe('a link that is lost', () => {
  it('lets the engine know, unless the document has connected anew already', () => {
    const { recording, kinds, connect } = newRecording();
    const old = connect('a');
    const anew = connect('a');
    recording.onDisconnected(old.link);
    expect(kinds()).not.toContain('documentLeft');
    recording.onDisconnected(anew.link);
    recording.onDisconnected(anew.link);
    expect(kinds().filter((kind) => kind === 'documentLeft')).toHaveLength(1);
  });

  it('tells when it was the page’s own and not a frame’s', () => {
    const { recording, topDocuments, connect } = newRecording();
    const [page, frame] = [connect('a'), connect('b', { isTop: false })];
    recording.onDisconnected(frame.link);
    expect(topDocuments.left).toBe(0);
    recording.onDisconnected(page.link);
    expect(topDocuments.left).toBe(1);
  });

  it('gets no acknowledgements any more', () => {
    const { recording, connect } = newRecording();
    const { link, posted } = connect('a');
    recording.onDisconnected(link);
    recording.taken(1, 1);
    recording.taken(99, 1);
    expect(posted).toEqual([{ kind: 'attach', isRecording: true, maxShare: 0.1 }]);
  });

  it('leaves nobody waiting for an answer', async () => {
    const { recording, connect } = newRecording();
    const gone = connect('a');
    const stays = connect('b', { isTop: false });
    const commands = [recording.command(1, send), recording.command(1, send)];
    const other = recording.command(2, send);
    recording.onDisconnected(gone.link);
    expect(await Promise.all(commands)).toEqual(Array(2).fill({ code: 'gone', text: '' }));
    const command = stays.posted.at(-1);
    recording.answered(requestOf(command), { code: '', text: '' });
    expect(await other).toEqual({ code: '', text: '' });
  });
});

describe('a command', () => {
  it('goes to its socket’s document and is paired with its answer', async () => {
    const { recording, connect } = newRecording();
    const { posted } = connect('a');
    const first = recording.command(1, send);
    const second = recording.command(1, { kind: 'close', socketId: 4, code: 0, reason: '' });
    const [one, two] = posted.slice(1);
    expect(one).toMatchObject({ kind: 'command', command: { ...send } });
    expect(requestOf(one)).not.toBe(requestOf(two));
    recording.answered(requestOf(two), { code: 'closed', text: '' });
    recording.answered(requestOf(one), { code: '', text: '' });
    expect(await first).toEqual({ code: '', text: '' });
    expect(await second).toEqual({ code: 'closed', text: '' });
  });

  it('to a document that is not there is answered at once', async () => {
    const { recording } = newRecording();
    expect(await recording.command(1, send)).toEqual({ code: 'gone', text: '' });
  });

  it('takes no harm from an answer to what nobody asked', () => {
    const { recording } = newRecording();
    recording.answered(5, { code: '', text: '' });
  });
});

describe('switching recording off', () => {
  it('tells every document, and those that come later', () => {
    const { recording, connect } = newRecording();
    const [a, b] = [connect('a'), connect('b', { isTop: false })];
    recording.setRecording(false);
    const order = { kind: 'command', command: { kind: 'record', isRecording: false } };
    expect([a.posted.at(-1), b.posted.at(-1)]).toEqual([order, order]);
    expect(connect('c', { isTop: false }).posted).toEqual([
      { kind: 'attach', isRecording: false, maxShare: 0.1 },
    ]);
  });
});

describe('a document of which less is recorded', () => {
  const level = (name: string) => ({ kind: 'sockets-level', level: name });

  it('is listed until everything is recorded again or it has gone', () => {
    const { recording, connect } = newRecording();
    const [a, b] = [connect('a'), connect('b', { isTop: false })];
    recording.onMessage(a.link, level('beginnings'));
    recording.onMessage(b.link, level('sizes'));
    expect([...recording.reduced.value]).toEqual([
      [1, 'beginnings'],
      [2, 'sizes'],
    ]);
    recording.onMessage(a.link, level('all'));
    expect([...recording.reduced.value.keys()]).toEqual([2]);
    recording.onDisconnected(b.link);
    expect(recording.reduced.value.size).toBe(0);
  });

  it('is told alone when everything is wanted again', () => {
    const { recording, connect } = newRecording();
    const [a, b] = [connect('a'), connect('b', { isTop: false })];
    recording.onMessage(b.link, level('sizes'));
    recording.restore();
    expect(a.posted).toHaveLength(1);
    expect(b.posted.at(-1)).toEqual({ kind: 'restore' });
  });

  it('hears with all others of another budget', () => {
    const { recording, maxShare, connect } = newRecording();
    const [a, b] = [connect('a'), connect('b', { isTop: false })];
    maxShare.value = 0.25;
    recording.allow();
    const order = { kind: 'allow', maxShare: 0.25 };
    expect([a.posted.at(-1), b.posted.at(-1)]).toEqual([order, order]);
  });
});

describe('a page that crashes', () => {
  it('leaves its log until the next page says hello', () => {
    const { recording, kinds, presences, connect } = newRecording();
    recording.onDisconnected(connect('a').link);
    recording.onCrashed();
    expect(presences.at(-1)).toBe('crashed');
    expect(kinds()).toEqual(['documentCame', 'documentLeft']);
    connect('b');
    expect(presences.at(-1)).toBe('present');
    expect(kinds().slice(2)).toEqual(['clear', 'documentCame']);
  });

  it('leaves its log until the tab shows a page that cannot be recorded', () => {
    const { recording, kinds, connect } = newRecording();
    recording.onDisconnected(connect('a').link);
    recording.onCrashed();
    recording.onNobody();
    expect(kinds().slice(2)).toEqual(['clear']);
  });
});

it('says when frames of a page are recorded and the page itself is not', () => {
  const { presences, connect } = newRecording();
  connect('frame', { isTop: false });
  expect(presences).toEqual(['partly']);
  connect('page');
  connect('other frame', { isTop: false });
  expect(presences).toEqual(['partly', 'present', 'present']);
});

it('takes the page that comes after one that was not recorded for another', () => {
  const { recording, kinds, navigations, connect } = newRecording();
  const frame = connect('frame', { isTop: false });
  recording.onDisconnected(frame.link);
  connect('reloaded', { timeOriginMs: 6000 });
  expect(kinds()).toEqual(['documentCame', 'documentLeft', 'clear', 'documentCame']);
  expect(navigations).toEqual([6000]);
});

it('does not take a page for another when its frame was the first to say hello', () => {
  const { kinds, navigations, connect } = newRecording();
  connect('frame', { isTop: false });
  connect('page');
  expect(kinds()).toEqual(['documentCame', 'documentCame']);
  expect(navigations).toEqual([]);
});

it('says when nobody answers and when the extension is gone', () => {
  const { recording, presences } = newRecording();
  recording.onNobody();
  recording.onLost();
  expect(presences).toEqual(['nobody', 'lost']);
});

it('does not believe that nobody answers, or that the page has crashed, while a page is connected', () => {
  const { recording, presences, kinds, connect } = newRecording();
  recording.onDisconnected(connect('before').link);
  connect('next', { timeOriginMs: 2000 });
  const orders = kinds();
  // Asked between the two pages, answered after the second had come.
  recording.onNobody();
  recording.onCrashed();
  expect(presences).toEqual(['present', 'present']);
  expect(kinds()).toEqual(orders);
});

it('takes a page that nobody records for another one, which began when that was found', () => {
  const { recording, navigations, connect } = newRecording();
  recording.onNobody();
  expect(navigations).toEqual([]);
  recording.onDisconnected(connect('before').link);
  recording.onNobody();
  expect(navigations).toEqual([5000]);
});

it('says when the page that a navigation led to began', () => {
  const { navigations, connect } = newRecording();
  connect('first');
  expect(navigations).toEqual([]);
  connect('second', { timeOriginMs: 2000 });
  expect(navigations).toEqual([2000]);
});

function requestOf(message: PanelToRelay | undefined): number {
  if (message?.kind !== 'command' || !('requestId' in message.command))
    throw new Error('not a command with a number');
  return message.command.requestId;
}
