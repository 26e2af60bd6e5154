import type { MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, previewInside, words } from './shape.ts';

/** Messages between a notebook and its kernel. */
export const jupyter: Protocol = {
  name: 'jupyter-message',
  label: 'Jupyter kernel',
  specification: 'https://jupyter-client.readthedocs.io/en/stable/messaging.html',
  recognisedBy: 'an object with content and a header that has msg_id and msg_type',
  recognises: (root) =>
    root.get('header')?.has('msg_id', 'msg_type') === true && root.has('content') ? 0.95 : 0,
  interpret: (root) => ({ facts: jupyterFacts((name) => root.get(name)) }),
};

/** The parts of a message, however they are packed. */
export type JupyterPart = (name: string) => Value | null;

/** `execute_request shell "6 * 7"` */
export function jupyterFacts(part: JupyterPart): MessageFacts {
  const header = part('header');
  const type = header?.get('msg_type')?.string(80) ?? '';
  const asked = part('parent_header')?.get('msg_id')?.string() ?? null;
  const own = header?.get('msg_id')?.string() ?? null;
  const summary = words(type, part('channel')?.string(20), contentOf(part('content')));
  if (type.endsWith('_request')) return factsWith(summary, 'request', own);
  if (type.endsWith('_reply')) return factsWith(summary, 'response', asked);
  return factsWith(summary, 'event', asked);
}

/** What matters most of each: the code, the text that was printed, the state, the error. */
function contentOf(content: Value | null): string {
  if (content === null) return '';
  const error = content.get('ename')?.string(100);
  if (error !== undefined && error !== null) {
    return words(`${error}:`, content.get('evalue')?.string(200));
  }
  const text =
    content.get('execution_state') ??
    content.get('code') ??
    content.get('text') ??
    content.get('data')?.get('text/plain') ??
    null;
  const status = content.get('status')?.string(20);
  if (text === null) return words(status, status === 'ok' ? '' : previewInside(content));
  const name = content.get('name')?.string(40);
  return words(name, content.has('execution_state') ? text.string(40) : text.preview(100));
}
