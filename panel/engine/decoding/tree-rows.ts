import { childPosition } from '../../decoders/children.ts';
import type { Layer } from '../../decoders/layers.ts';
import type { NodeTable } from '../../decoders/node-table.ts';
import { chooseDecoder } from '../../decoders/registry.ts';
import type { TreeRow } from '../engine-contract.ts';

/** A scalar's text is cut here in the tree; copying gives all of it. */
const maxNodeChars = 2000;
/** Longer strings and bytes are opened by a click without a look at what they are. */
const maxLookedAt = 64 * 1024;

/** A node as the tree shows it. */
export function treeRow(layer: Layer, id: number, table: NodeTable, node: number): TreeRow {
  const parent = table.parent(node);
  const text = table.text(node, maxNodeChars);
  const reading = layer.protocol?.interpretation;
  return {
    layer: id,
    node,
    key: table.key(node) ?? reading?.names?.get(node) ?? null,
    kind: table.kind(node),
    type: table.type(node) ?? null,
    note: reading?.notes?.get(node) ?? null,
    text,
    isCut: text.length >= maxNodeChars,
    childCount: table.childCount(node),
    index: parent >= 0 && table.kind(parent) === 'array' ? childPosition(table, node) : -1,
    byteOffset: table.byteOffset(node),
    byteLength: table.byteLength(node),
    opensAs: opensAs(layer, table, node),
  };
}

/** What a string or bytes inside of a value are in turn: JSON in a string, a picture in MessagePack. */
function opensAs(layer: Layer, table: NodeTable, node: number): string | null {
  const kind = table.kind(node);
  if (kind !== 'string' && kind !== 'bytes') return null;
  if (table.byteLength(node) < 4 || table.byteLength(node) > maxLookedAt) return null;
  const content = table.content(node);
  // What is all of its layer is shown as the next layer already.
  if (content.length < 2 || content.length >= layer.payload.bytes.length) return null;
  const payload = { bytes: content, isText: kind === 'string' };
  return chooseDecoder(payload, { outer: [layer.decoder.name] })?.chosen.label ?? null;
}
