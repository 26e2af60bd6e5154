import { childPosition } from './children.ts';
import { escapeInvisible } from './invisible.ts';
import type { NodeTable } from './node-table.ts';
import { decodeUtf8 } from './utf8.ts';

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The way to a node as JavaScript would write it: `$.user["first name"][3]`. */
export function pathOf(table: NodeTable, node: number): string {
  const steps: string[] = [];
  for (let at = node; table.parent(at) >= 0; at = table.parent(at)) steps.push(stepTo(table, at));
  return `$${steps.reverse().join('')}`;
}

/** The source of a value, exactly as it stands in the payload, quotes included. */
export function valueText(table: NodeTable, bytes: Uint8Array, node: number): string {
  const start = table.byteOffset(node);
  return decodeUtf8(bytes, start, start + table.byteLength(node));
}

function stepTo(table: NodeTable, node: number): string {
  const key = table.key(node);
  if (key === undefined) return `[${childPosition(table, node)}]`;
  if (identifier.test(key)) return `.${key}`;
  return `[${escapeInvisible(JSON.stringify(key))}]`;
}
