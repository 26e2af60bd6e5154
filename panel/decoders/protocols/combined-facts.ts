import type { MessageFacts } from '../decoder.ts';

const maxNamed = 5;

/**
 * What a message of several packets means: all of it in one line; null for no packet.
 * @param count how many there are, where not all of them were read.
 */
export function combineFacts(
  all: readonly MessageFacts[],
  count: number = all.length,
): MessageFacts | null {
  const [first] = all;
  if (first === undefined || count === 1) return first ?? null;
  const named = all.slice(0, maxNamed).map(({ summary }) => summary);
  const more = count > named.length ? [`${count - named.length} more`] : [];
  const summary = [...named, ...more].join(' · ');
  const isHeartbeat = all.every((each) => each.isHeartbeat === true);
  // One message can be paired with one other only: what asks or answers goes before what tells.
  const pairs = all.filter(({ correlationId }) => correlationId !== undefined);
  const isAsking = ({ role }: MessageFacts) => role === 'request' || role === 'response';
  const paired = pairs.find(isAsking) ?? pairs[0] ?? first;
  const { role, correlationId } = paired;
  return {
    summary,
    ...(isHeartbeat ? { isHeartbeat } : {}),
    ...(role === undefined ? {} : { role }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

/** Page text for a summary, cut after `maxChars`. */
export function shorten(text: string, maxChars = 120): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return `${text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxChars - 1 : maxChars)}…`;
}
