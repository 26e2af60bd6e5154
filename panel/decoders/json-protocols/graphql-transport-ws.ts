import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { isOperation, isResult, operationFacts, resultFacts } from './graphql-message.ts';
import { factsWith, heartbeat, numbered, onlyHas, previewInside, words } from './shape.ts';

/** The protocol of the library graphql-ws, whose subprotocol is graphql-transport-ws. */
export const graphqlTransportWs: Protocol = {
  name: 'graphql-transport-ws',
  label: 'GraphQL',
  specification: 'https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md',
  recognisedBy:
    'the subprotocol graphql-transport-ws, or an object whose type is connection_init, subscribe, next and so on, with the fields that belong to it',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root, hint) => ({ facts: factsOf(root, hint) }),
};

const types = [
  ...['connection_init', 'connection_ack', 'ping', 'pong'],
  ...['subscribe', 'next', 'error', 'complete'],
];

function recognise(root: Value, { subprotocol }: Hint): number {
  const type = root.get('type')?.string() ?? '';
  if (!types.includes(type) || !onlyHas(root, ['id', 'type', 'payload'])) return 0;
  if (subprotocol === 'graphql-transport-ws') return 0.97;
  return hasItsShape(root, type) ? 0.85 : 0;
}

/** Tells it without the subprotocol, in an imported session for example. */
function hasItsShape(root: Value, type: string): boolean {
  const payload = root.get('payload');
  const hasId = root.get('id')?.kind === 'string';
  switch (type) {
    case 'connection_init':
    case 'connection_ack':
      return !hasId;
    case 'subscribe':
      return hasId && isOperation(payload);
    case 'next':
      return hasId && isResult(payload);
    case 'error':
      return hasId && payload?.isArray === true && payload.at(0)?.has('message') === true;
    default:
      return false;
  }
}

function factsOf(root: Value, { direction }: Hint): MessageFacts {
  const type = root.get('type')?.string(40) ?? '';
  const id = root.get('id')?.id() ?? null;
  switch (type) {
    case 'subscribe':
      return operationFacts(root, type);
    case 'next':
    case 'error':
      return resultFacts(root, type);
    case 'complete':
      return factsWith(
        words(type, numbered(id)),
        direction === 'sent' ? 'control' : 'response',
        id,
      );
    case 'ping':
    case 'pong':
      return heartbeat(words(type, previewInside(root.get('payload'))));
    default:
      return factsWith(words(type, previewInside(root.get('payload'))), 'control');
  }
}
