import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import {
  factsWith,
  heartbeat,
  isHostOf,
  numbered,
  onlyHas,
  previewInside,
  words,
} from './shape.ts';

/** Slack's Socket Mode and its older real-time messages. */
export const slack: Protocol = {
  name: 'slack',
  label: 'Slack',
  specification: 'https://docs.slack.dev/apis/events-api/using-socket-mode',
  recognisedBy: 'an address of slack.com and an object with a type, or an envelope_id',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

function recognise(root: Value, { url }: Hint): number {
  if (!root.isObject) return 0;
  const isOwn = root.get('type')?.kind === 'string' || root.has('reply_to');
  if (isHostOf(url, 'slack.com') || isHostOf(url, 'slack-msgs.com')) {
    return isOwn || root.has('envelope_id') ? 0.9 : 0;
  }
  if (root.get('envelope_id')?.kind !== 'string') return 0;
  return root.has('type', 'payload') || onlyHas(root, ['envelope_id', 'payload']) ? 0.85 : 0;
}

function factsOf(root: Value): MessageFacts {
  const type = root.get('type')?.string(80) ?? '';
  const id = root.get('id')?.id() ?? root.get('reply_to')?.id() ?? null;
  if (type === 'ping' || type === 'pong') return heartbeat(words(type, numbered(id)));
  const envelope = root.get('envelope_id')?.string(100) ?? null;
  if (envelope !== null && type === '') {
    return factsWith(words('ack', previewInside(root.get('payload'))), 'response', envelope);
  }
  if (envelope !== null) {
    const event = root.get('payload')?.get('event') ?? null;
    const name = event?.get('type')?.string(80);
    const shown = previewInside(event?.get('text') ?? root.get('payload'));
    return factsWith(words(type, name, shown), 'request', envelope);
  }
  const isReply = root.has('reply_to');
  const text = root.get('text')?.preview(100);
  const where = words(root.get('channel')?.string(40), root.get('user')?.string(40));
  const outcome = isReply ? words('reply', previewInside(root.get('error'))) : '';
  const role = isReply
    ? 'response'
    : root.has('id')
      ? 'request'
      : type === 'hello'
        ? 'control'
        : 'event';
  return factsWith(words(type, outcome, where, text, numbered(id)), role, id);
}
