import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, heartbeat, onlyHas, openJson, pathOf, previewInside, words } from './shape.ts';

/** Pusher Channels, and the servers that speak as it does: Soketi, Laravel Reverb. */
export const pusher: Protocol = {
  name: 'pusher',
  label: 'Pusher Channels',
  specification:
    'https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/',
  recognisedBy:
    'an object whose event begins with pusher: or pusher_internal:, or with event, channel and data on an address as /app/KEY?protocol=7',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

function recognise(root: Value, { url }: Hint): number {
  const event = root.get('event')?.string();
  if (event === undefined || event === null) return 0;
  if (/^pusher(_internal)?:/.test(event)) return 0.96;
  if (!onlyHas(root, ['event', 'channel', 'data', 'user_id'])) return 0;
  if (/^\/app\//.test(pathOf(url)) && /[?&]protocol=\d/.test(url ?? '')) return 0.95;
  const channel = root.get('channel')?.string();
  if (channel === undefined || channel === null) return 0;
  return /^(client-|App\\)/.test(event) || /^(private|presence)-/.test(channel) ? 0.8 : 0.55;
}

function factsOf(root: Value): MessageFacts {
  const event = root.get('event')?.string(200) ?? '';
  const data = root.get('data');
  const opened = data === null ? null : openJson(data);
  if (event === 'pusher:ping' || event === 'pusher:pong') return heartbeat(event);
  const inner = opened?.get('channel')?.string(200) ?? null;
  const channel = root.get('channel')?.string(200) ?? null;
  if (event === 'pusher:subscribe' || event === 'pusher:unsubscribe') {
    const isAsking = event === 'pusher:subscribe';
    return factsWith(
      words(event, inner),
      isAsking ? 'request' : 'control',
      isAsking ? inner : null,
    );
  }
  const summary = words(event, channel, previewInside(data));
  if (event === 'pusher_internal:subscription_succeeded' || event === 'pusher:subscription_error')
    return factsWith(summary, 'response', channel);
  return factsWith(summary, event.startsWith('pusher') ? 'control' : 'event');
}
