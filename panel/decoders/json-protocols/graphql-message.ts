import type { MessageFacts } from '../decoder.ts';
import type { Value } from '../value.ts';
import { factsWith, numbered, openJson, previewInside, words } from './shape.ts';

/** `subscribe subscription OnMessage {room: 1} #1` */
export function operationFacts(root: Value, type: string): MessageFacts {
  const id = root.get('id')?.id() ?? null;
  const summary = words(type, describeOperation(root.get('payload')), numbered(id));
  return factsWith(summary, 'request', id);
}

/** A result, with the error of a part of it, or its end: `next {data: {…}} #1`, `error Cannot query field "x" #1`. */
export function resultFacts(root: Value, type: string): MessageFacts {
  const id = root.get('id')?.id() ?? null;
  const payload = root.get('payload');
  const message = errorMessage(payload);
  const data = payload?.get('data') ?? null;
  const hasData = data !== null && data.kind !== 'null';
  const shown = hasData || message === null ? previewInside(data ?? payload) : '';
  return factsWith(words(type, shown, message ?? '', numbered(id)), 'response', id);
}

/** The first error of `errors`, of a list of errors, or of one alone. */
function errorMessage(payload: Value | null): string | null {
  if (payload === null) return null;
  const errors = payload.get('errors') ?? (payload.has('data') ? null : payload);
  if (errors === null) return null;
  const first = errors.isArray ? errors.at(0) : errors;
  return first?.get('message')?.string(200) ?? null;
}

/** `subscription OnMessage {room: 1}`; AppSync puts the operation as JSON into `data`. */
function describeOperation(payload: Value | null): string {
  if (payload === null) return '';
  const data = payload.get('data');
  const operation = data === null ? payload : openJson(data);
  const query = operation.get('query')?.string(4000) ?? '';
  const named = /^(?:\s|,|#[^\n]*\n)*(query|mutation|subscription)\b\s*([\w]*)/.exec(query);
  const name = operation.get('operationName')?.string(200) ?? named?.[2] ?? '';
  const kind = named?.[1] ?? (query.trimStart().startsWith('{') ? 'query' : '');
  const field = name === '' ? `{ ${/\{\s*(\w+)/.exec(query)?.[1] ?? '…'} }` : name;
  return words(
    kind,
    query === '' && name === '' ? '' : field,
    previewInside(operation.get('variables')),
  );
}

/** Whether a payload is an operation: `{query: …}`, or with only an id of a stored one. */
export function isOperation(payload: Value | null): boolean {
  if (payload === null || !payload.isObject) return false;
  if (payload.get('query')?.kind === 'string') return true;
  return payload.has('extensions') && (payload.has('data') || payload.has('variables'));
}

export const isResult = (payload: Value | null): boolean =>
  payload?.isObject === true && (payload.has('data') || payload.has('errors'));
