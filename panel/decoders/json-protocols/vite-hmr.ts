import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, heartbeat, previewInside, words } from './shape.ts';

/** Hot updates of Vite's development server. */
export const viteHmr: Protocol = {
  name: 'vite-hmr',
  label: 'Vite hot updates',
  specification: 'https://github.com/vitejs/vite/blob/main/packages/vite/types/hmrPayload.d.ts',
  recognisedBy:
    'the subprotocol vite-hmr or vite-ping, or an object whose updates are of the types js-update or css-update',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

const types = [
  ...['connected', 'update', 'full-reload', 'prune', 'error', 'custom', 'ping', 'pong'],
];

function recognise(root: Value, { subprotocol }: Hint): number {
  const type = root.get('type')?.string() ?? '';
  if (!types.includes(type)) return 0;
  if (subprotocol === 'vite-hmr' || subprotocol === 'vite-ping') return 0.97;
  const update = root.get('updates')?.at(0)?.get('type')?.string() ?? '';
  const isVite =
    (type === 'update' && /^(js|css)-update$/.test(update)) ||
    (type === 'custom' && (root.get('event')?.string() ?? '').startsWith('vite:'));
  return isVite ? 0.9 : 0;
}

function factsOf(root: Value): MessageFacts {
  const type = root.get('type')?.string(40) ?? '';
  if (type === 'ping' || type === 'pong') return heartbeat(type);
  if (type === 'update') {
    const updates = root.get('updates');
    const path = updates?.at(0)?.get('path')?.string(200);
    const more = (updates?.childCount ?? 0) > 1 ? `and ${(updates?.childCount ?? 0) - 1} more` : '';
    return factsWith(words(type, path, more), 'event');
  }
  if (type === 'custom') {
    const event = root.get('event')?.string(200);
    return factsWith(words(event, previewInside(root.get('data'))), 'event');
  }
  const about =
    root.get('err')?.get('message')?.string(300) ??
    root.get('path')?.string(200) ??
    previewInside(root.get('paths'));
  return factsWith(words(type, about), type === 'connected' ? 'control' : 'event');
}
