import type { DecoderSpeed } from './bench-decoders.ts';

/** More than this many times as slow as the library wants a reason. */
const worthReason = 2;

/**
 * What the time goes into, by decoder, as a profile shows it: `node --cpu-prof` on a loop of one
 * contender, each function with all that it calls.
 */
const reasons: ReadonlyMap<string, string> = new Map([
  [
    'engine.io, socket.io',
    'reading the packet and its JSON is a fifth of it, the line of the list a third (each argument as JavaScript would write it, with what cannot be seen escaped); the rest makes two layers, each with a tree, where the libraries hand on one text',
  ],
  [
    'signalr',
    'reading the JSON or MessagePack is a fifth of it, the line of the list with the fields that it asks for by name up to half; the library hands on the value as it was parsed',
  ],
  [
    'json, graphql-transport-ws',
    'reading the JSON is a fifth of it, what the message means three fifths; the library checks the value of JSON.parse and hands it on',
  ],
  [
    'json, phoenix',
    'reading the JSON is a third of it, what the message means a half; the library takes five items from the value of JSON.parse',
  ],
]);

/** A list of the rows above twice the library's time; '' where there is none. */
export function whySlower(speeds: readonly DecoderSpeed[]): string {
  const rows = speeds.filter(({ ratio }) => ratio.median > worthReason);
  if (rows.length === 0) return '';
  const lines = rows.map(({ decoder, what, ratio }) => {
    const reason = reasons.get(decoder) ?? 'not looked into';
    return `- **${decoder}**, ${what}, ${ratio.median.toFixed(1)} times: ${reason}.`;
  });
  return `\nMore than twice as slow, by a profile:\n\n${lines.join('\n')}\n`;
}
