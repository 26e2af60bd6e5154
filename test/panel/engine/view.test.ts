import { describe, expect, it } from 'vitest';
import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { MessageLog } from '../../../panel/engine/message-log.ts';
import { View } from '../../../panel/engine/view.ts';
import { fakeRegexHost, settled } from './in-memory-engine.ts';
import { textOf, utf8 } from './recorded.ts';

/** A log that counts how often the payload of each row was searched. */
class WatchedLog extends MessageLog {
  readonly searches = new Map<number, number>();
  override searchedBytes(row: number): Uint8Array {
    this.searches.set(row, (this.searches.get(row) ?? 0) + 1);
    return super.searchedBytes(row);
  }
  /** A message that stands in a batch of its own. */
  say(text: string, socket = 1, isSent = true): number {
    const bytes = utf8(text);
    this.addBatch(bytes.slice().buffer);
    return this.addMessage(isSent, 0, socket, this.rowCount, bytes.length, 0, bytes.length);
  }
  sayLater(byteLength: number, socket = 1, isSent = true): number {
    const flags = recordFlag.payloadFollows;
    return this.addMessage(isSent, flags, socket, this.rowCount, byteLength, 0, 0);
  }
  complete(row: number, text: string): void {
    const bytes = utf8(text);
    this.addBatch(bytes.slice().buffer);
    this.addPiece(row, 0, 0, 0, bytes.length);
    this.completePayload(row);
  }
}

interface Options {
  readonly filter?: string;
  readonly sockets?: readonly number[] | null;
  readonly pause?: () => Promise<void>;
  readonly now?: () => number;
}

function viewOf(log: MessageLog, { filter = '', sockets = null, pause, now }: Options = {}) {
  let changes = 0;
  const view = new View(1, log, filter, sockets, {
    now: now ?? (() => 0),
    pause: pause ?? (() => Promise.resolve()),
    regexHost: fakeRegexHost(),
    onChange: () => changes++,
    decodedFacts: () => ({ text: () => '', names: [], isHeartbeat: false, role: null }),
    decodableRows: () => log.rowCount,
  });
  return { view, changes: () => changes };
}

const rowsOf = (view: View): number[] =>
  Array.from({ length: view.list.length }, (_, position) => view.list.at(position));
const shown = (log: MessageLog, view: View): string[] =>
  rowsOf(view).map((row) => textOf(log, row));

describe('a view', () => {
  it('searches each row exactly once, however often the log grows', async () => {
    const log = new WatchedLog();
    const { view } = viewOf(log, { filter: 'b' });
    for (let turn = 0; turn < 5; turn++) {
      for (const text of ['abc', 'xyz', 'b']) log.say(text);
      await view.run();
      await view.run();
      expect(view.state).toMatchObject({ scannedRows: log.rowCount, ofRows: log.rowCount });
    }
    expect(shown(log, view)).toEqual(Array(5).fill(['abc', 'b']).flat());
    expect([...log.searches.values()]).toEqual(Array(15).fill(1));
  });

  it('searches no payload that its other conditions leave out', async () => {
    const log = new WatchedLog();
    log.say('word', 1, true);
    log.say('word', 1, false);
    log.say('word', 2, false);
    log.say('word and more', 1, false);
    const { view } = viewOf(log, { filter: 'word dir:received size:<10', sockets: [1] });
    await view.run();
    expect(rowsOf(view)).toEqual([1]);
    expect([...log.searches.keys()]).toEqual([1]);
  });

  it('shows the messages of the chosen sockets only', async () => {
    const log = new WatchedLog();
    for (const socket of [1, 2, 3, 2]) log.say(`of ${socket}`, socket);
    const { view } = viewOf(log, { sockets: [2, 3] });
    await view.run();
    expect(shown(log, view)).toEqual(['of 2', 'of 3', 'of 2']);
    expect(log.searches.size).toBe(0);
  });

  it('works in slices, between which the thread does other things', async () => {
    const log = new WatchedLog();
    for (let row = 0; row < 2000; row++) log.say('x');
    let nowMs = 0;
    const seen: number[] = [];
    const { view } = viewOf(log, {
      // Every look at the clock finds that a slice's time is over.
      now: () => (nowMs += 9),
      pause: async () => void seen.push(view.state.scannedRows),
    });
    await view.run();
    expect(seen).toEqual([512, 1024, 1536]);
    expect(view.list.length).toBe(2000);
  });

  it('that was replaced stops where it is', async () => {
    const log = new WatchedLog();
    for (let row = 0; row < 2000; row++) log.say('x');
    let nowMs = 0;
    const { view } = viewOf(log, { now: () => (nowMs += 9), pause: async () => view.stop() });
    await view.run();
    expect(view.state.scannedRows).toBe(512);
    await view.run();
    expect(view.state.scannedRows).toBe(512);
  });

  it('takes rows that come while it rests', async () => {
    const log = new WatchedLog();
    for (let row = 0; row < 600; row++) log.say('x');
    let nowMs = 0;
    let rests = 0;
    const { view } = viewOf(log, {
      now: () => (nowMs += 9),
      pause: async () => {
        if (++rests === 1) log.say('x');
        // Another batch came in and asks it to run: it does already.
        void view.run();
      },
    });
    await view.run();
    expect(view.list.length).toBe(601);
  });

  it('with a filter that cannot be read shows nothing and says why', async () => {
    const log = new WatchedLog();
    log.say('x');
    const { view } = viewOf(log, { filter: '"open' });
    await view.run();
    expect(view.state).toMatchObject({ rowCount: 0, problem: { kind: 'syntax' } });
  });
});

describe('lifecycle rows', () => {
  it.each([
    ['', ['opened', 'sent', 'closed'], 1],
    ['x', ['sent'], 1],
    ['dir:sent', ['sent'], 1],
    ['size:>0', ['sent'], 1],
    ['type:lifecycle', ['opened', 'closed'], 0],
    ['type:lifecycle kicked', ['closed'], 0],
    ['type:lifecycle 4001', ['closed'], 0],
    ['-type:lifecycle', ['sent'], 1],
  ])('with the filter "%s" are among %j', async (filter, kinds, messages) => {
    const log = new WatchedLog();
    log.addLifecycle('opened', 0, 1, 0, { text: 'chat' });
    log.say('x');
    log.addLifecycle('closed', 0, 1, 9, { code: 4001, text: 'kicked' });
    const { view } = viewOf(log, { filter });
    await view.run();
    expect(rowsOf(view).map((row) => log.kind(row))).toEqual(kinds);
    expect(view.state).toMatchObject({ rowCount: kinds.length, messageCount: messages });
  });
});

describe('a payload that is complete later', () => {
  it('is searched when it is there, and stands at its time', async () => {
    const log = new WatchedLog();
    log.say('word 1');
    const late = log.sayLater(6);
    log.say('word 2');
    const { view } = viewOf(log, { filter: 'word' });
    await view.run();
    expect(rowsOf(view)).toEqual([0, 2]);
    expect(log.searches.has(late)).toBe(false);
    log.complete(late, 'a word');
    view.payloadCompleted(late);
    await settled();
    expect(rowsOf(view)).toEqual([0, late, 2]);
    expect(log.searches.get(late)).toBe(1);
  });

  it('is not searched twice when it is there before its row is looked at', async () => {
    const log = new WatchedLog();
    const late = log.sayLater(4);
    const { view } = viewOf(log, { filter: 'word' });
    log.complete(late, 'word');
    view.payloadCompleted(late);
    await view.run();
    expect(rowsOf(view)).toEqual([late]);
  });

  it('does not show a row of a socket that is not chosen, or that another condition leaves out', async () => {
    const log = new WatchedLog();
    const other = log.sayLater(4, 2);
    const received = log.sayLater(4, 1, false);
    const wanted = log.sayLater(4, 1, true);
    const { view } = viewOf(log, { filter: 'word dir:sent', sockets: [1] });
    await view.run();
    for (const row of [other, received, wanted]) {
      log.complete(row, 'word');
      view.payloadCompleted(row);
    }
    await settled();
    expect(rowsOf(view)).toEqual([wanted]);
  });

  it('makes no difference to a view that does not search', async () => {
    const log = new WatchedLog();
    const late = log.sayLater(4);
    const { view, changes } = viewOf(log, { filter: 'dir:sent' });
    await view.run();
    expect(rowsOf(view)).toEqual([late]);
    const before = changes();
    log.complete(late, 'word');
    view.payloadCompleted(late);
    await settled();
    expect(rowsOf(view)).toEqual([late]);
    expect(changes()).toBe(before);
  });
});
