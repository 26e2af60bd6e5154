import type { Hint, MessageFacts } from '../decoder.ts';
import type { Interpretation, Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import {
  factsWith,
  heartbeat,
  nameItems,
  noteValues,
  numbered,
  onlyHas,
  previewInside,
  words,
} from './shape.ts';

/** Phoenix channels, as objects (version 1) and as arrays (version 2); Supabase Realtime on them. */
export const phoenix: Protocol = {
  name: 'phoenix',
  label: 'Phoenix channels',
  specification: 'https://hexdocs.pm/phoenix/writing_a_channels_client.html',
  recognisedBy:
    'an array of two references or null, topic, event and an object; or an object with topic, event, payload and ref',
  recognises: (root, hint) => recognise(root, hint),
  interpret,
};

const itemNames = ['join reference', 'reference', 'topic', 'event', 'payload'];
const fieldNames = ['join_ref', 'ref', 'topic', 'event', 'payload'];

function recognise(root: Value, { url }: Hint): number {
  const { reference, join, topic, event, payload } = partsOf(root);
  if (topic?.kind !== 'string' || event?.kind !== 'string' || payload === null) return 0;
  if (!isReference(reference) || !isReference(join)) return 0;
  const isPhoenix = /[?&]vsn=\d/.test(url ?? '') || /^(phx_|presence_)/.test(event.string() ?? '');
  if (isPhoenix) return 0.95;
  if (root.isArray) return payload.isObject ? 0.85 : 0;
  return root.has('ref') && onlyHas(root, fieldNames) ? 0.75 : 0;
}

const isReference = (value: Value | null): boolean =>
  value === null || value.kind === 'null' || value.kind === 'string' || value.kind === 'number';

interface Parts {
  readonly join: Value | null;
  readonly reference: Value | null;
  readonly topic: Value | null;
  readonly event: Value | null;
  readonly payload: Value | null;
}

function partsOf(root: Value): Parts {
  const isWhole = root.isArray && root.childCount === 5;
  const part = (index: number): Value | null =>
    isWhole ? root.at(index) : root.get(fieldNames[index] ?? '');
  return {
    join: part(0),
    reference: part(1),
    topic: part(2),
    event: part(3),
    payload: part(4),
  };
}

function interpret(root: Value, hint: Hint): Interpretation {
  const parts = partsOf(root);
  const topic = parts.topic?.string(200) ?? '';
  const isSupabase = topic.startsWith('realtime:');
  return {
    facts: factsOf(parts, hint),
    names: nameItems(root, itemNames),
    notes: noteValues([parts.topic, isSupabase ? 'Supabase Realtime' : undefined]),
  };
}

function factsOf({ reference, topic, event, payload }: Parts, { direction }: Hint): MessageFacts {
  const id = reference?.id() ?? null;
  const topicName = topic?.string(200) ?? '';
  const name = event?.string(200) ?? '';
  if (topicName === 'phoenix') return heartbeat(words(name, numbered(id)));
  if (name === 'phx_reply') {
    const status = payload?.get('status')?.string(40);
    const response = previewInside(payload?.get('response') ?? null);
    return factsWith(words(name, topicName, status, response, numbered(id)), 'response', id);
  }
  const summary = words(name, topicName, contentOf(name, payload), numbered(id));
  // What the server sends by itself carries no reference, or that of nothing that was asked.
  return id === null || direction === 'received'
    ? factsWith(summary, name.startsWith('phx_') ? 'control' : 'event')
    : factsWith(summary, 'request', id);
}

/** Supabase's own events say first what they are about. */
function contentOf(event: string, payload: Value | null): string {
  const inner = payload?.get('data') ?? null;
  if (event === 'postgres_changes' && inner !== null) {
    const table = words(inner.get('schema')?.string(80), inner.get('table')?.string(80));
    const record = inner.get('record') ?? inner.get('old_record');
    return words(inner.get('type')?.string(20), table.replace(' ', '.'), previewInside(record));
  }
  if (event === 'broadcast' && payload?.get('event')?.kind === 'string') {
    return words(payload.get('event')?.string(80), previewInside(payload.get('payload')));
  }
  return previewInside(payload);
}
