import type { Hint, MessageFacts } from '../decoder.ts';
import type { Interpretation, Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, nameItems, noteValues, numbered, previewInside, words } from './shape.ts';
import { type WampMessage, wampMessages } from './wamp-messages.ts';

/** WAMP 2, as JSON, MessagePack or CBOR. */
export const wamp: Protocol = {
  name: 'wamp',
  label: 'WAMP',
  specification: 'https://wamp-proto.org/wamp_latest_ietf.html',
  recognisedBy:
    'the subprotocol wamp.2 and an array that begins with a known code; without it, when the kinds of all items fit too',
  recognises: (root, hint) => recognise(root, hint),
  interpret,
};

/** These alone are unmistakable without the subprotocol: all others are numbers with little else. */
const plainCodes = [16, 32, 48, 64, 68, 36, 8];

function recognise(root: Value, { subprotocol = '' }: Hint): number {
  const found = messageOf(root);
  if (found === null || !fits(root, found)) return 0;
  if (/^wamp\.2\./.test(subprotocol)) return 0.97;
  const code = root.at(0)?.number() ?? 0;
  if (code === 1 || code === 2) return root.at(2)?.has('roles') === true ? 0.9 : 0;
  return plainCodes.includes(code) && root.childCount >= 4 ? 0.7 : 0;
}

function messageOf(root: Value): WampMessage | null {
  const code = root.isArray ? root.at(0)?.number() : null;
  return code === null || code === undefined ? null : (wampMessages.get(code) ?? null);
}

function fits(root: Value, { items, required }: WampMessage): boolean {
  const count = root.childCount - 1;
  if (count < required || count > items.length) return false;
  return items.slice(0, count).every(({ kind }, index) => {
    const found = root.at(index + 1)?.kind;
    // Routers write null for arguments that are not there but have others behind them.
    return found === kind || (index >= required && found === 'null');
  });
}

function interpret(root: Value): Interpretation {
  const found = messageOf(root);
  if (found === null) return { facts: { summary: root.preview() } };
  const of = (name: string): Value | null => {
    const index = found.items.findIndex((item) => item.name === name);
    return index < 0 ? null : root.at(index + 1);
  };
  const asked = wampMessages.get(of('request type')?.number() ?? -1)?.name;
  return {
    facts: factsOf(found, of, asked),
    names: nameItems(root, ['code', ...found.items.map(({ name }) => name)]),
    notes: noteValues([root.at(0), found.name], [of('request type'), asked]),
  };
}

function factsOf(
  { name, role }: WampMessage,
  of: (name: string) => Value | null,
  asked: string | undefined,
): MessageFacts {
  const id = of('request')?.id() ?? null;
  const subject = ['realm', 'topic', 'procedure', 'error', 'reason', 'method']
    .map((item) => of(item)?.string(200))
    .find((text) => text !== undefined && text !== null);
  const numbers = ['subscription', 'registration', 'session'].map((item) => {
    const number = of(item)?.id();
    return number === undefined || number === null ? '' : `${item} ${number}`;
  });
  const content = [of('arguments'), of('keyword arguments')].map(previewInside);
  const summary = words(name, asked, subject, ...numbers, ...content, numbered(id));
  // A session is asked for once on a socket, without a number.
  const isOfSession = id === null && (role === 'request' || role === 'response');
  return factsWith(summary, role, isOfSession ? 'session' : id);
}
