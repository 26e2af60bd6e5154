import type { Bitmap } from './bitmap.ts';
import {
  type RegexChunk,
  type RegexPattern,
  type RegexReport,
  type RegexRequest,
  rowsPerReport,
} from './regex-chunk.ts';

/** What the host needs of a `Worker`; worker_threads of Node can stand in. */
export interface WorkerLike {
  postMessage(request: RegexRequest, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { readonly data: RegexReport }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  terminate(): void;
}

export interface RegexHostOptions<Timer> {
  readonly spawn: () => WorkerLike;
  /** How long the worker may take for 64 rows, the distance of its reports. */
  readonly deadlineMs: number;
  /** How long a worker may take to start, which says nothing about the patterns. */
  readonly startDeadlineMs?: number;
  readonly setTimer: (callback: () => void, delayMs: number) => Timer;
  readonly clearTimer: (timer: Timer) => void;
}

export type RegexAnswer =
  | { readonly kind: 'matched'; readonly bitmap: Bitmap }
  /** The slow row is one of these; the rows before it were no problem. */
  | { readonly kind: 'timed-out'; readonly firstRow: number; readonly rowCount: number }
  /** The patterns cannot be compiled, or the worker cannot run. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'cancelled' };

export interface RegexHost {
  /** Answers calls one after the other. The buffers of the chunk are transferred, so gone. */
  match(patterns: readonly RegexPattern[], chunk: RegexChunk): Promise<RegexAnswer>;
  /** Ends the worker and answers all calls with `cancelled`. The host stays usable. */
  cancel(): void;
}

interface Job {
  readonly request: RegexRequest;
  readonly rowCount: number;
  readonly answer: (answer: RegexAnswer) => void;
}

/** Runs regexes in a worker that is ended when it does not get on; the next call has a fresh one. */
export function createRegexHost<Timer>(options: RegexHostOptions<Timer>): RegexHost {
  const { spawn, deadlineMs, startDeadlineMs = 10_000, setTimer, clearTimer } = options;
  const jobs: Job[] = [];
  let worker: WorkerLike | null = null;
  let timer: Timer | null = null;
  let lastId = 0;

  function startNext(): void {
    const job = jobs[0];
    if (!job) return;
    try {
      worker ??= connect(spawn());
      arm(startDeadlineMs, () => endWorker({ kind: 'failed', reason: 'the worker did not start' }));
      const { bytes, offsets } = job.request.chunk;
      worker.postMessage(job.request, [bytes.buffer, offsets.buffer]);
    } catch (error) {
      endWorker({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  function connect(fresh: WorkerLike): WorkerLike {
    fresh.onmessage = ({ data }) => receive(data);
    fresh.onerror = ({ message }) =>
      endWorker({ kind: 'failed', reason: message ?? 'the worker failed' });
    return fresh;
  }

  function receive(report: RegexReport): void {
    const job = jobs[0];
    // A report may still be on its way from a worker that was ended.
    if (!job || report.id !== job.request.id) return;
    switch (report.kind) {
      case 'reached':
        arm(deadlineMs, () => endWorker(timedOut(job, report.row)));
        break;
      case 'done':
        finish({ kind: 'matched', bitmap: report.bitmap });
        break;
      case 'failed':
        finish({ kind: 'failed', reason: report.reason });
        break;
    }
  }

  function arm(delayMs: number, callback: () => void): void {
    disarm();
    timer = setTimer(callback, delayMs);
  }

  function disarm(): void {
    if (timer !== null) clearTimer(timer);
    timer = null;
  }

  function endWorker(answer: RegexAnswer): void {
    if (worker) {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      worker = null;
    }
    finish(answer);
  }

  function finish(answer: RegexAnswer): void {
    disarm();
    jobs.shift()?.answer(answer);
    startNext();
  }

  return {
    match: (patterns, chunk) =>
      new Promise((answer) => {
        lastId += 1;
        const rowCount = chunk.offsets.length - 1;
        jobs.push({ request: { id: lastId, patterns, chunk }, rowCount, answer });
        if (jobs.length === 1) startNext();
      }),
    cancel: () => {
      const cancelled = jobs.splice(1);
      endWorker({ kind: 'cancelled' });
      for (const job of cancelled) job.answer({ kind: 'cancelled' });
    },
  };
}

function timedOut(job: Job, firstRow: number): RegexAnswer {
  return {
    kind: 'timed-out',
    firstRow,
    rowCount: Math.min(rowsPerReport, job.rowCount - firstRow),
  };
}
