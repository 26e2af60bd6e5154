import { formatBase64 } from '../base64.ts';
import { formatMoment } from './epoch.ts';
import type { Item } from './item.ts';
import { markedFloatText } from './numbers.ts';

/**
 * A value as JSON, indented, with `{"$word": …}` for what JSON cannot say; docs/decoding.md tells
 * the words. A key that begins with `$` gets one `$` more. Integers and floats stay apart: `1`, `1.0`.
 */
export function writeExtendedJson(item: Item, indent = ''): string {
  switch (item.kind) {
    case 'null':
      return 'null';
    case 'undefined':
      return '{"$undefined": true}';
    case 'boolean':
      return String(item.value);
    case 'integer':
      return item.value.toString();
    case 'float':
      return writeFloat(item.value, item.isSingle);
    case 'string':
      return JSON.stringify(item.value);
    case 'raw-string':
      return `{"$string": "${formatBase64(item.bytes)}"}`;
    case 'bytes':
      return `{"$bytes": "${formatBase64(item.bytes)}"}`;
    case 'ext':
      return `{"$ext": [${item.type}, "${formatBase64(item.bytes)}"]}`;
    case 'date':
      return `{"$date": "${formatMoment(item.moment)}"}`;
    case 'array':
      return writeArray(item.items, indent);
    case 'sequence':
      return `{"$sequence": ${writeArray(item.items, indent)}}`;
    case 'map':
      return writeMap(item.entries, indent);
  }
}

function writeFloat(value: number, isSingle: boolean): string {
  const text = markedFloatText(value);
  const json = Number.isFinite(value) ? text : `"${text}"`;
  if (isSingle) return `{"$float32": ${json}}`;
  return Number.isFinite(value) ? json : `{"$float": ${json}}`;
}

function writeArray(items: readonly Item[], indent: string): string {
  if (items.length === 0) return '[]';
  const inner = `${indent}  `;
  const lines = items.map((item) => inner + writeExtendedJson(item, inner));
  return `[\n${lines.join(',\n')}\n${indent}]`;
}

function writeMap(entries: readonly (readonly [Item, Item])[], indent: string): string {
  if (entries.length === 0) return '{}';
  const inner = `${indent}  `;
  const isPlain = entries.every(([key]) => key.kind === 'string');
  const lines = entries.map(([key, value]) => {
    const valueText = writeExtendedJson(value, inner);
    if (isPlain && key.kind === 'string') {
      return `${inner}${JSON.stringify(escapeKey(key.value))}: ${valueText}`;
    }
    return `${inner}[${writeExtendedJson(key, inner)}, ${valueText}]`;
  });
  const body = `\n${lines.join(',\n')}\n${indent}`;
  return isPlain ? `{${body}}` : `{"$map": [${body}]}`;
}

function escapeKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}
