import {
  type Budget,
  type Decoder,
  defaultBudget,
  type Hint,
  type Payload,
} from '../../decoders/decoder.ts';
import { decodeLayers, type Layer, type Pipeline, plain } from '../../decoders/layers.ts';
import { decoderNamed, fullRegistry, type Registry } from '../../decoders/registry.ts';
import type { MessageLog } from '../message-log.ts';
import type { SocketTable } from '../socket-table.ts';
import { type PipelineRule, pipelineFor } from './pipeline-rules.ts';
import { type CarriedFolds, type FoldSource, StreamFolds } from './stream-folds.ts';

/** A part of a message that is sent later is looked for this far ahead. */
const maxRowsAhead = 10_000;

/** How the rows of a log are decoded: by what the user has pinned, by what their socket speaks, by themselves. */
export class RowLayers {
  readonly folds: StreamFolds;
  readonly #log: MessageLog;
  readonly #sockets: SocketTable;
  #registry: Registry;
  #rules: readonly PipelineRule[] = [];
  #ofRow: { readonly row: number; readonly pipeline: Pipeline } | null = null;

  constructor(
    log: MessageLog,
    sockets: SocketTable,
    registry: Registry = fullRegistry,
    carried?: CarriedFolds,
  ) {
    this.#log = log;
    this.#sockets = sockets;
    this.#registry = registry;
    const source: FoldSource = {
      log,
      payload: (row) => this.payload(row),
      hint: (row) => this.hint(row),
    };
    this.folds = new StreamFolds(source, registry.decoders, carried);
  }

  /** What the user has pinned, and what holds for one message only. */
  setPipelines(
    rules: readonly PipelineRule[],
    ofRow: { readonly row: number; readonly pipeline: Pipeline } | null,
  ): void {
    this.#rules = rules;
    this.#ofRow = ofRow;
  }

  /** Of the two only decoders without a memory may differ: the conversations are followed by those that there were. */
  setRegistry(registry: Registry): void {
    this.#registry = registry;
  }

  get registry(): Registry {
    return this.#registry;
  }

  get pipelines(): { readonly rules: readonly PipelineRule[] } {
    return { rules: this.#rules };
  }

  payload(row: number): Payload {
    return { bytes: this.#log.payload(row), isText: !this.#log.isBinary(row) };
  }

  hint(row: number): Hint {
    const socket = this.#sockets.get(this.#log.socket(row));
    return {
      url: socket?.url ?? '',
      subprotocol: socket?.protocol ?? '',
      direction: this.#log.kind(row) === 'sent' ? 'sent' : 'received',
    };
  }

  /** The user's choice for a row, null for automatic. */
  pipeline(row: number): Pipeline | null {
    if (this.#ofRow?.row === row) return this.#ofRow.pipeline;
    const { url = '', direction = 'received' } = this.hint(row);
    return pipelineFor(this.#rules, { socket: this.#log.socket(row), url, direction });
  }

  /** As far as it can be followed: what is named may be a type of a schema that is gone. */
  #known(pipeline: Pipeline | null): Pipeline | null {
    const { protocols } = this.#registry;
    const end = pipeline?.findIndex(
      (name) =>
        name !== plain &&
        decoderNamed(name, this.#registry) === undefined &&
        !protocols.some((protocol) => protocol.name === name),
    );
    if (pipeline === null || end === undefined || end < 0) return pipeline;
    return end === 0 ? null : pipeline.slice(0, end);
  }

  /** The layers of a message; null while the messages before it, which its protocol needs, have not been looked at. */
  of(row: number, budget: Budget = defaultBudget): readonly Layer[] | null {
    const pipeline = this.#known(this.pipeline(row));
    const stream = this.#streamOf(row, pipeline);
    let hint: Hint = { ...this.hint(row), following: (index) => this.#following(row, index) };
    if (stream !== null) {
      const before = this.folds.stateBefore(row);
      if (before === null) return null;
      hint = { ...hint, state: before.state };
    }
    const registry = this.#registry;
    return decodeLayers(this.payload(row), hint, {
      budget,
      pipeline,
      registry,
      expected: pipeline === null ? stream?.name : undefined,
    });
  }

  /** The decoder with a memory that reads a row first. */
  #streamOf(row: number, pipeline: Pipeline | null): Decoder | null {
    const socket = this.#log.socket(row);
    if (pipeline === null) return this.folds.decoderOf(socket);
    const named = decoderNamed(pipeline[0] ?? '', this.#registry);
    if (named?.stream === undefined) return null;
    this.folds.claim(socket, named);
    return named;
  }

  #following(row: number, index: number): Payload | null {
    const log = this.#log;
    const end = Math.min(log.rowCount, row + maxRowsAhead);
    let left = index;
    for (let next = row + 1; next < end; next += 1) {
      if (log.socket(next) !== log.socket(row) || log.kind(next) !== log.kind(row)) continue;
      if (left === 0) return log.isPending(next) ? null : this.payload(next);
      left -= 1;
    }
    return null;
  }
}
