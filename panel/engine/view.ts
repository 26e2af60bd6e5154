import type { TimeSpan, ViewProblem, ViewState } from './engine-contract.ts';
import type { MessageLog } from './message-log.ts';
import { hasBit } from './query/bitmap.ts';
import { type CompiledQuery, compileQuery, type DecodedFacts } from './query/match-row.ts';
import { parseQuery } from './query/parse-query.ts';
import type { RegexHost } from './query/regex-host.ts';
import { collectRegexRows } from './regex-rows.ts';
import { RowList } from './row-list.ts';

/** How long one slice of work may take before other messages of the worker get their turn. */
const sliceMs = 8;
const rowsBetweenClockLooks = 512;

export interface ViewPlatform {
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly regexHost: RegexHost;
  readonly onChange: () => void;
  /** What the layers of a message say. */
  readonly decodedFacts: (row: number) => DecodedFacts;
  /** Rows before this one can be decoded. */
  readonly decodableRows: () => number;
}

/**
 * The rows that match a filter and a choice of sockets. It works through the log in slices, looks at
 * each row once, and goes on when the log has grown; a view that was replaced stops by itself.
 */
export class View {
  readonly id: number;
  readonly list: RowList;
  readonly #log: MessageLog;
  readonly #platform: ViewPlatform;
  readonly #query: CompiledQuery | null;
  readonly #sockets: ReadonlySet<number> | null;
  readonly #span: TimeSpan | null;
  /** Rows that matched while their payload was incomplete are looked at again when it is there. */
  readonly #late: number[] = [];
  #problem: ViewProblem | null = null;
  #scanned = 0;
  /** Rows before this one are looked at, or being looked at by the regex host. */
  #begun = 0;
  #isRunning = false;
  #isStopped = false;

  constructor(
    id: number,
    log: MessageLog,
    filter: string,
    sockets: readonly number[] | null,
    platform: ViewPlatform,
    span: TimeSpan | null = null,
  ) {
    this.id = id;
    this.#log = log;
    this.#platform = platform;
    this.#span = span;
    this.#sockets = sockets === null ? null : new Set(sockets);
    this.list = new RowList(
      (row) => log.atMs(row),
      (row) => log.isMessage(row),
    );
    const parsed = parseQuery(filter);
    this.#query = parsed.ok ? compileQuery(parsed.query) : null;
    if (!parsed.ok) this.#problem = { kind: 'syntax', error: parsed };
  }

  get state(): ViewState {
    return {
      view: this.id,
      rowCount: this.list.length,
      messageCount: this.list.messageCount,
      scannedRows: this.#scanned,
      ofRows: this.#log.rowCount,
      problem: this.#problem,
    };
  }

  /** Whether the filter looks at what is decoded: another way to decode changes what matches. */
  get looksInside(): boolean {
    return this.#query?.needsDecoding ?? false;
  }

  stop(): void {
    this.#isStopped = true;
    // A pattern that hangs must not hold up the next view.
    if (this.#isRunning && this.#query !== null && this.#query.regexes.length > 0)
      this.#platform.regexHost.cancel();
  }

  /** A payload is complete now. */
  payloadCompleted(row: number): void {
    if (row >= this.#begun || !this.#query?.needsPayload) return;
    this.#late.push(row);
    void this.run();
  }

  /** Looks at what is new. Resolves when nothing is left to look at. */
  async run(): Promise<void> {
    if (this.#isRunning || this.#query === null) return;
    this.#isRunning = true;
    try {
      while (
        !this.#isStopped &&
        this.#problem === null &&
        (this.#scanned < this.#end || this.#late.length > 0)
      ) {
        if (this.#query.regexes.length > 0) await this.#regexSlice(this.#query);
        else this.#slice(this.#query);
        this.#platform.onChange();
        if (this.#scanned < this.#end) await this.#platform.pause();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** The rows that can be looked at now. */
  get #end(): number {
    const { rowCount } = this.#log;
    return this.looksInside ? Math.min(rowCount, this.#platform.decodableRows()) : rowCount;
  }

  #slice(query: CompiledQuery): void {
    const until = this.#platform.now() + sliceMs;
    const matches = this.#late
      .splice(0)
      .filter((row) => this.#isCandidate(query, row) && this.#matchesContent(query, row));
    const end = this.#end;
    const rowsBetweenLooks = query.needsDecoding ? 1 : rowsBetweenClockLooks;
    let row = this.#scanned;
    while (row < end) {
      if (
        this.#isCandidate(query, row) &&
        (!query.needsPayload || this.#matchesContent(query, row))
      )
        matches.push(row);
      row++;
      if (row % rowsBetweenLooks === 0 && this.#platform.now() > until) break;
    }
    this.#scanned = this.#begun = row;
    this.list.add(matches);
  }

  async #regexSlice(query: CompiledQuery): Promise<void> {
    const late = this.#late.splice(0);
    const chunk = collectRegexRows(
      this.#log,
      late,
      this.#scanned,
      this.#end,
      (row) => this.#isCandidate(query, row) && this.#matchesContent(query, row),
    );
    this.#begun = chunk.end;
    if (chunk.rows.length > 0) {
      const answer = await this.#platform.regexHost.match(query.regexes, chunk.payloads);
      if (this.#isStopped) return;
      if (answer.kind === 'timed-out') {
        this.#problem = {
          kind: 'tooSlow',
          patterns: query.regexes.map((pattern) => pattern.source),
        };
        return;
      }
      if (answer.kind !== 'matched') {
        this.#problem = {
          kind: 'failed',
          reason: answer.kind === 'failed' ? answer.reason : 'the worker was stopped',
        };
        return;
      }
      this.list.add(chunk.rows.filter((_, index) => hasBit(answer.bitmap, index)));
    }
    this.#scanned = chunk.end;
  }

  #isCandidate(query: CompiledQuery, row: number): boolean {
    const log = this.#log;
    if (this.#sockets !== null && !this.#sockets.has(log.socket(row))) return false;
    if (this.#span !== null && !isWithin(this.#span, log.atMs(row))) return false;
    if (!log.isMessage(row)) return query.cheap({ direction: 'none', type: 'lifecycle', size: 0 });
    if (query.needsPayload && log.isPending(row)) return false;
    return query.cheap({
      direction: log.kind(row) === 'sent' ? 'sent' : 'received',
      type: log.isBinary(row) ? 'binary' : 'text',
      size: log.size(row),
    });
  }

  #matchesContent(query: CompiledQuery, row: number): boolean {
    if (!query.needsPayload) return true;
    const payload = this.#log.searchedBytes(row);
    if (!query.matchBytes(payload, 0, payload.length)) return false;
    return !query.needsDecoding || query.matchDecoded(this.#platform.decodedFacts(row));
  }
}

const isWithin = ({ fromMs, toMs }: TimeSpan, atMs: number): boolean =>
  atMs >= fromMs && atMs <= toMs;
