import type { Hint, MessageFacts } from '../decoder.ts';
import type { Interpretation, Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, nameItems, noteValues, previewInside, words } from './shape.ts';

export const nostr: Protocol = {
  name: 'nostr',
  label: 'Nostr',
  specification: 'https://github.com/nostr-protocol/nips/blob/master/01.md',
  recognisedBy:
    'an array that begins with EVENT, REQ, EOSE, OK, NOTICE and so on, with what belongs to it',
  recognises: (root) => recognise(root),
  interpret,
};

/** The items behind the word, and a letter for the kind of each: string, object, boolean; `*` any. */
const verbs: Readonly<
  Record<string, { readonly kinds: string; readonly names: readonly string[] }>
> = {
  EVENT: { kinds: '', names: [] },
  REQ: { kinds: 'so', names: ['subscription', 'filter'] },
  CLOSE: { kinds: 's', names: ['subscription'] },
  EOSE: { kinds: 's', names: ['subscription'] },
  CLOSED: { kinds: 'ss', names: ['subscription', 'reason'] },
  OK: { kinds: 'sbs', names: ['event', 'accepted', 'reason'] },
  NOTICE: { kinds: 's', names: ['message'] },
  AUTH: { kinds: '*', names: ['challenge or event'] },
  COUNT: { kinds: 'so', names: ['subscription', 'filter or count'] },
  'NEG-OPEN': { kinds: 'sos', names: ['subscription', 'filter', 'message'] },
  'NEG-MSG': { kinds: 'ss', names: ['subscription', 'message'] },
  'NEG-ERR': { kinds: 'ss', names: ['subscription', 'reason'] },
  'NEG-CLOSE': { kinds: 's', names: ['subscription'] },
};

const eventKinds: Readonly<Record<string, string>> = {
  0: 'profile',
  1: 'note',
  3: 'follows',
  4: 'encrypted message',
  5: 'deletion',
  6: 'repost',
  7: 'reaction',
  13: 'seal',
  14: 'chat message',
  16: 'generic repost',
  40: 'channel creation',
  42: 'channel message',
  1059: 'gift wrap',
  1111: 'comment',
  1984: 'report',
  9734: 'zap request',
  9735: 'zap',
  10002: 'relay list',
  22242: 'authentication',
  30023: 'article',
};

function recognise(root: Value): number {
  if (!root.isArray || root.childCount < 2) return 0;
  const verb = root.at(0)?.string(20) ?? '';
  const shape = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (shape === undefined) return 0;
  if (verb === 'EVENT') return eventOf(root)?.has('pubkey', 'kind') === true ? 0.97 : 0;
  if (verb === 'AUTH') {
    const item = root.at(1);
    return root.childCount === 2 && (item?.kind === 'string' || item?.has('pubkey') === true)
      ? 0.8
      : 0;
  }
  const fits = [...shape.kinds].every((kind, index) => isKind(root.at(index + 1), kind));
  const isLong = root.childCount > shape.kinds.length + 1 && verb !== 'REQ';
  return fits && !isLong ? (verb === 'CLOSE' || verb === 'OK' || verb === 'NOTICE' ? 0.7 : 0.9) : 0;
}

function isKind(value: Value | null, kind: string): boolean {
  if (value === null) return false;
  const wanted = kind === 's' ? 'string' : kind === 'o' ? 'object' : 'boolean';
  return kind === '*' || value.kind === wanted;
}

/** Clients send an event alone, relays put the subscription before it. */
const eventOf = (root: Value): Value | null => root.at(root.childCount >= 3 ? 2 : 1);

function interpret(root: Value, { direction }: Hint): Interpretation {
  const verb = root.at(0)?.string(20) ?? '';
  const shape = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  const isEvent = verb === 'EVENT';
  const names =
    isEvent && root.childCount === 2
      ? ['event']
      : isEvent
        ? ['subscription', 'event']
        : (shape?.names ?? []);
  const event = isEvent ? eventOf(root) : null;
  const kind = event?.get('kind') ?? null;
  return {
    facts: factsOf(root, verb, direction),
    names: nameItems(root, ['verb', ...names]),
    notes: noteValues([kind, eventKinds[kind?.id() ?? '']]),
  };
}

function factsOf(root: Value, verb: string, direction: Hint['direction']): MessageFacts {
  const first = root.at(1);
  const id = first?.string(100) ?? null;
  if (verb === 'EVENT') {
    const event = eventOf(root);
    const kind = event?.get('kind')?.id() ?? '';
    const content = event?.get('content')?.preview(100);
    const subscription = root.childCount >= 3 ? id : null;
    const summary = words(verb, subscription, eventKinds[kind] ?? `kind ${kind}`, content);
    const isPublished = subscription === null && direction !== 'received';
    return isPublished
      ? factsWith(summary, 'request', event?.get('id')?.string())
      : factsWith(summary, 'event');
  }
  // The answer to a challenge is an event, and is answered as one is that was published.
  if (verb === 'AUTH' && first?.isObject === true) {
    const about = eventKinds[first.get('kind')?.id() ?? ''] ?? first.preview(80);
    return factsWith(words(verb, about), 'request', first.get('id')?.string());
  }
  const rest = [2, 3].map((index) => root.at(index)).filter((item) => item !== null);
  const shown = rest.map((item) => item.string(200) ?? previewInside(item));
  const summary = words(verb, shortened(id) ?? first?.preview(80), ...shown);
  const isAsking =
    verb === 'REQ' || verb === 'NEG-OPEN' || (verb === 'COUNT' && direction !== 'received');
  if (isAsking) return factsWith(summary, 'request', id);
  const isAnswer = ['OK', 'EOSE', 'CLOSED', 'COUNT', 'NEG-MSG', 'NEG-ERR'].includes(verb);
  return isAnswer ? factsWith(summary, 'response', id) : factsWith(summary, 'control');
}

/** Ids of events are 64 hex digits, of which a line shows the first. */
function shortened(id: string | null): string | null {
  return id !== null && /^[0-9a-f]{64}$/.test(id) ? `${id.slice(0, 8)}…` : id;
}
