import type { Budget, Decoded, Decoder, Hint, Inner, MessageFacts, Payload } from '../decoder.ts';
import { Value } from '../value.ts';
import { readFields } from './centrifugo-message.ts';
import { combineFacts } from './combined-facts.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import { leb128At, takeLeb128 } from './leb128.ts';
import { canRead, isOutermost } from './recognising.ts';

/**
 * Centrifugo in Protobuf: commands from the client, replies from the server, each behind its length.
 * @see https://centrifugal.dev/docs/transports/client_protocol
 */
export const centrifugo: Decoder = {
  name: 'centrifugo-protobuf',
  label: 'Centrifugo Protobuf',
  specification: 'https://centrifugal.dev/docs/transports/client_protocol',
  recognisedBy: 'the subprotocol centrifuge-protobuf, and commands or replies that are whole',
  recognises({ bytes, isText }, hint) {
    if (isText || !isOutermost(hint) || hint.subprotocol !== 'centrifuge-protobuf') return 0;
    return canRead(bytes, (fields) => readMessages(fields, hint)) ? 0.97 : 0;
  },
  decode,
};

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  return decodeFields('centrifugo-protobuf', bytes, budget, (fields) => {
    const nodes = readMessages(fields, hint);
    if (fields.problem !== null) return {};
    const table = fields.tree.table();
    const messages = nodes.map((node) => new Value(table, node));
    const facts = combineFacts(messages.map((message) => factsOf(message, hint)));
    const [only] = messages;
    const inner = messages.length === 1 && only !== undefined ? innerOf(only) : null;
    return { ...(facts === null ? {} : { facts }), ...(inner === null ? {} : { inner }) };
  });
}

/** A message alone is the root, several stand in an array; returns their nodes. */
function readMessages(fields: FieldReader, { direction }: Hint): number[] {
  const nodes: number[] = [];
  const type = direction === 'sent' ? 'Command' : 'Reply';
  const first = leb128At(fields.bytes, 0, fields.limit);
  const isOnly = first.size <= 0 || first.size + first.value >= fields.limit;
  if (!isOnly) fields.begin('array', undefined, type === 'Command' ? 'commands' : 'replies');
  while (fields.hasMore) {
    nodes.push(fields.tree.columns.nodeCount);
    fields.begin('object', undefined, type);
    const length = takeLeb128(fields, 'length');
    fields.within(length, 'the message', () => readFields(fields, type));
    fields.end();
  }
  if (!isOnly) fields.end();
  return nodes;
}

const methods = [
  'connect',
  'subscribe',
  'unsubscribe',
  'publish',
  'presence',
  'presence_stats',
  'history',
  'ping',
  'send',
  'rpc',
  'refresh',
  'sub_refresh',
];
const pushes = [
  'pub',
  'join',
  'leave',
  'unsubscribe',
  'message',
  'subscribe',
  'connect',
  'disconnect',
  'refresh',
];

function factsOf(message: Value, { direction }: Hint): MessageFacts {
  if (message.childCount === 0) {
    const summary = direction === 'sent' ? 'pong' : 'ping';
    return { summary, role: 'control', isHeartbeat: true };
  }
  const id = message.get('id')?.id() ?? null;
  const number = id === null ? '' : ` #${id}`;
  const correlation = id === null ? {} : { correlationId: id };
  const push = message.get('push');
  if (push !== null) {
    const kind = pushes.find((each) => push.has(each)) ?? 'push';
    const channel = push.get('channel')?.string(120) ?? '';
    const summary = `${kind} ${channel}`.trimEnd() + sizeOf(push.get(kind)?.get('data') ?? null);
    return { summary, role: 'event' };
  }
  const role = direction === 'sent' ? (id === null ? 'event' : 'request') : 'response';
  const error = message.get('error');
  if (error !== null) {
    const text = `${error.get('code')?.id() ?? ''} ${error.get('message')?.string(120) ?? ''}`;
    return { summary: `error ${text}${number}`, role, ...correlation };
  }
  const method = methods.find((each) => message.has(each));
  if (method === undefined)
    return {
      summary: `${direction === 'sent' ? 'command' : 'reply'}${number}`,
      role,
      ...correlation,
    };
  const body = message.get(method);
  const name = body?.get('channel')?.string(120) ?? body?.get('method')?.string(120) ?? '';
  const summary = `${method} ${name}`.trimEnd() + sizeOf(body?.get('data') ?? null) + number;
  return { summary, role, ...correlation };
}

function sizeOf(data: Value | null): string {
  return data === null || data.kind !== 'bytes' ? '' : ` ${data.table.byteLength(data.node)} B`;
}

/** The one payload of a publication, a call or a result. */
function innerOf(message: Value): Inner | null {
  const push = message.get('push');
  const body =
    push?.get('pub') ??
    push?.get('message') ??
    message.get('publish') ??
    message.get('rpc') ??
    message.get('send');
  const data = body?.get('data') ?? null;
  if (data === null || data.kind !== 'bytes') return null;
  const bytes = data.table.content(data.node);
  return bytes.length === 0 ? null : { node: data.node, payload: { bytes, isText: false } };
}
