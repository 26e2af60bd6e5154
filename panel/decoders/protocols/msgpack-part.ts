import type { Budget } from '../decoder.ts';
import { msgpackNodeReader } from '../formats/msgpack-node-reader.ts';
import { MsgpackReader } from '../formats/msgpack-reader.ts';
import type { NodeColumns } from '../node-columns.ts';
import type { FieldReader } from './field-reader.ts';

interface Place {
  readonly columns: NodeColumns;
  readonly parent: number;
  readonly reader: number;
  readonly start: number;
}

/** Reads one value into the tree of a protocol, below the container that is open there. */
class MsgpackPart extends MsgpackReader {
  readonly #parent: number;

  constructor(bytes: Uint8Array, budget: Budget, { columns, parent, reader, start }: Place) {
    super(bytes, budget, columns);
    this.#parent = parent;
    this.container = parent;
    this.nodeReader = reader;
    this.at = start;
  }

  readPart(): void {
    this.readOnly();
    // After a problem, what is open ends where the reading did.
    while (this.container !== this.#parent) this.closeContainer();
  }
}

/** From here to `end` as one MessagePack value; returns its node. */
export function readMsgpack(fields: FieldReader, end: number, key?: string): number {
  const { tree } = fields;
  const node = tree.columns.nodeCount;
  if (!fields.wants(end - fields.at, key ?? 'MessagePack')) return node;
  const part = new MsgpackPart(fields.bytes.subarray(0, end), fields.budget, {
    columns: tree.columns,
    parent: tree.parent,
    reader: tree.readerNumber(msgpackNodeReader),
    start: fields.at,
  });
  part.readPart();
  if (key !== undefined && tree.columns.nodeCount > node) tree.name(node, key);
  for (const { code, at, byteLength, message } of part.warnings.all())
    fields.warnings.add(code, at, byteLength, () => message);
  const { problem } = part;
  if (problem === undefined) fields.at = end;
  else if (problem.isLimit) fields.stop(problem.text.replace(/,$/, ''));
  else fields.fail(problem.text, problem.at);
  return node;
}
