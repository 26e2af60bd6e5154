import type { Budget, Decoded, Decoder, Hint, MessageFacts, Payload } from '../decoder.ts';
import { decodeFields, type FieldReader, type Meaning } from './field-reader.ts';
import { type PhoenixFrame, packPhoenix, phoenixEditing, phoenixKinds } from './phoenix-frame.ts';
import { canRead, isOutermost } from './recognising.ts';

/**
 * The binary frames of Phoenix channels, version 2: a kind, lengths of a byte each, texts, payload.
 * @see https://github.com/phoenixframework/phoenix/blob/main/assets/js/phoenix/serializer.js
 */
export const phoenixBinary: Decoder = {
  name: 'phoenix-binary',
  label: 'Phoenix binary',
  specification:
    'https://github.com/phoenixframework/phoenix/blob/main/assets/js/phoenix/serializer.js',
  recognisedBy: 'vsn=2 in the address, and bytes whose lengths and texts make a frame',
  recognises({ bytes, isText }, hint) {
    if (isText || !isOutermost(hint) || !/[?&]vsn=2/.test(hint.url ?? '')) return 0;
    return canRead(bytes, (fields) => readFrame(fields, hint.direction)) ? 0.95 : 0;
  },
  decode,
  edit: phoenixEditing((payload, hint) => frameOf(payload, hint)),
  enclose(inner, original, hint) {
    const frame = frameOf(original, hint);
    return frame.ok ? packPhoenix({ ...frame.frame, payload: inner.bytes }) : original;
  },
};

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  return decodeFields(
    'phoenix-binary',
    bytes,
    budget,
    (fields) => readFrame(fields, hint.direction).meaning,
  );
}

function frameOf(payload: Payload, hint: Hint) {
  let frame: PhoenixFrame | null = null;
  const decoded = decodeFields(
    'phoenix-binary',
    payload.bytes,
    { maxNodes: 100, maxDepth: 10, maxBytes: Number.POSITIVE_INFINITY },
    (fields) => {
      const read = readFrame(fields, hint.direction);
      frame = read.frame;
      return read.meaning;
    },
  );
  // Assigned in the callback above, which has run.
  const read = frame as PhoenixFrame | null;
  if (decoded.ok && read !== null) return { ok: true as const, frame: read };
  const failure = decoded.ok ? { reason: 'phoenix-binary: no frame', at: 0 } : decoded;
  return { ok: false as const, reason: failure.reason, at: failure.at };
}

interface Read {
  readonly frame: PhoenixFrame;
  readonly meaning: Meaning;
}

/** What the page sends carries a reference, what the server pushes does not. */
function readFrame(fields: FieldReader, direction: Hint['direction']): Read {
  const kind = phoenixKinds[fields.byte];
  if (kind === undefined) fields.fail('no kind of frame, 0 to 2');
  fields.begin('object');
  fields.uint8('kind', (value) => phoenixKinds[value]);
  const isSent = direction === 'sent' || (direction === undefined && fitsAsSent(fields));
  const names = textsOf(kind ?? 'push', isSent);
  const lengths = names.map((name) => fields.uint8(`${name} length`));
  const texts = names.map((name, index) => fields.string(name, lengths[index] ?? 0));
  const node = fields.tree.columns.nodeCount;
  const size = fields.left;
  const payload = fields.blob('payload', size);
  fields.end();
  const given = new Map(names.map((name, index) => [name, texts[index] ?? '']));
  const of = (name: TextName): string | null => given.get(name) ?? null;
  const frame: PhoenixFrame = {
    kind: kind ?? 'push',
    joinRef: of('join_ref'),
    ref: of('ref'),
    topic: of('topic') ?? '',
    event: of('event') ?? '',
    payload,
  };
  const facts = factsOf(frame);
  if (size === 0) return { frame, meaning: { facts } };
  return { frame, meaning: { facts, inner: { node, payload: { bytes: payload, isText: false } } } };
}

type TextName = 'join_ref' | 'ref' | 'topic' | 'event';

function textsOf(kind: PhoenixFrame['kind'], isSent: boolean): readonly TextName[] {
  if (kind === 'broadcast') return ['topic', 'event'];
  if (kind === 'reply' || isSent) return ['join_ref', 'ref', 'topic', 'event'];
  return ['join_ref', 'topic', 'event'];
}

/** Where the direction is not known: whether the texts come out printable with a reference. */
function fitsAsSent({ bytes, at }: FieldReader): boolean {
  const lengths = [0, 1, 2, 3].map((index) => bytes[at + index] ?? 0);
  const end = at + 4 + lengths.reduce((sum, length) => sum + length, 0);
  return end <= bytes.length && bytes.subarray(at + 4, end).every((byte) => byte >= 0x20);
}

function factsOf({ kind, ref, topic, event, payload }: PhoenixFrame): MessageFacts {
  const number = ref === null || ref === '' ? '' : ` #${ref}`;
  const summary = `${kind} ${topic} ${event} ${payload.length} B${number}`;
  const role = kind === 'reply' ? 'response' : number === '' ? 'event' : 'request';
  return { summary, role, ...(number === '' ? {} : { correlationId: `${ref}` }) };
}
