import { defaultBudget, type MessageFacts, type MessageRole } from '../decoder.ts';
import { jsonDecoder } from '../json.ts';
import { sequenceType } from '../packing/json-sequence.ts';
import { Value } from '../value.ts';

/** JSON within a string is read for a summary up to this size. */
const maxInside = 16_384;
const insideBudget = { ...defaultBudget, maxNodes: 2000, maxDepth: 100, maxBytes: maxInside };

/** Whether an object has no fields but these. */
export function onlyHas(root: Value, fields: readonly string[]): boolean {
  if (!root.isObject || root.childCount > fields.length) return false;
  const { table } = root;
  for (let at = table.firstChild(root.node); at >= 0; at = table.nextSibling(at)) {
    if (!fields.includes(table.key(at) ?? '')) return false;
  }
  return true;
}

/** Whether these are several documents of one message, and not an array. */
export const isSequence = (root: Value): boolean =>
  root.isArray && root.table.type(root.node) === sequenceType;

/** The value that a string holds as JSON, as far as it can be read; otherwise the value itself. */
export function openJson(value: Value): Value {
  if (value.kind !== 'string') return value;
  const bytes = value.table.content(value.node).subarray(0, maxInside);
  if (bytes[0] !== 0x7b && bytes[0] !== 0x5b) return value;
  const { table } = jsonDecoder.decode({ bytes, isText: true }, {}, insideBudget);
  return table === undefined ? value : new Value(table);
}

/** The words that are there, with a space between. */
export function words(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' ');
}

/** ` {a: 1}` in one line, also when it stands as JSON in a string; nothing for what is empty. */
export function previewInside(value: Value | null): string {
  if (value === null || value.kind === 'null') return '';
  const opened = openJson(value);
  const isEmpty = (opened.isObject || opened.isArray) && opened.childCount === 0;
  return isEmpty ? '' : opened.preview();
}

export const numbered = (id: string | null | undefined): string =>
  id === null || id === undefined ? '' : `#${id}`;

/** Leaves out what is not known, as the type wants it. */
export function factsWith(
  summary: string,
  role?: MessageRole,
  correlationId?: string | null,
  isHeartbeat = false,
): MessageFacts {
  return {
    summary,
    ...(role === undefined ? {} : { role }),
    ...(correlationId === null || correlationId === undefined ? {} : { correlationId }),
    ...(isHeartbeat ? { isHeartbeat } : {}),
  };
}

export const heartbeat = (summary: string): MessageFacts =>
  factsWith(summary, 'control', null, true);

/** Names for the items of an array, in their order. */
export function nameItems(root: Value, names: readonly string[]): Map<number, string> {
  const named = new Map<number, string>();
  const { table } = root;
  let item = root.isArray ? table.firstChild(root.node) : -1;
  for (let index = 0; item >= 0 && index < names.length; index += 1) {
    named.set(item, names[index] ?? '');
    item = table.nextSibling(item);
  }
  return named;
}

/** What values mean, by their nodes. */
export function noteValues(
  ...notes: readonly (readonly [Value | null, string | undefined])[]
): Map<number, string> {
  const noted = new Map<number, string>();
  for (const [value, note] of notes) {
    if (value !== null && note !== undefined && note !== '') noted.set(value.node, note);
  }
  return noted;
}

export function hostOf(url: string | undefined): string {
  return /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';
}

export function pathOf(url: string | undefined): string {
  return /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url ?? '')?.[1] ?? '';
}

/** Whether the host is `domain` or one below it. */
export function isHostOf(url: string | undefined, domain: string): boolean {
  const host = hostOf(url);
  return host === domain || host.endsWith(`.${domain}`);
}
