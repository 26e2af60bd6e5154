import { childrenOf } from '../children.ts';
import type { Budget, Decoded, Decoder, Hint, MessageFacts, Payload } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Value } from '../value.ts';
import { shorten } from './combined-facts.ts';
import { decodeFields, type FieldReader, type Meaning } from './field-reader.ts';
import { canRead } from './recognising.ts';
import { isAddressed, isAddressedFrame, isSockJsState, sockJsStream } from './sock-js-stream.ts';

const frameNames = { o: 'open', h: 'heartbeat', a: 'messages', m: 'message', c: 'close' } as const;
type Frame = (typeof frameNames)[keyof typeof frameNames] | 'sent messages';

/**
 * The frames of SockJS: one letter and JSON from the server, a JSON array of texts from the client.
 * @see https://sockjs.github.io/sockjs-protocol/sockjs-protocol-0.3.3.html
 */
export const sockJs: Decoder = {
  name: 'sockjs',
  label: 'SockJS',
  specification: 'https://sockjs.github.io/sockjs-protocol/sockjs-protocol-0.3.3.html',
  recognisedBy:
    'an address that ends with three digits, a session and websocket; else a frame a["…"] or c[3000,"…"] that is whole',
  recognises,
  decode,
  stream: sockJsStream,
  enclose: (inner, original) => {
    const text = JSON.stringify(decodeUtf8(inner.bytes, 0, inner.bytes.length));
    const isMessages = original.bytes[0] === 0x61;
    const isMessage = original.bytes[0] === 0x6d;
    const frame = isMessage ? `m${text}` : `${isMessages ? 'a' : ''}[${text}]`;
    return { bytes: new TextEncoder().encode(frame), isText: true };
  },
};

const telling = /^(?:a\["|c\[\d{1,4},")/;

function recognises(payload: Payload, hint: Hint): number {
  const { bytes, isText } = payload;
  if (!isText || hint.outer?.includes('sockjs') === true) return 0;
  if (isAddressed(hint)) return isAddressedFrame(payload, hint) ? 0.96 : 0;
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 20));
  if (!telling.test(start) || bytes[bytes.length - 1] !== 0x5d) return 0;
  return canRead(bytes, (fields) => readFrame(fields)) ? 0.8 : 0;
}

function decode({ bytes }: Payload, { state }: Hint, budget: Budget): Decoded {
  return decodeFields('sockjs', bytes, budget, (fields) => {
    const meaning = readFrame(fields);
    const carried = isSockJsState(state) ? state.inner : null;
    if (meaning.inner === undefined || carried === null) return meaning;
    const inner = { ...meaning.inner, decoder: carried.decoder, context: carried.state };
    return { ...meaning, inner };
  });
}

function readFrame(fields: FieldReader): Meaning {
  fields.begin('object');
  const frame = readLetter(fields);
  const node = fields.tree.columns.nodeCount;
  if (frame !== 'open' && frame !== 'heartbeat')
    fields.json(fields.limit, frame === 'close' ? 'reason' : 'messages');
  fields.end();
  if (fields.problem !== null) return {};
  switch (frame) {
    case 'open':
      return { facts: { summary: 'open', role: 'control' } };
    case 'heartbeat':
      return { facts: { summary: 'heartbeat', role: 'control', isHeartbeat: true } };
    case 'close':
      return { facts: closeFacts(new Value(fields.tree.table(), node)) };
    default:
      return messages(fields, new Value(fields.tree.table(), node));
  }
}

function readLetter(fields: FieldReader): Frame {
  const letter = String.fromCharCode(fields.byte);
  if (letter === '[' || letter === '"') {
    fields.note('name', 'frame', 'messages', 'from the client');
    return 'sent messages';
  }
  const name = isFrameLetter(letter) ? frameNames[letter] : null;
  if (name === null) fields.fail('no frame, one of o, h, a, m, c or [');
  fields.add('name', 1, 'frame', name ?? '', letter);
  return name ?? 'open';
}

const isFrameLetter = (letter: string): letter is keyof typeof frameNames =>
  Object.hasOwn(frameNames, letter);

function closeFacts(reason: Value): MessageFacts {
  const [code, text] = [reason.at(0)?.id() ?? '', reason.at(1)?.string(200) ?? ''];
  return { summary: `close ${code} ${text}`.trim(), role: 'control' };
}

/** One text alone is decoded further. */
function messages(fields: FieldReader, value: Value): Meaning {
  const { table, node } = value;
  const texts = value.isArray ? childrenOf(table, node, 0, 2) : [node];
  const [only] = texts;
  if (only === undefined) return { facts: { summary: 'no message' } };
  const shown = shorten(table.text(only, 121));
  if (texts.length > 1)
    return { facts: { summary: `${value.childCount} messages, ${JSON.stringify(shown)} …` } };
  const facts = { summary: `message ${JSON.stringify(shown)}` };
  const bytes = table.content(only);
  if (table.kind(only) !== 'string' || bytes.length > fields.budget.maxBytes) return { facts };
  return { facts, inner: { node: only, payload: { bytes, isText: true } } };
}
