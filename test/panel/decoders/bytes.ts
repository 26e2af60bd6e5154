import type { Budget, Decoded, Decoder, Payload } from '../../../panel/decoders/decoder.ts';
import { defaultBudget } from '../../../panel/decoders/decoder.ts';
import { jsonDecoder } from '../../../panel/decoders/json.ts';
import type { NodeTable } from '../../../panel/decoders/node-table.ts';

/** Bytes as the wire shows them: `bytes('82 a1 61 01')`. */
export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(/\s+/).filter(Boolean), (pair) => Number.parseInt(pair, 16));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textPayload(text: string): Payload {
  return { bytes: utf8(text), isText: true };
}

export function decodeJson(source: string | Uint8Array, budget: Partial<Budget> = {}) {
  const payload =
    typeof source === 'string' ? textPayload(source) : { bytes: source, isText: true };
  return jsonDecoder.decode(payload, {}, { ...defaultBudget, ...budget });
}

export function jsonTable(source: string | Uint8Array): NodeTable {
  const decoded = decodeJson(source);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.table;
}

/** A decoder that recognises everything and decodes it to `[]`, or to what is given. */
export function namedDecoder(name: string, confidence: number, decoded?: Decoded): Decoder {
  const empty: Decoded = { ok: true, table: jsonTable('[]'), warnings: [] };
  return {
    name,
    label: name.toUpperCase(),
    specification: 'none',
    recognisedBy: 'always',
    recognises: () => confidence,
    decode: () => decoded ?? empty,
  };
}

/** Every child of a node, by the links of the table alone. */
export function childrenByLinks(table: NodeTable, node: number): number[] {
  const children: number[] = [];
  for (let at = table.firstChild(node); at >= 0; at = table.nextSibling(at)) children.push(at);
  return children;
}

/** The value of a node as JSON.parse would make it: the last of equal keys wins. */
export function plainValue(table: NodeTable, node = 0): unknown {
  const children = childrenByLinks(table, node);
  switch (table.kind(node)) {
    case 'object': {
      const value = {};
      for (const child of children) {
        // Not by assignment: __proto__ must become a property.
        Object.defineProperty(value, table.key(child) ?? '', {
          value: plainValue(table, child),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return value;
    }
    case 'array':
      return children.map((child) => plainValue(table, child));
    case 'string':
      return table.text(node);
    case 'number':
      return Number(table.text(node));
    case 'boolean':
      return table.text(node) === 'true';
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'bytes':
      return table.content(node);
    case 'date':
    case 'name':
      return table.text(node);
  }
}
