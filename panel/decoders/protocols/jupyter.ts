import type { Budget, Decoded, Decoder, Hint, Payload } from '../decoder.ts';
import { jupyterFacts } from '../json-protocols/jupyter.ts';
import { Value } from '../value.ts';
import { decodeFields, type FieldReader, integerAt, type Meaning } from './field-reader.ts';
import { isOutermost } from './recognising.ts';

const partNames = ['channel', 'header', 'parent_header', 'metadata', 'content'] as const;

/**
 * Messages of a Jupyter kernel in the binary framing: offsets, then the parts one after another.
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 */
export const jupyter: Decoder = {
  name: 'jupyter',
  label: 'Jupyter',
  specification:
    'https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html',
  recognisedBy:
    'the subprotocol v1.kernel.websocket.jupyter.org, or offsets that lead from part to part and end with the message',
  recognises({ bytes, isText }, hint) {
    if (isText || offsetsOf(bytes) === null) return 0;
    const isNamed = isOutermost(hint) && hint.subprotocol === 'v1.kernel.websocket.jupyter.org';
    return isNamed ? 0.98 : 0.9;
  },
  decode,
};

/** A message has six parts or more; a buffer each for what is binary in it. */
const maxOffsets = 4096;

/** Where the parts begin, and the end; null when the numbers do not fit each other. */
function offsetsOf(bytes: Uint8Array): readonly number[] | null {
  const count = bytes.length < 8 ? 0 : integerAt(bytes, 0, 8, true);
  if (count < partNames.length + 1 || count > maxOffsets || bytes.length < 8 * (count + 1))
    return null;
  const offsets: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const offset = integerAt(bytes, 8 * (index + 1), 8, true);
    if (offset < (offsets.at(-1) ?? 8 * (count + 1)) || offset > bytes.length) return null;
    offsets.push(offset);
  }
  return offsets[0] === 8 * (count + 1) && offsets.at(-1) === bytes.length ? offsets : null;
}

function decode({ bytes }: Payload, _hint: Hint, budget: Budget): Decoded {
  return decodeFields('jupyter', bytes, budget, (fields) => {
    fields.begin('object');
    const count = fields.uintLittle('offset count', 8);
    if (count < partNames.length + 1 || count > maxOffsets)
      fields.fail(`${count} offsets, 6 to ${maxOffsets} can be`, 0);
    const offsets = readOffsets(fields, count);
    const nodes = new Map<string, number>();
    for (let index = 0; index + 1 < offsets.length && fields.problem === null; index += 1) {
      const name = partNames[index] ?? `buffer ${index - partNames.length}`;
      nodes.set(name, fields.tree.columns.nodeCount);
      readPart(fields, name, index, offsets[index] ?? 0, offsets[index + 1] ?? 0);
    }
    fields.end();
    return fields.problem === null ? meaningOf(fields, nodes) : {};
  });
}

function readOffsets(fields: FieldReader, count: number): number[] {
  const offsets: number[] = [];
  fields.begin('array', 'offsets');
  while (fields.problem === null && offsets.length < count)
    offsets.push(fields.uintLittle(String(offsets.length), 8));
  fields.end();
  return offsets;
}

function readPart(
  fields: FieldReader,
  name: string,
  index: number,
  start: number,
  end: number,
): void {
  if (start !== fields.at || end < start) {
    fields.fail(`${name} should be from byte ${start} to ${end}, and begins at ${fields.at}`);
    return;
  }
  if (index === 0) fields.string(name, end - start);
  else if (index >= partNames.length) fields.blob(name, end - start);
  else fields.json(end, name);
}

function meaningOf(fields: FieldReader, nodes: ReadonlyMap<string, number>): Meaning {
  const table = fields.tree.table();
  return { facts: jupyterFacts((name) => new Value(table, nodes.get(name) ?? 0)) };
}
