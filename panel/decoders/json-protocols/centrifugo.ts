import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import { combineFacts } from '../protocols/combined-facts.ts';
import { isOutermost } from '../protocols/recognising.ts';
import type { Value } from '../value.ts';
import {
  factsWith,
  heartbeat,
  isSequence,
  numbered,
  onlyHas,
  pathOf,
  previewInside,
  words,
} from './shape.ts';

/** The client protocol of Centrifugo as JSON, several commands or replies by line. */
export const centrifugo: Protocol = {
  name: 'centrifugo',
  label: 'Centrifugo',
  specification: 'https://centrifugal.dev/docs/transports/client_protocol',
  recognisedBy:
    'an object, or several by line, with an id and one of connect, subscribe, publish and so on, or with a push; {} on /connection/websocket',
  recognises(root, hint) {
    const first = isSequence(root) ? root.at(0) : root;
    return first === null ? 0 : recognise(first, hint);
  },
  interpret(root, hint) {
    if (!isSequence(root)) return { facts: factsOf(root, hint) };
    const items = Array.from({ length: Math.min(root.childCount, maxRead) }, (_, index) =>
      root.at(index),
    );
    const facts = items.flatMap((item) => (item === null ? [] : [factsOf(item, hint)]));
    return { facts: combineFacts(facts, root.childCount) ?? { summary: '' } };
  },
};

/** Of more in one message, the rest is counted. */
const maxRead = 50;

const methods = [
  ...['connect', 'subscribe', 'unsubscribe', 'publish', 'presence', 'presence_stats', 'history'],
  ...['ping', 'send', 'rpc', 'refresh', 'sub_refresh'],
];
const pushes = [
  ...['pub', 'join', 'leave', 'unsubscribe', 'message', 'subscribe', 'connect', 'disconnect'],
  'refresh',
];

function recognise(root: Value, hint: Hint): number {
  const { url, subprotocol = '' } = hint;
  if (!root.isObject) return 0;
  // The payloads inside of Centrifugo's Protobuf are the application's own.
  const isNamed =
    isOutermost(hint) &&
    (/^centrifuge-/.test(subprotocol) || /\/connection\/(uni_)?websocket$/.test(pathOf(url)));
  if (root.childCount === 0) return isNamed ? 0.9 : 0;
  const push = root.get('push');
  if (push !== null) {
    return push.isObject && onlyHas(root, ['push']) && pushKind(push) !== null ? 0.85 : 0;
  }
  const isCommand =
    methodOf(root) !== null && onlyHas(root, ['id', ...methods]) && root.childCount <= 2;
  const isAnswer = root.has('id', 'error') && onlyHas(root, ['id', 'error']);
  if (isNamed) return isCommand || isAnswer ? 0.95 : 0;
  return isCommand && root.get('id')?.kind === 'number' ? 0.75 : 0;
}

const methodOf = (root: Value): string | null =>
  methods.find((method) => root.get(method)?.isObject === true) ?? null;
const pushKind = (push: Value): string | null =>
  pushes.find((kind) => push.get(kind)?.isObject === true) ?? null;

function factsOf(root: Value, { direction }: Hint): MessageFacts {
  if (root.isObject && root.childCount === 0)
    return heartbeat(direction === 'sent' ? 'pong' : 'ping');
  const id = root.get('id')?.id() ?? null;
  const push = root.get('push');
  if (push !== null) {
    const kind = pushKind(push) ?? 'push';
    const content = push.get(kind);
    const shown = previewInside(content?.get('data') ?? content);
    return factsWith(words(kind, push.get('channel')?.string(200), shown), 'event');
  }
  const error = root.get('error');
  if (error !== null) {
    const message = words('error', error.get('code')?.id(), error.get('message')?.string(200));
    return factsWith(words(message, numbered(id)), 'response', id);
  }
  const method = methodOf(root) ?? '';
  const content = root.get(method);
  const channel = content?.get('channel')?.string(200) ?? content?.get('method')?.string(200);
  const shown = previewInside(content?.get('data') ?? (channel ? null : content));
  const isSend = method === 'send';
  const role = isSend ? 'event' : direction === 'received' ? 'response' : 'request';
  return factsWith(words(method, channel, shown, numbered(id)), role, id);
}
