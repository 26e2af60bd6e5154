import type { Hint, MessageFacts, MessageRole } from '../decoder.ts';
import type { Interpretation, Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import {
  factsWith,
  heartbeat,
  hostOf,
  noteValues,
  onlyHas,
  previewInside,
  words,
} from './shape.ts';

/** The gateway of Discord, as JSON or in Erlang's external term format. */
export const discord: Protocol = {
  name: 'discord',
  label: 'Discord gateway',
  specification: 'https://docs.discord.com/developers/topics/opcodes-and-status-codes',
  recognisedBy:
    'an address of gateway.discord.gg, or an object with op, d, s and t, the first of which is known',
  recognises: (root, hint) => recognise(root, hint),
  interpret,
};

const opcodes: ReadonlyMap<number, readonly [string, MessageRole]> = new Map([
  [0, ['Dispatch', 'event']],
  [1, ['Heartbeat', 'control']],
  [2, ['Identify', 'control']],
  [3, ['Presence Update', 'event']],
  [4, ['Voice State Update', 'event']],
  [6, ['Resume', 'control']],
  [7, ['Reconnect', 'control']],
  [8, ['Request Guild Members', 'event']],
  [9, ['Invalid Session', 'control']],
  [10, ['Hello', 'control']],
  [11, ['Heartbeat ACK', 'control']],
  [31, ['Request Soundboard Sounds', 'event']],
] as const);

function recognise(root: Value, { url }: Hint): number {
  const code = root.get('op')?.number();
  const isKnown = code !== undefined && code !== null && opcodes.has(code);
  if (!isKnown || !onlyHas(root, ['op', 'd', 's', 't'])) return 0;
  if (/^gateway[\w-]*\.discord\.gg$/.test(hostOf(url))) return 0.97;
  // The server always sends all four; OBS Studio sends op and d with other meanings.
  if (root.has('op', 'd', 's', 't')) {
    return code !== 0 || eventOf(root) !== null ? 0.9 : 0;
  }
  const content = root.get('d');
  if (code === 2) return content?.has('token', 'properties') === true ? 0.9 : 0;
  if (code === 6) return content?.has('token', 'session_id') === true ? 0.9 : 0;
  return 0;
}

/** A string in JSON, an atom in Erlang's format. */
function eventOf(root: Value): string | null {
  const event = root.get('t');
  const isWord = event?.kind === 'string' || event?.kind === 'name';
  return isWord ? event.table.text(event.node, 80) : null;
}

function interpret(root: Value): Interpretation {
  const code = root.get('op');
  const [name, role] = opcodes.get(code?.number() ?? -1) ?? [`op ${code?.id() ?? ''}`, 'event'];
  return { facts: factsOf(root, name, role), notes: noteValues([code, name]) };
}

function factsOf(root: Value, name: string, role: MessageRole): MessageFacts {
  const content = root.get('d');
  if (name.startsWith('Heartbeat')) return heartbeat(words(name, content?.id()));
  const event = eventOf(root);
  const sequence = root.get('s')?.id() ?? null;
  // Identify and Resume hold the token of the account, which a list must not show.
  const shown = content?.has('token') === true ? '' : previewInside(content);
  return factsWith(words(event ?? name, shown, sequence && `#${sequence}`), role);
}
