import type { Hint, MessageFacts, MessageRole } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, heartbeat, isHostOf, numbered, previewInside, words } from './shape.ts';

/** The Events API of AWS AppSync. Its GraphQL API speaks the older GraphQL protocol. */
export const appSyncEvents: Protocol = {
  name: 'appsync-events',
  label: 'AWS AppSync Events',
  specification:
    'https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html',
  recognisedBy:
    'the subprotocol aws-appsync-event-ws, or an object whose type is subscribe, publish, data and so on, with a channel or events',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

const roles: Readonly<Record<string, MessageRole>> = {
  connection_init: 'control',
  connection_ack: 'control',
  connection_error: 'control',
  ka: 'control',
  subscribe: 'request',
  subscribe_success: 'response',
  subscribe_error: 'response',
  unsubscribe: 'request',
  unsubscribe_success: 'response',
  unsubscribe_error: 'response',
  publish: 'request',
  publish_success: 'response',
  publish_error: 'response',
  data: 'event',
  broadcast_error: 'event',
  error: 'response',
};

const ownTypes = [
  ...['subscribe_success', 'subscribe_error', 'unsubscribe_success', 'unsubscribe_error'],
  ...['publish_success', 'publish_error', 'broadcast_error'],
];

function recognise(root: Value, { subprotocol, url }: Hint): number {
  const type = root.get('type')?.string() ?? '';
  if (!Object.hasOwn(roles, type)) return 0;
  if (subprotocol === 'aws-appsync-event-ws') return 0.98;
  if (isHostOf(url, 'amazonaws.com') && /\.appsync-realtime-api\./.test(url ?? '')) {
    return subprotocol === 'graphql-ws' ? 0 : 0.7;
  }
  const hasId = root.get('id')?.kind === 'string';
  const isOwn =
    (ownTypes.includes(type) && hasId) ||
    (type === 'publish' && hasId && root.has('channel', 'events')) ||
    (type === 'subscribe' && hasId && root.has('channel', 'authorization')) ||
    (type === 'data' && hasId && root.has('event'));
  return isOwn ? 0.7 : 0;
}

function factsOf(root: Value): MessageFacts {
  const type = root.get('type')?.string(40) ?? '';
  if (type === 'ka') return heartbeat(type);
  const id = root.get('id')?.id() ?? null;
  const content = root.get('event') ?? root.get('events') ?? root.get('errors');
  const first = content?.isArray === true ? content.at(0) : content;
  const summary = words(
    type,
    root.get('channel')?.string(200),
    previewInside(first ?? null),
    numbered(id),
  );
  // The id of an event is that of its subscription, and no answer to it.
  const role = roles[type];
  return factsWith(summary, role, role === 'event' ? null : id);
}
