import type { Hint, MessageFacts, MessageRole } from '../decoder.ts';
import type { Interpretation, Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, heartbeat, isHostOf, noteValues, previewInside, words } from './shape.ts';

/** Ably's realtime protocol, as JSON or MessagePack. */
export const ably: Protocol = {
  name: 'ably',
  label: 'Ably',
  specification: 'https://ably.com/docs/client-lib-development-guide/protocol',
  recognisedBy:
    'an address of ably.io or ably.net, or an object with the number of an action and connectionDetails, msgSerial or channelSerial',
  recognises: (root, hint) => recognise(root, hint),
  interpret,
};

const actions = [
  ...['HEARTBEAT', 'ACK', 'NACK', 'CONNECT', 'CONNECTED', 'DISCONNECT', 'DISCONNECTED'],
  ...['CLOSE', 'CLOSED', 'ERROR', 'ATTACH', 'ATTACHED', 'DETACH', 'DETACHED', 'PRESENCE'],
  ...['MESSAGE', 'SYNC', 'AUTH', 'ACTIVATE', 'OBJECT', 'OBJECT_SYNC', 'ANNOTATION'],
];

/** What else is said by the one side and answered by the other. */
const roles: Readonly<Record<string, MessageRole>> = {
  ACK: 'response',
  NACK: 'response',
  ATTACH: 'request',
  ATTACHED: 'response',
  DETACH: 'request',
  DETACHED: 'response',
  PRESENCE: 'event',
  MESSAGE: 'event',
  SYNC: 'event',
  OBJECT: 'event',
  OBJECT_SYNC: 'event',
  ANNOTATION: 'event',
};

function recognise(root: Value, { url }: Hint): number {
  const action = actionOf(root);
  if (action === null) return 0;
  if (['ably.io', 'ably.net', 'ably-realtime.com'].some((host) => isHostOf(url, host))) return 0.95;
  const isOwn = root.has('connectionDetails') || root.has('msgSerial') || root.has('channelSerial');
  return isOwn ? 0.8 : 0;
}

function actionOf(root: Value): string | null {
  const action = root.get('action')?.number();
  return action === undefined || action === null ? null : (actions[action] ?? null);
}

function interpret(root: Value, { direction }: Hint): Interpretation {
  const action = actionOf(root) ?? root.get('action')?.id() ?? '';
  return {
    facts: factsOf(root, action, direction),
    notes: noteValues([root.get('action'), action]),
  };
}

function factsOf(root: Value, action: string, direction: Hint['direction']): MessageFacts {
  if (action === 'HEARTBEAT') return heartbeat(action);
  const channel = root.get('channel')?.string(200) ?? null;
  const serial = root.get('msgSerial')?.id() ?? null;
  const list = root.get('messages') ?? root.get('presence') ?? root.get('state');
  const first = list?.at(0) ?? null;
  const more = (list?.childCount ?? 0) > 1 ? `and ${(list?.childCount ?? 0) - 1} more` : '';
  const error = root.get('error')?.get('message')?.string(200);
  const content = previewInside(first?.get('data') ?? null);
  const name = first?.get('name')?.string(80);
  const summary = words(action, channel, name, content, more, error, serial && `#${serial}`);
  const isAnswered = direction === 'sent' && serial !== null && (roles[action] ?? '') === 'event';
  if (isAnswered) return factsWith(summary, 'request', serial);
  const isAnswer = action === 'ACK' || action === 'NACK';
  const isAttach = action.startsWith('ATTACH') || action.startsWith('DETACH');
  const id = isAnswer
    ? serial
    : isAttach && channel !== null
      ? `${action.slice(0, 6)} ${channel}`
      : null;
  return factsWith(summary, roles[action] ?? 'control', id);
}
