import { childrenOf } from '../children.ts';
import type { Budget, Decoded, Decoder, Hint, MessageFacts, Payload } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Value } from '../value.ts';
import { shorten } from './combined-facts.ts';
import { decodeFields } from './field-reader.ts';
import { canRead, isOutermost } from './recognising.ts';
import { readElement } from './xml-element.ts';

/**
 * XMPP over WebSocket: each message is one XML element, a stanza or an opening or closing of the
 * stream.
 * @see https://www.rfc-editor.org/rfc/rfc7395
 */
export const xmpp: Decoder = {
  name: 'xmpp',
  label: 'XMPP',
  specification: 'https://www.rfc-editor.org/rfc/rfc7395',
  recognisedBy: 'the subprotocol xmpp, or an element of a namespace of XMPP that is whole',
  recognises({ bytes, isText }, hint) {
    if (!isText) return 0;
    const isNamed = isOutermost(hint) && hint.subprotocol === 'xmpp';
    if (isNamed && isSpace(bytes)) return 0.9;
    if (bytes[0] !== 0x3c) return 0;
    if (!isNamed && !telling.test(decodeUtf8(bytes, 0, Math.min(bytes.length, 500)))) return 0;
    return canRead(bytes, readElement) ? 0.97 : 0;
  },
  decode,
};

const telling =
  /^<(?:open|close|message|iq|presence|stream:features|[a-z]+)\s[^>]*xmlns(?::[a-z]+)?=["'](?:urn:ietf:params:xml:ns:xmpp-[a-z]+|jabber:client|http:\/\/etherx\.jabber\.org\/streams|urn:xmpp:sm:3)["']/;

const isSpace = (bytes: Uint8Array): boolean =>
  bytes.length < 16 && bytes.every((byte) => byte === 0x20 || byte === 0x0a);

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  return decodeFields('xmpp', bytes, budget, (fields) => {
    if (bytes.length > 0 && isSpace(bytes)) {
      fields.add('name', bytes.length, undefined, 'space', 'keeps the connection alive');
      return { facts: { summary: 'space', role: 'control', isHeartbeat: true } };
    }
    const name = readElement(fields);
    // One line may end behind the element.
    while (fields.hasMore && (fields.byte === 0x0a || fields.byte === 0x0d || fields.byte === 0x20))
      fields.at += 1;
    if (fields.problem !== null || fields.left > 0) return {};
    return { facts: factsOf(name, new Value(fields.tree.table()), hint) };
  });
}

function factsOf(name: string, element: Value, { direction }: Hint): MessageFacts {
  const of = (attribute: string): string =>
    shorten(element.get(`@${attribute}`)?.string() ?? '', 80);
  const line = (...words: string[]): string => words.filter(Boolean).join(' ');
  const child = firstChild(element);
  const id = of('id');
  switch (name) {
    case 'iq': {
      const type = of('type');
      const isAnswer = type === 'result' || type === 'error';
      const what = child === null ? '' : line(child.name, namespaceOf(child.value));
      const summary = line('iq', type, what, id === '' ? '' : `#${id}`);
      // XEP-0199: asked to see whether the other side is still there.
      const isPing = child?.name === 'ping' && namespaceOf(child.value) === 'urn:xmpp:ping';
      const correlation = id === '' ? {} : { correlationId: `iq ${id}` };
      const role = isAnswer ? 'response' : 'request';
      return { summary, role, ...correlation, ...(isPing ? { isHeartbeat: true } : {}) };
    }
    case 'message': {
      const body = element.get('body')?.get('#text')?.string(200) ?? null;
      const text = body === null ? (child?.name ?? '') : JSON.stringify(shorten(body));
      const who = direction === 'sent' ? of('to') : of('from');
      return { summary: line('message', of('type'), who, text), role: 'event' };
    }
    case 'presence':
      return {
        summary: line('presence', of('type') || textOf(element, 'show'), of('from') || of('to')),
        role: 'event',
      };
    case 'open': {
      const role = direction === 'sent' ? 'request' : 'response';
      return { summary: line('open', of('to') || of('from')), role, correlationId: 'open' };
    }
    case 'auth':
      return { summary: line('auth', of('mechanism')), role: 'request', correlationId: 'auth' };
    case 'success':
    case 'failure':
      return { summary: line(name, child?.name ?? ''), role: 'response', correlationId: 'auth' };
    case 'a':
    case 'r':
      return {
        summary: line(name === 'r' ? 'ask for acknowledgement' : 'acknowledge', of('h')),
        role: 'control',
      };
    default:
      return { summary: line(name, child?.name ?? ''), role: 'control' };
  }
}

interface Child {
  readonly name: string;
  readonly value: Value;
}

/** The first element inside: what an iq asks for. */
function firstChild({ table, node }: Value): Child | null {
  for (const child of childrenOf(table, node, 0, 32)) {
    const name = table.key(child) ?? '';
    if (table.kind(child) === 'object') return { name, value: new Value(table, child) };
  }
  return null;
}

const namespaceOf = (element: Value): string => element.get('@xmlns')?.string(120) ?? '';
const textOf = (element: Value, name: string): string =>
  element.get(name)?.get('#text')?.string(80) ?? '';
