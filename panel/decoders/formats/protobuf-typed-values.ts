import type { Budget } from '../decoder.ts';
import { codes } from './binary-reader.ts';
import { fixedReader, ProtobufReader } from './protobuf-reader.ts';
import { numberEnd, numberTextOf } from './protobuf-scalars.ts';
import { type FieldType, type SchemaSet, scalarKinds } from './protobuf-schema.ts';

/** The readers of scalars follow the two of Protobuf without a schema, in the order of kinds. */
export const firstScalarReader = fixedReader + 1;
const readerOfKind = new Map<string, number>(
  scalarKinds.map((kind, index) => [kind, index + firstScalarReader]),
);

/** Adds the values of known fields to the tree: scalars by their kind, enums by their names. */
export class TypedValueReader extends ProtobufReader {
  protected readonly set: SchemaSet;
  /** The names of enums by number: a payload may hold a million values of a large one. */
  readonly #names = new Map<string, ReadonlyMap<number, string>>();

  constructor(name: string, bytes: Uint8Array, budget: Budget, set: SchemaSet) {
    super(bytes, budget, name);
    this.set = set;
  }

  protected readPacked(field: FieldType, content: number, end: number): boolean {
    this.at = content;
    while (this.at < end) {
      const next = numberEnd(field.kind, this.bytes, this.at, end);
      if (next < 0) return this.fail(`packed ${field.name} that does not end with a whole value`);
      if (!this.addNumber(field, this.at, next)) return false;
    }
    return true;
  }

  protected addNumber(field: FieldType, start: number, end: number): boolean {
    if (field.kind !== 'enum') return this.addScalar(field, start, end);
    const node = this.columns.nodeCount;
    const number = Number(numberTextOf('enum', this.bytes, start));
    const name = this.#namesOf(field.typeName).get(number);
    this.setText(node, name ?? String(number));
    const word = oneofWord(`${field.typeName} ${number}`, field);
    return this.add(node, name === undefined ? codes.number : codes.name, start, end, word);
  }

  #namesOf(typeName: string): ReadonlyMap<number, string> {
    const known = this.#names.get(typeName);
    if (known !== undefined) return known;
    const names = new Map<number, string>();
    for (const [name, number] of this.set.enums.get(typeName)?.values ?? []) {
      // Of aliases the first one is the name.
      if (!names.has(number)) names.set(number, name);
    }
    this.#names.set(typeName, names);
    return names;
  }

  protected addScalar(field: FieldType, start: number, end: number): boolean {
    const { kind } = field;
    const code =
      kind === 'string'
        ? codes.string
        : kind === 'bytes'
          ? codes.bytes
          : kind === 'bool'
            ? codes.boolean
            : codes.number;
    this.nodeReader = readerOfKind.get(kind) ?? 0;
    const isAdded = this.add(this.columns.nodeCount, code, start, end, oneofWord('', field));
    this.nodeReader = 0;
    return isAdded;
  }

  /** A word that is empty is that of the reader. */
  protected add(node: number, code: number, start: number, end: number, word: string): boolean {
    if (word !== '') this.setType(node, word);
    return this.addLeaf(code, start, end, 1);
  }
}

export function oneofWord(word: string, { kind, oneof }: FieldType): string {
  return oneof === '' ? word : `${word || kind} · oneof ${oneof}`;
}
