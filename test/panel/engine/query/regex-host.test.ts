import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBit } from '../../../../panel/engine/query/bitmap.ts';
import { packRegexChunk, type RegexReport } from '../../../../panel/engine/query/regex-chunk.ts';
import {
  createRegexHost,
  type RegexAnswer,
  type RegexHost,
  type WorkerLike,
} from '../../../../panel/engine/query/regex-host.ts';
import { bundleRegexWorker, createSpawner, type SpawnedWorkers } from './node-worker.ts';

function chunkOf(texts: readonly string[]) {
  return packRegexChunk(
    texts.map((text) => {
      const bytes = new TextEncoder().encode(text);
      return { bytes, start: 0, end: bytes.length };
    }),
  );
}

const pattern = (source: string, flags = '', isNegated = false) => ({ source, flags, isNegated });

function matchedRows(answer: RegexAnswer, rowCount: number): number[] {
  if (answer.kind !== 'matched') throw new Error(answer.kind);
  return Array.from({ length: rowCount }, (_, row) => row).filter((row) =>
    hasBit(answer.bitmap, row),
  );
}

describe('regex host with a real thread', () => {
  let code = '';
  let workers: SpawnedWorkers;
  let host: RegexHost;

  beforeAll(async () => {
    code = await bundleRegexWorker();
  }, 30_000);
  afterEach(() => host.cancel());

  function start(deadlineMs: number, source = code): void {
    workers = createSpawner(source);
    host = createRegexHost({
      spawn: workers.spawn,
      deadlineMs,
      setTimer: setTimeout,
      clearTimer: clearTimeout,
    });
  }

  it('ends a catastrophic pattern and is usable afterwards', async () => {
    start(300);
    const texts = [...Array.from({ length: 200 }, () => 'fine'), `${'a'.repeat(64)}!`, 'fine'];
    const answer = await host.match([pattern('(a+)+$')], chunkOf(texts));
    expect(answer).toEqual({ kind: 'timed-out', firstRow: 192, rowCount: 10 });
    expect(await workers.exits[0]).toBe(1);

    const next = await host.match([pattern('^b')], chunkOf(['abc', 'bcd']));
    expect(matchedRows(next, 2)).toEqual([1]);
    expect(workers.exits.length).toBe(2);
  });

  it('matches rows against all patterns, negated ones too', async () => {
    start(10_000);
    const texts = [
      'Price: 12',
      'price: x',
      'PRICE: 99 sold',
      '',
      'é price: 1 ünd',
      '\ufeffprice: 7',
    ];
    const all = [pattern('price: \\d', 'i'), pattern('sold', '', true)];
    expect(matchedRows(await host.match(all, chunkOf(texts)), 6)).toEqual([0, 4, 5]);
    // ASCII only, which is read another way.
    expect(matchedRows(await host.match(all, chunkOf(texts.slice(0, 4))), 4)).toEqual([0]);
    expect(matchedRows(await host.match([pattern('^price')], chunkOf(texts)), 6)).toEqual([1]);
    expect(matchedRows(await host.match([pattern('^.$', 'u')], chunkOf(['😀', 'ab'])), 2)).toEqual([
      0,
    ]);
    expect(
      matchedRows(await host.match([pattern('a', 'gy')], chunkOf(['aa', 'a', 'ba'])), 3),
    ).toEqual([0, 1, 2]);
    expect(workers.exits.length).toBe(1);
  });

  it('answers calls in their order, also while others wait', async () => {
    start(10_000);
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((source) => host.match([pattern(source)], chunkOf(['a', 'b', 'c']))),
    );
    expect(answers.map((answer) => matchedRows(answer, 3))).toEqual([[0], [1], [2]]);
  });

  it('says why a pattern cannot be compiled', async () => {
    start(10_000);
    const answer = await host.match([pattern('(')], chunkOf(['a']));
    expect(answer).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('Invalid regular'),
    });
    expect(await host.match([pattern('a')], chunkOf(['a']))).toMatchObject({ kind: 'matched' });
  });

  it('answers everything that was cancelled and goes on afterwards', async () => {
    start(60_000);
    const slow = host.match([pattern('(a+)+$')], chunkOf([`${'a'.repeat(64)}!`]));
    const waiting = host.match([pattern('a')], chunkOf(['a']));
    host.cancel();
    expect([await slow, await waiting]).toEqual([{ kind: 'cancelled' }, { kind: 'cancelled' }]);
    await workers.exits[0];
    expect(matchedRows(await host.match([pattern('a')], chunkOf(['a'])), 1)).toEqual([0]);
  });

  it('says that the worker cannot run', async () => {
    start(10_000, 'throw new Error("no worker here")');
    const answer = await host.match([pattern('a')], chunkOf(['a']));
    expect(answer).toEqual({ kind: 'failed', reason: 'no worker here' });
  });
});

describe('regex host with a worker made of paper', () => {
  function createPaperHost() {
    const spawned: WorkerLike[] = [];
    const ended: WorkerLike[] = [];
    const posted: { id: number }[] = [];
    const timers = new Map<number, { callback: () => void; delayMs: number }>();
    let lastTimer = 0;
    const host = createRegexHost<number>({
      spawn: () => {
        const worker: WorkerLike = {
          onmessage: null,
          onerror: null,
          postMessage: (request) => posted.push(request),
          terminate: () => ended.push(worker),
        };
        spawned.push(worker);
        return worker;
      },
      deadlineMs: 100,
      startDeadlineMs: 5_000,
      setTimer: (callback, delayMs) => {
        lastTimer += 1;
        timers.set(lastTimer, { callback, delayMs });
        return lastTimer;
      },
      clearTimer: (timer) => timers.delete(timer),
    });
    const say = (report: RegexReport) => spawned.at(-1)?.onmessage?.({ data: report });
    const delays = () => [...timers.values()].map(({ delayMs }) => delayMs);
    const ring = () => [...timers.values()][0]?.callback();
    return { host, spawned, ended, posted, say, delays, ring };
  }

  it('gives each 64 rows the whole deadline, and the start of a worker one of its own', async () => {
    const paper = createPaperHost();
    const answer = paper.host.match([], chunkOf(Array(100).fill('')));
    expect(paper.delays()).toEqual([5_000]);
    paper.say({ kind: 'reached', id: 1, row: 0 });
    expect(paper.delays()).toEqual([100]);
    paper.say({ kind: 'reached', id: 1, row: 64 });
    expect(paper.delays()).toEqual([100]);
    paper.ring();
    expect(await answer).toEqual({ kind: 'timed-out', firstRow: 64, rowCount: 36 });
    expect(paper.ended).toEqual(paper.spawned);
    expect(paper.delays()).toEqual([]);
  });

  it('starts the next call on a fresh worker after a deadline', async () => {
    const paper = createPaperHost();
    const first = paper.host.match([], chunkOf(['']));
    const second = paper.host.match([], chunkOf(['']));
    expect(paper.posted.length).toBe(1);
    paper.say({ kind: 'reached', id: 1, row: 0 });
    paper.ring();
    expect(await first).toMatchObject({ kind: 'timed-out' });
    expect(paper.spawned.length).toBe(2);
    paper.say({ kind: 'done', id: 1, bitmap: new Uint8Array(1) });
    paper.say({ kind: 'done', id: 2, bitmap: Uint8Array.of(1) });
    expect(await second).toEqual({ kind: 'matched', bitmap: Uint8Array.of(1) });
    expect(paper.delays()).toEqual([]);
  });

  it('does not blame the pattern for a worker that does not start', async () => {
    const paper = createPaperHost();
    const answer = paper.host.match([], chunkOf(['']));
    paper.ring();
    expect(await answer).toEqual({ kind: 'failed', reason: 'the worker did not start' });
  });

  it('may be cancelled when it does nothing', () => {
    const paper = createPaperHost();
    paper.host.cancel();
    expect(paper.spawned).toEqual([]);
  });
});
