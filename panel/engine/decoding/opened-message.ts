import { childPosition, childrenOf } from '../../decoders/children.ts';
import type { Budget, Payload } from '../../decoders/decoder.ts';
import { defaultBudget } from '../../decoders/decoder.ts';
import { decodeLayers, factsOf, type Layer } from '../../decoders/layers.ts';
import type { NodeTable } from '../../decoders/node-table.ts';
import type {
  DecodedSummary,
  LayerSummary,
  NodeCopy,
  NodeSearch,
  NodeStep,
  TreeRow,
} from '../engine-contract.ts';
import type { MessageLog } from '../message-log.ts';
import { copyOfNode } from './copy-node.ts';
import { pictureOf } from './layer-picture.ts';
import { nodeAtByte } from './node-at-byte.ts';
import type { RowLayers } from './row-layers.ts';
import { treeRow } from './tree-rows.ts';

const maxShownWarnings = 20;
/** Beyond it nobody goes through what was found one by one. */
const maxFound = 10_000;
/** What one message may cost that somebody has opened. */
const maxDecodingMs = 5_000;

export interface OpenedMessagePlatform {
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

/** The message that is looked at: decoded once, and remembered while its trees are walked. */
export class OpenedMessage {
  readonly #log: MessageLog;
  readonly #rowLayers: RowLayers;
  readonly #platform: OpenedMessagePlatform;
  #row = -1;
  #layers: Layer[] = [];
  #isWaiting = false;

  constructor(log: MessageLog, rowLayers: RowLayers, platform: OpenedMessagePlatform) {
    this.#log = log;
    this.#rowLayers = rowLayers;
    this.#platform = platform;
  }

  /** The pipelines have changed. */
  forget(): void {
    this.#row = -1;
  }

  summary(row: number): DecodedSummary {
    const layers = this.#open(row);
    return {
      layers: layers.map((layer, id) => summaryOf(layer, id)),
      facts: factsOf(layers),
      pipeline: this.#rowLayers.pipeline(row),
      isWaiting: this.#isWaiting,
    };
  }

  children(row: number, id: number, node: number, start: number, count: number): TreeRow[] {
    const layer = this.#layer(row, id);
    const table = layer?.decoded.table;
    if (layer === undefined || table === undefined || node >= table.nodeCount) return [];
    return childrenOf(table, node, start, count).map((child) => treeRow(layer, id, table, child));
  }

  /** Decodes what a string or bytes of a tree hold; the layers come behind those that are there. */
  openNode(row: number, id: number, node: number): LayerSummary[] {
    const layer = this.#layer(row, id);
    const table = layer?.decoded.table;
    if (layer === undefined || table === undefined || node >= table.nodeCount) return [];
    const payload: Payload = { bytes: table.content(node), isText: table.kind(node) === 'string' };
    const { state: _state, following: _following, ...hint } = layer.hint;
    const outer = [...(hint.outer ?? []), layer.decoder.name];
    const added = decodeLayers(payload, { ...hint, outer }, { budget: this.#budget() });
    const first = this.#layers.length;
    this.#layers.push(...added);
    return added.map((each, index) => summaryOf(each, first + index));
  }

  copy(row: number, id: number, node: number): NodeCopy {
    const layer = this.#layer(row, id);
    const table = layer?.decoded.table;
    if (layer === undefined || table === undefined || node >= table.nodeCount)
      return { path: '', value: '', json: '', hex: '' };
    return copyOfNode(layer, table, node);
  }

  /** The innermost node that holds a byte, with the way to it from the root. */
  nodeAt(row: number, id: number, byte: number): NodeStep[] {
    const table = this.#tableOf(row, id);
    return table === null ? [] : stepsTo(table, nodeAtByte(table, byte));
  }

  /** The way to a node from the root, for opening what is around it. */
  stepsTo(row: number, id: number, node: number): NodeStep[] {
    const table = this.#tableOf(row, id);
    return table === null || node >= table.nodeCount ? [] : stepsTo(table, node);
  }

  /** The nodes whose key or text holds a text, whatever the case. */
  async search(
    row: number,
    id: number,
    wanted: string,
    isCancelled: () => boolean,
  ): Promise<NodeSearch> {
    const table = this.#tableOf(row, id);
    const text = wanted.toLowerCase();
    const nodes: number[] = [];
    if (table === null || text === '') return { nodes, isCapped: false };
    let until = this.#platform.now() + 8;
    for (let node = 0; node < table.nodeCount && nodes.length < maxFound; node += 1) {
      if (holds(table, node, text)) nodes.push(node);
      if ((node & 1023) !== 1023 || this.#platform.now() < until) continue;
      await this.#platform.pause();
      if (isCancelled()) break;
      until = this.#platform.now() + 8;
    }
    return { nodes, isCapped: nodes.length >= maxFound };
  }

  /** A layer; null for what is around the first. */
  layer(row: number, id: number | null): Layer | null {
    return id === null ? null : (this.#layer(row, id) ?? null);
  }

  /** The bytes of a layer: of the message itself before the first. */
  bytesOf(row: number, id: number | null): Uint8Array {
    const layer = id === null ? undefined : this.#layer(row, id);
    return layer?.payload.bytes ?? this.#log.payload(row);
  }

  #tableOf(row: number, id: number): NodeTable | null {
    return this.#layer(row, id)?.decoded.table ?? null;
  }

  #layer(row: number, id: number): Layer | undefined {
    return this.#open(row)[id];
  }

  #open(row: number): readonly Layer[] {
    if (row === this.#row) return this.#layers;
    const layers = this.#rowLayers.of(row, this.#budget());
    this.#isWaiting = layers === null;
    // Not remembered while parts, or the messages before it, are to come: they change what it says.
    this.#row = layers === null || this.#log.isPending(row) ? -1 : row;
    this.#layers = [...(layers ?? [])];
    return this.#layers;
  }

  #budget(): Budget {
    const end = this.#platform.now() + maxDecodingMs;
    return { ...defaultBudget, isOverdue: () => this.#platform.now() > end };
  }
}

function summaryOf(layer: Layer, id: number): LayerSummary {
  const { decoded, decoder, protocol, confidence, isChosen, payload } = layer;
  const warnings = decoded.ok ? decoded.warnings : [];
  return {
    id,
    decoder: decoder.name,
    label: decoder.label,
    confidence,
    isChosen,
    isText: payload.isText,
    byteLength: payload.bytes.length,
    root: decoded.table === undefined ? null : treeRow(layer, id, decoded.table, 0),
    warnings: warnings.slice(0, maxShownWarnings).map(({ message }) => message),
    warningCount: warnings.length,
    failure: decoded.ok ? null : { reason: decoded.reason, at: decoded.at },
    canEdit: decoder.edit !== undefined,
    picture: pictureOf(layer),
    protocol:
      protocol === null
        ? null
        : {
            name: protocol.protocol.name,
            label: protocol.protocol.label,
            confidence: protocol.confidence,
            isChosen: protocol.isChosen,
          },
  };
}

function holds(table: NodeTable, node: number, text: string): boolean {
  const key = table.key(node);
  if (key?.toLowerCase().includes(text)) return true;
  return table.text(node).toLowerCase().includes(text);
}

function stepsTo(table: NodeTable, node: number): NodeStep[] {
  const steps: NodeStep[] = [];
  for (let at = node; at >= 0; at = table.parent(at))
    steps.push({ node: at, position: childPosition(table, at) });
  return steps.reverse();
}
