import { describe, expect, it } from 'vitest';
import type { NetworkSocket } from '../../../panel/engine/network-socket.ts';
import { createNetworkLog, pollMs } from '../../../panel/model/network-log.ts';

const extensionUrl = 'chrome-extension://abc/';
const recorderFrame = {
  functionName: 'construct',
  url: `${extensionUrl}injected/recorder.iife.js`,
  lineNumber: 0,
  columnNumber: 9,
};
const pageFrame = {
  functionName: 'connect',
  url: 'https://a.test/app.js',
  lineNumber: 11,
  columnNumber: 4,
};

function entry(
  url: string,
  startedDateTime: string,
  frames: readonly object[],
  messages: readonly object[] = [],
) {
  return {
    _resourceType: 'websocket',
    _initiator: { type: 'script', stack: { callFrames: frames } },
    startedDateTime,
    request: { url, headers: [{ name: 'Origin', value: 'https://a.test' }] },
    response: { status: 101, statusText: 'Switching Protocols', headers: [] },
    serverIPAddress: '127.0.0.1',
    _webSocketMessages: messages,
  };
}
const workerScript = {
  _resourceType: 'script',
  request: {
    url: 'https://a.test/worker.js',
    headers: [{ name: 'Sec-Fetch-Dest', value: 'worker' }],
  },
};
const received = (data: string) => ({ type: 'receive', time: 1_800_000_000.5, opcode: 1, data });

/** A network log over entries that the test may change, and a clock that it moves. */
function watch(entries: unknown[], isAwaited: () => boolean = () => false) {
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const observed: (readonly NetworkSocket[])[] = [];
  let reads = 0;
  const clock = { nowMs: 0, readingTakesMs: 0, messages: 0 };
  const log = createNetworkLog({
    readLog: async () => {
      reads++;
      clock.nowMs += clock.readingTakesMs;
      return { entries: [...entries] };
    },
    observe: (sockets) => observed.push(sockets),
    after: (ms, run) => timers.push({ ms, run }),
    now: () => clock.nowMs,
    messageCount: () => clock.messages,
    isAwaited,
    extensionUrl,
  });
  const tick = async (): Promise<void> => {
    for (const { run } of timers.splice(0)) run();
    // The read, its answer, and what follows from it.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return {
    log,
    observed,
    tick,
    timers,
    clock,
    readCount: () => reads,
  };
}

describe('the network log', () => {
  it('is asked once for many changes, and not again while there is no worker', async () => {
    const { log, tick, timers, readCount } = watch([
      entry('wss://a.test/', '2026-11-22T10:00:01.000Z', [recorderFrame, pageFrame]),
    ]);
    log.ask('sockets');
    log.ask('sockets');
    log.ask('sockets');
    expect(timers).toHaveLength(1);
    await tick();
    expect(readCount()).toBe(1);
    expect(timers).toHaveLength(0);
  });

  it('is not asked for counts of thousands of messages, nor for sockets of a hundred thousand', () => {
    const { log, timers, clock } = watch([]);
    clock.messages = 2001;
    log.ask('counts');
    clock.messages = 100_001;
    log.ask('sockets');
    expect(timers).toEqual([]);
    clock.messages = 100_000;
    log.ask('sockets');
    expect(timers).toHaveLength(1);
  });

  it('rests twenty times as long as its last reading took', async () => {
    const { log, tick, timers, clock } = watch([]);
    clock.readingTakesMs = 200;
    log.ask('sockets');
    await tick();
    clock.nowMs += 1000;
    log.ask('sockets');
    expect(timers.map(({ ms }) => ms)).toEqual([3000]);
    await tick();
    clock.nowMs += 60_000;
    log.ask('sockets');
    expect(timers.map(({ ms }) => ms)).toEqual([600]);
  });

  it('is asked for the messages of workers however many there are, but rests', async () => {
    const { log, tick, timers, clock } = watch([workerScript]);
    clock.messages = 1_000_000;
    clock.readingTakesMs = 300;
    log.requestFinished(workerScript);
    await tick();
    expect(timers.map(({ ms }) => ms)).toEqual([6000]);
  });

  it('is asked again and again while there is a worker, twice within two seconds', async () => {
    expect(2 * pollMs).toBeLessThan(2000);
    const { log, tick, timers, readCount } = watch([workerScript]);
    log.requestFinished(workerScript);
    await tick();
    expect(timers.map(({ ms }) => ms)).toEqual([pollMs]);
    await tick();
    await tick();
    expect(readCount()).toBe(3);
  });

  it('tells a socket of the page by the recorder’s frame, and gives messages of the others only, each once', async () => {
    const messages = [received('one')];
    const entries = [
      entry(
        'wss://a.test/page',
        '2026-11-22T10:00:01.000Z',
        [recorderFrame, pageFrame],
        [received('page')],
      ),
      entry('wss://a.test/worker', '2026-11-22T10:00:01.000Z', [pageFrame], messages),
    ];
    const { log, observed, tick } = watch(entries);
    log.ask('sockets');
    await tick();
    const [page, worker] = observed[0] ?? [];
    expect(page).toMatchObject({ isRecorded: true, messageCount: 1, messages: [] });
    expect(worker).toMatchObject({
      isRecorded: false,
      scriptUrl: 'https://a.test/app.js',
      messages: [{ data: 'one', isSent: false, atMs: 1_800_000_000_500 }],
    });
    expect(worker?.stack).toContain('connect (https://a.test/app.js:12:5)');
    messages.push(received('two'));
    await tick();
    expect(observed[1]?.[1]?.messages.map(({ data }) => data)).toEqual(['two']);
  });

  it('gives the messages of a stream, which the recorder does not follow, under the time of its making', async () => {
    const streamFrame = { ...recorderFrame, functionName: '1795500001234.5' };
    const messages = [received('one')];
    const stream = {
      ...entry('wss://a.test/', '2026-11-22T10:00:01.000Z', [streamFrame, pageFrame], messages),
      ...{ time: 40, timings: { wait: 40, receive: 0 } },
    };
    const { log, observed, tick } = watch([stream]);
    log.ask('sockets');
    await tick();
    expect(observed[0]?.[0]).toMatchObject({
      ...{ isRecorded: true, streamCreatedAtMs: 1_795_500_001_234.5, isFinished: false },
      ...{ startedAtMs: 1_795_500_001_234.5, finishedAtMs: null },
      messages: [{ data: 'one' }],
    });
    messages.push(received('two'));
    log.ask('sockets');
    await tick();
    expect(observed[1]?.[0]?.messages.map(({ data }) => data)).toEqual(['two']);
  });

  it('keeps the name of a stream whose handshake begins late', async () => {
    const streamFrame = { ...recorderFrame, functionName: '1795500001234.5' };
    const waiting = entry('wss://a.test/', '1969-12-31T23:59:59.000Z', [streamFrame]);
    const entries = [waiting];
    const { log, observed, tick } = watch(entries);
    log.ask('sockets');
    await tick();
    entries[0] = { ...waiting, startedDateTime: '2026-11-22T10:00:01.000Z' };
    log.ask('sockets');
    await tick();
    expect(observed[0]?.[0]).toMatchObject({ isFinished: false, finishedAtMs: null });
    expect(observed[1]?.[0]?.key).toBe(observed[0]?.[0]?.key);
  });

  it('knows what has ended by its times, also what ended before anybody listened', async () => {
    const ended = {
      ...entry('wss://a.test/', '2026-11-22T10:00:01.000Z', [pageFrame]),
      ...{ time: 50, timings: { wait: 40, receive: 10 } },
    };
    const { log, observed, tick } = watch([ended]);
    log.ask('sockets');
    await tick();
    const startedAtMs = Date.parse('2026-11-22T10:00:01.000Z');
    expect(observed[0]?.[0]).toMatchObject({
      ...{ isFinished: true, finishedAtMs: startedAtMs + 50, openedAtMs: startedAtMs + 40 },
    });
  });

  it('is asked again and again while a stream is awaited', async () => {
    let isAwaited = true;
    const { log, tick, timers } = watch([], () => isAwaited);
    log.ask('sockets');
    await tick();
    expect(timers.map(({ ms }) => ms)).toEqual([pollMs]);
    isAwaited = false;
    await tick();
    expect(timers).toEqual([]);
  });

  it('keeps the names of sockets when entries before them are cleared', async () => {
    const entries = [
      entry('wss://a.test/1', '2026-11-22T10:00:01.000Z', [pageFrame]),
      entry('wss://a.test/2', '2026-11-22T10:00:02.000Z', [pageFrame], [received('x')]),
    ];
    const { log, observed, tick } = watch(entries);
    log.ask('sockets');
    await tick();
    entries.shift();
    log.ask('sockets');
    await tick();
    expect(observed[1]?.[0]?.key).toBe(observed[0]?.[1]?.key);
    expect(observed[1]?.[0]?.messages).toEqual([]);
  });

  it('leaves out what is older than a navigation, unless it is preserved', async () => {
    const entries = [entry('wss://a.test/old', '2026-11-22T10:00:01.000Z', [pageFrame])];
    const { log, observed, tick } = watch(entries);
    const began = Date.parse('2026-11-22T10:00:05.000Z');
    log.navigated(true, began);
    await tick();
    expect(observed).toHaveLength(1);
    log.navigated(false, began);
    await tick();
    expect(observed).toHaveLength(1);
  });

  it('reads a refused handshake’s status from the browser’s words', async () => {
    const refused = {
      ...entry('wss://a.test/', '2026-11-22T10:00:01.000Z', [recorderFrame]),
      response: { status: 0 },
      _webSocketMessages: [
        {
          type: 'error',
          time: 1,
          opcode: -1,
          data: 'Error during WebSocket handshake: Unexpected response code: 403',
        },
      ],
    };
    const { log, observed, tick } = watch([refused]);
    log.ask('sockets');
    await tick();
    expect(observed[0]?.[0]).toMatchObject({
      messageCount: 0,
      isFinished: true,
      handshake: { status: 403, error: refused._webSocketMessages[0]?.data },
    });
  });

  it('survives a log of any shape', async () => {
    for (const shape of [
      null,
      7,
      { entries: 3 },
      {
        entries: [
          null,
          1,
          { _resourceType: 'websocket' },
          {
            _resourceType: 'websocket',
            request: null,
            _initiator: 4,
            _webSocketMessages: [1, null, {}],
          },
        ],
      },
    ]) {
      const observed: unknown[] = [];
      let run = (): void => undefined;
      const log = createNetworkLog({
        readLog: async () => shape,
        observe: (sockets) => observed.push(sockets),
        now: () => 0,
        messageCount: () => 0,
        after: (_, act) => {
          run = act;
        },
        isAwaited: () => false,
        extensionUrl,
      });
      log.ask('sockets');
      expect(run).not.toThrow();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
  });
});
