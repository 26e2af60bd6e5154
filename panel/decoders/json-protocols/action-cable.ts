import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import { Value } from '../value.ts';
import { factsWith, heartbeat, onlyHas, openJson, previewInside, words } from './shape.ts';

/** Action Cable of Ruby on Rails. */
export const actionCable: Protocol = {
  name: 'action-cable',
  label: 'Action Cable',
  specification: 'https://docs.anycable.io/misc/action_cable_protocol',
  recognisedBy:
    'the subprotocol actioncable-v1-json, or an identifier that is JSON with a channel, in a string',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

const types = ['welcome', 'ping', 'confirm_subscription', 'reject_subscription', 'disconnect'];
const fields = ['type', 'command', 'identifier', 'message', 'data', 'reason', 'reconnect'];

function recognise(root: Value, { subprotocol = '' }: Hint): number {
  if (!root.isObject) return 0;
  const identifier = root.get('identifier');
  const type = root.get('type')?.string() ?? '';
  if (/^actioncable-/.test(subprotocol)) {
    return identifier !== null || types.includes(type) ? 0.97 : 0;
  }
  if (identifier?.kind === 'string') {
    return openJson(identifier).has('channel') && (root.childCount > 1 || types.includes(type))
      ? 0.9
      : 0;
  }
  const isPing = type === 'ping' && root.get('message')?.kind === 'number';
  return isPing && onlyHas(root, fields) ? 0.7 : 0;
}

function factsOf(root: Value): MessageFacts {
  const type = root.get('type')?.string(40) ?? null;
  const command = root.get('command')?.string(40) ?? null;
  const channel = describeIdentifier(root.get('identifier'));
  if (type === 'ping') return heartbeat(words(type, root.get('message')?.id()));
  if (type !== null) {
    const reason = root.get('reason')?.string(80);
    const isAnswer = type.endsWith('_subscription');
    return factsWith(
      words(type, channel, reason),
      isAnswer ? 'response' : 'control',
      isAnswer ? root.get('identifier')?.string() : null,
    );
  }
  if (command === null) {
    return factsWith(words(channel, previewInside(root.get('message'))), 'event');
  }
  const isAsking = command === 'subscribe';
  return factsWith(
    words(command, channel, describeData(root.get('data'))),
    isAsking ? 'request' : command === 'message' ? 'event' : 'control',
    isAsking ? root.get('identifier')?.string() : null,
  );
}

/** `ChatChannel {room: 1}` for `"{\"channel\":\"ChatChannel\",\"room\":1}"`. */
function describeIdentifier(identifier: Value | null): string {
  if (identifier === null) return '';
  const opened = openJson(identifier);
  const channel = opened.get('channel')?.string(200);
  if (channel === undefined || channel === null) return identifier.string(200) ?? '';
  return opened.childCount === 1 ? channel : words(channel, restOf(opened, 'channel'));
}

/** `speak {text: "hi"}` for data whose action is `speak`. */
function describeData(data: Value | null): string {
  if (data === null) return '';
  const opened = openJson(data);
  const action = opened.get('action')?.string(200);
  return action === undefined || action === null
    ? opened.preview()
    : words(action, opened.childCount > 1 ? restOf(opened, 'action') : '');
}

/** The fields but one, in one line. */
function restOf({ table, node }: Value, without: string): string {
  const parts: string[] = [];
  for (let at = table.firstChild(node); at >= 0; at = table.nextSibling(at)) {
    const key = table.key(at) ?? '';
    if (key === without) continue;
    if (parts.length === 4) return `{${parts.join(', ')}, …}`;
    parts.push(`${key.slice(0, 40)}: ${new Value(table, at).preview(60)}`);
  }
  return `{${parts.join(', ')}}`;
}
