import { describe, expect, it } from 'vitest';
import { recordFlag } from '../../../extension/protocol/record-layout.ts';
import { MessageLog } from '../../../panel/engine/message-log.ts';
import { matchChunk } from '../../../panel/engine/query/match-chunk.ts';
import type { RegexChunk, RegexPattern } from '../../../panel/engine/query/regex-chunk.ts';
import type { RegexAnswer, RegexHost } from '../../../panel/engine/query/regex-host.ts';
import { collectRegexRows } from '../../../panel/engine/regex-rows.ts';
import { View } from '../../../panel/engine/view.ts';
import { fakeRegexHost, settled } from './in-memory-engine.ts';
import { utf8 } from './recorded.ts';

/** Matches as the worker does, but here, and remembers what it was asked. */
function localHost() {
  const asked: { patterns: readonly RegexPattern[]; rows: number }[] = [];
  const match = (patterns: readonly RegexPattern[], chunk: RegexChunk): Promise<RegexAnswer> => {
    asked.push({ patterns, rows: chunk.offsets.length - 1 });
    return new Promise((answer) =>
      matchChunk({ id: 1, patterns, chunk }, (report) => {
        if (report.kind === 'done') answer({ kind: 'matched', bitmap: report.bitmap });
        if (report.kind === 'failed') answer({ kind: 'failed', reason: report.reason });
      }),
    );
  };
  return { host: fakeRegexHost(match), asked };
}

/** A host that answers when the test says so. */
function slowHost() {
  const answers: ((answer: RegexAnswer) => void)[] = [];
  const local = localHost();
  const host = fakeRegexHost(async (patterns, chunk) => {
    const early = await new Promise<RegexAnswer | null>((resume) => answers.push(resume as never));
    return early ?? local.host.match(patterns, chunk);
  });
  const answer = async (early: RegexAnswer | null = null): Promise<void> => {
    answers.shift()?.(early as never);
    await settled();
  };
  return { host, answer, waiting: () => answers.length };
}

function logOf(...texts: string[]): MessageLog {
  const log = new MessageLog();
  for (const text of texts) say(log, text);
  return log;
}
function say(log: MessageLog, text: string): void {
  const bytes = utf8(text);
  log.addBatch(bytes.slice().buffer);
  log.addMessage(true, 0, 1, log.rowCount, bytes.length, 0, bytes.length);
}
const viewOf = (log: MessageLog, regexHost: RegexHost, filter: string): View =>
  new View(1, log, filter, null, {
    ...{ now: () => 0, pause: () => Promise.resolve(), onChange: () => undefined },
    regexHost,
    decodedFacts: () => ({ text: () => '', names: [], isHeartbeat: false, role: null }),
    decodableRows: () => log.rowCount,
  });
const rowsOf = (view: View): number[] =>
  Array.from({ length: view.list.length }, (_, position) => view.list.at(position));

describe('a view with a regular expression', () => {
  it('shows what matches, all patterns and words together', async () => {
    const { host, asked } = localHost();
    const log = logOf('user 1', 'user x', 'user 22', 'order 3', 'user 4 gone');
    const view = viewOf(log, host, '/user \\d/ -/gone$/ user');
    await view.run();
    expect(rowsOf(view)).toEqual([0, 2]);
    // "order 3" has not the word, so no pattern has to look at it.
    expect(asked.map(({ rows }) => rows)).toEqual([4]);
  });

  it('asks for each row once, however often the log grows', async () => {
    const { host, asked } = localHost();
    const log = logOf('a1', 'b');
    const view = viewOf(log, host, '/\\d/');
    await view.run();
    say(log, 'c3');
    await view.run();
    await view.run();
    expect(rowsOf(view)).toEqual([0, 2]);
    expect(asked.map(({ rows }) => rows)).toEqual([2, 1]);
  });

  it('does not trouble the host with rows that cannot match', async () => {
    const { host, asked } = localHost();
    const view = viewOf(logOf('a', 'b'), host, '/a/ dir:received');
    await view.run();
    expect(asked).toEqual([]);
    expect(view.state).toMatchObject({ rowCount: 0, scannedRows: 2 });
  });

  it('that takes too long stops and names its patterns', async () => {
    const slow: RegexAnswer = { kind: 'timed-out', firstRow: 0, rowCount: 1 };
    let asked = 0;
    const host = fakeRegexHost(async () => {
      asked++;
      return slow;
    });
    const log = logOf('aaaaaaaaaaaaaaaaaaaaaa!');
    const view = viewOf(log, host, '/^(a+)+$/');
    await view.run();
    expect(view.state.problem).toEqual({ kind: 'tooSlow', patterns: ['^(a+)+$'] });
    say(log, 'more');
    await view.run();
    expect(asked).toBe(1);
  });

  it('says why the host failed', async () => {
    const host = fakeRegexHost(async () => ({ kind: 'failed', reason: 'no worker' }));
    const view = viewOf(logOf('a'), host, '/a/');
    await view.run();
    expect(view.state.problem).toEqual({ kind: 'failed', reason: 'no worker' });
  });

  it('that is replaced ends the pattern that runs and shows nothing more', async () => {
    const { host, answer } = slowHost();
    const view = viewOf(logOf('a'), host, '/a/');
    const run = view.run();
    view.stop();
    expect(host.cancels).toBe(1);
    await answer();
    await run;
    expect(view.list.length).toBe(0);
    expect(view.state.problem).toBeNull();
  });

  it('that is replaced leaves a host alone that runs nothing for it', async () => {
    const { host } = localHost();
    const view = viewOf(logOf('a'), host, '/a/');
    await view.run();
    view.stop();
    expect(host.cancels).toBe(0);
  });

  it('shows a row whose payload is complete while the rows around it are being matched', async () => {
    const { host, answer, waiting } = slowHost();
    const log = logOf('a1');
    const late = log.addMessage(true, recordFlag.payloadFollows, 1, 9, 2, 0, 0);
    const view = viewOf(log, host, '/a\\d/');
    const run = view.run();
    expect(waiting()).toBe(1);
    log.addBatch(utf8('a2').slice().buffer);
    log.addPiece(late, 0, 0, 0, 2);
    log.completePayload(late);
    view.payloadCompleted(late);
    await answer();
    await answer();
    await run;
    expect(rowsOf(view)).toEqual([0, late]);
  });
});

describe('the rows for one question to the regex worker', () => {
  const all = () => true;

  it('are those that came late, then new ones, with their payloads copied', () => {
    const log = logOf('zero', 'one', 'two', 'three');
    const { rows, payloads, end } = collectRegexRows(log, [0], 2, 4, all);
    expect(rows).toEqual([0, 2, 3]);
    expect(end).toBe(4);
    expect(new TextDecoder().decode(payloads.bytes)).toBe('zerotwothree');
    expect([...payloads.offsets]).toEqual([0, 4, 7, 12]);
    // The worker gets the buffer: it must not be the log's own.
    expect(payloads.bytes.buffer).not.toBe(log.payload(0).buffer);
  });

  it('leave out what is no candidate, late ones too', () => {
    const log = logOf('a', 'b', 'c', 'd');
    const { rows, end } = collectRegexRows(log, [0, 1], 2, 4, (row) => row % 2 === 1);
    expect([rows, end]).toEqual([[1, 3], 4]);
  });

  it('are at most 4,096', () => {
    const log = logOf(...Array.from({ length: 5000 }, () => 'x'));
    const { rows, end } = collectRegexRows(log, [], 0, 5000, all);
    expect([rows.length, end]).toEqual([4096, 4096]);
    expect(collectRegexRows(log, [], end, 5000, all).end).toBe(5000);
  });

  it('are at most about 4 MiB, but always at least one', () => {
    const large = 'x'.repeat(3 * 1024 * 1024);
    const log = logOf(large, large, large, large + large);
    expect(collectRegexRows(log, [], 0, 4, all).end).toBe(2);
    expect(collectRegexRows(log, [], 2, 4, all).end).toBe(4);
    expect(collectRegexRows(log, [], 3, 4, all).end).toBe(4);
  });
});
