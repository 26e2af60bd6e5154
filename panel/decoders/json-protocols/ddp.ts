import type { MessageFacts, MessageRole } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, heartbeat, numbered, onlyHas, previewInside, words } from './shape.ts';

/** The Distributed Data Protocol of Meteor. */
export const ddp: Protocol = {
  name: 'ddp',
  label: 'Meteor DDP',
  specification: 'https://github.com/meteor/meteor/blob/devel/packages/ddp/DDP.md',
  recognisedBy:
    'an object whose msg is connect, sub, added, method and so on, with the fields that belong to it',
  recognises: (root) => recognise(root),
  interpret: (root) => ({ facts: factsOf(root) }),
};

/** The fields that a message must have, and its role. */
const messages: Readonly<Record<string, readonly [MessageRole, ...string[]]>> = {
  connect: ['request', 'version', 'support'],
  connected: ['response', 'session'],
  failed: ['response', 'version'],
  ping: ['control'],
  pong: ['control'],
  sub: ['request', 'id', 'name'],
  unsub: ['control', 'id'],
  nosub: ['response', 'id'],
  ready: ['response', 'subs'],
  added: ['event', 'collection', 'id'],
  changed: ['event', 'collection', 'id'],
  removed: ['event', 'collection', 'id'],
  addedBefore: ['event', 'collection', 'id'],
  movedBefore: ['event', 'collection', 'id'],
  method: ['request', 'method', 'id'],
  result: ['response', 'id'],
  updated: ['event', 'methods'],
};

function recognise(root: Value): number {
  const server = root.get('server_id');
  if (server !== null) return server.kind === 'string' && root.childCount === 1 ? 0.7 : 0;
  const name = root.get('msg')?.string() ?? '';
  if (!Object.hasOwn(messages, name)) return 0;
  const [, ...fields] = messages[name] ?? ['control'];
  // A server that is not Meteor's names the one method by its id.
  const isOfOne = name === 'updated' && root.has('id');
  if (!root.has(...fields) && !isOfOne) return 0;
  if (name === 'ping' || name === 'pong') return onlyHas(root, ['msg', 'id']) ? 0.7 : 0;
  return 0.9;
}

function factsOf(root: Value): MessageFacts {
  const name = root.get('msg')?.string(40) ?? '';
  const id = root.get('id')?.id() ?? null;
  if (name === '') return factsWith(words('server', root.get('server_id')?.id()), 'control');
  if (name === 'ping' || name === 'pong') return heartbeat(words(name, numbered(id)));
  const [role] = (Object.hasOwn(messages, name) ? messages[name] : undefined) ?? ['control'];
  const summary = words(name, aboutOf(root, name), role === 'event' ? '' : numbered(id));
  if (name === 'connect' || name === 'connected') return factsWith(summary, role, 'connect');
  // `ready` answers several subscriptions, the first of which stands for it.
  if (name === 'ready') return factsWith(summary, role, root.get('subs')?.at(0)?.id());
  return factsWith(summary, role, role === 'event' ? null : id);
}

function aboutOf(root: Value, name: string): string {
  const collection = root.get('collection')?.string(200);
  if (collection !== undefined && collection !== null) {
    return words(`${collection}/${root.get('id')?.id() ?? ''}`, previewInside(root.get('fields')));
  }
  const called = root.get('method')?.string(200) ?? root.get('name')?.string(200);
  if (called !== undefined && called !== null) {
    const params = root.get('params')?.preview() ?? '[]';
    return `${called}(${params.replace(/^\[|\]$/g, '')})`;
  }
  const error = root.get('error');
  if (error !== null) return words('error', error.get('message')?.string(200) ?? error.preview());
  const methods = root.get('methods') ?? (name === 'updated' ? root.get('id') : null);
  const shown = root.get('result') ?? root.get('subs') ?? methods ?? root.get('session');
  return name === 'connect' ? words('version', root.get('version')?.id()) : previewInside(shown);
}
