import { formatBase64 } from '../../decoders/base64.ts';
import { formatHex } from '../../decoders/hex.ts';
import { pathOf, valueText } from '../../decoders/json-path.ts';
import type { Layer } from '../../decoders/layers.ts';
import type { NodeTable } from '../../decoders/node-table.ts';
import type { NodeCopy } from '../engine-contract.ts';

/** A node in the forms in which it can be copied. */
export function copyOfNode(layer: Layer, table: NodeTable, node: number): NodeCopy {
  const { bytes } = layer.payload;
  const start = table.byteOffset(node);
  const isContainer = table.kind(node) === 'object' || table.kind(node) === 'array';
  const json = jsonOf(table, node);
  const source = layer.decoder.name === 'json' ? valueText(table, bytes, node) : null;
  return {
    path: pathOf(table, node),
    value: source ?? (isContainer ? json : table.text(node)),
    json: source ?? json,
    hex: formatHex(bytes.subarray(start, start + table.byteLength(node))),
  };
}

const numberOfJson = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A subtree as JSON: numbers as they are, bytes as base64, what JSON cannot say as a string. Without recursion. */
export function jsonOf(table: NodeTable, root: number): string {
  const parts: string[] = [];
  const ends: { readonly end: number; readonly closing: string }[] = [];
  let end = root + 1;
  for (let node = root; node < end || ends.length > 0; ) {
    const open = ends.at(-1);
    if (open !== undefined && node >= open.end) {
      parts.push(open.closing);
      ends.pop();
      continue;
    }
    const isFirst = parts.length === 0 || /[[{]$/.test(parts.at(-1) ?? '');
    if (!isFirst) parts.push(',');
    const key = node === root ? undefined : table.key(node);
    if (key !== undefined) parts.push(`${JSON.stringify(key)}:`);
    const kind = table.kind(node);
    if (kind === 'object' || kind === 'array') {
      const [opening, closing] = kind === 'object' ? ['{', '}'] : ['[', ']'];
      parts.push(opening as string);
      ends.push({ end: subtreeEnd(table, node), closing: closing as string });
      if (node === root) end = subtreeEnd(table, node);
    } else parts.push(scalarJson(table, node));
    node += 1;
  }
  return parts.join('');
}

/** Nodes are numbered in document order: the subtree ends where the next node outside begins. */
function subtreeEnd(table: NodeTable, node: number): number {
  for (let at = node; at >= 0; at = table.parent(at)) {
    const next = table.nextSibling(at);
    if (next >= 0) return next;
  }
  return table.nodeCount;
}

function scalarJson(table: NodeTable, node: number): string {
  const text = table.text(node);
  switch (table.kind(node)) {
    case 'number':
      return numberOfJson.test(text) ? text : JSON.stringify(text);
    case 'boolean':
      return text === 'true' ? 'true' : 'false';
    case 'null':
    case 'undefined':
      return 'null';
    case 'bytes':
      return JSON.stringify(formatBase64(table.content(node)));
    default:
      return JSON.stringify(text);
  }
}
