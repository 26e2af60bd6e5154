import type {
  Budget,
  Decoded,
  Decoder,
  Hint,
  MessageFacts,
  Payload,
  StreamFold,
} from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Value } from '../value.ts';
import { combineFacts } from './combined-facts.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import { leb128At, takeLeb128 } from './leb128.ts';
import { readMsgpack } from './msgpack-part.ts';
import { canRead } from './recognising.ts';
import { signalrEditing } from './signalr-editing.ts';
import { handshakeFacts, hubFacts } from './signalr-facts.ts';
import { hubItems, hubTypes, isRecords, resultKinds, separator } from './signalr-words.ts';

interface SignalrState {
  readonly kind: 'signalr';
  /** As the handshake says; null before. */
  readonly protocol: string | null;
}

const stream: StreamFold = {
  claims: ({ bytes }) => (protocolOf(bytes) === null ? 0 : 1),
  initial: { kind: 'signalr', protocol: null } satisfies SignalrState,
  advance({ bytes }, { state }) {
    if (!isSignalrState(state) || state.protocol !== null) return state;
    const protocol = protocolOf(bytes);
    return protocol === null ? state : { ...state, protocol };
  },
};

function isSignalrState(state: unknown): state is SignalrState {
  return typeof state === 'object' && state !== null && 'kind' in state && state.kind === 'signalr';
}

/** What the handshake that opens a connection asks for: json, messagepack. */
function protocolOf(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x7b) return null;
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 200));
  const found = /^\{\s*"protocol"\s*:\s*"([a-z]+)"\s*,\s*"version"\s*:\s*\d+\s*\}/.exec(start);
  if (found === null || start.charCodeAt(found[0].length) !== separator) return null;
  return found[1] ?? null;
}

/**
 * Messages of SignalR hubs: JSON records that end with 0x1E, or MessagePack arrays behind their
 * length. The handshake is JSON in both.
 * @see https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
 */
export const signalr: Decoder = {
  name: 'signalr',
  label: 'SignalR',
  specification:
    'https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md',
  recognisedBy:
    'JSON objects that end with the byte 0x1e, or MessagePack arrays behind their length that are hub messages to the last byte',
  recognises({ bytes, isText }) {
    if (isRecords(bytes)) return canRead(bytes, readRecords) ? 0.96 : 0;
    if (isText || bytes.length < 3) return 0;
    return canRead(bytes, readFrames) ? 0.9 : 0;
  },
  decode,
  stream,
  edit: signalrEditing((payload, hint, budget) => decode(payload, hint, budget)),
};

function decode({ bytes, isText }: Payload, hint: Hint, budget: Budget): Decoded {
  const state = isSignalrState(hint.state) ? hint.state : null;
  return decodeFields('signalr', bytes, budget, (fields) => {
    const hasRecords = isText || isRecords(bytes);
    const nodes = hasRecords ? readRecords(fields) : readFrames(fields);
    if (fields.problem !== null) return {};
    const table = fields.tree.table();
    const all = nodes.map((node) => {
      const value = new Value(table, node);
      return hasRecords ? recordFacts(value, state, hint) : frameFacts(value, hint);
    });
    const facts = combineFacts(all);
    return facts === null ? {} : { facts };
  });
}

/** JSON objects, each with a separator behind it; returns their nodes. */
function readRecords(fields: FieldReader): number[] {
  const nodes: number[] = [];
  const first = fields.bytes.indexOf(separator);
  const isOnly = first < 0 || first === fields.limit - 1;
  if (!isOnly) fields.begin('array', undefined, 'records');
  while (fields.hasMore) {
    const end = fields.bytes.indexOf(separator, fields.at);
    nodes.push(fields.json(end < 0 ? fields.limit : end));
    if (end < 0) fields.fail('the separator 0x1e at the end of the record is missing');
    if (fields.problem === null) {
      nameType(fields, nodes.at(-1) ?? 0);
      fields.at += 1;
    }
  }
  if (!isOnly) fields.end();
  return nodes;
}

/** Says beside the number of the type what it is. */
function nameType(fields: FieldReader, node: number): void {
  // The columns are complete below the node, so it can be looked at before the tree is.
  const type = new Value(fields.table, node).get('type');
  const name = hubTypes[type?.number() ?? 0];
  if (type !== null && name !== undefined) fields.tree.setType(type.node, name);
}

function recordFacts(record: Value, state: SignalrState | null, hint: Hint): MessageFacts {
  const type = record.get('type')?.number() ?? null;
  if (type !== null) return hubFacts(type, (name) => record.get(name), hint.direction);
  const facts = handshakeFacts(record);
  const protocol = state?.protocol ?? null;
  const isAccepted = protocol !== null && facts.summary === 'handshake accepted';
  return isAccepted ? { ...facts, summary: `${facts.summary}, ${protocol}` } : facts;
}

/** Arrays of MessagePack, each behind its length; returns their nodes. */
function readFrames(fields: FieldReader): number[] {
  const nodes: number[] = [];
  const first = leb128At(fields.bytes, 0, Math.min(5, fields.limit));
  const isOnly = first.size <= 0 || first.size + first.value >= fields.limit;
  if (!isOnly) fields.begin('array', undefined, 'messages');
  while (fields.hasMore) {
    const length = takeLeb128(fields, 'length');
    const start = fields.at;
    if (!fields.wants(length, 'the message')) break;
    const lead = fields.byte;
    if (lead < 0x91 || lead > 0x9f || length < 2) fields.fail('a hub message is an array');
    const node = readMsgpack(fields, start + length);
    if (fields.problem === null) nameItems(fields, node, start);
    nodes.push(node);
  }
  if (!isOnly) fields.end();
  return nodes;
}

function nameItems(fields: FieldReader, node: number, at: number): void {
  const { tree } = fields;
  const name = hubTypes[fields.bytes[at + 1] ?? 0];
  const value = new Value(fields.table, node);
  if (name === undefined) {
    fields.fail('a hub message begins with its type, 1 to 9', at + 1);
    return;
  }
  const names = hubItems[name];
  // Invocations of older clients have no stream ids; what is new stands at the end.
  if (value.childCount < Math.min(names.length, 4) - (name === 'Close' ? 1 : 0))
    fields.fail(`${name} has ${value.childCount} items`, at);
  let item = value.table.firstChild(node);
  for (const key of names) {
    if (item < 0) break;
    tree.name(item, key);
    if (key === 'type') tree.setType(item, name);
    const kind = key === 'resultKind' ? resultKinds[value.table.text(item, 4)] : undefined;
    if (kind !== undefined) tree.setType(item, kind);
    item = value.table.nextSibling(item);
  }
}

function frameFacts(message: Value, hint: Hint): MessageFacts {
  const type = message.at(0)?.number() ?? 0;
  const name = hubTypes[type];
  const names: readonly string[] = name === undefined ? [] : hubItems[name];
  return hubFacts(type, (field) => message.at(names.indexOf(field)), hint.direction);
}
