import { factsOf } from '../../../panel/decoders/layers.ts';
import type { ReadMessage } from './read-conversation.ts';

/**
 * What each message does, a word each: `?1` asks and `!1` answers that, `?` asks without saying what is answered to
 * it, `e` tells of an event, `c` controls, `b` is a heartbeat, `-` does none of it. Pairs are numbered as they are asked.
 */
export function shapeOf(messages: readonly ReadMessage[]): string {
  const pairs = new Map<string, number>();
  return messages.map((message) => wordFor(message, pairs)).join(' ');
}

function wordFor({ message: { direction }, layers }: ReadMessage, pairs: Map<string, number>) {
  const { role, correlationId, isHeartbeat = false } = factsOf(layers) ?? {};
  if (isHeartbeat) return 'b';
  if (role === undefined) return '-';
  if (role !== 'request' && role !== 'response') return role === 'event' ? 'e' : 'c';
  const mark = role === 'request' ? '?' : '!';
  if (correlationId === undefined) return mark;
  const asker = (role === 'request') === (direction === 'sent') ? 'sent' : 'received';
  const pair = `${asker} ${correlationId}`;
  const number = pairs.get(pair) ?? pairs.size + 1;
  pairs.set(pair, number);
  return `${mark}${number}`;
}
