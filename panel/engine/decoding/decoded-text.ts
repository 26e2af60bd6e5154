import type { Layer } from '../../decoders/layers.ts';
import { factsOf } from '../../decoders/layers.ts';

/** UTF-16 units of a message that decoded search looks at. */
const maxChars = 1_000_000;

/** All that the layers of a message say, a line each: keys, values and what it means. For search. */
export function decodedText(layers: readonly Layer[]): string {
  const facts = factsOf(layers);
  const lines: string[] = facts === null ? [] : [facts.summary];
  let room = maxChars;
  for (const { decoded, protocol } of layers) {
    const { table } = decoded;
    if (table === undefined) continue;
    for (let node = 0; node < table.nodeCount && room > 0; node += 1) {
      const key = table.key(node);
      const text = table.text(node, room);
      const note = protocol?.interpretation.notes?.get(node) ?? '';
      const line = `${key === undefined ? '' : `${key}: `}${text}${note === '' ? '' : ` ${note}`}`;
      if (line === '') continue;
      lines.push(line);
      room -= line.length;
    }
  }
  return lines.join('\n');
}
