import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { isOperation, isResult, operationFacts, resultFacts } from './graphql-message.ts';
import { factsWith, heartbeat, numbered, onlyHas, previewInside, words } from './shape.ts';

/**
 * The older protocol of subscriptions-transport-ws, which Hasura and AWS AppSync speak too. Its
 * subprotocol is called graphql-ws, as the library that has replaced it.
 */
export const graphqlWs: Protocol = {
  name: 'graphql-ws',
  label: 'GraphQL (older)',
  specification:
    'https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md',
  recognisedBy:
    'the subprotocol graphql-ws, or an object whose type is start, data, ka and so on, with the fields that belong to it',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

const types = [
  ...['connection_init', 'connection_ack', 'connection_error', 'connection_terminate'],
  ...['ka', 'connection_keep_alive', 'start', 'start_ack', 'data', 'error', 'complete', 'stop'],
];

function recognise(root: Value, { subprotocol }: Hint): number {
  const type = root.get('type')?.string() ?? '';
  if (!types.includes(type) || !onlyHas(root, ['id', 'type', 'payload'])) return 0;
  if (subprotocol === 'graphql-ws') return 0.97;
  return hasItsShape(root, type) ? 0.85 : 0;
}

function hasItsShape(root: Value, type: string): boolean {
  const payload = root.get('payload');
  const hasId = root.get('id') !== null;
  switch (type) {
    case 'ka':
    case 'connection_keep_alive':
      return root.childCount === 1;
    case 'connection_terminate':
      return !hasId;
    case 'connection_error':
      return payload !== null && !hasId;
    case 'start':
      return hasId && isOperation(payload);
    case 'start_ack':
      return hasId;
    case 'data':
      return hasId && isResult(payload);
    default:
      return false;
  }
}

function factsOf(root: Value): MessageFacts {
  const type = root.get('type')?.string(40) ?? '';
  const id = root.get('id')?.id() ?? null;
  switch (type) {
    case 'start':
      return operationFacts(root, type);
    case 'data':
    case 'error':
      return resultFacts(root, type);
    case 'complete':
    case 'start_ack':
      return factsWith(words(type, numbered(id)), 'response', id);
    case 'stop':
      return factsWith(words(type, numbered(id)), 'control', id);
    case 'ka':
    case 'connection_keep_alive':
      return heartbeat(type);
    default:
      return factsWith(words(type, previewInside(root.get('payload'))), 'control');
  }
}
