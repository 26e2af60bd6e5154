import { childPosition, childrenOf } from '../decoders/children.ts';
import { pathOf, valueText } from '../decoders/json-path.ts';
import { decodeLayers, type Layer } from '../decoders/layers.ts';
import type { NodeTable } from '../decoders/node-table.ts';
import type { DecodedSummary, TreeRow } from './engine-contract.ts';
import type { MessageLog } from './message-log.ts';

/** A scalar's text is cut here in the tree; copying gives all of it. */
const maxNodeChars = 2000;
const maxShownWarnings = 20;

/** Decodes the message that is looked at, and remembers it while its tree is walked. */
export class Decoding {
  readonly #log: MessageLog;
  #row = -1;
  #layers: readonly Layer[] = [];

  constructor(log: MessageLog) {
    this.#log = log;
  }

  summary(row: number): DecodedSummary {
    const layer = this.#open(row).at(-1);
    if (layer === undefined) return { kind: 'none' };
    const { decoded, decoder } = layer;
    if (!decoded.ok) {
      const { reason, at, table } = decoded;
      const root = table === undefined ? null : treeRow(table, 0);
      return { kind: 'failed', decoder: decoder.label, reason, at, root };
    }
    const { table, warnings } = decoded;
    return {
      kind: 'tree',
      decoder: decoder.label,
      root: treeRow(table, 0),
      warnings: warnings.slice(0, maxShownWarnings).map((warning) => warning.message),
      warningCount: warnings.length,
    };
  }

  children(row: number, node: number, start: number, count: number): readonly TreeRow[] {
    const table = this.#tableOf(row);
    return table === null
      ? []
      : childrenOf(table, node, start, count).map((child) => treeRow(table, child));
  }

  /** The way to a node and its exact source text. */
  path(row: number, node: number): { path: string; value: string } {
    const table = this.#tableOf(row);
    return table === null
      ? { path: '', value: '' }
      : { path: pathOf(table, node), value: valueText(table, this.#log.payload(row), node) };
  }

  #tableOf(row: number): NodeTable | null {
    return this.#open(row).at(-1)?.decoded.table ?? null;
  }

  #open(row: number): readonly Layer[] {
    if (row === this.#row) return this.#layers;
    // Not remembered while parts are to come: they change what it says.
    this.#row = this.#log.isPending(row) ? -1 : row;
    this.#layers = decodeLayers(
      { bytes: this.#log.payload(row), isText: !this.#log.isBinary(row) },
      {},
    );
    return this.#layers;
  }
}

function treeRow(table: NodeTable, node: number): TreeRow {
  const key = table.key(node);
  const text = table.text(node, maxNodeChars);
  const parent = table.parent(node);
  return {
    node,
    key: key === undefined ? null : key,
    kind: table.kind(node),
    text,
    isCut: text.length >= maxNodeChars,
    childCount: table.childCount(node),
    index: parent >= 0 && table.kind(parent) === 'array' ? childPosition(table, node) : -1,
  };
}
